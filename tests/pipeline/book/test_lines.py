"""What a line is by its words and its look, in the ways in which Vietnamese authors type headings."""

from __future__ import annotations

import pytest

from pipeline.book.lines import kind_of, page_number, page_of
from pipeline.book.looks import Look

PLAIN, BOLD, CENTRED = Look(), Look(bold=True), Look(centred=True)


@pytest.mark.parametrize(
    ("line", "look", "kind"),
    [
        ("Phần thứ nhất", PLAIN, "part"),
        ("PHẦN I. NHỮNG NGÀY ĐẦU", PLAIN, "part"),
        ("Chương I", PLAIN, "chapter"),
        ("CHƯƠNG 2: Cách mạng tháng Tám 1945", PLAIN, "chapter"),
        ("Chương mười hai", CENTRED, "chapter"),
        ("Chapter 3", PLAIN, "chapter"),
        ("第三章 人权", PLAIN, "chapter"),
        ("ບົດທີ 1", PLAIN, "chapter"),
        ("Mục 2. Quyền và nghĩa vụ", BOLD, "section"),
        ("Điều 5. Phạm vi điều chỉnh", BOLD, "article"),
        ("Điều 5", PLAIN, "article"),
        ("Article 12", PLAIN, "article"),
        ("LỜI NÓI ĐẦU", PLAIN, "matter"),
        ("Lời cảm ơn", PLAIN, "matter"),
        ("Phụ lục 1", PLAIN, "matter"),
        ("TÀI LIỆU THAM KHẢO", BOLD, "matter"),
        ("1.2. Khái niệm quyền con người", BOLD, "numbered"),
        ("II. BỐI CẢNH", BOLD, "numbered"),
        ("Một buổi sáng", Look(bold=True, centred=True), "apart"),
        ("NHỮNG NGƯỜI ĐI TRƯỚC", BOLD, "apart"),
    ],
)
def test_headings_are_recognised(line: str, look: Look, kind: str) -> None:
    assert kind_of(line, look) == kind


@pytest.mark.parametrize(
    ("line", "look"),
    [
        ("Chương I của Luật này quy định về phạm vi điều chỉnh và đối tượng áp dụng.", PLAIN),
        ("Điều 1. Mọi người sinh ra đều được tự do và bình đẳng.", PLAIN),
        ("Điều 5 khoản 2 được sửa đổi như sau", PLAIN),
        ("Phần lớn người dân sống ở nông thôn", PLAIN),
        ("Phần lớn người dân sống ở nông thôn", BOLD),
        ("Một câu in đậm giữa bài.", BOLD),
        ("đậm", BOLD),
        ("ở giữa", CENTRED),
        ("Chương I ................ 5", PLAIN),
        ("Kết luận của Hội nghị được thông qua hôm nay.", PLAIN),
        ("MỤC LỤC", BOLD),
        ("* * *", CENTRED),
        ("", BOLD),
    ],
)
def test_text_stays_text(line: str, look: Look) -> None:
    assert kind_of(line, look) == ""


@pytest.mark.parametrize(("line", "page"), [("Chương I ..... 12", 12), ("Lời nói đầu 5", 5), ("Lời tựa ... ix", 0)])
def test_lines_of_a_typed_table_of_contents_end_in_a_page(line: str, page: int) -> None:
    assert page_of(line) == page


def test_other_lines_end_in_no_page() -> None:
    assert page_of("Lời nói đầu") is None


@pytest.mark.parametrize(
    ("line", "number"), [("- 12 -", 12), ("Trang 7", 7), ("12", 0), ("12 - 14", 0), ("Năm 1945", 0)]
)
def test_page_numbers_typed_by_hand(line: str, number: int) -> None:
    assert page_number(line) == number
