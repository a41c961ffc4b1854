"""The contents of a book from its headings, nested, for navigation files and contents pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.book.cleaning import plain
from pipeline.book.model import Block, Book, Box, Chapter, Heading

DEEPEST = 3


@dataclass(slots=True)
class Entry:
    """A line of the contents; ``href`` is the chapter's ``name``, with ``#id`` of the heading."""

    title: str
    chapter: str
    id: str
    level: int
    children: list[Entry] = field(default_factory=list)

    @property
    def href(self) -> str:
        """Where the line leads, in EPUB's file names."""
        return f"{self.chapter}.xhtml#{self.id}" if self.id else f"{self.chapter}.xhtml"


def toc(book: Book, deepest: int = DEEPEST) -> list[Entry]:
    """Entries for every chapter and its headings down to ``deepest`` (1 is a chapter's title)."""
    roots: list[Entry] = []
    path: list[Entry] = []
    for chapter in book.chapters:
        for entry in _entries(chapter, deepest):
            while path and path[-1].level >= entry.level:
                path.pop()
            (path[-1].children if path else roots).append(entry)
            path.append(entry)
    return roots


def _entries(chapter: Chapter, deepest: int) -> list[Entry]:
    headings = [h for h in _headings(chapter.blocks) if h.level <= deepest]
    first = headings[0] if headings and headings[0].level == 1 else None
    opening = Entry(plain(chapter.title), chapter.name, first.id if first else "", chapter.level)
    rest = headings[1:] if first else headings
    below = [Entry(plain(h.children), chapter.name, h.id, chapter.level + max(1, h.level - 1)) for h in rest]
    return [opening, *below]


def _headings(blocks: list[Block]) -> list[Heading]:
    found: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(block)
        elif isinstance(block, Box):
            found += _headings(block.blocks)
    return found
