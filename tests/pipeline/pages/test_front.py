"""The pages before the text hold what a reader looks for there, and no more than helps."""

from __future__ import annotations

import re

from pipeline.book.model import Book
from pipeline.metadata import EditionRecord
from pipeline.outputs.xhtml import Entry
from pipeline.pages.edition import Edition
from pipeline.pages.front import contents_page, half_title, title_page


def edition(title: str = "Sách") -> Edition:
    return Edition.of(Book(title, "vi", []), EditionRecord())


def levels(entries: list[Entry]) -> list[str]:
    return re.findall(r'class="at(\d)', contents_page(edition(), entries))


def test_contents_that_go_over_several_pages_leave_out_the_third_level() -> None:
    short = [Entry(level, "Mục", "#a") for level in (1, 2, 3, 3)]
    assert levels(short) == ["1", "2", "3", "3"]
    assert set(levels(short * 30)) == {"1", "2"}


def test_a_title_is_broken_after_its_colon_on_paper_alone() -> None:
    book = edition("Quyền con người: những điều cần biết")
    assert "Quyền con người:<br/>những" in half_title(book)
    assert "Quyền con người:<br/>những" in title_page(book, heading="p")
    assert "<br/>" not in title_page(book)
