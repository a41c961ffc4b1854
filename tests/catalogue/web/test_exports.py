# ruff: noqa: E501 - pieces of books are best read on one line
"""A title as text, as one HTML file, as MARCXML and as a citation."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pymarc
import pytest
from books import epub, shelve
from fastapi import FastAPI
from support import People

BODIES = {
    "one": '<h1>Một</h1><p>Tự do<a epub:type="noteref" href="#n" id="r">1</a> <a href="two.xhtml#x">sau</a>.</p><p><img src="pixel.png" alt="Một chấm"/></p><table><tr><th>Điều</th><th>Nội dung</th></tr></table>'
    '<aside epub:type="footnote" id="n"><p><a role="doc-backlink" href="#r">1</a> Chú thích.</p></aside><script>alert(1)</script>',
    "two": "<h1>Hai</h1><p id='x'>Hết.</p>",
}


@pytest.fixture
def book(app: FastAPI, staff: People, tmp_path: Path) -> str:
    site = app.state.site
    return shelve(
        site.engine, site.store, staff.house, epub(BODIES), tmp_path, title="Đường tới {tự} do", people=("Nguyễn Ái Quốc", "Lê Lợi"), subjects=("Quyền con người",)
    )  # fmt: skip


def test_plain_text_says_the_whole_book_line_by_line(web: Any, book: str) -> None:
    answer = web.get(f"{book}/text")
    assert answer.text.split("\n") == [
        "Sách thử", "", "", "Một", "", "Tự do[1] sau.", "[Một chấm]", "Điều\tNội dung", "1 Chú thích.", "", "", "Hai", "", "Hết.", "",
    ]  # fmt: skip
    assert 'filename="duong-toi-tu-do.txt"' in answer.headers["content-disposition"]


def test_the_one_html_file_keeps_links_within_and_holds_no_picture_or_script(web: Any, book: str) -> None:
    page = web.get(f"{book}/html").text
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert {"b-2-x", "b-1-n", "b-1-r"} <= targets
    assert "Một chấm" in page
    assert not re.search(r"<(img|script|style|link)", page)


def test_marcxml_is_read_by_an_independent_reader(web: Any, book: str) -> None:
    [record] = pymarc.parse_xml_to_array(io.BytesIO(web.get(f"{book}/marcxml").content))
    assert str(record.leader)[5:8] == "nam"
    assert len(record["008"].data) == 40
    assert record["008"].data[35:38] == "vie"
    assert record.title == "Đường tới {tự} do"
    assert (record["100"]["a"], record["700"]["a"]) == ("Nguyễn Ái Quốc", "Lê Lợi")
    assert record["653"]["a"] == "Quyền con người"
    assert record["856"]["u"].endswith(book)


def test_citations_keep_vietnamese_names_whole(web: Any, book: str) -> None:
    page = web.get(book).text
    assert re.search(r"Nguyễn Ái Quốc &amp; Lê Lợi\. \(20\d\d\)\. Đường tới {tự} do\. Nhà xuất bản Tư pháp\.", page)
    bib = web.get(f"{book}/cite.bib").text
    assert "author = {{Nguyễn Ái Quốc} and {Lê Lợi}}" in bib
    assert r"title = {{Đường tới \{tự\} do}}" in bib
    ris = web.get(f"{book}/cite.ris").text
    assert ris.startswith("TY  - EBOOK\r\n")
    assert ris.count("AU  - ") == 2
    assert ris.endswith("ER  - \r\n")
    assert web.get(f"{book}/cite.doc").status_code == 404
