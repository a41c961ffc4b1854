"""A book cut into passages for the full-text index: a few paragraphs of one section, about a page of print.

A passage never crosses a section, so that each leads to a page of reading online; all words of a query have to stand
in one passage, which keeps words apart that have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalogue.exchange.books.package import Package, open_package
from catalogue.exchange.books.plain import paragraphs
from catalogue.services.indexing import Passage

SIGNS = 2_500
"""About how many signs a passage has; a longer paragraph is cut."""


def passages(package: Package) -> Iterator[Passage]:
    """The passages of a book in reading order. Raises UnreadableBookError."""
    for section in package.sections:
        texts = (piece for paragraph in paragraphs(package, section) for piece in _cut(paragraph.text))
        for text in _joined(texts):
            yield Passage(section.name, section.title, text)


def of_file(path: Path) -> list[Passage]:
    """The passages of an EPUB. Raises UnreadableBookError."""
    return list(passages(open_package(path)))


def _joined(texts: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for text in texts:
        if held and size + len(text) > SIGNS:
            yield "\n".join(held)
            held, size = [], 0
        held.append(text)
        size += len(text) + 1
    if held:
        yield "\n".join(held)


def _cut(text: str) -> Iterator[str]:
    """A very long paragraph in pieces, between words where there are spaces."""
    while len(text) > 2 * SIGNS:
        at = text.rfind(" ", SIGNS, 2 * SIGNS)
        at = at if at > 0 else 2 * SIGNS
        yield text[:at]
        text = text[at:].lstrip()
    yield text
