"""The contents follow the headings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.book.toc import Entry, toc


def outline(entries: list[Entry]) -> list[Any]:
    return [(entry.title, outline(entry.children)) if entry.children else entry.title for entry in entries]


def test_headings_down_to_the_third_level_are_listed_under_their_chapters(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\n## Một\n\n### Hai\n\n#### Ba\n\nx\n\n## Bốn\n\n# B\n\ny")
    assert outline(toc(made.book)) == [("A", [("Một", ["Hai"]), "Bốn"]), "B"]


def test_chapters_stand_under_their_parts(book_of: Callable[..., Any]) -> None:
    made = book_of("# Phần I\n\n## A\n\n### a\n\nx\n\n# Phần II\n\n## B\n\ny")
    assert outline(toc(made.book)) == [("Phần\xa0I", [("A", ["a"])]), ("Phần\xa0II", ["B"])]


def test_an_entry_leads_to_its_heading(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\n## Một\n\nx\n\n# B\n\ny")
    (first, second) = toc(made.book)
    assert [first.href, first.children[0].href, second.href] == ["c001-a.xhtml#a", "c001-a.xhtml#mot", "c002-b.xhtml#b"]
