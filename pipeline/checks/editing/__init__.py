"""What an editor would mark on the proofs: rules that read the finished text, each family in a module of its own.

None of them changes anything, and none is an error: a book may mean what looks like a slip.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.book.model import Book
from pipeline.checks.editing import accessibility, legal, notes, references, structure, tables, text, typography
from pipeline.checks.editing.reading import read
from pipeline.findings import Finding
from pipeline.metadata import EditionRecord


def check_editing(book: Book, record: EditionRecord) -> Iterator[Finding]:
    """Findings of every family, in the order of the chapters within each."""
    readings = [read(chapter, book.language) for chapter in book.chapters]
    for family in (structure, text, typography, tables, notes, references, legal, accessibility):
        yield from family.check(readings, record)


__all__ = ["check_editing"]
