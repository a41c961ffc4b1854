"""The tree becomes the Book: ``assemble`` is the one door."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.book.model import Book
    from pipeline.findings import Finding
    from pipeline.intake.document import Document
    from pipeline.metadata import EditionRecord


def assemble(document: Document, record: EditionRecord, language: str) -> tuple[Book, list[Finding]]:
    """Make the Book of a document as read; ``language`` is the BCP 47 tag of its text.

    The record's title and subtitle win over the manuscript's own. Findings say what was missing,
    left out or changed, and where.
    """
    # Late: every stage imports pipeline.book.model, few need the walk behind it.
    from pipeline.book.assembly import assemble_tree
    from pipeline.book.looks import Looks

    held = document.inventory.passages if document.inventory is not None else ()
    lines = [(passage.text, passage.look) for passage in held if passage.look is not None]
    return assemble_tree(document.ast, document.media, document.words, record, language, lambda: Looks(lines))


__all__ = ["assemble"]
