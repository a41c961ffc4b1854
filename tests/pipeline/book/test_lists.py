"""Lists keep their numbering as the author set it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.book.cleaning import plain
from pipeline.book.model import DefinitionList, ListBlock


def words(block: ListBlock) -> list[str]:
    return [plain(item[0].children) for item in block.items]  # type: ignore[union-attr]


def test_numbered_lists_keep_start_style_and_delimiter(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\niv) x\nv) y\n\n# B\n\nx")
    found = made.blocks[1]
    assert (found.ordered, found.start, found.marker, found.delimiter) == (True, 4, "i", ")")


def test_points_of_vietnamese_law_keep_their_letters(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\na) một\n\nb) hai\n\nc) ba\n\nd) bốn\n\nđ) năm\n\ne) sáu\n\n# B\n\nx")
    (found,) = made.blocks[1:]
    assert found.labels == ["a)", "b)", "c)", "d)", "đ)", "e)"]
    assert words(found) == ["một", "hai", "ba", "bốn", "năm", "sáu"]


def test_points_typed_as_paragraphs_are_gathered_only_with_a_d_stroke(book_of: Callable[..., Any]) -> None:
    rows = "".join(f"<p>{letter}) điểm {letter}</p>" for letter in "abcdđe")
    made = book_of(f"<h1>A</h1>{rows}<p>Sau.</p><h1>B</h1><p>a) x</p><p>b) y</p>", source="html")
    assert made.blocks[1].labels == ["a)", "b)", "c)", "d)", "đ)", "e)"]
    assert [plain(block.children) for block in made.book.chapters[1].blocks[1:]] == ["a) x", "b) y"]


def test_terms_and_meanings(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\nLưu chiểu\n:   nộp ấn phẩm\n\n# B\n\nx")
    (found,) = made.blocks[1:]
    assert isinstance(found, DefinitionList)
    assert [(plain(item.term), len(item.meanings)) for item in found.items] == [("Lưu chiểu", 1)]
