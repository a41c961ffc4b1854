"""What was understood of a manuscript before any book is made: outline, languages, pictures, text by chapter.

It is the same Book that a build would set, so that a person who reads the inspection decides about what will be
built, and not about something like it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pipeline.book.cleaning import plain
from pipeline.book.model import Book, Box, Chapter, Counts, Figure, Heading, Image, Media, Paragraph, Span, Text
from pipeline.book.visit import Node, every, every_in
from pipeline.comparing import Compared
from pipeline.decisions import Decided
from pipeline.findings import Finding
from pipeline.outputs import flatten

CAPTION = 300
"""Characters of a caption that are kept with a picture."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline: ``level`` 1 is the outermost; ``words`` are those of the whole chapter, else 0."""

    level: int
    title: str
    words: int
    role: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by the hash of its content, the same in every round; ``bytes`` is its size."""

    sha256: str
    name: str
    media_type: str
    chapter: str
    caption: str
    alt: str
    decorative: bool
    width: int
    height: int
    bytes: int


@dataclass(slots=True)
class Inspection:
    """One manuscript as understood; ``blocked`` when it cannot become a book as it is."""

    status: Literal["clear", "blocked"] = "blocked"
    title: str = ""
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    language: str = ""
    manuscript: dict[str, str | int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    outline: list[Line] = field(default_factory=list)
    languages: dict[str, int] = field(default_factory=dict)
    """Words by language tag, the most first."""
    pictures: list[Picture] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    """The pictures by the hash of their content."""
    compared: Compared | None = None
    """With the original, where one was named."""
    text: list[tuple[str, list[str]]] = field(default_factory=list)
    """Title and paragraphs of each chapter, notes after them: what rounds are compared by."""

    def kept(self) -> dict[str, Any]:
        """Everything but text and pictures' bytes as plain data, findings to be said later in any language."""
        return {
            "status": self.status, "title": self.title, "subtitle": self.subtitle, "authors": self.authors,
            "language": self.language, "manuscript": self.manuscript, "counts": asdict(self.counts),
            "outline": [asdict(line) for line in self.outline], "languages": self.languages,
            "pictures": [asdict(picture) for picture in self.pictures],
            "findings": [finding.kept() for finding in self.findings],
            "decided": [{**one.finding.kept(), "decision": one.said()} for one in self.decided],
        }  # fmt: skip


def describe(inspection: Inspection, book: Book) -> None:
    """Fill in what the book holds."""
    inspection.title, inspection.subtitle, inspection.authors = book.title, book.subtitle, list(book.authors)
    inspection.language = book.language
    inspection.text = text_of(book)
    for chapter, (title, paragraphs) in zip(book.chapters, inspection.text, strict=True):
        words = sum(len(paragraph.split()) for paragraph in paragraphs)
        inspection.outline.append(Line(chapter.level, title, words, chapter.role))
        inspection.outline += _headings(chapter)
    inspection.languages = _languages(book)
    inspection.pictures = list(pictures_of(book))
    inspection.media = {picture.sha256: book.media[picture.name] for picture in inspection.pictures}


def text_of(book: Book) -> list[tuple[str, list[str]]]:
    """Title and paragraphs of each chapter, its notes last; empty paragraphs are left out."""
    found = []
    for chapter in book.chapters:
        blocks = [chapter.blocks, *(note.blocks for note in chapter.notes)]
        lines = [flatten.plain(line) for part in blocks for line in flatten.paragraphs(part)]
        found.append((plain(chapter.title), [line for line in lines if line]))
    return found


def pictures_of(book: Book) -> Iterator[Picture]:
    """Every picture where it first stands, with its caption."""
    seen: set[str] = set()
    for chapter in book.chapters:
        title, captions = plain(chapter.title), _captions(chapter)
        for node in every_in(chapter):
            if not isinstance(node, Image) or node.media not in book.media:
                continue
            media = book.media[node.media]
            digest = hashlib.sha256(media.data).hexdigest()
            if digest in seen:
                continue
            seen.add(digest)
            yield Picture(
                digest, media.name, media.media_type, title, captions.get(id(node), "")[:CAPTION], node.alt,
                node.decorative, media.width, media.height, len(media.data),
            )  # fmt: skip


def _captions(chapter: Chapter) -> dict[int, str]:
    """The caption of each picture of a chapter that stands in a figure."""
    found = {}
    for node in every_in(chapter):
        if isinstance(node, Figure):
            said = " ".join(flatten.plain(line) for line in flatten.paragraphs(node.caption))
            found.update({id(inner): said for inner in every(node.blocks) if isinstance(inner, Image)})
    return found


def _headings(chapter: Chapter) -> list[Line]:
    """The headings inside a chapter, one level below it and deeper."""
    return [
        Line(chapter.level + node.level - 1, plain(node.children), 0, "section")
        for node in every_in(chapter)
        if isinstance(node, Heading) and node.level > 1
    ]


def _languages(book: Book) -> dict[str, int]:
    """Words by language: those of marked passages are taken from the language around them."""
    found: Counter[str] = Counter()
    for chapter in book.chapters:
        own = chapter.lang or book.language
        for node in every_in(chapter):
            words = _own_words(node)
            if words:
                found[own] += words
            lang = getattr(node, "lang", "")
            if isinstance(node, Span | Box | Paragraph) and lang and lang != own:
                marked = _words_in(node)
                found[lang] += marked
                found[own] -= marked
    return {tag: count for tag, count in found.most_common() if count > 0}


def _own_words(node: Node) -> int:
    return len(node.text.split()) if isinstance(node, Text) else 0


def _words_in(node: Node) -> int:
    return sum(_own_words(inner) for inner in every([node]))
