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
from typing import Literal
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
    """The day from which a title counts: its release, else its deposit."""
    if title.released_at is not None:
        return local_day(title.released_at, rules)
    return title.deposited_on


def status(titles: Iterable[Title], as_of: date, rules: Rules) -> Status:
    """Count the titles as of the end of a day."""
    rows: dict[Count, list[str]] = {name: [] for name in COUNTS}
    for title in sorted(titles, key=lambda found: found.id):
        for name in counts_of(title, as_of, rules):
            rows[name].append(title.id)
    return Status(as_of, rows)


def counts_of(title: Title, as_of: date, rules: Rules) -> Sequence[Count]:
    """Behind which counts a title stands on a day."""
    day = counted_on(title, rules)
    if day is None or day > as_of:
        return []
    if title.withdrawn_at is not None and local_day(title.withdrawn_at, rules) <= as_of:
        return []
    found: list[Count] = ["released"]
    if title.recognised_at is not None and local_day(title.recognised_at, rules) <= as_of:
        found.append("recognised")
    ebook, family = is_ebook(title, as_of), language_family(title, rules)
    foreign = family == "foreign"
    found += [name for name, holds in _parts(ebook, foreign, family == "minority") if holds]
    return found


def _parts(ebook: bool, foreign: bool, minority: bool) -> list[tuple[Count, bool]]:
    return [
        ("ebook", ebook),
        ("foreign", foreign),
        ("minority", minority),
        ("ebook_and_foreign", ebook and foreign),
        ("ebook_or_foreign", ebook or foreign),
    ]


def is_ebook(title: Title, as_of: date) -> bool:
    """Whether a title is an e-book by its own act on that day; a person's decision goes first."""
    decided = dict(title.axes).get("form")
    if decided:
        return decided == "ebook"
    return title.electronic_on is not None and title.electronic_on <= as_of


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
