"""Counts over many titles at once: titles with the same facts are counted together, and every number has its rows.

A number and the list behind it come from one condition (``Where``), so that they cannot differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from catalogue.rules.counting import (
    COUNTS,
    Count,
    Facts,
    Figure,
    Reason,
    Rules,
    Title,
    counted,
    counts_at,
    counts_if,
    doubles,
    facts,
    released,
    would_count,
)
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


def facts_of(titles: Collection[Title], rules: Rules) -> dict[str, Facts]:
    """Facts of every title that something lets count; those that can be doubles of one another are all to be given."""
    doubled = doubles(titles, rules)
    found = ((title.id, facts(title, rules, doubled)) for title in titles)
    return {key: known for key, known in found if known is not None}


class Standing(NamedTuple):
    """What one pass over all titles finds at the end of a day."""

    groups: Groups
    past: list[Past]
    """Each counted title with its day, the oldest first."""
    months: dict[str, dict[Count, int]]
    """Every count by the month from which the titles count, the newest first."""


def standing(found: Known, as_of: date, rules: Rules, heirs: Heirs | None = None) -> Standing:
    """One pass over all titles: how many of each kind count on a day, and since when."""
    families = {"foreign", "minority"} if rules.minority_in_share else {"foreign"}
    heirs, places = heirs or {}, {day: (day.year, day.month) for day in {known.counted_on for known in found.values()}}
    kinds: list[tuple[Any, ...]] = []
    days: list[tuple[date, bool]] = []
    for known in found.values():
        day = known.counted_on
        if day > as_of or (known.away and not released(known, as_of)):
            continue
        recognised = known.recognised_on is not None and known.recognised_on <= as_of
        ebook = known.ebook_on is not None and known.ebook_on <= as_of
        publisher = known.publisher
        kinds.append((
            places[day], recognised, ebook, known.family, known.language, heirs.get(publisher, publisher), known.kind,
            known.sample, known.marks, known.out,
        ))  # fmt: skip
        if not known.out:
            days.append((day, ebook or known.family in families))
    counted = Counter(kinds)
    history = Counter(days)
    past = [one for key in sorted(history) for one in [Past(*key)] * history[key]]
    return Standing(_groups(counted), past, _months(counted, rules))


def _groups(counted: Mapping[tuple[Any, ...], int]) -> Groups:
    """Kinds of titles without their months."""
    groups: Counter[Facts] = Counter()
    for (
        (year, _),
        recognised,
        ebook,
        family,
        language,
        publisher,
        kind,
        sample,
        marks,
        out,
    ), titles in counted.items():
        never = date.min
        groups[
            Facts(
                date(year, 1, 1), never if recognised else None, never if ebook else None, family, (), language,
                publisher, kind, sample, marks=marks, out=out,
            )
        ] += titles  # fmt: skip
    return groups


def _months(counted: Mapping[tuple[Any, ...], int], rules: Rules) -> dict[str, dict[Count, int]]:
    kinds: Counter[tuple[Any, ...]] = Counter()
    for (place, recognised, ebook, family, *_, out), titles in counted.items():
        if not out:
            kinds[place, recognised, ebook, family] += titles
    months: dict[tuple[int, int], Counter[Count]] = {}
    for (place, recognised, ebook, family), titles in kinds.items():
        for name in counts_if(recognised, ebook, family, rules.minority_in_share):
            months.setdefault(place, Counter())[name] += titles
    return {
        f"{year:04d}-{number:02d}": {name: months[year, number][name] for name in COUNTS}
        for year, number in sorted(months, reverse=True)
    }


def numbers(groups: Groups, as_of: date, rules: Rules) -> dict[Count, int]:
    """Every count at the end of a day."""
    found: Counter[Figure] = Counter()
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
    return _SLICES[part](known, as_of, rules)


def _ebook(known: Facts, as_of: date) -> bool:
    return known.ebook_on is not None and known.ebook_on <= as_of


def _in_share(known: Facts, as_of: date, rules: Rules) -> bool:
    return "ebook_or_foreign" in would_count(known, as_of, rules)


def _by_second(known: Facts, as_of: date, rules: Rules) -> bool:
    """Whether a bilingual title is in the share by its second language alone, or would be if that counted."""
    if "second" not in known.marks:
        return False
    return not (_ebook(known, as_of) if rules.bilingual == "either" else _in_share(known, as_of, rules))


_SLICES: Mapping[Slice, Callable[[Facts, date, Rules], bool]] = {
    "": lambda *_: True,
    "ebook_only": lambda known, as_of, _: _ebook(known, as_of) and known.family != "foreign",
    "foreign_only": lambda known, as_of, _: known.family == "foreign" and not _ebook(known, as_of),
    "both": lambda known, as_of, _: known.family == "foreign" and _ebook(known, as_of),
    "in_share": _in_share,
    "unrecognised": lambda known, as_of, _: known.recognised_on is None or known.recognised_on > as_of,
    "minority_only": lambda known, as_of, _: known.family == "minority" and not _ebook(known, as_of),
    "reprint": lambda known, *_: known.kind == "reprint",
    "no_reprint": lambda known, *_: known.kind != "reprint",
    "volume": lambda known, *_: "volume" in known.marks,
    "no_volume": lambda known, *_: "volume" not in known.marks,
    "partner": lambda known, *_: "partner" in known.marks,
    "no_partner": lambda known, *_: "partner" not in known.marks,
    "licensed": lambda known, *_: "licensed" in known.marks,
    "no_licensed": lambda known, *_: "licensed" not in known.marks,
    "second_only": _by_second,
    "no_second": lambda known, as_of, _: "second" not in known.marks or _ebook(known, as_of),
    "sample": lambda known, *_: known.sample,
}


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
