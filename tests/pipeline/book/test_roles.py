"""Chapters are known by their titles in the book's languages."""

from __future__ import annotations

import pytest

from pipeline.book.roles import is_contents, is_part, role_of


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("LỜI NÓI ĐẦU", "preface"),
        ("Lời cảm ơn", "acknowledgments"),
        ("Phụ lục 2: Bảng biểu", "appendix"),
        ("PHỤ LỤC", "appendix"),
        ("Tài liệu tham khảo", "bibliography"),
        ("Danh mục từ viết tắt", "abbreviations"),
        ("Kết luận.", "conclusion"),
        ("Foreword", "foreword"),
        ("IV. References", "bibliography"),
        ("Appendicitis", "chapter"),
        ("Chương 1", "chapter"),
    ],
)
def test_a_title_tells_what_a_chapter_is(title: str, role: str) -> None:
    assert role_of(title) == role


def test_parts_are_known_and_forewords_named_part_are_not() -> None:
    titles = ["Phần thứ nhất", "Part I", "第一编", "Phần mở đầu", "Phương pháp"]
    assert [is_part(title) for title in titles] == [True, True, True, False, False]


def test_contents_are_known() -> None:
    assert [is_contents(title) for title in ("MỤC LỤC", "Contents", "Mục 1")] == [True, True, False]
