"""Specimen pages: a few pages of a manuscript in a design, without making the book."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf

from pipeline.book.model import Book, Chapter, Image, ListBlock, Media, Note, NoteRef, Paragraph, Text
from pipeline.metadata import BookPart, DesignPart, EditionRecord
from pipeline.specimen import ROWS, WORDS, shortened, specimen
from pipeline.styles.palettes import PALETTES, number, palette

LONG = "Chữ đầy trang sách. " * 60
"""A chapter has so many words at least; shorter ones are sections of one."""
MANUSCRIPT = f"""# Lời nói đầu

Vài lời trước khi đọc. {LONG}

# Chương một

Mọi người sinh ra đều tự do. {LONG}

# Chương hai

Không ai bị bắt làm nô lệ. {LONG}
"""


def test_specimen_pages_are_the_books_own_first_pages_in_the_design(tmp_path: Path) -> None:
    path = tmp_path / "sach.md"
    path.write_text(MANUSCRIPT, encoding="utf-8")
    record = EditionRecord(
        book=BookPart(title="Quyền con người", language="vi", publisher="Nhà xuất bản Tự do"),
        design=DesignPart(name="young", size="a5", colours=2),
    )  # fmt: skip
    made = specimen(path, tmp_path / "out", record)
    with pikepdf.open(made) as pdf:
        left, bottom, right, top = (float(side) for side in pdf.pages[0].trimbox)
    assert (round((right - left) / 72 * 25.4), round((top - bottom) / 72 * 25.4)) == (148, 210)
    said = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True).stdout
    assert "Mục lục" in said
    assert "Nhà xuất bản Tự do" in said
    assert "Mọi người sinh ra đều tự do." in said  # the first chapter, after the foreword
    assert "Không ai bị bắt làm nô lệ." not in said
    [line] = [line for line in said.splitlines() if "Chương hai" in line]
    assert not line.strip(" .").endswith(tuple("0123456789"))  # the whole book alone knows the page


def test_of_a_long_chapter_only_its_beginning_and_what_that_needs_is_set() -> None:
    notes = [
        Note("n1-1", 1, [Paragraph([Text("Chú thích"), NoteRef("n1-2")])]),
        Note("n1-2", 2, []),
        Note("n1-3", 3, []),
    ]
    opening = Paragraph([Text("Mở đầu"), NoteRef("n1-1"), Image("a.png")])
    long = ListBlock([[Paragraph([Text("một hai ba")])] for _ in range(5000)], ordered=True)
    rest = [Paragraph([Text("chữ " * WORDS)]), Paragraph([Text("sau"), NoteRef("n1-3"), Image("b.png")])]
    media = {name: Media(name, "image/png", b"") for name in ("a.png", "b.png")}
    book = Book("Sách", "vi", [Chapter("c001", [Text("Một")], [opening, long, *rest], notes=notes)], media)
    short = shortened(book)
    [chapter] = short.chapters
    assert [type(block).__name__ for block in chapter.blocks] == ["Paragraph", "ListBlock", "Paragraph"]
    assert isinstance(chapter.blocks[1], ListBlock)
    assert len(chapter.blocks[1].items) == ROWS
    assert [note.id for note in chapter.notes] == ["n1-1", "n1-2"]
    assert list(short.media) == ["a.png"]
    assert len(long.items) == 5000  # the book itself is whole


def test_a_title_keeps_its_colours_until_others_are_chosen() -> None:
    for design, found in PALETTES.items():
        own = number(design, "Quyền con người")
        assert palette(design, "Quyền con người") is found[own - 1]
        assert [palette(design, "Quyền con người", n) for n in range(1, len(found) + 1)] == list(found)
        assert palette(design, "Quyền con người", len(found) + 1) is found[0]  # chosen in a design with more
