"""What an editor would mark is told once with its place, and what only looks like a slip is left alone.

One example of each rule lies in ``docs/rules``; here are the cases that are easily taken for another.
"""

from __future__ import annotations

import pytest

from pipeline.book.model import Book, Chapter, Heading, Link, ListBlock, Paragraph, Styled, Text
from pipeline.checks.editing import check_editing
from pipeline.findings import Finding
from pipeline.metadata import EditionRecord


def told(*lines: str, language: str = "vi", title: str = "Chương một") -> list[Finding]:
    blocks = [Paragraph([Text(line)]) for line in lines]
    book = Book("Sách", language, [Chapter("c1", [Text(title)], [*blocks])])
    return list(check_editing(book, EditionRecord()))


def codes(*lines: str, language: str = "vi") -> list[str]:
    return [finding.code for finding in told(*lines, language=language)]


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("Thế ư?? Thật ư?!", "vi", []),
        ("Xem [12] và [Nguyễn 2020].", "vi", []),
        ("[bổ sung số liệu]", "vi", ["tx-001"]),
        ("năm XXX, trang xxx", "vi", ["tx-001"]),
        ("Louis XVIII", "fr", []),
        ("Người người, nhà nhà, ngày ngày, từ từ, là là.", "vi", []),
        ("Của  của ai.", "vi", ["tx-002"]),
        ("He had had that that he wanted.", "en", []),
        ("in the the end", "en", ["tx-002"]),
        ("trong trong", "en", []),
        ("a) một; b) hai (ba); iv) bốn", "vi", []),
        ("quyền (sống) người) bốn", "vi", ["tx-003"]),
        ("“Đoạn đầu của lời nói dài", "vi", []),
        ("Ông nói “thế thôi", "vi", ["tx-003"]),
        ("Quý vị quy tụ, huy hoàng; hòa, xóa, khóa và hoá", "vi", []),
        ("hòa khóa tòa, hoá khoá toà", "vi", ["ty-001"]),
        ("hòa khóa tòa, hoá khoá toà", "en", []),
        ("BỘ TƯ PHÁP", "vi", []),
    ],
)
def test_lines(line: str, language: str, expected: list[str]) -> None:
    assert codes(line, language=language) == expected


def test_a_finding_has_the_chapter_and_the_words_of_its_line() -> None:
    [found] = told("Dòng đầu.", "Ngày ??? tháng 5.")
    assert (found.where.chapter, found.where.paragraph) == ("Chương một", "Ngày ??? tháng 5.")


def test_places_of_one_kind_are_counted() -> None:
    [found] = told("Ngày ???.", "Số ???.")
    assert dict(found.params) == {"text": "???", "count": 2}


def chapters(*titles: str, text: str = "Mọi người.") -> list[str]:
    made = [Chapter(f"c{n}", [Text(t)], [Heading(1, [Text(t)], f"h{n}"), Paragraph([Text(text)])]) for n, t in
            enumerate(titles)]  # fmt: skip
    return [finding.code for finding in check_editing(Book("Sách", "vi", made), EditionRecord())]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("Chương I", "Chương II", "Chương III"), []),
        (("Chương 1. Một", "Lời kết", "Chương 2. Hai"), []),
        (("Chương I", "Chương II", "Chương I", "Chương II"), []),
        (("Chương IX", "Chương X", "Chương XII"), ["st-007"]),
        (("Chapter 2", "Chapter 2"), ["st-007"]),
        (("Một", "Hai"), []),
    ],
)
def test_numbers_of_chapters_go_on(titles: tuple[str, ...], expected: list[str]) -> None:
    assert chapters(*titles) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((1, 2, 3, 4), []), ((1, 2, 4, 5), ["le-001"]), ((3, 7, 12, 27, 30), []), ((5, 6, 1, 2), []), ((2, 4), [])],
)
def test_articles_of_a_law_that_is_quoted_whole(numbers: tuple[int, ...], expected: list[str]) -> None:
    blocks = [Heading(2, [Text(f"Điều\xa0{n}. Quyền")], f"d{n}-{at}") for at, n in enumerate(numbers)]
    book = Book("Luật", "vi", [Chapter("c1", [Text("Luật")], [Paragraph([Text("Mở đầu.")]), *blocks])])
    assert [finding.code for finding in check_editing(book, EditionRecord())] == expected


@pytest.mark.parametrize(("items", "delimiter", "expected"), [(5, ")", ["le-002"]), (4, ")", []), (5, ".", [])])
def test_points_that_word_counted(items: int, delimiter: str, expected: list[str]) -> None:
    listed = ListBlock([[Paragraph([Text("điểm")])] for _ in range(items)], ordered=True, marker="a")
    listed.delimiter = delimiter  # type: ignore[assignment]
    book = Book("Luật", "vi", [Chapter("c1", [Text("Luật")], [Paragraph([Text("Cấm:")]), listed])])
    assert [finding.code for finding in check_editing(book, EditionRecord())] == expected


@pytest.mark.parametrize(("figures", "expected"), [(("1", "2", "3"), ["no-002"]), (("2", "2", "3"), []), (("1",), [])])
def test_raised_figures(figures: tuple[str, ...], expected: list[str]) -> None:
    line = [node for figure in figures for node in (Text("chữ"), Styled("sup", [Text(figure)]))]
    book = Book("Sách", "vi", [Chapter("c1", [Text("Một")], [Paragraph([*line])])])
    assert [finding.code for finding in check_editing(book, EditionRecord())] == expected


@pytest.mark.parametrize(("words", "expected"), [("tại đây", ["ax-001"]), ("Here", ["ax-001"]), ("Luật ở đây", [])])
def test_links_that_say_nothing(words: str, expected: list[str]) -> None:
    link = Link("https://www.un.org/", [Text(words)])
    book = Book("Sách", "vi", [Chapter("c1", [Text("Một")], [Paragraph([Text("Xem "), link])])])
    assert [finding.code for finding in check_editing(book, EditionRecord())] == expected


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("(xem thêm trang 12)", "vi", ["li-004"]),
        ("See also p. 12.", "en", ["li-004"]),
        ("Voir page 12.", "fr", ["li-004"]),
        ("Xem Trần Văn A, sách đã dẫn, tr. 12.", "vi", []),
        ("Viết “xem trang 12” là không đủ.", "vi", []),
        ("Xem trang bị 12 người.", "vi", []),
        ("Như đã nói ở Lỗi! Không tìm thấy nguồn tham chiếu.", "vi", ["li-003"]),
        ("Voir Erreur ! Source du renvoi introuvable.", "fr", ["li-003"]),
        ("Error! he cried.", "en", []),
    ],
)
def test_a_reference_that_is_lost_or_typed_by_hand(line: str, language: str, expected: list[str]) -> None:
    assert codes(line, language=language) == expected


def test_the_page_number_of_a_real_reference_is_none_typed_by_hand() -> None:
    link = Link("#a", [Text("12")], page=True)
    book = Book("Sách", "vi", [Chapter("c1", [Text("Một")], [Paragraph([Text("Xem trang "), link, Text(".")])])])
    assert list(check_editing(book, EditionRecord())) == []
