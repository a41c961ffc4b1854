"""The Word form of the report brought into the form of Decree 30/2020/NĐ-CP, Annex I: A4, its margins, its letters.

What pandoc writes is a plain document in its own styles; offices go on editing this one, so its styles are set, not
its paragraphs.
"""

from __future__ import annotations

import copy
import io
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
TEXT, SMALL, HEAD = Pt(13), Pt(11), Pt(9)
TEXT_WIDTH = Mm(162)
LAST = ("w:tblLook", "w:tblCaption", "w:tblDescription")
"""What comes last among a table's properties; Word wants their order (ECMA-376, 17.4.59)."""
CELL_MARGIN = "57"
"""Twentieths of a point between a cell's edge and its text: 1 mm, so that words in heads stay whole."""
CAPTION = "Image Caption"
"""The style of the lines above which pictures are put."""
SUBJECT = "Subject"
"""The style of what the report is about, beneath the word that says what kind of paper it is."""
TEXT_STYLES = ("Normal", "Body Text", "First Paragraph", "Compact", "Table", "Block Text")
HEADINGS = {"Heading 1": Pt(14), SUBJECT: Pt(14), "Heading 2": Pt(13)}
CENTRED = ("Heading 1", SUBJECT, CAPTION)
BLACK = RGBColor(0, 0, 0)


def dress(path: Path, pictures: Sequence[tuple[bytes, str]] = ()) -> Path:
    """Give the document at ``path`` page, letters, page numbers, ruled tables and its ``pictures``.

    Each is a PNG with what it shows in words, and goes above its caption. Returns the path.
    """
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
    for name in CENTRED:
        if name in known:
            known[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    subject = next((found for found in document.paragraphs if found.style == known.get(SUBJECT)), None)
    if subject is not None:
        _underline(subject)
    captions = [found for found in document.paragraphs if found.style == known.get(CAPTION)]
    for caption, (picture, meaning) in zip(captions, pictures, strict=True):
        _picture(caption, picture, meaning)
    head, *tables, foot = document.tables
    for table in tables:
        _ruled(table)
    for table in (head, foot):
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
    document.save(str(path))
    return path


def _underline(subject: Any) -> None:
    """A rule beneath the subject, a third to a half of the line long, in the middle (Annex I, II.5)."""
    rule = copy.deepcopy(subject._p)  # noqa: SLF001 - paragraphs cannot be put after one another otherwise
    subject._p.addnext(rule)  # noqa: SLF001 - as above
    line = type(subject)(rule, subject._parent)  # noqa: SLF001 - as above
    for child in [child for child in rule if child.tag != qn("w:pPr")]:
        rule.remove(child)
    line.style = "Normal"
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = Mm(52)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(4), Pt(8), Pt(6)
    border, edges = OxmlElement("w:top"), OxmlElement("w:pBdr")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        border.set(qn(name), value)
    edges.append(border)
    rule.get_or_add_pPr().insert_element_before(edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _picture(caption: Any, picture: bytes, meaning: str) -> None:
    """A picture as wide as the text above its caption, with its meaning as alternative text."""
    place = caption.insert_paragraph_before(style="Normal")
    place.alignment, place.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape = place.add_run().add_picture(io.BytesIO(picture), width=TEXT_WIDTH)
    shape._inline.docPr.set("descr", meaning)  # noqa: SLF001 - python-docx has no alternative text


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
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", *LAST)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), CELL_MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.insert_element_before(margins, *LAST)
    width = properties.find(qn("w:tblW"))
    if width is not None:
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")
    rows: Sequence[Any] = table.rows
    for place, row in enumerate(rows):
        marks = row._tr.get_or_add_trPr()  # noqa: SLF001 - as above
        marks.append(OxmlElement("w:cantSplit"))
        if place == 0 and marks.find(qn("w:tblHeader")) is None:
            marks.append(OxmlElement("w:tblHeader"))
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = HEAD if place == 0 else SMALL
                    run.font.bold = True if place == 0 else run.font.bold
