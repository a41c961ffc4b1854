"""The programme's opening page: every number with the address of exactly the titles behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.exchange import charts
from catalogue.rules.counting.records import COUNTS, Count, Figure
from catalogue.rules.plan import State
from catalogue.rules.tally import Axis, Where, month
from catalogue.services import programme, sentences
from catalogue.services.naming import (
    AXIS_NAMES,
    BANDS,
    COLUMNS,
    COUNT_NAMES,
    FACET_NAMES,
    READINGS,
    axis_value,
    describe,
    month_name,
)
from catalogue.services.programme import View
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment
from pipeline.i18n import N_, NN_

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Linked:
    """A number and where its titles are listed."""

    number: int
    path: str


def context(speech: Speech, seen: View, asked: Moment, houses: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page says."""
    found = programme.status_of(seen)
    share, outlook = found["share"], found["forecast"]
    expected = (outlook["low"], outlook["middle"], outlook["high"]) if outlook else None
    return {
        "numbers": found,
        "day": seen.as_of,
        "asked": asked,
        "moment": asked.said(),
        "deadline": seen.plan.programme.deadline,
        "sentence": sentences.sentence(found, speech),
        "mix_sentence": sentences.mix(found, speech),
        "outlook": sentences.outlook(found, speech),
        "assumption": speech.say(outlook["assumption"]) if outlook else "",
        "gauge": charts.gauge(share["of_released"], share["low"], share["high"]),
        **_burn(seen, asked, expected),
        "released_sentence": pace(speech, found),
        "share_sentence": share_sentence(speech, found),
        "band_word": speech.say(BANDS[share["state"]]) if found["released"] else "",
        "released_path": asked.path(Where()),
        "share_path": asked.path(Where("ebook_or_foreign")),
        "waiting_path": asked.path(Where(part="unrecognised")),
        "sample_path": asked.path(Where(part="sample")),
        "figures": _figures(speech, seen, asked),
        "readings": _readings(speech, seen, asked),
        "cap_sentence": cap_sentence(speech, seen),
        "band_tone": lambda state: _tone(state, cap=seen.plan.rules.cap),
        "columns": [(name, speech.say(COUNT_NAMES[name])) for name in COLUMNS],
        "breakdown": [*_breakdown(speech, seen, asked, houses), _months(speech, seen, asked)],
        "month": _this_month(speech, seen, asked),
        "programme": seen.plan.programme,
        "other_programme": asked.programme != programme.NATIONAL,
        "ways": [(speech.say(text), asked.at("/editor/breakdown", by=facet))
                 for facet, text in FACET_NAMES.items() if facet != "month"],
    }  # fmt: skip


def _figures(speech: Speech, seen: View, asked: Moment) -> list[tuple[str, str, Linked]]:
    """Every count, and what is left out where anything is."""
    counted: dict[Figure, int] = {name: seen.numbers[name] for name in COUNTS}
    if left_out := seen.size(Where("excluded")):
        counted["excluded"] = left_out
    return [
        (name, speech.say(COUNT_NAMES[name]), Linked(number, asked.path(Where(name))))
        for name, number in counted.items()
    ]


def _burn(seen: View, asked: Moment, expected: tuple[int, int, int] | None) -> dict[str, Any]:
    """The burn-up chart and its table, drawn once for a day."""
    key = f"burn {seen.plan.programme.deadline} {expected}"
    if key not in seen.memo:
        milestones, days = programme.milestones(seen.plan), [title.counted_on for title in seen.past]
        seen.memo[key] = {
            "burn": charts.burn_up(milestones, days, seen.as_of, expected),
            "burn_rows": charts.burn_rows(milestones, days, seen.as_of),
        }
    found: dict[str, Any] = seen.memo[key]
    return {**found, "until": lambda day: asked.path(Where(until=day.isoformat()))}


def _readings(speech: Speech, seen: View, asked: Moment) -> list[dict[str, Any]]:
    return [
        {
            "name": speech.say(READINGS[one.name]),
            "parts": _parts(seen, asked, one.behind),
            "titles": one.titles,
            "basis": one.basis,
            "of": _parts(seen, asked, one.of),
            "share": float(one.share) if one.basis else None,
            "state": one.state,
            "state_word": speech.say(BANDS[one.state]),
            "differs": Linked(one.difference, asked.path(one.differs_by)) if one.differs_by else None,
            "differs_word": within(describe(speech, one.differs_by)) if one.differs_by else "",
        }
        for one in seen.readings()
    ]


def _parts(seen: View, asked: Moment, lists: Sequence[Where]) -> list[Linked]:
    """The lists that add up to a number, without empty ones unless all are."""
    parts = [Linked(seen.size(where), asked.path(where)) for where in lists]
    return [part for part in parts if part.number] or parts[:1]


def within(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def _tone(state: State, *, cap: bool) -> str:
    """How a state looks: above the band is no alarm unless its upper end is a limit."""
    return "good" if state == "within" else "" if state == "above" and not cap else "warn"


def cap_sentence(speech: Speech, seen: View) -> str:
    """Whether the upper end is a limit by the rules in force, and how far it is."""
    released, inside, high = seen.numbers["released"], seen.numbers["ebook_or_foreign"], seen.plan.high
    apart = int(released * high) - inside
    text = N_("By the rules the upper end of {high} is an aim: more is “above the band”, a fact and no alarm.")
    if seen.plan.rules.cap:
        text = N_("By the rules the upper end of {high} is a limit: more is an alarm.")
    room = N_("Of the titles released today, {number} more could be e-books or foreign before it is passed.")
    if apart == 0:
        room = N_("Not one more of the titles released today could be before it is passed.")
    if apart < 0:
        room = NN_("It is passed by {number} title.", "It is passed by {number} titles.", "number")
    said = {"high": speech.percent(float(high)), "number": abs(apart)}
    return f"{speech.say(text, **said)} {speech.say(room, **said)}" if released else speech.say(text, **said)


def _breakdown(speech: Speech, seen: View, asked: Moment, houses: Mapping[str, str]) -> list[dict[str, Any]]:
    tables = []
    for axis, rows in seen.breakdown().items():
        named = [(axis_value(speech, axis, value, houses), value, counts) for value, counts in rows.items()]
        if axis != "year":
            named.sort(key=lambda row: (-row[2]["released"], row[0]))
        lines = [
            (name, [Linked(counts[count], asked.path(_at(count, axis, value))) for count in COLUMNS])
            for name, value, counts in named
        ]
        tables.append({"axis": axis, "name": speech.say(AXIS_NAMES[axis]), "rows": lines})
    return tables


def _months(speech: Speech, seen: View, asked: Moment) -> dict[str, Any]:
    """The months of the last two years; the list of each has exactly so many rows."""
    lines = [
        (month_name(speech, key), [Linked(counts[name], asked.path(Where(name, month=key))) for name in COLUMNS])
        for key, counts in list(seen.by("month").items())[:MONTHS]
    ]
    return {"axis": "month", "name": speech.say(N_("By month (the last two years)")), "rows": lines}


def _this_month(speech: Speech, seen: View, asked: Moment) -> tuple[Linked, str]:
    """What this month has brought so far."""
    key = month(seen.as_of)
    number = seen.by("month").get(key, {}).get("released", 0)
    return Linked(number, asked.path(Where(month=key))), month_name(speech, key)


def _at(count: Count, axis: Axis, value: str) -> Where:
    place: dict[str, Any] = {axis: value}
    return replace(Where(count), **place)


def pace(speech: Speech, found: dict[str, Any]) -> str:
    """Ahead of the plan or behind it."""
    plan, why = found["plan"], (found["no_forecast"] or {}).get("reason")
    if why == "not_begun":
        return speech.say(N_("The programme has not begun yet."))
    due, apart = plan["due"], abs(plan["ahead"])
    if plan["ahead"] == 0:
        return speech.say(
            NN_("On plan: {due} title is due by now.", "On plan: {due} titles are due by now.", "due"), due=due
        )
    text = NN_(
        "{apart} ahead of the plan: {due} title is due by now.",
        "{apart} ahead of the plan: {due} titles are due by now.",
        "due",
    )
    if plan["ahead"] < 0:
        text = NN_(
            "{apart} behind the plan: {due} title is due by now.",
            "{apart} behind the plan: {due} titles are due by now.",
            "due",
        )
    return speech.say(text, apart=apart, due=due)


def share_sentence(speech: Speech, found: dict[str, Any]) -> str:
    """Where the share stands."""
    share = found["share"]
    if not found["released"]:
        text = N_("Nothing has been released yet, so there is no share; the band is {low} to {high}.")
        return speech.say(text, low=speech.percent(share["low"]), high=speech.percent(share["high"]))
    return speech.say(
        N_("{share} of the titles released are e-books or in a foreign language; the band is {low} to {high}."),
        share=speech.percent(share["of_released"]),
        low=speech.percent(share["low"]),
        high=speech.percent(share["high"]),
    )
