"""Workbooks of questions go to the houses, come back filled in, and change just what was filled in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import messy
import openpyxl
import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import deliveries
from catalogue.exchange import questions as asking
from catalogue.models.people import Organisation
from catalogue.models.titles import Batch, Edition
from catalogue.services import audit, batches, imports, programme, questions, releases, titles
from catalogue.services.rows import Examination

START, TODAY = date(2023, 1, 1), date(2026, 11, 23)
BEFORE, LATER = datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2026, 11, 23, 3, tzinfo=UTC)
HEAD = "Tên sách;Tác giả;Nhà xuất bản;Ngôn ngữ;Hình thức;Mã ISBN;Ngày nộp lưu chiểu;Số quyết định xuất bản;Ngày quyết định xuất bản;Xử lý trùng\n"  # noqa: E501


def look(session: Session, *paths: Path) -> Examination:
    read = deliveries.read([(path, path.name) for path in paths])
    assert [one.refusal for one in read if one.refusal] == []
    return imports.examine(session, deliveries.incoming(read), start=START, today=TODAY)


def bring_in(engine: Engine, *paths: Path, at: datetime = LATER) -> str:
    with time_machine.travel(at, tick=False), db.session_scope(engine) as session:
        programme.ensure_default(session)
        return imports.carry_out(session, look(session, *paths), name=paths[0].name).id


def csv(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8-sig")
    return path


def ask(engine: Engine, folder: Path) -> list[Path]:
    with Session(engine) as session:
        return [
            asking.write(folder / f"{key}.xlsx", name, questions.asked(session, key))
            for key, name, _ in questions.houses(session)
        ]


def figures(engine: Engine, **asked: object) -> dict[str, int]:
    with Session(engine) as session:
        found = programme.report(session, as_of=TODAY, **asked)  # type: ignore[arg-type]
    return {"released": found["released"], **found["counts"]}


def fill(path: Path, changes: dict[tuple[int, str], str]) -> Path:
    """Write into cells by line of titles (from 0) and heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heads = {cell.value: cell.column for cell in sheet[6]}
    for (line, name), value in changes.items():
        sheet.cell(7 + line, heads[name], value)
    book.save(path)
    return path


def test_a_workbook_that_comes_back_as_it_went_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, *messy.heap(tmp_path, files=7, rows=60).files[-2:])
    papers = ask(engine, tmp_path)
    assert papers
    with Session(engine) as session:
        found = look(session, *papers)
    assert {row.verdict for row in found.rows} == {"same"}, [
        note for row in found.rows for note in row.notes if row.verdict != "same"
    ]


def test_what_a_house_fills_in_completes_its_titles_and_can_be_taken_back(engine: Engine, tmp_path: Path) -> None:
    first = csv(
        tmp_path / "a.csv",
        "Quyền trẻ em;Lê Hoa;NXB Trẻ;tiếng Việt;Sách in;9786040000019;quý III/2025;12/QĐ;01/06/2025;",
        "Quyền phụ nữ;;NXB Trẻ;tiếng Anh;Sách điện tử;;;;;",
    )
    bring_in(engine, first, at=BEFORE)
    assert figures(engine) == {"released": 1, "ebook": 0, "foreign": 0, "minority": 0, "ebook_and_foreign": 0,
                               "ebook_or_foreign": 0}  # fmt: skip
    [paper] = ask(engine, tmp_path)
    book = openpyxl.load_workbook(paper)
    sheet = book.active
    assert sheet is not None
    assert [sheet.cell(7, 2).value, sheet.cell(8, 2).value] == [
        (
            "ngày nộp lưu chiểu; ngày phát hành; số xác nhận đăng ký; ngày xác nhận đăng ký; số quyết định xuất bản; "
            "ngày quyết định xuất bản; ISBN; tác giả hoặc chủ biên; cơ quan báo cáo"
        ),
        "ngày nộp lưu chiểu; số xác nhận đăng ký; ngày xác nhận đăng ký; cơ quan báo cáo",
    ]
    fill(paper, {
        (0, "Ngày nộp lưu chiểu"): "05/05/2025", (0, "Tác giả"): "Nguyễn An; Trần Bình",
        (1, "Ngày nộp lưu chiểu"): "12/08/2025", (1, "Cơ quan báo cáo"): "Bộ Tư pháp",
    })  # fmt: skip
    with Session(engine) as session:
        found = look(session, paper)
    assert [[(note.code, note.about, note.params["before"], note.params["after"]) for note in row.notes
             if note.severity == "change"] for row in found.rows] == [
        [("imp-044", "authors", "", "Nguyễn An; Trần Bình"), ("imp-044", "deposit_date", "", "05/05/2025")],
        [("imp-044", "reporting_body", "", "Bộ Tư pháp"), ("imp-040", "deposit_date", "quý III/2025", "12/08/2025")],
    ]  # fmt: skip
    batch = bring_in(engine, paper)
    done = figures(engine)
    assert (done["released"], done["ebook"], done["foreign"], done["ebook_and_foreign"]) == (2, 1, 1, 1)
    with Session(engine) as session:
        then = programme.report(session, as_of=date(2025, 9, 29), known="now")
        assert then["released"] == 2
        held = {
            titles.record_of(one).book.title: [paper.on for paper in releases.dossier(session, one.id)
                                               if paper.kind == "deposit"]
            for one in session.exec(select(Edition))
        }  # fmt: skip
        assert held == {"Quyền trẻ em": [date(2025, 8, 12)], "Quyền phụ nữ": [date(2025, 5, 5)]}
        known = programme.report(session, as_of=BEFORE.date(), known="then")
        assert (known["released"], known["counts"]["ebook"]) == (1, 0)

    with db.session_scope(engine) as session:
        assert batches.undo(session, batches.get(session, batch)) == 2
        assert audit.first_break(session) is None
        assert session.exec(select(Organisation.name)).all() == ["NXB Trẻ"]
        for one in session.exec(select(Edition)):
            deposits = [paper.on for paper in releases.dossier(session, one.id) if paper.kind == "deposit"]
            assert deposits in ([], [date(2025, 9, 30)])
    assert figures(engine)["released"] == 1


def test_a_title_changed_since_is_not_taken_back_over_that_change(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, csv(tmp_path / "a.csv", "Quyền;;NXB Trẻ;tiếng Việt;Sách in;;;;;"))
    [paper] = ask(engine, tmp_path)
    batch = bring_in(engine, fill(paper, {(0, "Tác giả"): "Lê Hoa"}))
    with db.session_scope(engine) as session:
        edition = session.exec(select(Edition)).one()
        record = titles.record_of(edition)
        changed = record.model_copy(update={"book": record.book.model_copy(update={"subtitle": "Tập một"})})
        titles.change(session, edition, changed)
    with db.session_scope(engine) as session, pytest.raises(Refusal) as refused:
        batches.undo(session, session.get_one(Batch, batch))
    assert refused.value.code == "bat-003"


def test_an_id_that_is_not_there_or_anothers_is_an_error(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, csv(tmp_path / "a.csv", "Quyền;;NXB Trẻ;tiếng Việt;Sách in;;;;;"))
    [paper] = ask(engine, tmp_path)
    with Session(engine) as session:
        assert [n.code for n in look(session, fill(paper, {(0, "Nhà xuất bản"): "NXB Khác"})).rows[0].notes] == [
            "imp-021", "imp-042",
        ]  # fmt: skip
        assert [n.code for n in look(session, fill(paper, {(0, "Mã đầu sách"): "x" * 12})).rows[0].notes] == [
            "imp-021", "imp-041",
        ]  # fmt: skip


def test_the_electronic_publication_of_a_printed_title_joins_it(engine: Engine, tmp_path: Path) -> None:
    both = csv(
        tmp_path / "a.csv",
        "Quyền trẻ em;Lê Hoa;NXB Trẻ;tiếng Việt;Sách in;9786040000019;05/01/2025;;;",
        "Quyền trẻ em;Lê Hoa;NXB Trẻ;tiếng Việt;Sách điện tử;9786040000026;06/02/2025;;;gộp",
        "Quyền phụ nữ;Lê Hoa;NXB Trẻ;tiếng Việt;Sách in;9786040000033;05/01/2025;;;",
    )
    with Session(engine) as session:
        assert Counter(row.verdict for row in look(session, both).rows) == {"new": 2, "update": 1}
    bring_in(engine, both)
    assert (figures(engine)["released"], figures(engine)["ebook"]) == (2, 1)
    later = csv(tmp_path / "b.csv", "Quyền phụ nữ;Lê Hoa;NXB Trẻ;tiếng Việt;Sách điện tử;9786040000040;1/3/2025;;;gộp")
    batch = bring_in(engine, later)
    assert (figures(engine)["released"], figures(engine)["ebook"]) == (2, 2)
    with db.session_scope(engine) as session:
        batches.undo(session, batches.get(session, batch))
    assert (figures(engine)["released"], figures(engine)["ebook"]) == (2, 1)
