"""What counts, by a rule set: pure functions of plain records and dates.

A title is one language edition. It counts from its release decision, else from its deposit, in
Vietnam's time. It is an e-book by its own electronic registration, decision or deposit, foreign by its
main language; the share is their union, each title counted once, over the titles released so far.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
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
Figure = Literal[Count, "excluded"]
"""A count, or the titles that would count and do not, each for a ``Reason``."""
State = Literal["below", "within", "above"]
Reason = Literal["", "outside", "decided", "reprint", "again", "volume", "licensed"]
"""Why a title does not count although it was released: outside the programme's period, decided by somebody, or the
rules leave out reprints, a reprint after another edition of the same period, a further volume, a licensed document."""


LEFT_OUT: tuple[Figure, ...] = ("excluded",)


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
    counts_from: Literal["release", "deposit", "recognition"] = "release"
    """The act whose day counts; where there is none, the other of release and deposit."""
    reprints: Literal["year", "programme", "each", "none"] = "year"
    """How often editions of one title count, the first and its reprints (tái bản, with a registration of their own):
    once a calendar year, once in all, each, or the reprints never. A further print run (in nối bản) is no edition."""
    volumes: Literal["each", "set"] = "each"
    """Whether each volume of a set counts, or the set once."""
    bilingual: Literal["main", "either"] = "main"
    """Whether a bilingual title is foreign by its main language only, or by either of its two."""
    licensed: bool = True
    """Whether documents under a publishing licence (tài liệu không kinh doanh) count."""
    cap: bool = False
    """Whether the band's upper end is a limit; by default a share above it is a fact (vượt mức) and no alarm."""


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
    work: str = ""
    set: str = ""
    """What volumes of one set have in common; empty for a title that is no volume."""
    volume: str = ""
    second_language: str = ""
    """The other language of a bilingual title."""
    licensed: bool = False
    """Whether it came out by a licence alone, without a registration."""
    partner: bool = False
    """Whether somebody published it together with the house (sách liên kết)."""


Mark = Literal["licensed", "partner", "volume", "second"]
"""A licensed document, a co-publication, a further volume of a set, a bilingual title foreign by its other language."""


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
    marks: tuple[Mark, ...] = ()
    """What some readings of the share count otherwise."""
    out: Reason = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The counts of a day, with the ids behind each."""

    as_of: date
    rows: dict[Figure, list[str]] = field(default_factory=dict)

    def count(self, name: Figure) -> int:
        """How many titles stand behind ``name``."""
        return len(self.rows[name])

    @property
    def share(self) -> Fraction:
        """The union over the titles released so far; 0 when there are none."""
        return Fraction(self.count("ebook_or_foreign"), self.count("released") or 1)


Doubles = tuple[Container[str], Container[str]]
_Rank = tuple[bool, date, str]


def local_day(moment: datetime, rules: Rules) -> date:
    """The day of a moment in the programme's zone: 2026-12-31T18:00Z is already 2027 in Vietnam."""
    return moment.astimezone(ZoneInfo(rules.zone)).date()


def counted_on(title: Title, rules: Rules) -> date | None:
    """The day from which a title counts: its release, on paper or here, else its deposit; the rules may turn it."""
    if rules.counts_from == "recognition":
        return local_day(title.recognised_at, rules) if title.recognised_at else None
    days = [title.released_on] if title.released_on else []
    if title.released_at is not None:
        days.append(local_day(title.released_at, rules))
    released = min(days, default=None)
    first, other = released, title.deposited_on
    if rules.counts_from == "deposit":
        first, other = other, first
    return first or other


def facts(title: Title, rules: Rules, doubles: Doubles | None = None) -> Facts | None:
    """The facts of a title; None while nothing lets it count. ``doubles`` are those of ``once.doubles``."""
    day = counted_on(title, rules)
    if day is None:
        return None
    again, volume = (title.id in found for found in doubles or ((), ()))
    away: list[tuple[date, date | None]] = [(local_day(a, rules), local_day(b, rules)) for a, b in title.away]
    if title.withdrawn_at is not None:
        away.append((local_day(title.withdrawn_at, rules), None))
    family = language_family(title, rules)
    return Facts(
        counted_on=day,
        recognised_on=local_day(title.recognised_at, rules) if title.recognised_at else None,
        ebook_on=_ebook_on(title),
        family=family,
        away=tuple(away),
        language=title.language,
        publisher=title.publisher,
        kind=title.kind,
        sample=title.sample,
        body=title.body,
        facets=title.facets,
        marks=_marks(title, rules, volume=volume),
        out=_out(title, rules, again=again, volume=volume),
    )


def _marks(title: Title, rules: Rules, *, volume: bool) -> tuple[Mark, ...]:
    main, other = _family(title.language, rules), _family(title.second_language, rules)
    in_share = main == "foreign" or (main == "minority" and rules.minority_in_share)
    second = title.kind == "bilingual" and other == "foreign" and not in_share and "language" not in dict(title.axes)
    held: tuple[tuple[Mark, bool], ...] = (
        ("licensed", title.licensed),
        ("partner", title.partner),
        ("volume", volume),
        ("second", second),
    )
    return tuple(mark for mark, holds in held if holds)


def _out(title: Title, rules: Rules, *, again: bool, volume: bool) -> Reason:
    """Why a title does not count although it was released; a person's decision goes first."""
    if dict(title.axes).get("programme") == "out":
        return "decided"
    if title.kind == "reprint" and rules.reprints == "none":
        return "reprint"
    if again and rules.reprints in ("year", "programme"):
        return "again"
    if volume and rules.volumes == "set":
        return "volume"
    return "licensed" if title.licensed and not rules.licensed else ""


def doubles(titles: Iterable[Title], rules: Rules) -> Doubles:
    """Reprints that follow another edition of the same title in one period, and further volumes of a set.

    The order in which titles are given is of no account; what was taken back for good stands in nobody's way.
    """
    editions: defaultdict[tuple[str, str, int], list[_Rank]] = defaultdict(list)
    sets: defaultdict[str, list[_Rank]] = defaultdict(list)
    for title in titles:
        day = counted_on(title, rules) if title.work or title.set else None
        if day is None or title.withdrawn_at is not None:
            continue
        if title.work and title.kind in ("original", "translation", "reprint"):
            year = day.year if rules.reprints == "year" else 0
            editions[title.work, title.language, year].append((title.kind == "reprint", day, title.id))
        if title.set:
            sets[title.set].append((title.volume != "1", day, title.id))
    again = {key for found in editions.values() for reprint, _, key in sorted(found)[1:] if reprint}
    return again, {key for found in sets.values() for _, _, key in sorted(found)[1:]}


def counted(found: Facts, as_of: date) -> bool:
    """Whether the title counts on a day at all."""
    return not found.out and released(found, as_of)


def status(titles: Iterable[Title], as_of: date, rules: Rules) -> Status:
    """Count the titles as of the end of a day."""
    rows: dict[Figure, list[str]] = {name: [] for name in (*COUNTS, *LEFT_OUT)}
    held = sorted(titles, key=lambda found: found.id)
    doubled = doubles(held, rules)
    for title in held:
        found = facts(title, rules, doubled)
        for name in counts_at(found, as_of, rules) if found else ():
            rows[name].append(title.id)
    return Status(as_of, rows)


def counts_at(found: Facts, as_of: date, rules: Rules) -> Sequence[Figure]:
    """Behind which counts a title with these facts stands on a day; one that is left out behind that alone."""
    if not released(found, as_of):
        return ()
    return LEFT_OUT if found.out else would_count(found, as_of, rules)


def would_count(found: Facts, as_of: date, rules: Rules) -> Sequence[Count]:
    """Behind which counts a released title stands, or would stand if it were not left out."""
    recognised = found.recognised_on is not None and found.recognised_on <= as_of
    ebook = found.ebook_on is not None and found.ebook_on <= as_of
    return counts_if(recognised, ebook, found.family, rules.minority_in_share)


def released(found: Facts, as_of: date) -> bool:
    """Whether the title is released on a day, and so counts unless it is left out."""
    if found.counted_on > as_of:
        return False
    return not any(gone <= as_of and (back is None or as_of < back) for gone, back in found.away)


@lru_cache(maxsize=64)
def counts_if(recognised: bool, ebook: bool, family: str, minority_in_share: bool) -> tuple[Count, ...]:
    """Behind which counts a title stands by what holds of it on a day."""
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
    if title.kind == "bilingual" and rules.bilingual == "either":
        families = {_family(title.language, rules), _family(title.second_language, rules)}
        return next(found for found in ("foreign", "minority", "national") if found in families)
    return _family(title.language, rules)


def _family(language: str, rules: Rules) -> str:
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary in rules.national or not primary:
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
