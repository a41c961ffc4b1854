"""A title page that was typed gives way to the book's own, is told line by line, and stays where a person says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from pipeline import EditionRecord, build
from pipeline.book import assemble
from pipeline.book.cleaning import plain
from pipeline.book.model import Book
from pipeline.building import BuildOptions
from pipeline.findings import Finding
from pipeline.intake.gate import receive
from pipeline.intake.read import read

LINES = ["VIỆN QUYỀN CON NGƯỜI", "LÊ AN", "NHỮNG NGÀY", "XANH", "Hà Nội - 2026"]
TEXT = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền của mình, không phân biệt một ai."


def word(folder: Path, lines: list[str], *, large: tuple[int, ...] = (2, 3), centred: bool = True) -> Path:
    document = docx.Document()
    for number, text in enumerate(lines):
        line = document.add_paragraph()
        run = line.add_run(text)
        run.bold = True
        if number in large:
            run.font.size = Pt(24)
        if centred:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading("Chương một", 1)
    document.add_paragraph(TEXT)
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


def made(folder: Path, path: Path, **record: Any) -> tuple[Book, list[Finding]]:
    (folder / "read").mkdir()
    return assemble(read(receive(path), folder / "read"), EditionRecord.model_validate(record), "vi")


def first_words(book: Book) -> str:
    return plain(book.chapters[0].title)


def test_its_largest_lines_are_the_title_where_the_metadata_have_none(tmp_path: Path) -> None:
    book, findings = made(tmp_path, word(tmp_path, LINES))
    assert (book.title, [text for _, text in book.left_out]) == ("NHỮNG NGÀY XANH", LINES)
    [told] = [finding for finding in findings if finding.code == "st-008"]
    assert told.params["text"] == "; ".join(f"“{line}”" for line in LINES)


@pytest.mark.parametrize(
    ("record", "left_out", "codes"),
    [
        ({"book": {"title": "Những ngày xanh"}}, LINES, ["st-008"]),
        ({"book": {"title": "Một tên khác"}}, [], []),
        ({"accept": [{"code": "st-008", "value": "none"}]}, [], []),
        ({"accept": [{"code": "st-008", "value": "yes"}]}, LINES, []),
    ],
)
def test_metadata_and_answers_decide(
    tmp_path: Path, record: dict[str, Any], left_out: list[str], codes: list[str]
) -> None:
    book, findings = made(tmp_path, word(tmp_path, LINES), **record)
    assert [text for _, text in book.left_out] == left_out
    assert [finding.code for finding in findings if finding.code in ("st-008", "md-020")] == codes


@pytest.mark.parametrize(
    ("lines", "centred"),
    [
        (LINES[:-1], True),  # nothing closes it
        (LINES, False),
        (["LÊ AN", "Hà Nội - 2026"], True),
        ([*LINES[:3], TEXT, LINES[4]], True),
    ],
)
def test_other_openings_stay_in_the_text(tmp_path: Path, lines: list[str], centred: bool) -> None:
    book, findings = made(tmp_path, word(tmp_path, lines, centred=centred), book={"title": "Những ngày xanh"})
    assert (book.left_out, [f.code for f in findings if f.code == "st-008"]) == ([], [])


def test_an_answer_about_a_page_that_is_gone_is_told(tmp_path: Path) -> None:
    accept = [{"code": "st-008", "value": "none"}]
    _, findings = made(tmp_path, word(tmp_path, []), accept=accept)
    assert "md-020" in [finding.code for finding in findings]


def test_the_account_counts_its_words_as_left_out(tmp_path: Path) -> None:
    result = build(word(tmp_path, LINES), tmp_path / "out", options=BuildOptions(("epub",), check=False, language="vi"))
    assert result.account is not None
    assert (result.status, result.account.coverage, result.account.left_out) == ("built", 1.0, {"st-008": 12})
