"""Old encodings in Word files: every letter, wherever the font is named, and nothing else touched."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.intake.legacy import convert
from pipeline.intake.legacy.tables import Encoding, letters

FONTS: dict[Encoding, str] = {"TCVN3": ".VnTime", "VNI": "VNI-Times", "VISCII": "VI Times", "VPS": "VPS Times"}
PRINTABLE = {
    encoding: [(old, new) for old, new in letters(encoding).items() if all(c >= " " for c in old)] for encoding in FONTS
}


def named(element: Any, font: str, *kinds: str) -> None:
    """Name a font in run properties."""
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for kind in kinds or ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{kind}"), font)


def paragraph(text: str, place: str, font: str, *, soft: bool = False) -> tuple[Any, Any]:
    """A document with one run of that text, its font named in the run, its style or the document's defaults."""
    document = docx.Document()
    line = document.add_paragraph()
    run = line.add_run()
    _write(run, text, soft=soft)
    if place == "run":
        named(run._r, font)
    elif place == "style":
        style = document.styles.add_style("Cũ", 1)
        based = document.styles.add_style("Dựa", 1)
        named(style.element, font)
        based.base_style = style
        line.style = based
    else:
        defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        fonts = defaults.find(qn("w:rFonts"))
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        fonts.set(qn("w:hAnsi"), font)
    return document, run


def _write(run: Any, text: str, *, soft: bool) -> None:
    for number, part in enumerate(text.split("\xad") if soft else [text]):
        if number:
            run._r.append(OxmlElement("w:softHyphen"))
        if part:
            node = OxmlElement("w:t")
            node.text = part
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run._r.append(node)


def read_back(document: Any, tmp_path: Path) -> str:
    """The text of all paragraphs after the conversion."""
    path = tmp_path / "a.docx"
    document.save(path)
    convert(path)
    return "\n".join(line.text for line in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize("soft", [False, True], ids=["U+00AD", "softHyphen"])
@pytest.mark.parametrize("place", ["run", "style", "default"])
@pytest.mark.parametrize("encoding", FONTS)
def test_every_letter_becomes_unicode_wherever_its_font_is_named(
    tmp_path: Path, encoding: Encoding, place: str, soft: bool
) -> None:
    text = " ".join(old for old, _ in PRINTABLE[encoding])
    document, _ = paragraph(text, place, FONTS[encoding], soft=soft)
    assert read_back(document, tmp_path) == " ".join(new for _, new in PRINTABLE[encoding])


def test_a_font_of_capitals_gives_capitals(tmp_path: Path) -> None:
    document, _ = paragraph("®iÒu 1. quyÒn con ng­êi", "run", ".VnTimeH")
    assert read_back(document, tmp_path) == "ĐIỀU 1. QUYỀN CON NGƯỜI"


def test_neighbours_in_a_font_of_today_are_untouched(tmp_path: Path) -> None:
    document, run = paragraph("quyÒn ", "run", ".VnTime")
    fresh = document.paragraphs[0].add_run("® © ¸ – quyền")
    named(fresh._r, "Times New Roman")
    run.bold = True
    assert read_back(document, tmp_path) == "quyền ® © ¸ – quyền"
    kept = docx.Document(str(tmp_path / "a.docx")).paragraphs[0].runs
    assert [(r.bold, r.font.name) for r in kept] == [(True, "Times New Roman"), (None, "Times New Roman")]


def test_a_letter_and_its_mark_in_two_runs_become_one_letter(tmp_path: Path) -> None:
    document, _ = paragraph("vie", "run", "VNI-Times")
    second = document.paragraphs[0].add_run("ät nam")
    second.italic = True
    named(second._r, "VNI-Times")
    assert read_back(document, tmp_path) == "việt nam"
    assert [r.text for r in docx.Document(str(tmp_path / "a.docx")).paragraphs[0].runs] == ["việ", "t nam"]


def test_text_that_is_unicode_already_is_left_and_told_of(tmp_path: Path) -> None:
    document, _ = paragraph("Quyền con người ®", "run", ".VnTime")
    document.save(tmp_path / "a.docx")
    [finding] = convert(tmp_path / "a.docx")
    assert (finding.code, finding.params["font"]) == ("enc-002", ".VnTime")
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text == "Quyền con người ®"


def test_german_in_an_old_font_is_left_and_told_of(tmp_path: Path) -> None:
    text = "Über größere Bäume und süße Äpfel für fünf Mädchen, täglich geöffnet, natürlich schön."
    document, _ = paragraph(text, "run", "VNI-Times")
    document.save(tmp_path / "a.docx")
    assert [finding.code for finding in convert(tmp_path / "a.docx")] == ["enc-002"]
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text == text


def test_hyperlinks_insertions_notes_and_tables_are_converted_and_deletions_are_not(tmp_path: Path) -> None:
    from lxml import etree

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = '<w:r><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr><w:{tag}>quyÒn</w:{tag}></w:r>'
    text = run.format(tag="t")
    document, _ = paragraph("quyÒn ", "run", ".VnTime")
    body = document.element.body
    for inside in (
        f'<w:p {space}><w:hyperlink w:anchor="x">{text}</w:hyperlink></w:p>',
        f'<w:p {space}><w:ins w:id="1" w:author="a">{text}</w:ins></w:p>',
        f'<w:p {space}><w:del w:id="2" w:author="a">{run.format(tag="delText")}</w:del></w:p>',
        f"<w:p {space}><w:sdt><w:sdtContent>{text}</w:sdtContent></w:sdt></w:p>",
        f"<w:tbl {space}><w:tr><w:tc><w:p>{text}</w:p></w:tc></w:tr></w:tbl>",
        f'<w:p {space}><w:r><w:sym w:font=".VnTime" w:char="F0D2"/></w:r></w:p>',
    ):
        body.insert(0, etree.fromstring(inside))
    document.save(tmp_path / "a.docx")
    convert(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    assert (xml.count(">quyền<"), xml.count("<w:delText>quyÒn</w:delText>")) == (4, 1)
    assert ("<w:t>ề</w:t>" in xml, "w:sym" in xml) == (True, False)


def test_a_document_without_old_fonts_is_not_packed_anew(tmp_path: Path) -> None:
    document, _ = paragraph("® © ¸ –", "run", "Times New Roman")
    held = io.BytesIO()
    document.save(held)
    (tmp_path / "a.docx").write_bytes(held.getvalue())
    assert convert(tmp_path / "a.docx") == []
    assert (tmp_path / "a.docx").read_bytes() == held.getvalue()


@pytest.mark.parametrize("encoding", ["TCVN3", "VISCII"])
def test_our_tables_agree_with_the_c_librarys(encoding: Encoding) -> None:
    """No real file in VISCII was seen; the table is held to an independent one."""
    import subprocess

    name = {"TCVN3": "TCVN5712-1", "VISCII": "VISCII"}[encoding]
    for old, new in letters(encoding).items():
        if ord(old) > 0xFF:
            continue  # the same code as Windows shows it
        done = subprocess.run(
            ["iconv", "-f", name, "-t", "UTF-8"], input=bytes([ord(old)]) + b" ", capture_output=True, check=True
        )
        assert unicodedata.normalize("NFC", done.stdout.decode().strip()) == new


@pytest.mark.parametrize(("encoding", "known"), [("VNI", set("ẳẲỵỴ")), ("VPS", set()), ("VISCII", set())])
def test_our_tables_agree_with_another_librarys(encoding: Encoding, known: set[str]) -> None:
    """No real file in VPS was seen. ``known`` are letters that the other lacks, or writes as nobody typed them."""
    from viparse.normalize.encodings import get_charmap

    theirs = {old: unicodedata.normalize("NFC", new) for old, new in get_charmap(encoding.lower()).pairs}
    ours = letters(encoding)
    differ = {new for old, new in theirs.items() if ours.get(old, old) != new}
    assert differ - known == set()
    assert set(ours.values()) - set(theirs.values()) - known <= set("ÁÂÉÊàáâãèéêìíòóôõùúÀÃÈÌÍÒÓÔÕÙÚÝý")


def test_a_passage_in_the_other_encoding_is_read_as_what_it_is(tmp_path: Path) -> None:
    """One real font, VNSTCVN3, carried passages of both encodings in one file."""
    document, _ = paragraph("Caùn boä, chuyeân vieân trong heä thoáng", "run", "VNSTCVN3")
    second = document.add_paragraph().add_run("KÕ ho¹ch tæng thÓ ph¸t triÓn cña tØnh " * 5)
    named(second._r, "VNSTCVN3")
    text = read_back(document, tmp_path)
    assert text.split("\n")[0] == "Cán bộ, chuyên viên trong hệ thống"
    assert text.split("\n")[1].startswith("Kế hoạch tổng thể phát triển của tỉnh")


def test_old_text_under_a_font_of_today_is_left_and_told_of(tmp_path: Path) -> None:
    document, _ = paragraph("quyÒn con ng­êi", "run", ".VnTime")
    second = document.add_paragraph().add_run("nép thiÕu thuÕ ph¶i nép")
    named(second._r, "Times New Roman")
    document.save(tmp_path / "a.docx")
    found = convert(tmp_path / "a.docx")
    assert [(finding.code, finding.params["count"]) for finding in found] == [("enc-001", 1), ("enc-003", 1)]
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[1].text == "nép thiÕu thuÕ ph¶i nép"


def test_a_passage_read_against_its_fonts_name_is_told_of(tmp_path: Path) -> None:
    document, _ = paragraph("Caùn boä, chuyeân vieân trong heä thoáng", "run", "VNSTCVN3")
    document.save(tmp_path / "a.docx")
    found = convert(tmp_path / "a.docx")
    assert [(f.code, f.params["encoding"], f.params["fonts"]) for f in found if f.code == "enc-004"] == [
        ("enc-004", "VNI", "VNSTCVN3")
    ]


@pytest.mark.parametrize(("font", "expected"), [(".VnTime", "Điều %1."), (".VnTimeH", "ĐIỀU %1.")])
def test_words_in_automatic_numbers_are_converted(tmp_path: Path, font: str, expected: str) -> None:
    document, _ = paragraph("quyÒn con ng­êi", "run", ".VnTime")
    level = document.part.numbering_part.element.find(f".//{qn('w:lvl')}")
    level.find(qn("w:lvlText")).set(qn("w:val"), "§iÒu %1.")
    properties = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:hAnsi"), font)
    properties.append(fonts)
    for old in level.findall(qn("w:rPr")):
        level.remove(old)
    level.append(properties)
    document.save(tmp_path / "a.docx")
    convert(tmp_path / "a.docx")
    made = docx.Document(str(tmp_path / "a.docx")).part.numbering_part.element
    texts = [node.get(qn("w:val")) for node in made.iter(qn("w:lvlText"))]
    assert texts[0] == expected
