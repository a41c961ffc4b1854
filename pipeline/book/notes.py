"""Notes: numbered from 1 in each chapter, or through the book, with ids unique in the book."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.book.model import Block, Book, Note, NoteRef, Paragraph
from pipeline.book.scope import Scope
from pipeline.book.tree import Node
from pipeline.findings import Severity, rule
from pipeline.i18n import N_

EMPTY = rule(
    "no-001",
    Severity.WARNING,
    N_("Note {number} is empty."),
    N_("Write the note's text or delete its mark."),
)


def note(blocks: list[Node], scope: Scope, walk: Callable[[list[Node]], list[Block]]) -> NoteRef:
    """Take a note of pandoc's tree into the chapter's notes and return its call.

    The number is reserved before the note's own text is walked, so that a note within a note
    comes after it.
    """
    number = len(scope.notes) + 1
    made = Note(f"n{scope.chapter}-{number}", number, [])
    scope.notes.append(made)
    near = scope.near
    made.blocks = walk(blocks)
    scope.near = near
    if not made.blocks:
        scope.find(EMPTY, number=number)
        made.blocks = [Paragraph([])]
    return NoteRef(made.id)


def run_on(book: Book) -> None:
    """Number the notes from the first chapter to the last without beginning anew."""
    for number, one in enumerate((one for chapter in book.chapters for one in chapter.notes), 1):
        one.number = number
