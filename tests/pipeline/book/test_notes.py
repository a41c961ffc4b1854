"""Notes are numbered in each chapter and lead to the right text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.book.cleaning import plain
from pipeline.book.model import NoteRef
from pipeline.book.visit import every_in


def test_notes_begin_anew_in_each_chapter_with_ids_unique_in_the_book(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\na^[một] b^[hai]\n\n# B\n\nc^[ba]")
    notes = [(note.number, note.id) for chapter in made.book.chapters for note in chapter.notes]
    assert notes == [(1, "n1-1"), (2, "n1-2"), (1, "n2-1")]


def test_each_call_names_its_note(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\na^[một]\n\n| x | y |\n|---|---|\n| b^[hai] | c |\n\n# B\n\nd")
    chapter = made.book.chapters[0]
    assert [node.note for node in every_in(chapter) if isinstance(node, NoteRef)] == [n.id for n in chapter.notes]
    assert [plain(note.blocks[0].children) for note in chapter.notes] == ["một", "hai"]


def test_a_note_in_a_heading_stays_out_of_the_contents(book_of: Callable[..., Any]) -> None:
    made = book_of("# A^[ghi chú]\n\nx\n\n# B\n\ny")
    assert made.titles == ["A", "B"]
    assert made.book.chapters[0].name == "c001-a"


def test_an_empty_note_is_told(book_of: Callable[..., Any]) -> None:
    made = book_of("\\section{A} x\\footnote{} \\section{B} y", source="latex")
    assert [(f.code, f.params["number"], f.where.chapter) for f in made.findings] == [("no-001", 1, "A")]
