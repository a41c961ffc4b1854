"""What an EPUB may claim about its accessibility, derived from what the Book really contains.

EPUB Accessibility 1.1 metadata is a promise to blind readers: no claim is made here that was not looked
for in the content. Nobody has certified the book, so no conformance is claimed either.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.book.model import Book, Image
from pipeline.book.visit import every_in
from pipeline.pages.words import word

MOVING = ("image/gif", "image/webp", "image/apng")
"""Kinds that may move or flash; whether a file does is not looked into, so the hazard stays unknown."""


@dataclass(frozen=True, slots=True)
class Claims:
    """schema.org accessibility properties and the sentences that say them to people."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    sentences: tuple[str, ...] = field(default=())


def claims(book: Book, *, mathml: bool, pictured_formulas: bool, pages: bool) -> Claims:
    """Look through the Book and say what is true of its EPUB."""
    found = [node for chapter in book.chapters for node in every_in(chapter) if isinstance(node, Image)]
    visual = bool(found) or pictured_formulas
    described = all(image.alt.strip() or image.decorative for image in found)
    notes = any(chapter.notes for chapter in book.chapters)
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    said = ["a11y-text", "a11y-headings"]
    if found:
        said.append("a11y-alt-all" if described else "a11y-alt-some")
        features += ["alternativeText"] if described else []
    if mathml:
        features.append("MathML")
        said.append("a11y-math")
    if notes:
        said.append("a11y-notes")
    if pages:
        features += ["pageBreakMarkers", "pageNavigation"]
        said.append("a11y-pages")
    modes = ["textual"] + (["visual"] if visual else [])
    moving = any(media.media_type in MOVING for media in book.media.values())
    return Claims(
        modes=tuple(modes),
        sufficient=("textual",) if described and not pictured_formulas else ("textual,visual",),
        features=tuple(features),
        hazards=("unknown",) if moving else ("none",),
        sentences=tuple(word(key, book.language) for key in said),
    )
