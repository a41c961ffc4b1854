"""Where chapters begin, in tidy manuscripts and in those that people write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.book.toc import toc

UNTITLED: dict[str, object] = {}


def test_each_heading_of_the_top_level_begins_a_chapter(book_of: Callable[..., Any]) -> None:
    made = book_of("# Một\n\na\n\n## Mục\n\nb\n\n# Hai\n\nc")
    assert made.titles == ["Một", "Hai"]
    assert [chapter.name for chapter in made.book.chapters] == ["c001-mot", "c002-hai"]
    assert made.findings == []


def test_one_heading_above_all_others_is_the_books_title(book_of: Callable[..., Any]) -> None:
    made = book_of("# Quyền con người\n\n## Một\n\na\n\n## Hai\n\nb", record=UNTITLED)
    assert (made.book.title, made.titles) == ("Quyền con người", ["Một", "Hai"])


def test_one_heading_above_others_under_another_title_names_a_part(book_of: Callable[..., Any]) -> None:
    made = book_of("# Tập một\n\n## Một\n\na\n\n## Hai\n\nb")
    assert made.titles == ["Tập một", "Một", "Hai"]
    assert [(c.role, c.level) for c in made.book.chapters] == [("part", 1), ("chapter", 2), ("chapter", 2)]


def test_parts_hold_chapters_and_the_foreword_stands_outside(book_of: Callable[..., Any]) -> None:
    made = book_of(
        "# Lời nói đầu\n\nx\n\n## Cách đọc\n\nx\n\n# Phần I\n\n## Chương 1\n\nx\n\n## Chương 2\n\nx\n\n"
        "# Phần II\n\n## Chương 3\n\nx\n\n# Kết luận\n\nx"
    )
    found = [(title, c.role, c.level) for title, c in zip(made.titles, made.book.chapters, strict=True)]
    assert found == [
        ("Lời nói đầu", "preface", 1),
        ("Phần\xa0I", "part", 1),
        ("Chương\xa01", "chapter", 2),
        ("Chương\xa02", "chapter", 2),
        ("Phần\xa0II", "part", 1),
        ("Chương\xa03", "chapter", 2),
        ("Kết luận", "conclusion", 1),
    ]


def test_parts_with_headings_of_the_chapters_level_hold_them_too(book_of: Callable[..., Any]) -> None:
    made = book_of("# Book I\n\n# Part I\n\n1805\n\n# One\n\nx\n\n# Part II\n\n# Two\n\nx\n\n# Appendix\n\nx", "en")
    assert [(c.role, c.level) for c in made.book.chapters] == [
        ("part", 1),
        ("part", 2),
        ("chapter", 3),
        ("part", 2),
        ("chapter", 3),
        ("appendix", 1),
    ]


@pytest.mark.parametrize("marks", [("#", "##"), ("#", "#")])
def test_three_pages_stay_one_file_with_all_headings(book_of: Callable[..., Any], marks: tuple[str, str]) -> None:
    title, article = marks
    text = f"{title} Tuyên ngôn\n\n" + "\n\n".join(f"{article} Điều {n}\n\nNội dung." for n in range(1, 31))
    made = book_of(text, words=1800)
    entries = toc(made.book)
    listed = [entry.title for entry in entries[0].children]
    assert len(made.book.chapters) == 1
    assert listed[-30:] == [f"Điều\xa0{n}" for n in range(1, 31)]


def test_what_calls_itself_a_chapter_is_one_however_short(book_of: Callable[..., Any]) -> None:
    made = book_of("# Lời mở đầu\n\na\n\n# Chương I. Mở\n\na\n\n# Chương II\n\nb\n\n# CHƯƠNG III\n\nc", words=40)
    assert made.titles == ["Lời mở đầu", "Chương\xa0I. Mở", "Chương\xa0II", "CHƯƠNG\xa0III"]


def test_text_before_the_first_heading_is_a_front_chapter(book_of: Callable[..., Any]) -> None:
    made = book_of("Tặng mẹ.\n\n# Một\n\na\n\n# Hai\n\nb")
    assert [chapter.role for chapter in made.book.chapters] == ["text", "chapter", "chapter"]


def test_a_manuscript_without_headings_is_one_chapter_and_told_so(book_of: Callable[..., Any]) -> None:
    made = book_of("Một đoạn.\n\nHai đoạn.")
    assert (len(made.book.chapters), made.codes) == (1, ["st-001"])


def test_contents_typed_by_hand_are_left_out_and_told(book_of: Callable[..., Any]) -> None:
    made = book_of("# Mục lục\n\nMột .... 5\n\n# Một\n\na\n\n# Hai\n\nb")
    assert (made.titles, made.codes) == (["Một", "Hai"], ["st-003"])


def test_headings_inside_wrapping_sections_are_seen(book_of: Callable[..., Any]) -> None:
    made = book_of(
        "<section><h1>Một</h1><p>a</p></section><section><h1>Hai</h1><p>b</p></section>", source="html-auto_identifiers"
    )
    assert made.titles == ["Một", "Hai"]


def test_heading_levels_never_skip_in_a_chapter(book_of: Callable[..., Any]) -> None:
    made = book_of("# Một\n\n#### Sâu\n\na\n\n## Mục\n\nb\n\n##### Sâu hơn\n\nc\n\n# Hai\n\nd")
    assert [block.level for block in made.blocks if hasattr(block, "level")] == [1, 2, 2, 3]


def test_a_book_without_spaces_between_words_is_split_by_its_letters(book_of: Callable[..., Any]) -> None:
    chapter = "人人生而自由。" * 200
    made = book_of(f"# 一\n\n{chapter}\n\n# 二\n\n{chapter}", "zh-Hans", words=4)
    assert made.titles == ["一", "二"]


def test_chapters_of_languages_without_spaces_are_not_taken_for_short_sections(book_of: Callable[..., Any]) -> None:
    text = "人人生而自由，在尊严和权利上一律平等。" * 15
    made = book_of(f"# 第一章\n\n{text}\n\n# 第二章\n\n{text}\n", language="zh-Hans", words=4)
    assert made.titles == ["第一章", "第二章"]
