"""Poems, mottoes, signatures, code and captions of Word files whose authors only set them so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from PIL import Image

from pipeline.book import assemble
from pipeline.book.model import Block, Book, CodeBlock, Figure, Heading, Paragraph, Quotation, Table, Text, Verse
from pipeline.checks import account
from pipeline.intake.gate import receive
from pipeline.intake.read import read
from pipeline.metadata import EditionRecord
from pipeline.outputs.flatten import paragraphs, plain

TEXT = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền của mình, không phân biệt một ai. " * 3
RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER


class Writing:
    """A Word file that is written line by line."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.document = folder, docx.Document()
        self.document.add_heading("Chương một", 1)

    def line(self, text: str, align: Any = None, font: str = "", *, italic: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        for number, part in enumerate(text.split("\n")):
            run = paragraph.add_run()
            if number:
                run.add_break()
            run.add_text(part)
            run.italic = italic or None
            run.font.name = font or None
        paragraph.alignment = align
        return paragraph

    def book(self) -> Book:
        path = self.folder / "a.docx"
        self.document.save(str(path))
        (self.folder / "read").mkdir()
        read_in = read(receive(path), self.folder / "read")
        book, findings = assemble(read_in, EditionRecord.model_validate({"book": {"title": "Sách"}}), "vi")
        assert read_in.inventory is not None
        assert account.settle(read_in.inventory, book, findings)[0].coverage == 1.0
        return book

    def blocks(self) -> list[Block]:
        return [block for chapter in self.book().chapters for block in chapter.blocks if not isinstance(block, Heading)]


@pytest.fixture
def writing(tmp_path: Path) -> Writing:
    return Writing(tmp_path)


def said(block: Block) -> list[str]:
    return [plain(line) for line in paragraphs([block])]


def test_lines_at_the_right_below_a_heading_are_a_motto(writing: Writing) -> None:
    writing.line("Không có gì quý hơn độc lập, tự do.", RIGHT, italic=True)
    writing.line("Hồ Chí Minh", RIGHT)
    writing.line(TEXT)
    motto, text = writing.blocks()
    assert isinstance(motto, Quotation)
    assert (motto.role, said(motto)) == ("epigraph", ["Không có gì quý hơn độc lập, tự do.", "Hồ Chí Minh"])
    assert isinstance(text, Paragraph)


def test_lines_at_the_right_below_a_text_are_a_signature(writing: Writing) -> None:
    writing.line(TEXT)
    writing.line("Hà Nội, ngày 10 tháng 12 năm 2026", RIGHT)
    writing.line("CÁC TÁC GIẢ", RIGHT)
    assert [getattr(block, "role", None) for block in writing.blocks()] == ["", "signature", "signature"]


def test_a_paragraph_from_the_right_is_a_paragraph(writing: Writing) -> None:
    line = writing.line("Một câu ngắn.", RIGHT)
    line._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    assert [getattr(block, "role", None) for block in writing.blocks()] == [""]


@pytest.mark.parametrize("broken", [True, False], ids=["line-breaks", "paragraphs"])
def test_centred_lines_are_verse(writing: Writing, broken: bool) -> None:
    lines = ["Bước tới Đèo Ngang, bóng xế tà,", "Cỏ cây chen đá, lá chen hoa.", "Lom khom dưới núi, tiều vài chú,"]
    writing.line(TEXT)
    for text in ["\n".join(lines)] if broken else lines:
        writing.line(text, CENTRE, italic=broken)
    _, verse = writing.blocks()
    assert isinstance(verse, Verse)
    assert [plain(line) for line in verse.lines] == lines


@pytest.mark.parametrize(
    ("text", "align"),
    [
        ("Địa chỉ: 1 Tràng Tiền\nĐiện thoại: 024 3825 0000\nThư: a@b.vn\nMạng: b.vn", None),
        ("Một câu\nhai dòng", CENTRE),
        (f"{TEXT}\n{TEXT}\n{TEXT}", None),
    ],
)
def test_other_broken_lines_are_no_verse(writing: Writing, text: str, align: Any) -> None:
    writing.line(text, align)
    assert Verse not in {type(block) for block in writing.blocks()}


def test_lines_in_a_typewriters_face_are_code_with_their_spaces(writing: Writing) -> None:
    for line in ("def quyen(nguoi):", "    return True", "# ai cũng thế"):
        writing.line(line, font="Courier New")
    writing.line(TEXT)
    code, _ = writing.blocks()
    assert code == CodeBlock("def quyen(nguoi):\n    return True\n# ai cũng thế")


def test_a_line_below_a_picture_is_its_caption(writing: Writing, tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "navy").save(tmp_path / "a.png")
    writing.document.add_picture(str(tmp_path / "a.png"))
    writing.line("Hình 1. Lớp học của làng", CENTRE)
    writing.line(TEXT)
    figure, text = writing.blocks()
    assert isinstance(figure, Figure)
    assert [said(block) for block in figure.caption] == [["Hình 1. Lớp học của làng"]]
    assert isinstance(text, Paragraph)


@pytest.mark.parametrize("lines", [["Bảng 2. Số trường"], ["Bảng 2. Số trường", "Đơn vị tính: trường"]])
def test_lines_above_a_table_are_its_caption(writing: Writing, lines: list[str]) -> None:
    writing.line(TEXT)
    for line in lines:
        writing.line(line)
    for row, texts in zip(writing.document.add_table(2, 2).rows, (("Năm", "Số"), ("2025", "12")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    _, table = writing.blocks()
    assert isinstance(table, Table)
    assert [said(block)[0].replace("\xa0", " ") for block in table.caption] == lines


def test_a_sentence_about_a_table_stays_a_sentence(writing: Writing) -> None:
    writing.line(f"Bảng 2 cho thấy điều đó. {TEXT}")
    writing.document.add_table(1, 1).rows[0].cells[0].text = "Một"
    paragraph, table = writing.blocks()
    assert isinstance(table, Table)
    assert (isinstance(paragraph, Paragraph), table.caption) == (True, [])


def test_columns_get_the_room_that_their_words_need(writing: Writing) -> None:
    rows = [("TT", "Tên công ước", "Năm", "Ghi chú")]
    rows += [(str(n), "Công ước quốc tế về các quyền dân sự và chính trị", "1966", TEXT) for n in range(1, 5)]
    table = writing.document.add_table(len(rows), 4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    [made] = [block for block in writing.blocks() if isinstance(block, Table)]
    number, name, year, note = made.widths
    assert number < year < name < note
    assert sum(made.widths) == pytest.approx(1, abs=0.001)


def test_a_small_table_and_one_whose_author_chose_widths_are_left_alone() -> None:
    from pipeline.book.columns import settle
    from pipeline.book.model import Cell

    def of(widths: list[float], *texts: str) -> list[float]:
        table = Table([[Cell([Paragraph([Text(text)])]) for text in texts]], widths=widths)
        settle(table)
        return table.widths

    assert of([0.2, 0.2, 0.2], "một", "hai", "ba") == [0.0, 0.0, 0.0]
    assert of([0.2, 0.5, 0.3], "một", TEXT, "ba") == [0.2, 0.5, 0.3]
