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
    assert (made.blocks[1].children, made.codes) == ([Text("Trước Bản đồ sau.")], ["im-002"])
