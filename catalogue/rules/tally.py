"""Which titles a number means: those behind a count, narrowed down, and laid out by year, house, language and subject.

A number and the list behind it come from one condition (``Where``), so that they cannot differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from catalogue.rules.counting.counts import counted, counts_at, held, would_count
from catalogue.rules.counting.records import COUNTS, Count, Facts, Figure, Groups, Heirs, Known, Reason, Rules

Axis = Literal["year", "publisher", "language"]
AXES: tuple[Axis, ...] = get_args(Axis)
Facet = Literal["month", "body", "content", "convention", "subject", "form", "audience"]
"""What groups do not keep: counted title by title, and a title may stand at several values."""
FACETS: tuple[Facet, ...] = get_args(Facet)
SEVERAL: frozenset[str] = frozenset(("content", "convention", "subject", "form"))
"""Facets of which a title may have several values, so that their lines do not add up."""
NOTHING = "-"
"""The value of a title of which nothing is said on an axis."""
Slice = Literal[
    "", "ebook_only", "foreign_only", "both", "minority_only", "in_share", "unrecognised", "reprint", "no_reprint",
    "volume", "no_volume", "partner", "no_partner", "licensed", "no_licensed", "second_only", "no_second", "sample",
]  # fmt: skip
SLICES: tuple[Slice, ...] = get_args(Slice)


@dataclass(frozen=True, slots=True)
class Where:
    """Which titles are meant: those behind a count, narrowed down."""

    count: Figure = "released"
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
    until: str = ""
    """Of these only what counts from this day or an earlier one, as 2025-12-31."""
    why: Reason = ""
    """Why they are left out, of what is left out."""

    @property
    def fine(self) -> bool:
        """Whether only a list of titles can answer it."""
        return bool(self.until) or any(getattr(self, facet) for facet in FACETS)


def rows(found: Known, as_of: date, rules: Rules, where: Where, heirs: Heirs | None = None) -> list[str]:
    """The titles meant by ``where`` at the end of a day, by id."""
    facets = [(facet, value) for facet in FACETS if (value := getattr(where, facet))]
    return sorted(
        key
        for key, known in found.items()
        if where.count in counts_at(known, as_of, rules)
        and meant(known, as_of, rules, where, heirs or {})
        and all(value in values(known, facet, heirs or {}) for facet, value in facets)
    )


def size(groups: Groups, as_of: date, rules: Rules, where: Where) -> int:
    """How many titles are meant by a ``where`` that is not fine."""
    return sum(
        titles
        for known, titles in groups.items()
        if where.count in counts_at(known, as_of, rules) and meant(known, as_of, rules, where, {})
    )


def meant(known: Facts, as_of: date, rules: Rules, where: Where, heirs: Heirs) -> bool:
    """Whether facts lie within the coarse narrowing of ``where``."""
    return (
        (not where.year or on_axis(known, "year") == where.year)
        and (not where.publisher or heirs.get(known.publisher, known.publisher) == where.publisher)
        and (not where.language or known.language == where.language)
        and (not where.part or in_slice(known, as_of, rules, where.part))
        and (not where.why or known.out == where.why)
        and (not where.until or known.counted_on.isoformat() <= where.until)
    )


def in_slice(known: Facts, as_of: date, rules: Rules, part: Slice) -> bool:
    """Whether facts belong to a part of the titles that one reading counts and another does not."""
    match part:
        case "":
            return True
        case "ebook_only":
            return held(known.ebook_on, as_of) and known.family != "foreign"
        case "foreign_only" | "minority_only":
            return f"{known.family}_only" == part and not held(known.ebook_on, as_of)
        case "both":
            return known.family == "foreign" and held(known.ebook_on, as_of)
        case "in_share":
            return "ebook_or_foreign" in would_count(known, as_of, rules)
        case "unrecognised":
            return not held(known.recognised_on, as_of)
        case "sample":
            return known.sample
        case "second_only":
            return _by_second(known, as_of, rules)
        case "no_second":
            return "second" not in known.marks or held(known.ebook_on, as_of)
        case "reprint" | "no_reprint":
            return (known.kind == "reprint") == (part == "reprint")
    return (part.removeprefix("no_") in known.marks) == (not part.startswith("no_"))


def _by_second(known: Facts, as_of: date, rules: Rules) -> bool:
    """Whether a bilingual title is in the share by its second language alone, or would be if that counted."""
    if "second" not in known.marks:
        return False
    if rules.bilingual == "either":
        return not held(known.ebook_on, as_of)
    return not in_slice(known, as_of, rules, "in_share")


def on_axis(known: Facts, axis: Axis) -> str:
    """Where facts stand on an axis: the year from which the title counts, its publisher's id, its language."""
    return str(known.counted_on.year) if axis == "year" else str(getattr(known, axis))


def breakdown(groups: Groups, as_of: date, rules: Rules) -> dict[Axis, dict[str, dict[Count, int]]]:
    """Every count by every axis."""
    found: dict[Axis, defaultdict[str, Counter[Count]]] = {axis: defaultdict(Counter) for axis in AXES}
    for known, titles in groups.items():
        for name in _counted(known, as_of, rules):
            for axis in AXES:
                found[axis][on_axis(known, axis)][name] += titles
    return {
        axis: {value: {name: counts[name] for name in COUNTS} for value, counts in sorted(by.items())}
        for axis, by in found.items()
    }


def _counted(known: Facts, as_of: date, rules: Rules) -> Sequence[Count]:
    """Behind which counts facts stand; none for what is left out."""
    return would_count(known, as_of, rules) if counted(known, as_of) else ()


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
        names = _counted(known, as_of, rules)
        if names:
            for value in values(known, facet, heirs or {}):
                counts[value].update(names)
    return {key: {name: each[name] for name in COUNTS} for key, each in sorted(counts.items(), reverse=True)}
