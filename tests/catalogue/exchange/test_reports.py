"""One report in four forms: independent readers find the same figures in each."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pypandoc
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.exchange import report_papers, report_sheets, reports
from catalogue.services import demonstration, programme, titles
from catalogue.wording import Wording

DAY = date(2026, 6, 30)


@pytest.fixture
def engine(sqlite_programme: Path, tmp_path: Path) -> Iterator[Engine]:
    """A catalogue with the made-up programme."""
    shutil.copyfile(sqlite_programme, tmp_path / "catalogue.db")
    made = db.make_engine(f"sqlite:///{tmp_path / 'catalogue.db'}")
    yield made
    made.dispose()


def compose(engine: Engine, language: str = "vi") -> reports.Report:
    with Session(engine) as session:
        seen = programme.view(session, as_of=DAY)
        office = reports.Office(issuer="Cục Xuất bản, In và Phát hành", recipients=("Bộ trưởng", "Lưu: VT."))
        return reports.compose(seen, titles.houses(session), Wording(language), office)


def wanted(report: reports.Report) -> list[int]:
    """Every count of the first table, in its order."""
    return [row[1] for row in report.sheets[0].rows]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_workbook_word_file_and_pdf_have_the_totals_of_the_json(engine: Engine, tmp_path: Path, language: str) -> None:
    report = compose(engine, language)
    content = reports.as_json(report)
    assert [row[1] for row in content["tables"][0]["rows"]] == wanted(report)
    assert wanted(report)[0] == content["status"]["released"] > 100

    workbook = openpyxl.load_workbook(report_sheets.write(report, tmp_path / "r.xlsx"))
    first = workbook.worksheets[0]
    assert [row[1] for row in first.iter_rows(min_row=8, values_only=True)] == wanted(report)
    for place, table in enumerate(report.sheets[2:], 2):
        last = list(workbook.worksheets[place].iter_rows(values_only=True))[-1]
        assert list(last[1:]) == list(table.rows[-1][1:])

    word = report_papers.write_docx(report, tmp_path / "r.docx")
    text = str(pypandoc.convert_file(str(word), "plain", extra_args=["--columns=400"]))
    numbers = [Wording(language).number(number) for number in wanted(report)]
    names = [str(row[0]).replace("'", "’") for row in report.sheets[0].rows]
    assert [_after(name, text) for name in names] == numbers

    paper = docx.Document(str(word))
    [page] = paper.sections
    assert (round(page.page_width.mm), round(page.page_height.mm), round(page.left_margin.mm)) == (210, 297, 30)
    assert paper.styles["Normal"].font.name == "Times New Roman"
    assert paper.tables[0].cell(0, 1).text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    kind, subject = (found for found in paper.paragraphs if found.style.name in ("Heading 1", "Subject"))
    assert (kind.text, subject.text) == ("BÁO CÁO" if language == "vi" else "REPORT", report.subject)
    drawn = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert drawn == [picture.meaning for picture in report.pictures]
    assert len(drawn) > 1
    assert Wording(language).number(wanted(report)[0]) in drawn[0]

    pdf = report_papers.write_pdf(report, tmp_path / "r.pdf")
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert [_after(name, shown) for name in names] == numbers
    assert (
        shown.split()[:3] != report.title.split()[:3]
    )  # no cover and no title page: the head of Decree 30 comes first
    assert "CỘNG HÒA" in shown[:300]
    for text_of in (text, shown):
        flat = re.sub(r"\s+", "", text_of)
        assert report.sha256 in flat
        assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in flat
        assert "Nơinhận" in flat


def _after(name: str, text: str) -> str:
    """The number at the end of the line that begins with a name."""
    found = re.search(rf"^\s*{re.escape(name)}\s+([\d.,\u2212-]+)\s*$", text, re.MULTILINE)
    assert found, name
    return found[1]


def test_the_hash_is_the_same_in_both_languages_and_changes_with_the_figures(engine: Engine) -> None:
    vietnamese, english = compose(engine), compose(engine, "en")
    assert vietnamese.sha256 == english.sha256
    with db.session_scope(engine) as session:
        demonstration.remove(session)
    assert compose(engine).sha256 != vietnamese.sha256
