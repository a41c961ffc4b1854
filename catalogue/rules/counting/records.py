"""What counting is given, and what it gives: plain records without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

Count = Literal["released", "recognised", "ebook", "foreign", "minority", "ebook_and_foreign", "ebook_or_foreign"]
COUNTS: tuple[Count, ...] = get_args(Count)
Figure = Literal[Count, "excluded"]
"""A count, or the titles that would count and do not, each for a ``Reason``."""
LEFT_OUT: tuple[Figure, ...] = ("excluded",)
Reason = Literal["", "outside", "decided", "reprint", "again", "volume", "licensed"]
"""Why a title does not count although it was released: outside the programme's period, decided by somebody, or the
rules leave out reprints, a reprint after another edition of the same period, a further volume, a licensed document."""
Mark = Literal["licensed", "partner", "volume", "second"]
"""A licensed document, a co-publication, a further volume of a set, a bilingual title foreign by its other language."""
Family = Literal["foreign", "minority", "national"]
FAMILIES: tuple[Family, ...] = get_args(Family)


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
    inexact: Literal["last", "first"] = "last"
    """Which day of its period counts of a date that is known only to the month, quarter or year."""
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
    """A title, one language edition, as counting sees it; dates are None for what has not happened."""

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
    inexact: tuple[tuple[str, date], ...] = ()
    """First days of dates above that are known only to a period, of which they are the last: ("released_on", …)."""


class Facts(NamedTuple):
    """What counting needs of a title, in days of the programme's zone; titles with the same facts count alike."""

    counted_on: date
    recognised_on: date | None
    ebook_on: date | None
    """From when it is an e-book; None when it is none."""
    family: Family
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


class Past(NamedTuple):
    """A counted title: its day, and whether it is in the share."""

    counted_on: date
    in_share: bool


Known = Mapping[str, Facts]
"""Facts of titles by id; those that nothing lets count are left out."""
Groups = Mapping[Facts, int]
"""How many titles there are of each kind on a day; facts are coarse: the year, and what holds on that day."""
Heirs = Mapping[str, str]
"""Organisations that were merged, each with the one that stands in its place on the day that is asked for."""
