"""The account of a conversion: every word in is a word out, or is quoted with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from pipeline.book.model import (
    Book,
    Break,
    Chapter,
    Code,
    Formula,
    Heading,
    ListBlock,
    Note,
    NoteRef,
    Paragraph,
    Styled,
    Text,
)
from pipeline.checks import account
from pipeline.findings import Finding
from pipeline.intake.inventory.model import Holdings, Inventory, Passage


def book(*paragraphs: str, title: str = "Sách", left_out: Iterable[tuple[str, str]] = ()) -> Book:
    blocks: list[Paragraph] = [Paragraph([Text(text)]) for text in paragraphs]
    return Book(title, "vi", [Chapter("c1", [], [*blocks])], left_out=list(left_out))


def inventory(*paragraphs: str, near: str = "", exact: bool = True) -> Inventory:
    return Inventory([Passage(text, near=near) for text in paragraphs], exact=exact)


def settled(given: Inventory, made: Book) -> tuple[account.Account, list[str]]:
    drawn, findings = account.settle(given, made)
    return drawn, [finding.code for finding in findings]


LONG = "mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền " * 100


def test_a_book_with_every_word_is_covered_whole() -> None:
    drawn, codes = settled(inventory("Điều 1.", LONG), book("Điều 1.", LONG))
    assert (drawn.coverage, drawn.kept, drawn.missing, codes) == (1.0, 1702, [], [])


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Tự do" - và... hết', "“Tự do” – và… hết"),
        ("Điều 27, ngày 14", "Điều\xa027, ngày\xa014"),
        ("Quye\u0302\u0300n", "Quyền"),
        ("人人生而自由", "人人 生而\u200b自由"),
        ("ﬁn 1/4", "fin 1/4"),
    ],
)
def test_typography_loses_no_word(typed: str, printed: str) -> None:
    assert settled(inventory(typed), book(printed))[0].coverage == 1.0


def test_paragraphs_may_be_cut_and_joined() -> None:
    drawn, codes = settled(inventory("một hai", "ba bốn năm"), book("một hai ba", "bốn năm"))
    assert (drawn.coverage, codes) == (1.0, [])


def test_a_missing_passage_is_quoted_from_its_first_to_its_last_word_with_the_heading_above() -> None:
    drawn, findings = account.settle(inventory("Còn lại. Mất, cả câu này! Còn lại.", near="Chương 2"), book("Còn lại."))
    assert [(m.text, m.words, m.near) for m in drawn.missing] == [("Mất, cả câu này! Còn lại.", 6, "Chương 2")]
    assert findings[-1].where.chapter == "Chương 2"


@pytest.mark.parametrize(
    ("lost", "codes"),
    [
        ("", []),
        ("một", ["acc-003"]),  # 1 of 1,701 words
        ("một hai ba bốn", ["acc-001", "acc-003"]),
        ("chữ " * 60, ["acc-002", "acc-003"]),
    ],
)
def test_how_much_is_missing_decides_what_is_said(lost: str, codes: list[str]) -> None:
    assert settled(inventory(LONG, lost), book(LONG))[1] == codes


def test_a_word_twice_in_the_manuscript_must_be_twice_in_the_book() -> None:
    assert settled(inventory("bài ca", "bài ca"), book("bài ca"))[0].kept == 2


def test_what_is_left_out_on_purpose_is_counted_apart() -> None:
    given = inventory("Mục lục", "Một 5", LONG)
    given.passages.append(Passage("ẩn đi", aside="hidden"))
    drawn, codes = settled(given, book(LONG, left_out=[("st-003", "Mục lục"), ("st-003", "Một 5")]))
    assert (drawn.left_out, drawn.coverage, codes) == ({"st-003": 4, "hidden": 2}, 1.0, [])


def test_words_in_notes_lists_styles_and_breaks_are_words_of_the_book() -> None:
    chapter = Chapter(
        "c1",
        [],
        [
            Heading(1, [Text("Chương một")], "a"),
            Paragraph([Text("chữ "), Styled("em", [Text("nghiêng")]), NoteRef("n1"), Break(), Code("mã")]),
            ListBlock([[Paragraph([Text("điểm")])]], labels=["đ)"]),
        ],
        notes=[Note("n1", 1, [Paragraph([Text("ghi chú")])])],
    )
    given = inventory("Chương một", "chữ nghiêng mã", "đ) điểm", "ghi chú")
    assert settled(given, Book("Sách", "vi", [chapter]))[0].coverage == 1.0


def test_things_are_counted_by_kind_and_fewer_are_told_once() -> None:
    given = inventory("a")
    given.holds = Holdings(notes=2, formulas=1)
    made = book("a")
    made.chapters[0].blocks.append(Paragraph([Formula("x")]))
    drawn, findings = account.settle(given, made)
    assert (drawn.kinds["notes"], drawn.kinds["formulas"]) == ((2, 0), (1, 1))
    assert [(f.code, f.params["kind"]) for f in findings] == [("acc-004", "notes")]


def test_pictures_that_a_finding_tells_of_are_not_told_twice() -> None:
    given = inventory("a")
    given.holds = Holdings(images=1)
    told = [Finding("im-010", {"source": "a.emf", "why": "x"})]
    assert account.settle(given, book("a"), told)[1] == []


def test_a_heading_that_became_the_title_is_no_heading_lost() -> None:
    given = Inventory([Passage("Sách", "heading"), Passage("a")], Holdings(headings=1))
    assert settled(given, book("a"))[1] == []


def test_fields_are_found_by_what_they_show() -> None:
    given = dataclasses.replace(inventory("ngày 1/1/2020"), fields=["1/1/2020", "mất"])
    assert settled(given, book("ngày 1/1/2020"))[0].kinds["fields"] == (2, 1)


def test_where_markup_may_pass_for_words_only_a_large_difference_is_told() -> None:
    some, many = inventory(LONG, "\\cmd", exact=False), inventory(LONG, "chữ " * 60, exact=False)
    assert settled(some, book(LONG))[1] == []
    assert settled(many, book(LONG))[1] == ["acc-005"]


def test_the_account_is_told_in_numbers_and_quotes() -> None:
    said = settled(inventory("một hai"), book("một"))[0].said()
    assert said["coverage"] == 0.5
    assert said["words"] == {"in": 2, "out": 1, "missing": 1, "left_out": {}}
    assert said["missing"] == [{"text": "hai", "words": 1, "near": ""}]
    assert said["tables"] == {"in": 0, "out": 0}
