"""What one walk of the tree carries along: ids, notes, links and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.book.ids import Ids
from pipeline.book.model import Link, Media, Note, Span
from pipeline.findings import Finding, Where


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry of the index as its author marked it: "main:sub", its place, and where it sends the reader instead."""

    entry: str
    place: str
    paragraph: int
    see: str = ""


@dataclass(slots=True)
class Scope:
    """State of the walk; the fields of the current chapter are set by ``enter``."""

    language: str
    media: Mapping[str, Media] = field(default_factory=dict)
    described: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """What a person said of pictures, by our names: the description, and whether it only decorates."""
    ids: Ids = field(default_factory=Ids)
    images: int = 0
    tables: int = 0
    findings: list[Finding] = field(default_factory=list)
    links: list[tuple[Link, Where]] = field(default_factory=list)
    anchors: list[Span] = field(default_factory=list)
    index: list[Marked] = field(default_factory=list)
    """Entries of the index, in the order of the text."""
    left_out: list[tuple[str, str]] = field(default_factory=list)

    chapter: int = 0
    title: str = ""
    notes: list[Note] = field(default_factory=list)
    lang: str = ""
    """Language of the text being walked, where it differs by a span or box."""
    paragraph: int = 0
    """How many paragraphs were begun."""
    near: str = ""
    """First words of the paragraph being walked, for findings."""

    def enter(self, title: str) -> None:
        """Begin the next chapter: notes start anew."""
        self.chapter += 1
        self.title = title
        self.notes = []
        self.lang = self.language
        self.near = ""

    def where(self) -> Where:
        """The place being walked, as a person would look for it."""
        return Where(chapter=self.title, paragraph=self.near)

    def find(self, code: str, **params: object) -> None:
        """Record a finding at the place being walked."""
        self.findings.append(Finding(code, params, self.where()))
