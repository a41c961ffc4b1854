"""What stands on the manuscript's own title lines is used or told, never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HEAD = (
    "---\ntitle: Sách A\nsubtitle: Phụ đề\nauthor: [An, Bình]\ndate: '2020'\nabstract: Tóm tắt.\n---\n\n"
    "# Một\n\nx\n\n# Hai\n\ny"
)


def test_the_manuscript_names_the_book_where_the_record_does_not(book_of: Callable[..., Any]) -> None:
    made = book_of(HEAD, record={})
    assert (made.book.title, made.book.subtitle, made.book.authors) == ("Sách A", "Phụ đề", ["An", "Bình"])
    assert [(f.code, f.params["text"]) for f in made.findings] == [("st-004", "2020")]


def test_the_abstract_stays_in_the_text(book_of: Callable[..., Any]) -> None:
    made = book_of(HEAD, record={})
    assert (made.book.chapters[0].role, made.blocks[0].children[0].text) == ("text", "Tóm tắt.")


def test_lines_that_the_record_overrules_are_told(book_of: Callable[..., Any]) -> None:
    record = {"book": {"title": "Sách B", "subtitle": "Phụ đề"}, "people": [{"name": "An"}]}
    made = book_of(HEAD, record=record)
    assert (made.book.title, [f.params["text"] for f in made.findings]) == ("Sách B", ["2020", "Sách A", "Bình"])


def test_a_book_without_any_title_is_an_error(book_of: Callable[..., Any]) -> None:
    assert book_of("# Một\n\nx\n\n# Hai\n\ny", record={}).codes == ["st-002"]


def test_a_manuscript_of_title_lines_alone_keeps_them_as_text(book_of: Callable[..., Any]) -> None:
    made = book_of("---\ntitle: Sách A\nauthor: An\n---\n", record={})
    assert [block.children[0].text for block in made.blocks] == ["Sách A", "An"]
