"""A status of the programme in plain sentences, the same on the page, in the terminal, in letters and in reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from catalogue.services.naming import BANDS
from catalogue.wording import Wording
from pipeline.i18n import N_, NN_

WHOLE = NN_(
    "{released} of {target} title; {pace}; {share}.", "{released} of {target} titles; {pace}; {share}.", "target"
)
NO_PACE = ("over", "reached", "not_begun")
"""Reasons for no forecast beside which a pace for the weeks to come says nothing."""


def sentence(found: dict[str, Any], words: Wording) -> str:
    """A status in one plain sentence, as one would say it on the telephone."""
    share = words.say(N_("no share yet"))
    if found["released"]:
        state, part = words.say(BANDS[found["share"]["state"]]), words.percent(found["share"]["of_released"])
        share = words.say(N_("share {share}, {state}"), share=part, state=state)
    return words.say(
        WHOLE,
        released=found["released"], target=found["target"], pace=_pace(found, words), share=share,
    )  # fmt: skip


def _pace(found: dict[str, Any], words: Wording) -> str:
    """Ahead of the plan or behind it; what is short of the target once the deadline is over."""
    ahead, why = found["plan"]["ahead"], (found["no_forecast"] or {}).get("reason")
    if why == "not_begun":
        return words.say(N_("the programme has not begun yet"))
    if why == "over" or found["deadline"] <= found["as_of"]:
        text = N_("{count} short of the target at the deadline") if ahead < 0 else N_("the target has been reached")
    else:
        text = N_("on plan") if not ahead else N_("{count} ahead of the plan")
        text = N_("{count} behind the plan") if ahead < 0 else text
    return words.say(text, count=abs(ahead))


def outlook(found: dict[str, Any], words: Wording) -> str:
    """What is to be expected at the deadline, and the pace that would close the gap."""
    expected, day = found["forecast"], words.date(date.fromisoformat(found["deadline"]))
    if expected is None:
        missing = found["no_forecast"]
        text = N_("No forecast: {why}.")
        if missing["reason"] not in NO_PACE:
            text = NN_(
                "No forecast: {why}. Needed from now on: {pace} title a week.",
                "No forecast: {why}. Needed from now on: {pace} titles a week.",
                "pace",
            )
        return words.say(text, why=words.say(missing["message"]), pace=missing["pace_needed"])
    text = NN_(
        "By {day}: {low} to {high} titles, {middle} in the middle; the target is reached in {chance} of cases, "
        "the share lands in the band in {band}. Pace: {pace} title a week; needed from now on: {needed}.",
        "By {day}: {low} to {high} titles, {middle} in the middle; the target is reached in {chance} of cases, "
        "the share lands in the band in {band}. Pace: {pace} titles a week; needed from now on: {needed}.",
        "pace",
    )
    return words.say(
        text, day=day, low=expected["low"], high=expected["high"], middle=expected["middle"],
        chance=words.percent(expected["reaches_target"], 0), band=words.percent(expected["lands_in_band"], 0),
        pace=round(expected["pace_per_week"], 1), needed=round(expected["pace_needed"], 1),
    )  # fmt: skip


def mix(found: dict[str, Any], words: Wording) -> str:
    """Which mix of the titles still to come lands in the band; nothing when none is to come any more."""
    possible = found["mix"]
    if not possible["remaining"] or found["deadline"] <= found["as_of"]:
        return ""
    remaining = possible["remaining"]
    if not possible["feasible"]:
        text = NN_(
            "Whatever the {remaining} title still to come is, the share does not land in the band at the target.",
            "Whatever the {remaining} titles still to come are, the share does not land in the band at the target.",
            "remaining",
        )
        return words.say(text, remaining=remaining)
    text = NN_(
        "For the share to land in the band at the target, {least} or {most} of the {remaining} title still to come "
        "have to be e-books or in a foreign language.",
        "For the share to land in the band at the target, {least} to {most} of the {remaining} titles still to come "
        "have to be e-books or in a foreign language.",
        "remaining",
    )
    if possible["least"] == possible["most"]:
        text = NN_(
            "For the share to land in the band at the target, exactly {least} of the {remaining} title still to come "
            "has to be an e-book or in a foreign language.",
            "For the share to land in the band at the target, exactly {least} of the {remaining} titles still to come "
            "have to be e-books or in a foreign language.",
            "remaining",
        )
    return words.say(text, remaining=remaining, least=possible["least"], most=possible["most"])
