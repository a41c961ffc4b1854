"""What counts, by a rule set: pure functions of plain records and dates.

A title is one language edition. It counts from its release decision, else from its deposit, in
Vietnam's time. It is an e-book by its own electronic registration, decision or deposit, foreign by its
main language; the share is their union, each title counted once, over the titles released so far.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Count = Literal["released", "recognised", "ebook", "foreign", "minority", "ebook_and_foreign", "ebook_or_foreign"]
COUNTS: tuple[Count, ...] = (
    "released", "recognised", "ebook", "foreign", "minority", "ebook_and_foreign", "ebook_or_foreign",
)  # fmt: skip
State = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of the rule set; languages are primary BCP 47 subtags."""

    version: int = 1
    national: frozenset[str] = frozenset({"vi"})
    minority: frozenset[str] = frozenset(
        {"tyz", "nut", "cjm", "jra", "rad", "bdq", "kpm", "mtq", "blt", "mww", "hmv", "hmn", "khm", "km"}
    )
    zone: str = "Asia/Ho_Chi_Minh"
    minority_in_share: bool = False
    """Whether titles in minority languages belong to the share (Decision 1079 names them, guidance 5768 does not)."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as counting sees it; dates are None for what has not happened."""

    id: str
    language: str
    released_at: datetime | None = None
    deposited_on: date | None = None
    recognised_at: datetime | None = None
    withdrawn_at: datetime | None = None
    electronic_on: date | None = None
    """When its own electronic registration, decision or deposit took effect."""
    axes: tuple[tuple[str, str], ...] = ()
    """A person's decisions over the rule: ("language", "foreign"), ("form", "ebook")."""
    released_on: date | None = None
    """The day of a release decision on paper, for titles released before they came here."""
    away: tuple[tuple[datetime, datetime], ...] = ()
    """Times between a withdrawal and the next release."""
    publisher: str = ""
    kind: str = "original"
    sample: bool = False
    body: str = ""
    """The reporting body (bộ, ngành, địa phương), which is not the publishing house."""
    facets: tuple[tuple[str, str], ...] = ()
    """What it is about and for whom: ("convention", "CRC"), ("form", "epub"); a title may have several of a kind."""


class Facts(NamedTuple):
    """What counting needs of a title, in days of the programme's zone; titles with the same facts count alike."""

    counted_on: date
    recognised_on: date | None
    ebook_on: date | None
    """From when it is an e-book; None when it is none."""
    family: str
    """national, minority or foreign."""
    away: tuple[tuple[date, date | None], ...]
    """Days on which it does not count: from the first, up to but without the second."""
    language: str
    publisher: str
    kind: str
    sample: bool
    body: str = ""
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """The counts of a day, with the ids behind each."""

    as_of: date
    rows: dict[Count, list[str]] = field(default_factory=dict)

    def count(self, name: Count) -> int:
        """How many titles stand behind ``name``."""
        return len(self.rows[name])

    @property
    def share(self) -> Fraction:
        """The union over the titles released so far; 0 when there are none."""
        return Fraction(self.count("ebook_or_foreign"), self.count("released") or 1)


def local_day(moment: datetime, rules: Rules) -> date:
    """The day of a moment in the programme's zone: 2026-12-31T18:00Z is already 2027 in Vietnam."""
    return moment.astimezone(ZoneInfo(rules.zone)).date()


def counted_on(title: Title, rules: Rules) -> date | None:
    """The day from which a title counts: its release, on paper or here, else its deposit."""
    days = [title.released_on] if title.released_on else []
    if title.released_at is not None:
        days.append(local_day(title.released_at, rules))
    return min(days, default=title.deposited_on)


def facts(title: Title, rules: Rules) -> Facts | None:
    """The facts of a title; None while nothing lets it count."""
    day = counted_on(title, rules)
    if day is None or dict(title.axes).get("programme") == "out":
        return None  # nothing lets it count, or somebody decided that it is no book of the programme
    away: list[tuple[date, date | None]] = [(local_day(a, rules), local_day(b, rules)) for a, b in title.away]
    if title.withdrawn_at is not None:
        away.append((local_day(title.withdrawn_at, rules), None))
    return Facts(
        counted_on=day,
        recognised_on=local_day(title.recognised_at, rules) if title.recognised_at else None,
        ebook_on=_ebook_on(title),
        family=language_family(title, rules),
        away=tuple(away),
        language=title.language,
        publisher=title.publisher,
        kind=title.kind,
        sample=title.sample,
        body=title.body,
        facets=title.facets,
    )


def status(titles: Iterable[Title], as_of: date, rules: Rules) -> Status:
    """Count the titles as of the end of a day."""
    rows: dict[Count, list[str]] = {name: [] for name in COUNTS}
    for title in sorted(titles, key=lambda found: found.id):
        for name in counts_of(title, as_of, rules):
            rows[name].append(title.id)
    return Status(as_of, rows)


def counts_of(title: Title, as_of: date, rules: Rules) -> Sequence[Count]:
    """Behind which counts a title stands on a day."""
    found = facts(title, rules)
    return counts_at(found, as_of, rules) if found else ()


def counts_at(found: Facts, as_of: date, rules: Rules) -> Sequence[Count]:
    """Behind which counts a title with these facts stands on a day."""
    if not released(found, as_of):
        return ()
    recognised = found.recognised_on is not None and found.recognised_on <= as_of
    ebook = found.ebook_on is not None and found.ebook_on <= as_of
    return _counts(recognised, ebook, found.family, rules.minority_in_share)


def released(found: Facts, as_of: date) -> bool:
    """Whether the title counts on a day at all."""
    if found.counted_on > as_of:
        return False
    return not any(gone <= as_of and (back is None or as_of < back) for gone, back in found.away)


@lru_cache(maxsize=64)
def _counts(recognised: bool, ebook: bool, family: str, minority_in_share: bool) -> tuple[Count, ...]:
    foreign = family == "foreign"
    parts: list[tuple[Count, bool]] = [
        ("released", True),
        ("recognised", recognised),
        ("ebook", ebook),
        ("foreign", foreign),
        ("minority", family == "minority"),
        ("ebook_and_foreign", ebook and foreign),
        ("ebook_or_foreign", ebook or foreign or (minority_in_share and family == "minority")),
    ]
    return tuple(name for name, holds in parts if holds)


def _ebook_on(title: Title) -> date | None:
    """From when a title is an e-book by its own act; a person's decision goes first and holds for all time."""
    decided = dict(title.axes).get("form")
    if decided:
        return date.min if decided == "ebook" else None
    return title.electronic_on


def language_family(title: Title, rules: Rules) -> str:
    """national, minority or foreign; a person's decision goes first."""
    decided = dict(title.axes).get("language")
    if decided:
        return decided
    primary = title.language.split("-")[0].lower()
    if primary in rules.national:
        return "national"
    return "minority" if primary in rules.minority else "foreign"


def band(share: Fraction, low: Fraction, high: Fraction) -> State:
    """Where a share stands; both ends belong to the band."""
    if share < low:
        return "below"
    return "above" if share > high else "within"


def end_of_quarter(year: int, quarter: int) -> date:
    """The day a date known only to its quarter counts from: the quarter's last."""
    first_after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return first_after - timedelta(days=1)


def due(milestones: Sequence[tuple[date, int]], as_of: date) -> int:
    """Titles due on a day, on the straight lines between milestones; ``milestones`` begin with (start, 0)."""
    if as_of <= milestones[0][0]:
        return 0
    for (from_day, have), (to_day, want) in itertools.pairwise(milestones):
        if as_of <= to_day:
            passed = Fraction((as_of - from_day).days, (to_day - from_day).days)
            return int(have + passed * (want - have))
    return milestones[-1][1]
