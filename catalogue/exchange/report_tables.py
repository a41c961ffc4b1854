"""The tables of the report: every count, every reading of the share, the titles by each axis and facet.

Beside each number of titles stands which titles it counts, so that every form of the report can lead to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.rules.counting.counts import numbers, standing
from catalogue.rules.counting.records import COUNTS, Count
from catalogue.rules.periods import Period
from catalogue.rules.tally import FACETS, NOTHING, SEVERAL, Axis, Facet, Where
from catalogue.services.naming import (
    AXIS_NAMES,
    BANDS,
    COLUMNS,
    COUNT_NAMES,
    FACET_NAMES,
    READINGS,
    axis_value,
    describe,
)
from catalogue.services.programme import View
from catalogue.wording import Wording
from pipeline.i18n import N_


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``kind`` is text, number or share."""

    name: str
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the report; ``key`` names it for programs."""

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    behind: Mapping[tuple[int, int], Where]
    """The titles behind a cell, by row and column."""


def tables(
    seen: View, status: Mapping[str, Any], names: Mapping[str, str], words: Wording, period: Period | None
) -> tuple[Sheet, ...]:
    """All tables in their order; that of the period is there when the report speaks of one."""
    first = [_figures(seen, status, words)]
    if period:
        first.append(_period(seen, period, words))
    axes = [_breakdown(seen, axis, by, names, words) for axis, by in seen.breakdown().items()]
    facets = [_breakdown(seen, facet, by, names, words) for facet, by in facets_said(seen).items()]
    return (*first, _readings(seen, words), *axes, *facets)


def facets_said(seen: View) -> dict[Facet, dict[str, dict[Count, int]]]:
    """Counts by every facet of which anything is said; months are for the page."""
    found = {facet: seen.by(facet) for facet in FACETS if facet != "month"}
    return {facet: by for facet, by in found.items() if set(by) - {NOTHING}}


def before(seen: View, period: Period) -> dict[Any, int]:
    """Every count on the eve of a period, by the same knowledge."""
    groups = standing(seen.facts, period.eve, seen.plan.rules).groups
    return dict(numbers(groups, period.eve, seen.plan.rules))


def _figures(seen: View, status: Mapping[str, Any], words: Wording) -> Sheet:
    """Every count, and the plan."""
    rows: list[tuple[Any, ...]] = [(words.say(COUNT_NAMES[name]), seen.numbers[name]) for name in COUNTS]
    rows += [
        (words.say(N_("Target")), status["target"]),
        (words.say(N_("Due by now")), status["plan"]["due"]),
        (words.say(N_("Ahead of the plan (behind: negative)")), status["plan"]["ahead"]),
    ]
    columns = (Column(words.say(N_("Figure")), "text"), Column(words.say(N_("Titles"))))
    behind = {(row, 1): Where(name) for row, name in enumerate(COUNTS)}
    return Sheet("figures", words.say(N_("Figures")), columns, tuple(rows), behind)


def _period(seen: View, period: Period, words: Wording) -> Sheet:
    """Every count before the period, what it added (withdrawals taken off), and at its end."""
    eve = before(seen, period)
    rows = tuple(
        (words.say(COUNT_NAMES[name]), eve[name], seen.numbers[name] - eve[name], seen.numbers[name]) for name in COUNTS
    )
    heads = (N_("Before the period"), N_("In the period"), N_("At its end"))
    columns = (Column(words.say(N_("Figure")), "text"), *(Column(words.say(head)) for head in heads))
    behind = {(row, 3): Where(name) for row, name in enumerate(COUNTS)}
    return Sheet("period", words.say(N_("The period")), columns, rows, behind)


def _readings(seen: View, words: Wording) -> Sheet:
    found = seen.readings()
    rows = tuple(
        (
            words.say(READINGS[one.name]), one.titles, one.basis, float(one.share), words.say(BANDS[one.state]),
            f"{words.number(one.difference)} {describe(words, one.differs_by)}" if one.differs_by else "",
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column(words.say(N_("Reading")), "text"), Column(words.say(N_("Titles"))), Column(words.say(N_("Of"))),
        Column(words.say(N_("Share")), "share"), Column(words.say(N_("Stands")), "text"),
        Column(words.say(N_("Difference")), "text"),
    )  # fmt: skip
    behind = {(row, 1): one.behind[0] for row, one in enumerate(found) if len(one.behind) == 1}
    behind |= {(row, 5): one.differs_by for row, one in enumerate(found) if one.differs_by}
    return Sheet("readings", words.say(N_("Every reading of the share")), columns, rows, behind)


def _breakdown(
    seen: View, axis: Axis | Facet, by: Mapping[str, Mapping[Count, int]], names: Mapping[str, str], words: Wording
) -> Sheet:
    """A line for each value; what is allotted to it stands beside it, where anything is."""
    allotted = seen.plan.allotted.get(axis, {})
    values = {
        value: axis_value(words, axis, value, names) for value in (*by, *(key for key in allotted if key not in by))
    }
    order = sorted(values, key=lambda value: _rank(axis, value, by, values[value]))
    none: Mapping[Count, int] = dict.fromkeys(COUNTS, 0)
    rows: list[tuple[Any, ...]] = []
    behind: dict[tuple[int, int], Where] = {}
    for row, value in enumerate(order):
        place: dict[str, Any] = {axis: value}
        share = (allotted.get(value, 0),) if allotted else ()
        rows.append((values[value], *(by.get(value, none)[name] for name in COLUMNS), *share))
        behind |= {(row, at): replace(Where(name), **place) for at, name in enumerate(COLUMNS, 1)}
    if axis not in SEVERAL:
        together = (sum(allotted.values()),) if allotted else ()
        rows.append((words.say(N_("Together")), *(seen.numbers[name] for name in COLUMNS), *together))
        behind |= {(len(order), at): Where(name) for at, name in enumerate(COLUMNS, 1)}
    heads: Sequence[str] = [*(COUNT_NAMES[name] for name in COLUMNS), *([N_("Allotted")] if allotted else [])]
    columns = (Column("", "text"), *(Column(words.say(head)) for head in heads))
    named: dict[str, str] = dict([*AXIS_NAMES.items(), *FACET_NAMES.items()])
    return Sheet(axis, words.say(named[axis]), columns, tuple(rows), behind)


def _rank(axis: Axis | Facet, value: str, by: Mapping[str, Mapping[Count, int]], name: str) -> tuple[Any, ...]:
    """Years as they come; the rest by how many titles there are, what nobody said last."""
    if axis == "year":
        return (value,)
    return (value == NOTHING, -(by[value]["released"] if value in by else 0), name)
