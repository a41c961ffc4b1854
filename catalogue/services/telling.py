"""Alerts, waiting and the weekly digest in words: the same sentences on the page, in the terminal and in the letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from catalogue.rules.alerts import Alert
from catalogue.rules.plan import band
from catalogue.rules.tally import Where
from catalogue.services import ageing, programme, sentences, titles
from catalogue.services.ageing import Stage, Waiting
from catalogue.services.naming import BANDS
from catalogue.services.programme import View
from catalogue.wording import Wording
from pipeline.i18n import N_, NN_

SENTENCES = {
    "behind": NN_("{number} title behind the plan.", "{number} titles behind the plan.", "number"),
    "left_band": N_("The share has left the band within the last month: it is {share}, {band}."),
    "over_cap": N_("The share is {share}, over the band's upper end, which the rules hold as a limit."),
    "below_band": N_("The share is {share}, below the band."),
    "stalled": N_("No title for half a year from publishers that used to release steadily: {names}."),
    "builds": NN_(
        "{number} title could not be built three times in a row: “{name}”.",
        "{number} titles could not be built three times in a row, for example “{name}”.",
        "number",
    ),
    "waiting": NN_(
        "{number} released title has waited for more than a month to be recognised: “{name}”.",
        "{number} released titles have waited for more than a month to be recognised, “{name}” longest.",
        "number",
    ),
}
STAGES: dict[Stage, tuple[str, str]] = {
    "correction": (N_("Manuscripts that need correction"), N_("the publisher")),
    "release": (N_("Built, waiting to be released"), N_("the publisher's director")),
    "recognition": (N_("Released, waiting to be recognised"), N_("the programme's officer")),
}
FRESH = NN_("New in the last seven days: {count} title.", "New in the last seven days: {count} titles.")
NAMED = 5
WEEK = timedelta(days=7)


def alert(words: Wording, seen: View, found: Alert, names: Mapping[str, str]) -> str:
    """An alert as a sentence; ``names`` are those of houses and titles by id."""
    state = band(seen.share, seen.plan.low, seen.plan.high)
    called = [names.get(key, key) for key in found.about[:NAMED]]
    more = words.say(N_("{count} more"), count=len(found.about) - NAMED)
    listed = words.listed([*called, more] if len(found.about) > NAMED else called)
    return words.say(
        SENTENCES[found.kind], number=found.number, names=listed, name=called[0] if called else "",
        share=words.percent(float(seen.share)), band=words.say(BANDS[state]),
    )  # fmt: skip


def alerts(session: Session, words: Wording, seen: View, houses: Mapping[str, str]) -> list[tuple[Alert, str]]:
    """Everything that has to be told, with its sentence; ``houses`` are their names by id."""
    found = ageing.alarms(session, seen)
    ids = [key for one in found if one.kind in ("builds", "waiting") for key in one.about[:NAMED]]
    names = {**houses, **{card.id: card.title for card in titles.cards(session, ids)}} if ids else houses
    return [(one, alert(words, seen, one, names)) for one in found]


def waits(words: Wording, found: Waiting) -> str:
    """A stage in one line."""
    name, whom = STAGES[found.stage]
    if not found.titles:
        return words.say(N_("{stage}: none."), stage=words.say(name))
    return words.say(
        NN_(
            "{stage} (waits for {whom}): {titles}, {median} day in the middle, {oldest} at the longest.",
            "{stage} (waits for {whom}): {titles}, {median} days in the middle, {oldest} at the longest.",
            "median",
        ),
        stage=words.say(name), whom=words.say(whom), titles=found.titles, median=found.median, oldest=found.oldest,
    )  # fmt: skip


def digest(session: Session, words: Wording, seen: View, address: str = "") -> tuple[str, str]:
    """Subject and text of the week's letter."""
    status = programme.status_of(seen)
    before = sum(one.counted_on <= seen.as_of - WEEK for one in seen.past)
    lines = [
        sentences.sentence(status, words), sentences.outlook(status, words),
        words.say(FRESH, count=len(seen.past) - before),
    ]  # fmt: skip
    told = [text for _, text in alerts(session, words, seen, titles.houses(session))]
    lines += ["", words.say(N_("To look at:")), *(f"- {text}" for text in told)] if told else []
    lines += ["", *(waits(words, one) for one in ageing.waiting(session, seen))]
    if seen.size(Where(part="sample")):
        lines += ["", words.say(N_("Among these titles are sample data."))]
    lines += ["", address] if address else []
    subject = words.say(N_("The programme in the week to {day}"), day=words.date(seen.as_of))
    return subject, "\n".join(lines) + "\n"
