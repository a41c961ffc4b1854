"""What titles add up to on a day. The share is the union of e-books and foreign-language titles, each counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from catalogue.rules.counting.records import COUNTS, LEFT_OUT, Count, Facts, Figure, Groups, Heirs, Known, Past, Rules


def released(found: Facts, as_of: date) -> bool:
    """Whether the title is released on a day, and so counts unless it is left out."""
    gone = any(start <= as_of and (back is None or as_of < back) for start, back in found.away)
    return found.counted_on <= as_of and not gone


def counted(found: Facts, as_of: date) -> bool:
    """Whether the title counts on a day at all."""
    return not found.out and released(found, as_of)


def held(day: date | None, as_of: date) -> bool:
    """Whether what began on a day, if ever, holds at the end of another."""
    return day is not None and day <= as_of


def counts_at(found: Facts, as_of: date, rules: Rules) -> Sequence[Figure]:
    """Behind which counts a title with these facts stands on a day; one that is left out behind that alone."""
    if not released(found, as_of):
        return ()
    return LEFT_OUT if found.out else would_count(found, as_of, rules)


def would_count(found: Facts, as_of: date, rules: Rules) -> Sequence[Count]:
    """Behind which counts a released title stands, or would stand if it were not left out."""
    recognised, ebook = held(found.recognised_on, as_of), held(found.ebook_on, as_of)
    return counts_if(recognised, ebook, found.family, rules.minority_in_share)


@lru_cache(maxsize=64)
def counts_if(recognised: bool, ebook: bool, family: str, minority_in_share: bool) -> tuple[Count, ...]:
    """Behind which counts a title stands by what holds of it on a day."""
    foreign, minority = family == "foreign", family == "minority"
    held: Mapping[Count, bool] = {
        "released": True,
        "recognised": recognised,
        "ebook": ebook,
        "foreign": foreign,
        "minority": minority,
        "ebook_and_foreign": ebook and foreign,
        "ebook_or_foreign": ebook or foreign or (minority and minority_in_share),
    }
    return tuple(name for name in COUNTS if held[name])


def numbers(groups: Groups, as_of: date, rules: Rules) -> dict[Count, int]:
    """Every count at the end of a day."""
    found: Counter[Figure] = Counter()
    for known, titles in groups.items():
        for name in counts_at(known, as_of, rules):
            found[name] += titles
    return {name: found[name] for name in COUNTS}


class Standing(NamedTuple):
    """What one pass over all titles finds at the end of a day."""

    groups: Groups
    past: list[Past]
    """The counted titles, the oldest first."""
    months: dict[str, dict[Count, int]]
    """Every count by the month from which the titles count, the newest first."""


def standing(found: Known, as_of: date, rules: Rules, heirs: Heirs | None = None) -> Standing:
    """One pass over all titles: how many of each kind count on a day, and since when.

    Titles are gathered by what holds of them, for there are few kinds and many titles.
    """
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
        publisher = heirs.get(known.publisher, known.publisher)
        kinds.append((
            places[day], recognised, ebook, known.family, known.language, publisher, known.kind, known.sample,
            known.marks, known.out,
        ))  # fmt: skip
        if not known.out:
            days.append((day, ebook or known.family in families))
    counted, history = Counter(kinds), Counter(days)
    past = [one for key in sorted(history) for one in [Past(*key)] * history[key]]
    return Standing(_groups(counted), past, _months(counted, rules))


def _groups(kinds: Mapping[tuple[Any, ...], int]) -> Groups:
    """Kinds of titles without their months."""
    groups: Counter[Facts] = Counter()
    for ((year, _), recognised, ebook, family, language, publisher, kind, sample, marks, out), titles in kinds.items():
        acts = (date.min if recognised else None, date.min if ebook else None)
        known = Facts(date(year, 1, 1), *acts, family, (), language, publisher, kind, sample, marks=marks, out=out)
        groups[known] += titles
    return groups


def _months(kinds: Mapping[tuple[Any, ...], int], rules: Rules) -> dict[str, dict[Count, int]]:
    fewer: Counter[tuple[Any, ...]] = Counter()
    for (place, recognised, ebook, family, *_, out), titles in kinds.items():
        if not out:
            fewer[place, recognised, ebook, family] += titles
    months: dict[tuple[int, int], Counter[Count]] = {}
    for (place, *what), titles in fewer.items():
        for name in counts_if(*what, rules.minority_in_share):
            months.setdefault(place, Counter())[name] += titles
    return {
        f"{year:04d}-{number:02d}": {name: months[year, number][name] for name in COUNTS}
        for year, number in sorted(months, reverse=True)
    }
