"""What a feed says, whatever it is written in. All addresses are whole ones: apps keep feeds without their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from catalogue.services.holdings import File
from catalogue.services.titles import Card
from pipeline.metadata import EditionRecord

Version = Literal["v1.2", "v2"]
ATOM = "application/atom+xml"
NAVIGATION: Mapping[Version, str] = {
    "v1.2": f"{ATOM};profile=opds-catalog;kind=navigation", "v2": "application/opds+json",
}  # fmt: skip
ACQUISITION: Mapping[Version, str] = {
    "v1.2": f"{ATOM};profile=opds-catalog;kind=acquisition", "v2": "application/opds+json",
}  # fmt: skip
"""Apps show a feed by its kind: one of books that calls itself navigation comes up empty (OPDS 1.2, 2.1)."""
ENTRY: Mapping[Version, str] = {
    "v1.2": f"{ATOM};type=entry;profile=opds-catalog", "v2": "application/opds-publication+json",
}  # fmt: skip
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
ACQUIRE = "http://opds-spec.org/acquisition"
NEWEST = "http://opds-spec.org/sort/new"


@dataclass(frozen=True, slots=True)
class Step:
    """A way on from here: another feed, with how many titles it holds where that is known."""

    title: str
    address: str
    books: bool = True
    """Whether it leads to books, not to further ways."""
    count: int | None = None
    rel: str = "subsection"


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that a list can be narrowed to, in its group; the one that lifts it again has no count."""

    group: str
    title: str
    address: str
    count: int | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A title with the addresses of its page, its entry, its covers (the larger first, with types) and its files."""

    card: Card
    record: EditionRecord
    changed_at: datetime
    published: date | None
    identifier: str
    page: str
    entry: str
    """Empty for one that is not to be had alone."""
    covers: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[File, str], ...] = ()
    rel: str = OPEN_ACCESS


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of the catalogue: either ways on, or books."""

    version: Version
    title: str
    address: str
    start: str
    search: str
    """Where words are looked for: an OpenSearch description (1.2) or a URI template (2.0)."""
    updated: datetime
    language: str
    up: str = ""
    steps: tuple[Step, ...] = ()
    books: tuple[Book, ...] | None = None
    """None in a feed of ways on; an empty list is one without books."""
    facets: tuple[Facet, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    """Other pages of the list by relation: first, previous, next, last."""
    total: int = 0
    number: int = 1
    per_page: int = 0

    @property
    def kind(self) -> str:
        """Its media type."""
        return (NAVIGATION if self.books is None else ACQUISITION)[self.version]
