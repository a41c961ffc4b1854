"""A heap of messy workbooks becomes reconciled titles, every double explained, and one undo empties them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import messy
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from catalogue import db
from catalogue.exchange import deliveries, sheets
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, Edition, EditionFormat, TitleText, Work
from catalogue.services import audit, batches, imports, programme
from pipeline.i18n import translator

START, TODAY = date(2023, 1, 1), date(2026, 11, 23)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[messy.Heap, list[deliveries.Read]]:
    """One workbook of each kind, read once."""
    found = messy.heap(tmp_path_factory.mktemp("heap"), files=8, rows=120)
    return found, deliveries.read([(path, path.name) for path in found.files])


def come_and_go(engine: Engine, found: messy.Heap, read: list[deliveries.Read]) -> None:
    assert [one.name for one in read if one.refusal] == []
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        examined = imports.examine(session, deliveries.incoming(read), start=START, today=TODAY)
        report = deliveries.report(read, examined)
        assert report["counts"]["rows"] == found.rows
        verdicts = Counter(row.verdict for row in examined.rows)
        assert verdicts == {"new": found.titles, "duplicate": found.repeated, "error": found.broken}
        for row in examined.rows:
            proposals = [note.code for note in row.notes if note.severity == "proposal"]
            assert (row.verdict == "duplicate") == (proposals in (["imp-032"], ["imp-033"])), row.notes
        assert {row["title"] for row in report["rows"] if row["verdict"] == "new"} >= {
            row["title"] for row in report["rows"] if row["like"]
        }
        batch = imports.carry_out(session, examined, name="forty", sha256=deliveries.digest(found.files)).id
    with db.session_scope(engine) as session:
        assert session.exec(select(func.count()).select_from(Edition)).one() == found.titles
        assert len(session.exec(select(Organisation.name)).all()) == len(messy.HOUSES)
        assert batches.undo(session, batches.get(session, batch)) == found.titles
        left = [session.exec(select(func.count()).select_from(table)).one()
                for table in (Edition, Work, TitleText, EditionFormat, DossierItem, Organisation)]  # fmt: skip
        assert left == [0] * 6
        assert audit.first_break(session) is None


@pytest.mark.sqlite_first
def test_eight_kinds_of_workbooks_become_titles_and_go_again(
    engine: Engine, small: tuple[messy.Heap, list[deliveries.Read]]
) -> None:
    come_and_go(engine, *small)


@pytest.mark.slow
def test_forty_workbooks_with_1300_rows_become_titles_and_go_again(engine: Engine, tmp_path: Path) -> None:
    found = messy.heap(tmp_path, files=40, rows=1300)
    come_and_go(engine, found, deliveries.read([(path, path.name) for path in found.files]))


@pytest.mark.sqlite_first
def test_a_double_in_another_file_is_told_of_with_its_file(engine: Engine, tmp_path: Path) -> None:
    head = "Tên sách;Nhà xuất bản;Mã ISBN;Ngày nộp lưu chiểu\n"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"{head}Quyền {name};NXB Trẻ;9786040000019;2025\n", encoding="utf-8")
    read = deliveries.read([(tmp_path / name, name) for name in ("a.csv", "b.csv")])
    with Session(engine) as session:
        examined = imports.examine(session, deliveries.incoming(read), start=START, today=TODAY)
    said = deliveries.said(deliveries.report(read, examined), translator("en"))
    assert [note["message"] for note in said["rows"][1]["notes"] if note["severity"] == "proposal"] == [
        "Has the ISBN 9786040000019 of row 2 (a.csv)."
    ]


def test_old_letters_are_read_as_their_typeface_means_them(small: tuple[messy.Heap, list[deliveries.Read]]) -> None:
    rows = sheets.read(small[0].files[4])
    assert rows[0].cells[3].text == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert rows[1].texts == list(messy.HEAD)
    assert rows[2].cells[3].text in messy.HOUSES
    assert rows[2].cells[3].was
