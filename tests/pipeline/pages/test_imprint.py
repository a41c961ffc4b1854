"""The imprint page shows what Article 27 asks, in the book's language, and nothing that is not known."""

from __future__ import annotations

from typing import Any

from pipeline.book.model import Book
from pipeline.metadata import EditionRecord
from pipeline.pages import front
from pipeline.pages.edition import Edition
from pipeline.pages.imprint import lines, sale_line


def edition(record: dict[str, Any], language: str = "vi") -> Edition:
    return Edition.of(Book("Sách", language, []), EditionRecord.model_validate(record))


FULL = {
    "book": {
        "publisher": "NXB Tư pháp", "published": "2026-05-14",
        "original_title": "Rights", "original_language": "en",
    },
    "isbn": {"epub": "9786040000019"},
    "imprint": {
        "director": "Trần Thị B", "decision_number": "12/QĐ-NXBTP", "decision_date": "2026-05-14",
        "print_run": 500, "printer": "Xưởng in", "sale": "state-ordered",
    },
}  # fmt: skip


def test_an_electronic_book_leaves_out_print_run_and_printer() -> None:
    assert lines(edition(FULL)) == [
        ("Tên nguyên bản", "Rights"),
        ("Dịch từ tiếng", "Anh"),
        ("Nhà xuất bản", "NXB Tư pháp"),
        ("Năm xuất bản", "2026"),
        ("Chịu trách nhiệm xuất bản: Giám đốc", "Trần Thị B"),
        ("Quyết định xuất bản số", "12/QĐ-NXBTP ngày 14 tháng 5 năm 2026"),
        ("ISBN (EPUB)", "978-604-0-00001-9"),
    ]


def test_a_printed_book_shows_them() -> None:
    shown = dict(lines(edition(FULL), electronic=False))
    assert (shown["Số lượng in"], shown["In tại"]) == ("500", "Xưởng in")


def test_the_states_order_is_said_in_the_laws_words() -> None:
    assert sale_line(edition(FULL)) == "Sách Nhà nước đặt hàng"


def test_an_empty_record_makes_a_page_without_labels() -> None:
    assert "<dl>" not in front.imprint_page(edition({}))


def test_who_is_no_author_is_named_with_what_they_did() -> None:
    page = front.title_page(edition({"people": [{"name": "Lê A", "role": "edt"}, {"name": "Ngô B", "role": "trl"}]}))
    assert '<p class="people">Lê A (chủ biên)</p>' in page
    assert "Người dịch: Ngô B" in page


def test_names_are_text_and_never_markup() -> None:
    page = front.title_page(edition({"people": [{"name": "<b>A</b> & B"}]}))
    assert "&lt;b&gt;A&lt;/b&gt; &amp; B" in page
