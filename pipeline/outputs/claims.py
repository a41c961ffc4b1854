"""What a book can truthfully claim to offer (EPUB Accessibility 1.1), derived from what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from pipeline.book.model import Book, Formula, Image, NoteRef


@dataclass(frozen=True, slots=True)
class Claims:
    """Facts about a book's content, and the vocabulary that says them."""

    pictures: bool
    all_described: bool
    formulas: bool
    notes: bool
    pages: bool

    @property
    def features(self) -> list[str]:
        """schema:accessibilityFeature values."""
        found = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
        if self.pictures and self.all_described:
            found.append("alternativeText")
        if self.formulas:
            found.append("MathML")
        if self.pages:
            found += ["pageBreakMarkers", "pageNavigation"]
        return found

    @property
    def modes(self) -> list[str]:
        """schema:accessMode values."""
        return ["textual", "visual"] if self.pictures else ["textual"]

    @property
    def sufficient(self) -> list[str]:
        """schema:accessModeSufficient values; text alone suffices only if every picture is described."""
        if not self.pictures:
            return ["textual"]
        return ["textual", "textual,visual"] if self.all_described else ["textual,visual"]

    @property
    def sentences(self) -> list[str]:
        """Keys of the statement's sentences (``pipeline.pages.words``)."""
        found = ["a11y-text", "a11y-headings"]
        if self.pictures:
            found.append("a11y-alt-all" if self.all_described else "a11y-alt-some")
        if self.formulas:
            found.append("a11y-math")
        if self.notes:
            found.append("a11y-notes")
        if self.pages:
            found.append("a11y-pages")
        return found


def claims_of(book: Book, *, pages: bool) -> Claims:
    """Look at every picture, formula and note of the book."""
    pictures: list[Image] = []
    formulas = notes = False
    for chapter in book.chapters:
        for node in _nodes([chapter.title, chapter.blocks, chapter.notes]):
            if isinstance(node, Image) and not node.decorative:
                pictures.append(node)
            formulas = formulas or isinstance(node, Formula) and bool(node.mathml)
            notes = notes or isinstance(node, NoteRef)
    return Claims(bool(pictures), all(p.alt.strip() for p in pictures), formulas, notes, pages)


def _nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, list):
                yield from _nodes(value)
