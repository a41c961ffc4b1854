"""Counts over many titles at once: titles with the same facts are counted together, and every number has its rows.

A number and the list behind it come from one condition (``Where``), so that they cannot differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from catalogue.rules.counting import COUNTS, Count, Facts, Rules, Title, counts_at, facts, released
from catalogue.rules.forecast import Past

Known = Mapping[str, Facts]
"""Facts of titles by id; those that nothing lets count are left out."""
Groups = Mapping[Facts, int]
"""How many titles there are of each kind on a day; facts are coarse: the year, and what holds on that day."""
Axis = Literal["year", "publisher", "language"]
AXES: tuple[Axis, ...] = get_args(Axis)
Facet = Literal["month", "body", "content", "convention", "subject", "form", "audience"]
"""What groups do not keep: counted title by title, and a title may stand at several values."""
FACETS: tuple[Facet, ...] = get_args(Facet)
SEVERAL: frozenset[str] = frozenset(("content", "convention", "subject", "form"))
"""Facets of which a title may have several values, so that their lines do not add up."""
NOTHING = "-"
"""The value of a title of which nothing is said on an axis."""
Heirs = Mapping[str, str]
"""Organisations that were merged, each with the one that stands in its place on the day that is asked for."""
Slice = Literal[
    "", "ebook_only", "foreign_only", "both", "minority_only", "in_share", "unrecognised", "reprint", "no_reprint",
    "sample",
]  # fmt: skip
SLICES: tuple[Slice, ...] = get_args(Slice)


@dataclass(frozen=True, slots=True)
class Where:
    """Which titles are meant: those behind a count, narrowed down."""

    count: Count = "released"
    part: Slice = ""
    year: str = ""
    publisher: str = ""
    language: str = ""
    month: str = ""
    """As 2026-11; this and what follows only rows know, groups are coarser."""
    body: str = ""
    content: str = ""
    convention: str = ""
    subject: str = ""
    form: str = ""
    audience: str = ""

    @property
    def fine(self) -> bool:
        """Whether only a list of titles can answer it."""
        return any(getattr(self, facet) for facet in FACETS)


def facts_of(titles: Iterable[Title], rules: Rules) -> dict[str, Facts]:
    """Facts of every title that something lets count."""
    found = ((title.id, facts(title, rules)) for title in titles)
    return {key: known for key, known in found if known is not None}


def standing(found: Known, as_of: date, rules: Rules, heirs: Heirs | None = None) -> tuple[Groups, list[Past]]:
    """One pass over all titles: how many of each kind count on a day, and since when, the oldest first."""
    groups: Counter[Facts] = Counter()
    history: Counter[tuple[date, bool]] = Counter()
    families = {"foreign", "minority"} if rules.minority_in_share else {"foreign"}
    years: dict[int, date] = {}
    heirs = heirs or {}
    for known in found.values():
        day = known.counted_on
        if day > as_of or (known.away and not released(known, as_of)):
            continue
        recognised = known.recognised_on is not None and known.recognised_on <= as_of
        ebook = known.ebook_on is not None and known.ebook_on <= as_of
        year = years.get(day.year) or years.setdefault(day.year, date(day.year, 1, 1))
        groups[
            Facts(
                year, date.min if recognised else None, date.min if ebook else None, known.family, (),
                known.language, heirs.get(known.publisher, known.publisher), known.kind, known.sample,
            )
        ] += 1  # fmt: skip
        history[day, ebook or known.family in families] += 1
    return groups, [Past(*key) for key in sorted(history) for _ in range(history[key])]


def numbers(groups: Groups, as_of: date, rules: Rules) -> dict[Count, int]:
    """Every count at the end of a day."""
    found: Counter[Count] = Counter()
    for known, titles in groups.items():
        for name in counts_at(known, as_of, rules):
            found[name] += titles
    return {name: found[name] for name in COUNTS}


def rows(found: Known, as_of: date, rules: Rules, where: Where, heirs: Heirs | None = None) -> list[str]:
    """The titles meant by ``where`` at the end of a day, by id."""
    facets = [(facet, value) for facet in FACETS if (value := getattr(where, facet))]
    return sorted(
        key
        for key, known in found.items()
        if where.count in counts_at(known, as_of, rules)
        and meant(known, as_of, where, heirs or {})
        and all(value in values(known, facet, heirs or {}) for facet, value in facets)
    )


def size(groups: Groups, as_of: date, rules: Rules, where: Where) -> int:
    """How many titles are meant by a ``where`` that is not fine."""
    return sum(
        titles
        for known, titles in groups.items()
        if where.count in counts_at(known, as_of, rules) and meant(known, as_of, where, {})
    )


def meant(known: Facts, as_of: date, where: Where, heirs: Heirs) -> bool:
    """Whether facts lie within the coarse narrowing of ``where``."""
    return (
        (not where.year or on_axis(known, "year") == where.year)
        and (not where.publisher or heirs.get(known.publisher, known.publisher) == where.publisher)
        and (not where.language or known.language == where.language)
        and (not where.part or in_slice(known, as_of, where.part))
    )


def in_slice(known: Facts, as_of: date, part: Slice) -> bool:
    """Whether facts belong to a part of the titles that one reading counts and another does not."""
    ebook = known.ebook_on is not None and known.ebook_on <= as_of
    foreign = known.family == "foreign"
    return {
        "": True,
        "ebook_only": ebook and not foreign,
        "foreign_only": foreign and not ebook,
        "both": foreign and ebook,
        "in_share": foreign or ebook,
        "unrecognised": known.recognised_on is None or known.recognised_on > as_of,
        "minority_only": known.family == "minority" and not ebook,
        "reprint": known.kind == "reprint",
        "no_reprint": known.kind != "reprint",
        "sample": known.sample,
    }[part]


def on_axis(known: Facts, axis: Axis) -> str:
    """Where facts stand on an axis: the year from which the title counts, its publisher's id, its language."""
    return str(known.counted_on.year) if axis == "year" else str(getattr(known, axis))


def breakdown(groups: Groups, as_of: date, rules: Rules) -> dict[Axis, dict[str, dict[Count, int]]]:
    """Every count by every axis."""
    found: dict[Axis, defaultdict[str, Counter[Count]]] = {axis: defaultdict(Counter) for axis in AXES}
    for known, titles in groups.items():
        for name in counts_at(known, as_of, rules):
            for axis in AXES:
                found[axis][on_axis(known, axis)][name] += titles
    return {
        axis: {value: {name: counts[name] for name in COUNTS} for value, counts in sorted(by.items())}
        for axis, by in found.items()
    }


def month(day: date) -> str:
    """The month of a day, as 2026-11."""
    return f"{day.year:04d}-{day.month:02d}"


def values(known: Facts, facet: Facet, heirs: Heirs) -> tuple[str, ...]:
    """Where facts stand on a facet: a body by the one that took its place, what nobody said as ``NOTHING``."""
    if facet == "month":
        return (month(known.counted_on),)
    if facet == "body":
        return (heirs.get(known.body, known.body) or NOTHING,)
    return tuple(value for name, value in known.facets if name == facet) or (NOTHING,)


def by(
    found: Known, as_of: date, rules: Rules, facet: Facet, heirs: Heirs | None = None
) -> dict[str, dict[Count, int]]:
    """Every count by the values of a facet, the last value first; a title stands at each of its values."""
    counts: defaultdict[str, Counter[Count]] = defaultdict(Counter)
    for known in found.values():
        names = counts_at(known, as_of, rules)
        if names:
            for value in values(known, facet, heirs or {}):
                counts[value].update(names)
    return {key: {name: each[name] for name in COUNTS} for key, each in sorted(counts.items(), reverse=True)}
