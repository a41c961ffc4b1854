"""One breakdown of the programme's titles: a line for each value, each number the list of exactly its titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sqlmodel import Session

from catalogue.exchange import charts
from catalogue.models.people import OrganisationKind
from catalogue.rules.counting.records import COUNTS, Count
from catalogue.rules.tally import NOTHING, SEVERAL, Axis, Facet, Where
from catalogue.services import organisations, shares, terms
from catalogue.services.naming import AXIS_NAMES, COLUMNS, COUNT_NAMES, FACET_NAMES, axis_value
from catalogue.services.programme import View
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment
from catalogue.web.overview import Linked
from pipeline.i18n import N_

By = Literal[
    "body", "province", "publisher", "year", "month", "language", "content", "convention", "subject", "form",
    "audience",
]  # fmt: skip
WAYS: tuple[By, ...] = get_args(By)
NAMES: Mapping[str, str] = dict([*AXIS_NAMES.items(), *FACET_NAMES.items(), ("province", N_("By province"))])
DRAWN = 15
"""Bars of the chart, the longest; the table has every line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its numbers; ``allotted`` is None where nothing is allotted, ``ahead`` is against the plan."""

    value: str
    name: str
    numbers: tuple[Linked, ...]
    allotted: int | None = None
    ahead: int | None = None


def broken_down(speech: Speech, session: Session, seen: View, asked: Moment, by: By) -> dict[str, Any]:
    """Everything that the page says."""
    axis: Axis | Facet = "body" if by == "province" else by
    everybody = organisations.every(session)
    kinds = {one.id: one.kind for one in everybody}
    names = {one.id: one.name for one in everybody} | terms.names(session)
    counts = _counts(seen, axis)
    if by == "province":
        counts = {value: row for value, row in counts.items() if kinds.get(value) == OrganisationKind.PROVINCE}
    for value in _expected(session, seen, by, kinds):
        counts.setdefault(value, dict.fromkeys(COUNTS, 0))
    allotted = seen.plan.allotted.get(axis, {})
    lines = [
        _line(speech, seen, asked, axis, value, row, names, allotted) for value, row in counts.items()
    ]  # fmt: skip
    if axis not in ("year", "month"):
        lines.sort(key=lambda line: (line.value == NOTHING, -line.numbers[0].number, line.name))
    return {
        "by": by, "name": speech.say(NAMES[by]), "lines": lines, "day": seen.as_of, "asked": asked,
        "columns": [(name, speech.say(COUNT_NAMES[name])) for name in COLUMNS],
        "ways": [(way, speech.say(NAMES[way]), asked.at("/editor/breakdown", by=way)) for way in WAYS],
        "bars": charts.bars([(line.name, line.numbers[0].number) for line in lines if line.numbers[0].number][:DRAWN]),
        "several": by in SEVERAL, "allotted": sum(allotted.values()),
        "whole": Linked(seen.numbers["released"], asked.path(Where())),
    }  # fmt: skip


def _counts(seen: View, axis: Axis | Facet) -> dict[str, dict[Count, int]]:
    if axis == "year" or axis == "publisher" or axis == "language":  # noqa: PLR1714 - the type checker follows this
        return dict(seen.breakdown()[axis])
    return dict(seen.by(axis))


def _expected(session: Session, seen: View, by: By, kinds: Mapping[str, str]) -> Iterator[str]:
    """Values that a line is owed to though no title stands there: a gap is news."""
    if by in ("content", "convention", "audience"):
        yield from (one.code for one in terms.every(session, by) if not one.retired)
    if by in ("body", "province"):
        for one in organisations.bodies(session, seen.as_of):
            if by == "body" or kinds[one.id] == OrganisationKind.PROVINCE:
                yield one.id
    yield from (value for value, titles in seen.plan.allotted.get(by, {}).items() if titles)


def _line(
    speech: Speech, seen: View, asked: Moment, axis: Axis | Facet, value: str, row: Mapping[Count, int],
    names: Mapping[str, str], allotted: Mapping[str, int],
) -> Line:  # fmt: skip
    place: dict[str, Any] = {axis: value}
    numbers = tuple(Linked(row[name], asked.path(replace(Where(name), **place))) for name in COLUMNS)
    share = allotted.get(value)
    ahead = row["released"] - shares.due_of(seen, share) if share is not None else None
    return Line(value, axis_value(speech, axis, value, names), numbers, share, ahead)
