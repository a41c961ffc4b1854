"""Pictures keep what is said of them; those of which nothing is said are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.book.model import Figure, Image, Media, Paragraph, Text

MEDIA = {"i1.png": Media("i1.png", "image/png", b"")}


def picture(book_of: Callable[..., Any], markdown: str) -> Any:
    return book_of(f"# Chương A\n\nTrước {markdown} sau.\n\n# B\n\nx", media=MEDIA)


def test_a_described_picture_keeps_its_words_and_size(book_of: Callable[..., Any]) -> None:
    made = picture(book_of, "![Bản đồ Việt Nam](i1.png){width=2.5in height=50%}")
    assert made.blocks[1].children[1] == Image("i1.png", "Bản đồ Việt Nam", "", "2.5in", "50%")
    assert made.findings == []


@pytest.mark.parametrize("filler", ["", "image1.png", "Picture 3", "hình", "Ảnh 12"])
def test_a_file_name_or_filler_is_no_description_and_is_told(book_of: Callable[..., Any], filler: str) -> None:
    made = picture(book_of, f"![{filler}](i1.png)")
    assert [(f.code, f.where.chapter, f.where.paragraph) for f in made.findings] == [
        ("im-001", "Chương A", "Trước sau.")
    ]


def test_a_figure_has_its_caption(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\n![Hình 1. Bản đồ](i1.png){#h1}\n\n# B\n\nx", media=MEDIA)
    figure = made.blocks[1]
    assert isinstance(figure, Figure)
    assert figure.caption == [Paragraph([Text("Hình\xa01. Bản đồ")])]


def test_a_picture_that_is_not_there_leaves_its_words(book_of: Callable[..., Any]) -> None:
    made = picture(book_of, "![Bản đồ](other.png)")
    assert (made.blocks[1].children, made.codes) == ([Text("Trước Bản đồ sau.")], [])


def test_a_description_that_repeats_the_caption_is_told(book_of: Callable[..., Any]) -> None:
    text = "# A\n\n![Bản đồ]({0}){{alt='{1}'}}\n\n# B\n\nx"
    codes = [book_of(text.format("i1.png", alt), media=MEDIA).codes for alt in ("Bản đồ", "Hình chữ S")]
    assert codes == [["im-003"], []]


def test_a_picture_alone_is_found_by_the_words_before_it(book_of: Callable[..., Any]) -> None:
    made = book_of(
        "<h1>A</h1><p>Đoạn trước.</p><p><img src='i1.png'></p><h1>B</h1><p>x</p>", source="html", media=MEDIA
    )
    assert [finding.where.paragraph for finding in made.findings] == ["Đoạn trước."]
