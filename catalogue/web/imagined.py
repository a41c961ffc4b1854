"""A scenario as an address says it, and its answer in words; nothing is written, so the address is the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalogue.exchange import charts
from catalogue.rules.counting.counts import counted
from catalogue.rules.whatif import Mix, Outcome, Scenario, bounds, outcome, shared_out
from catalogue.services.naming import BANDS
from catalogue.services.programme import View
from catalogue.web.forms import Form, percent
from catalogue.web.i18n import Speech
from catalogue.wording import TITLES
from pipeline.i18n import N_, NN_

KINDS = ("plain", "ebook", "foreign", "both")
MOST = 1_000_000
YEARS = 30
CROSSED = N_("The lower end of the band lies above the upper end.")
BEFORE = N_("The programme cannot end before the day from which you look.")
FAR = N_("The programme cannot end more than {years} years from now.")
SMALL = NN_(
    "{released} title is released already; the total cannot be smaller.",
    "{released} titles are released already; the total cannot be smaller.",
    "released",
)
RECENT = timedelta(days=730)
"""How far back the houses' pace is looked at for the suggestion."""


@dataclass(frozen=True, slots=True)
class House:
    """A line of the suggested plan."""

    id: str
    name: str
    titles: int
    inside: int


def scenario(form: Form, seen: View) -> Scenario | None:
    """The scenario of an address; what is not given is as the programme has it. None when something is wrong."""
    plan = seen.plan
    given = {
        "total": str(plan.target.titles), "deadline": plan.programme.deadline.isoformat(),
        "low": percent(plan.low), "high": percent(plan.high), **dict.fromkeys(KINDS, "0"),
    }  # fmt: skip
    for name, default in given.items():
        form.values[name] = form.values.get(name) or default
    numbers = {name: form.whole(name, least=1 if name == "total" else 0, most=MOST) for name in ("total", *KINDS)}
    low, high, deadline = form.share("low"), form.share("high"), form.day("deadline")
    if low is not None and high is not None and low > high:
        form.wrong("low", CROSSED)
    if deadline and deadline < seen.as_of:
        form.wrong("deadline", BEFORE)
    if deadline and deadline > seen.as_of + timedelta(days=366 * YEARS):
        form.wrong("deadline", FAR, years=YEARS)
    if not form.errors and numbers["total"] < seen.numbers["released"]:
        form.wrong("total", SMALL, released=seen.numbers["released"])
    if form.errors or low is None or high is None or deadline is None:
        return None
    return Scenario(deadline=deadline, low=low, high=high, **numbers)


def answer(speech: Speech, seen: View, imagined: Scenario, names: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page says of a scenario."""
    released, inside = seen.numbers["released"], seen.numbers["ebook_or_foreign"]
    found = outcome(released, inside, seen.as_of, imagined)
    houses = suggestion(seen, found, names)
    low, high = float(imagined.low), float(imagined.high)
    return {
        "found": found, "standing": _standing(speech, imagined, found), "possible": _possible(speech, imagined, found),
        "pace": _pace(speech, imagined, found, released), "band_word": speech.say(BANDS[found.state]),
        "gauge": charts.gauge(float(found.share), low, high), "houses": houses,
        "bars": charts.bars([(house.name, house.titles) for house in houses]),
    }  # fmt: skip


def suggestion(seen: View, found: Outcome, names: Mapping[str, str]) -> list[House]:
    """The titles still to come shared out by what each house released in the last two years."""
    weights: dict[str, int] = {}
    for facts in seen.facts.values():
        if seen.as_of - RECENT < facts.counted_on and counted(facts, seen.as_of):
            house = seen.heirs.get(facts.publisher, facts.publisher)
            weights[house] = weights.get(house, 0) + 1
    titles = shared_out(found.mix.remaining, weights)
    inside = shared_out(_aim(found.mix), titles)
    lines = [House(key, names.get(key, key), titles[key], inside[key]) for key in titles if titles[key]]
    return sorted(lines, key=lambda house: (-house.titles, house.name))


def _aim(possible: Mix) -> int:
    """The middle of what lands in the band."""
    return (possible.least + possible.most) // 2 if possible.least is not None and possible.most is not None else 0


def _standing(speech: Speech, imagined: Scenario, found: Outcome) -> str:
    text: str = NN_(
        "With {added} imagined title: {released} of {total}; share {share}, {band}.",
        "With {added} imagined titles: {released} of {total}; share {share}, {band}.",
        "added",
    )
    if not imagined.added:
        text = N_("As it stands: {released} of {total}; share {share}, {band}.")
    return speech.say(
        text, added=imagined.added, released=found.released, total=imagined.total,
        share=speech.percent(float(found.share)), band=speech.say(BANDS[found.state]),
    )  # fmt: skip


def _possible(speech: Speech, imagined: Scenario, found: Outcome) -> str:
    """Which mix of the rest lands in the band, or why none does."""
    total = max(imagined.total, found.released)
    least, most = bounds(total, imagined.low, imagined.high)
    said = {
        "remaining": found.mix.remaining, "total": total, "inside": found.inside, "low": least, "high": most,
    }  # fmt: skip
    if found.reason == "too_many":
        text = NN_(
            "Not possible: {inside} title is an e-book or foreign already, and of {total} at most {high} may be.",
            "Not possible: {inside} titles are e-books or foreign already, and of {total} at most {high} may be.",
            "inside",
        )
        return speech.say(text, **said)
    if found.reason == "too_few":
        text = NN_(
            "Not possible: even if the {remaining} title still to come were an e-book or foreign, there would be fewer "
            "than the {low} that {total} titles need.",
            "Not possible: even if all {remaining} titles still to come were e-books or foreign, there would be fewer "
            "than the {low} that {total} titles need.",
            "remaining",
        )
        return speech.say(text, **said)
    if found.reason == "no_number":
        return speech.say(N_("Not possible: no whole number out of {total} titles lies in the band."), **said)
    if not found.mix.remaining:
        return speech.say(N_("Nothing is left to be decided: the total is reached, and the share is in the band."))
    text = NN_(
        "Of the {remaining} title still to come then, {least} to {most} have to be e-books or in a foreign language.",
        "Of the {remaining} titles still to come then, {least} to {most} have to be e-books or in a foreign language.",
        "remaining",
    )
    least, most = found.mix.least or 0, found.mix.most or 0
    return speech.say(text, remaining=found.mix.remaining, least=least, most=most)


def _pace(speech: Speech, imagined: Scenario, found: Outcome, released: int) -> str:
    """What that takes a week."""
    if found.pace is None:
        return speech.say(N_("The deadline is today or over: nothing more can come."))
    left = speech.say(TITLES, count=max(imagined.total - released, 0))
    return speech.say(
        N_("That takes {pace} a week until {day} ({left})."),
        pace=speech.say(TITLES, count=round(found.pace, 1)), day=speech.date(imagined.deadline), left=left,
    )  # fmt: skip
