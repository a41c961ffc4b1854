"""The imprint page shows what Article 27 asks, in the book's language, and nothing that is not known."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.book.model import Book
from pipeline.metadata import EditionRecord
from pipeline.pages import front
from pipeline.pages.edition import Edition
from pipeline.pages.imprint import cip, lines, sale_line


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


@pytest.mark.parametrize(
    ("imprint", "language", "said"),
    [
        ({"deposit_quarter": 4, "deposit_year": 2026}, "vi", "quý IV năm 2026"),
        ({"deposit_quarter": 4, "deposit_year": 2026}, "en", "quarter 4 of 2026"),
        ({"deposit_year": 2026}, "vi", "2026"),
        ({"deposit": "tháng 12 năm 2026", "deposit_quarter": 4, "deposit_year": 2026}, "vi", "tháng 12 năm 2026"),
    ],
)
def test_the_deposit_is_printed_as_quarter_and_year(imprint: dict[str, Any], language: str, said: str) -> None:
    assert [value for _, value in lines(edition({"imprint": imprint}, language))] == [said]


def test_the_day_of_the_receipt_is_not_printed() -> None:
    assert lines(edition({"imprint": {"deposit_received": "2026-12-20"}})) == []


def test_the_cip_block_keeps_its_lines_under_a_heading_in_the_books_language() -> None:
    block = "Nguyễn Văn A\n   Quyền con người / Nguyễn Văn A. - H. : Tư pháp, 2026\n\n   323 - dc23"
    assert cip(edition({"imprint": {"cip": block}}, "en")) == (
        "Cataloguing in publication by the National Library of Vietnam",
        block.splitlines(),
    )


def test_a_cip_block_with_its_own_heading_gets_no_second_one() -> None:
    page = front.imprint_page(edition({"imprint": {"cip": "Biên mục trên xuất bản phẩm\nNguyễn Văn A"}}))
    assert page.count("Biên mục") == 1


def test_an_imprint_without_cip_has_no_empty_box() -> None:
    assert "cip" not in front.imprint_page(edition({}))


def test_a_number_keeps_its_order_in_a_book_that_runs_from_right_to_left() -> None:
    """Without the isolates of Unicode, 12/QĐ would be read as QĐ/12."""
    made = Edition(EditionRecord.model_validate(FULL), "كتاب", "", "ar", "rtl")
    assert dict(lines(made))["رقم قرار النشر"] == "\u206812/QĐ-NXBTP\u2069 بتاريخ 14 مايو 2026"


def test_persian_and_burmese_years_are_in_their_own_digits() -> None:
    assert dict(lines(edition(FULL, "fa")))["سال انتشار"] == "۲۰۲۶"
    assert dict(lines(edition(FULL, "my")))["ထုတ်ဝေသည့်နှစ်"] == "၂၀၂၆"


def test_a_printed_book_says_its_format_and_copies_as_the_language_writes_them() -> None:
    record = {"imprint": {"print_run": 1500}, "design": {"size": "14.5x20.5"}}
    assert lines(edition(record), electronic=False) == [("Khổ sách", "14,5 × 20,5 cm"), ("Số lượng in", "1.500")]
    assert ("Print run", "1,500") in lines(edition(record, "en"), electronic=False)
    own = {"imprint": {"trim": "A5"}}
    assert lines(edition(own), electronic=False) == [("Khổ sách", "A5")]


def test_a_translation_by_way_of_a_third_language_names_it() -> None:
    book = {"original_title": "Rights", "original_language": "en", "translated_from": "fr"}
    assert lines(edition({"book": book})) == [
        ("Tên nguyên bản", "Rights"), ("Dịch từ tiếng", "Anh"), ("Dịch qua bản tiếng", "Pháp"),
    ]  # fmt: skip
