"""The Word form of the report brought into the form of Decree 30/2020/NĐ-CP, Annex I: A4, its margins, its letters.

What pandoc writes is a plain document in its own styles; offices go on editing this one, so its styles are set, not
its paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LETTERS = "Times New Roman"
TEXT, SMALL = Pt(13), Pt(11)
TEXT_STYLES = ("Normal", "Body Text", "First Paragraph", "Compact", "Table", "Block Text")
HEADINGS = {"Heading 1": Pt(14), "Heading 2": Pt(13)}
BLACK = RGBColor(0, 0, 0)


def dress(path: Path) -> Path:
    """Give the document at ``path`` page, letters, page numbers and ruled tables. Returns its path."""
    document = docx.Document(str(path))
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(18)
        section.different_first_page_header_footer = True
        _number(section.header.paragraphs[0])
    known = {style.name: style for style in document.styles}
    for name in TEXT_STYLES:
        if name in known:
            _letters(known[name], TEXT)
    for name, size in HEADINGS.items():
        if name in known:
            _letters(known[name], size, bold=True)
    if "Heading 1" in known:
        known["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head, *tables, foot = document.tables
    for table in tables:
        _ruled(table)
    for table in (head, foot):
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
    document.save(str(path))
    return path


def _letters(style: Any, size: Pt, *, bold: bool | None = None) -> None:
    font = style.font
    font.name, font.size, font.color.rgb = LETTERS, size, BLACK
    if bold is not None:
        font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), LETTERS)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)


def _number(paragraph: Any) -> None:
    """The page's number in the middle of the head, from the second page on."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - fields have no way of their own in python-docx


def _ruled(table: Any) -> None:
    """Thin lines around every cell, small letters, the head's row again on each page."""
    properties = table._tbl.tblPr  # noqa: SLF001 - borders have no way of their own in python-docx
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "808080")):
            line.set(qn(name), value)
        borders.append(line)
    properties.append(borders)
    rows: Sequence[Any] = table.rows
    for place, row in enumerate(rows):
        marks = row._tr.get_or_add_trPr()  # noqa: SLF001 - as above
        marks.append(OxmlElement("w:cantSplit"))
        if place == 0:
            marks.append(OxmlElement("w:tblHeader"))
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = SMALL
                    run.font.bold = True if place == 0 else run.font.bold
