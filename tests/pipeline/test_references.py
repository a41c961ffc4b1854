"""What Word works out from fields is worked out anew and linked: references, page numbers, index, citations."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.book.signs import PAGE

SOURCES = (
    '<?xml version="1.0"?><b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
    "<b:Source><b:Tag>Ngu20</b:Tag><b:Author><b:Author><b:NameList><b:Person><b:Last>Nguyễn</b:Last></b:Person>"
    "</b:NameList></b:Author></b:Author><b:Title>Sách về quyền</b:Title><b:Year>2020</b:Year></b:Source></b:Sources>"
)


def zotero(*names: str) -> str:
    """What Zotero keeps in the code of a citation, in short."""
    items = [
        {"id": name, "itemData": {"author": [{"family": name}], "issued": {"date-parts": [["2019"]]}}} for name in names
    ]
    return json.dumps({"citationID": "x", "citationItems": items}, ensure_ascii=False)


def field(paragraph: Paragraph, code: str, shown: str | None = None) -> None:
    """A complex field as Word writes it."""

    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(element)

    mark("begin")
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    if shown is not None:
        mark("separate")
        paragraph.add_run(shown)
    mark("end")


def bookmark(paragraph: Paragraph, name: str) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(tag)
        element.set(qn("w:id"), "7")
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), name)
        paragraph._p.insert(len(paragraph._p) if tag == "w:bookmarkEnd" else 1, element)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("references")
    document = docx.Document()
    bookmark(document.add_heading("Chương một", 1), "_Ref1")
    paragraph = document.add_paragraph("Mọi người")
    field(paragraph, 'XE "quyền:con người"')
    field(paragraph, 'XE "quyền:con người" \\b')
    field(paragraph, 'XE "nhân quyền" \\t "Xem quyền"')
    field(paragraph, 'XE "giờ 8\\:30"')
    paragraph.add_run(" sinh ra tự do ")
    field(paragraph, "CITATION Ngu20 \\l 1066", "(Nguyễn, 2020)")
    field(paragraph, f"ADDIN ZOTERO_ITEM CSL_CITATION {zotero('Trần')}", "(Trần 2019)")
    paragraph.add_run(" và ")
    field(paragraph, f"ADDIN ZOTERO_ITEM CSL_CITATION {zotero('Trần', 'Lê')}", "(Trần 2019; Lê 2019)")
    field(paragraph, f"ADDIN ZOTERO_ITEM CSL_CITATION {zotero('Vũ')}", "(Vũ 2019)")
    for _ in range(60):
        document.add_paragraph("Mọi người đều có quyền sống, quyền tự do và an toàn cá nhân. " * 8)
    document.add_heading("Chương hai", 1)
    paragraph = document.add_paragraph("Xem ")
    field(paragraph, "REF _Ref1 \\h", "Chương một")
    paragraph.add_run(" ở trang ")
    field(paragraph, "PAGEREF _Ref1 \\h", "3")
    field(paragraph, 'XE "trẻ em"')
    field(paragraph, 'XE "ăn mặc"')
    document.add_heading("Tài liệu tham khảo", 1)
    field(document.add_paragraph(), "BIBLIOGRAPHY", "Nguyễn. (2020). Sách về quyền.")
    field(document.add_paragraph(), "ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "Trần, Văn. 2019. Luật nhân quyền.")
    field(document.add_paragraph(), "ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "Lê, Thị. 2019. Quyền trẻ em.")
    document.add_heading("Chỉ mục", 1)
    field(document.add_paragraph(), 'INDEX \\c "2"', "quyền, 1")
    document.save(str(folder / "plain.docx"))
    with zipfile.ZipFile(folder / "plain.docx") as source, zipfile.ZipFile(folder / "a.docx", "w") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
        target.writestr("customXml/item7.xml", SOURCES)
    record = EditionRecord.model_validate({"book": {"title": "Dẫn chiếu", "language": "vi"}})
    result = build(folder / "a.docx", folder / "out", record, BuildOptions())
    assert result.status == "built"
    return result


def chapter(result: BuildResult, start: str) -> str:
    with zipfile.ZipFile(result.outputs[0].path) as book:
        return next(book.read(n).decode() for n in book.namelist() if f"/{start}" in n and n.endswith(".xhtml"))


def pages(result: BuildResult) -> list[str]:
    argv = ["pdftotext", "-layout", result.outputs[1].path, "-"]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split("\f")


def test_a_page_number_is_that_of_the_book_and_leads_there(made: BuildResult) -> None:
    to_first = r"<a href=\"c001[^\"]*\">"
    first = re.search(rf"{to_first}Chương một</a> ở trang {to_first}(\d+)</a>", chapter(made, "c002"))
    assert first
    printed = "".join(pages(made))
    assert f"Xem Chương một ở trang {first[1]}" in printed
    assert first[1] != "3"


def test_a_citation_leads_to_its_work(made: BuildResult) -> None:
    cited = re.search(r"<a href=\"(c003[^\"]*)#([^\"]+)\">\(Nguyễn, 2020\)</a>", chapter(made, "c001"))
    assert cited
    assert f'<span id="{cited[2]}"></span>Nguyễn. (2020). Sách về quyền.' in chapter(made, "c003")


def test_what_zotero_cites_leads_to_its_work_each_part_by_itself(made: BuildResult) -> None:
    first, works = chapter(made, "c001"), chapter(made, "c003")
    ids = {name: re.search(rf'<span id="([^"]+)"></span>{name}', works)[1] for name in ("Trần", "Lê")}  # type: ignore[index]
    led = re.findall(r'<a href="c003[^"]*#([^"]+)">([^<]+)</a>', first)
    assert [(place, said) for place, said in led if "2019" in said] == [
        (ids["Trần"], "(Trần 2019)"), (ids["Trần"], "(Trần 2019;"), (ids["Lê"], "Lê 2019)"),
    ]  # fmt: skip
    assert "(Vũ 2019)" in first, "a work that is not in the list stays words"


def test_an_entry_that_sends_to_another_leads_there(made: BuildResult) -> None:
    index = chapter(made, "c004")
    sent = re.search(r'nhân quyền, <em><a href="#([^"]+)">Xem quyền</a></em>', index)
    assert sent
    assert f'<p id="{sent[1]}">quyền' in index
    assert "nhân quyền, Xem quyền" in "".join(pages(made))


def test_the_index_is_sorted_and_gives_the_books_own_pages(made: BuildResult) -> None:
    index = chapter(made, "c004")
    names = re.findall(r"<li>(?:<p[^>]*>)?([^<,]+)", index)
    assert names == ["ăn mặc", "giờ 8:30", "nhân quyền", "quyền", "con người", "trẻ em"]
    shown = re.findall(r">(\d+)</a>", index)
    assert len(shown) == 4, "an entry marked twice in one paragraph has one page there"
    assert shown[0] == shown[3] != shown[1] == shown[2]
    said = "".join(pages(made))
    assert re.search(rf"con người, {shown[2]}\b", said)
    assert re.search(rf"trẻ em, {shown[3]}\b", said)
    assert "quyền, 1" not in said


def test_nothing_is_lost_and_the_checker_is_content(made: BuildResult) -> None:
    assert made.account is not None
    assert made.account.coverage == 1.0
    assert [f.code for f in made.findings if f.code.startswith(("ec-", "li-", "acc-"))] == []


def test_a_page_number_that_leads_nowhere_stays_as_words_and_leaves_no_sign(tmp_path: Path) -> None:
    document = docx.Document()
    field(document.add_paragraph("Tựa ", style="Title"), "PAGEREF _R", "9")
    bookmark(document.add_heading("Một", 1), "_R")
    for code in ("PAGEREF _R", "PAGEREF _none \\h", "PAGEREF"):
        field(document.add_paragraph("Xem trang "), code, "3")
    field(document.add_heading("Hai ", 1), "PAGEREF _R \\h", "5")
    document.save(str(tmp_path / "a.docx"))
    record = EditionRecord.model_validate({"book": {"language": "vi"}})
    result = build(tmp_path / "a.docx", tmp_path / "out", record, BuildOptions(("epub",), check=False))
    assert result.title == "Tựa 9"
    with zipfile.ZipFile(result.outputs[0].path) as book:
        written = {n: book.read(n).decode() for n in book.namelist() if n.endswith(("xhtml", "opf", "ncx"))}
    assert [name for name, content in written.items() if PAGE in content] == []
    assert re.findall(r"<p>(Xem trang .*?)</p>", "".join(written.values()).replace("\xa0", " ")) == [
        'Xem trang <a href="#mot">3</a>', "Xem trang 3", "Xem trang 3",
    ]  # fmt: skip
