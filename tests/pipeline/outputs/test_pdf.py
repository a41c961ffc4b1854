"""The page engine gets our files and no others, and says why when it cannot go on."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline.book.model import Block, Book, Chapter, Media, Note, NoteRef, Paragraph, Text
from pipeline.book.model import Image as Picture
from pipeline.findings import ManuscriptRefused
from pipeline.metadata import EditionRecord
from pipeline.outputs.pdf import PLAIN, run_child, write
from pipeline.pages.cover import draw


def job(folder: Path, body: str, sheet: str = "") -> None:
    (folder / "book.xml").write_text(f'<html lang="vi"><head><title>t</title></head><body>{body}</body></html>')
    (folder / "print.css").write_text(sheet)
    (folder / "job.json").write_text(json.dumps(PLAIN | {"identifier": "0" * 32}))


def test_a_page_tells_what_begins_on_it(tmp_path: Path) -> None:
    job(tmp_path, '<p id="a">một</p><p id="b" style="break-before: page">hai</p>')
    seen: list[int] = []
    run_child(tmp_path, seen.append)
    assert json.loads((tmp_path / "pages.json").read_text())["pages"] == [["a"], ["b"]]
    assert seen[-1] == 2


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname"/>',
        '<img src="http://127.0.0.1:9/x.png"/>',
        '<img src="asset:images/other.png"/>',
        '<p style="background: url(file:///etc/hostname)">x</p>',
    ],
)
def test_nothing_but_the_books_own_files_is_read(tmp_path: Path, body: str) -> None:
    job(tmp_path, body)
    with pytest.raises(ManuscriptRefused) as refused:
        run_child(tmp_path)
    assert [finding.code for finding in refused.value.findings] == ["pd-002"]
    assert "not one of the book" in refused.value.findings[0].params["why"]


def test_a_picture_that_cannot_be_drawn_is_told_and_never_silently_lost(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"no picture")
    job(tmp_path, '<img src="asset:images/a.png" alt="x"/>')
    described = json.loads((tmp_path / "job.json").read_text())
    described["assets"] = {"asset:images/a.png": ["image/png", str(tmp_path / "broken")]}
    (tmp_path / "job.json").write_text(json.dumps(described))
    run_child(tmp_path)
    assert json.loads((tmp_path / "pages.json").read_text())["lost"] == ["asset:images/a.png"]


def test_pictures_are_in_the_pdf_also_when_the_folder_is_given_relatively(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(picture, "PNG")
    chapter = Chapter("c001", [Text("Một")], [Paragraph([Picture("a.png", alt="x"), Text("chữ")])])
    book = Book("Sách", "vi", [chapter], {"a.png": Media("a.png", "image/png", picture.getvalue())})
    monkeypatch.chdir(tmp_path)
    Path("work").mkdir()
    made = write(book, EditionRecord(), Path("a.pdf"), Path("work"), cover=draw(book, EditionRecord()))
    assert made.findings == []
    with pikepdf.open("a.pdf") as document:
        assert len({image.objgen for page in document.pages for image in page.get_images().values()}) == 2


def test_no_line_begins_with_the_number_of_a_note(tmp_path: Path) -> None:
    notes = [Note(f"n{i}", i, [Paragraph([Text("x")])]) for i in range(1, 61)]
    blocks: list[Block] = [
        Paragraph(
            [Text("Đề án truyền thông về quyền con người" + " a" * i + " 2023–2028."), NoteRef(f"n{i}"), Text(" Một.")]
        )
        for i in range(1, 61)
    ]
    book = Book("Sách", "vi", [Chapter("c001", [Text("Một")], blocks, notes=notes)])
    (tmp_path / "work").mkdir()
    write(book, EditionRecord(), tmp_path / "a.pdf", tmp_path / "work", cover=draw(book, EditionRecord()))
    above_the_folio = ["-x", "0", "-y", "0", "-W", "411", "-H", "520"]
    argv = ["pdftotext", "-raw", *above_the_folio, tmp_path / "a.pdf", "-"]
    said = subprocess.run(argv, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len([line for line in said if "2028." in line]) == 60
    assert [line for line in said if re.match(r"\d{1,2}( Một\.)?$", line)] == []


def test_a_line_is_never_cut_after_one_word_before_an_element_that_begins_the_next(tmp_path: Path) -> None:
    """WeasyPrint by itself leaves lines of one word at some of these widths."""
    words = "hai ba bốn năm sáu bảy tám chín mười "
    page = "".join(f'<p style="width: {width / 4}em">{words}<b>xxxxxxxx</b></p>' for width in range(40, 140))
    job(tmp_path, page, "@page { size: a3 } p { font-size: 8pt; margin: 0 }")
    run_child(tmp_path)
    told = subprocess.run(["pdftotext", "-raw", tmp_path / "book.pdf", "-"], capture_output=True, text=True, check=True)
    lines = told.stdout.replace("\f", "").strip().splitlines()
    assert " ".join(lines).replace(words, "").split() == ["xxxxxxxx"] * 100
    assert [line for line in lines if " " not in line and line not in ("xxxxxxxx", "mười")] == []
