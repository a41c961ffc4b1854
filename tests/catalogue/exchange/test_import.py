"""Sheets as offices send them become titles, or nothing does, and every row is accounted for."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select
from stdnum import ean

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import columns, deliveries, sheets, template
from catalogue.models.people import Organisation
from catalogue.models.titles import Batch, DossierItem, Edition, EditionFormat, TitleText, Tombstone, Work
from catalogue.rules.tally import Where
from catalogue.services import audit, batches, imports, programme, rulesets, terms
from catalogue.services.rows import Examination

START, TODAY = date(2023, 1, 1), date(2026, 11, 23)
HEAD = [
    "STT",
    "Tên sách",
    "Tác giả",
    "Nhà xuất bản",
    "Ngôn ngữ",
    "Hình thức",
    "ISBN",
    "Ngày nộp lưu chiểu",
    "Ngày phát hành",
]


def isbn(number: int) -> str:
    digits = f"978604{number:06d}"
    return digits + ean.calc_check_digit(digits)


def row(number: int, **changes: object) -> list[object]:
    """A sound row; ``changes`` by place in HEAD."""
    values: dict[str, object] = {
        "stt": number, "title": f"Quyền con người, tập {number}", "author": "Lê Hoa", "house": "NXB Tư pháp",
        "language": "tiếng Việt", "form": "Sách in", "isbn": isbn(number), "deposit": "01/03/2025",
        "release": date(2025, 3, 20), **changes,
    }  # fmt: skip
    return list(values.values())


def sheet(path: Path, rows: list[list[object]], *, before: list[list[object]] | None = None) -> Path:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    for values in [*(before or []), HEAD, *rows]:
        page.append(values)
    workbook.save(path)
    return path


def examine(engine: Engine, *paths: Path) -> Examination:
    found = deliveries.read([(path, path.name) for path in paths])
    with Session(engine) as session:
        return imports.examine(session, deliveries.incoming(found), start=START, today=TODAY)


def bring_in(engine: Engine, *paths: Path) -> str:
    found = deliveries.read([(path, path.name) for path in paths])
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        examined = imports.examine(session, deliveries.incoming(found), start=START, today=TODAY)
        return imports.carry_out(session, examined, name=paths[0].name).id


def codes(found: Examination) -> list[list[str]]:
    return [[note.code for note in one.notes] for one in found.rows]


def test_an_offices_sheet_is_read_around_its_ornaments(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "danh mục.xlsx"
    before: list[list[object]] = [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập - Tự do - Hạnh phúc"], [],
                                  ["DANH MỤC SÁCH NĂM 2025"]]  # fmt: skip
    numbers: list[object] = [f"({n})" for n in range(1, 10)]
    rows = [
        numbers,
        ["I. Sách pháp luật"],
        row(1),
        row(2),
        ["", "Cộng", "", "", "", "", "", 2],
        ["Nơi nhận: Cục XBIPH"],
    ]
    sheet(path, rows, before=before)
    table = columns.recognise(sheets.read(path))
    assert [line.number for line in table.lines] == [8, 9]
    assert [reason for _, _, reason in table.skipped] == [
        columns.SKIP_NUMBERS, columns.SKIP_GROUP, columns.SKIP_TOTAL, columns.SKIP_GROUP,
    ]  # fmt: skip
    assert codes(examine(engine, path)) == [["imp-020"], []]


def test_headings_over_two_rows_and_merged_cells_are_understood(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "gộp.xlsx"
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.append(["Tên sách", "Nhà xuất bản", "Quyết định xuất bản", None, "Ngày nộp lưu chiểu"])
    page.append([None, None, "Số quyết định", "Ngày quyết định", None])
    page.append(["Quyền trẻ em", "NXB Trẻ", "12/QĐ-T", "05/01/2025", "quý III/2025"])
    page.append(["Quyền phụ nữ", None, "13/QĐ-T", "tháng 2/2025", "2025"])
    page.merge_cells("C1:D1")
    page.merge_cells("A1:A2")
    page.merge_cells("B3:B4")
    workbook.save(path)
    bring_in(engine, path)
    with Session(engine) as session:
        papers = session.exec(select(DossierItem).order_by(DossierItem.kind, col(DossierItem.on))).all()
        houses = session.exec(select(Organisation.name)).all()
    assert [(p.kind, p.on.isoformat(), p.precision, p.number) for p in papers] == [
        ("decision", "2025-01-05", "day", "12/QĐ-T"), ("decision", "2025-02-28", "month", "13/QĐ-T"),
        ("deposit", "2025-09-30", "quarter", ""), ("deposit", "2025-12-31", "year", ""),
    ]  # fmt: skip
    assert list(houses) == ["NXB Trẻ"]


def test_what_is_wrong_with_a_row_is_told_by_field(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "sai.xlsx"
    rows = [
        row(1, title=None), row(2, house=""), row(3, isbn="9786040000001"), row(4, deposit="30/02/2025"),
        row(5, language="tiếng Sao Hỏa"), row(6, form="?"), row(7, release=date(2031, 1, 1)), row(8, isbn="9.786E+12"),
        row(9, title="=A1&B1"), row(10, deposit="31/12/1900"),
    ]  # fmt: skip
    sheet(path, rows)
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    assert page is not None
    page["B12"], page["C12"], page["D12"] = "QuyÒn con ng­êi", "Lª Hoa", "NXB Tư pháp"
    page["B12"].font = Font(name=".VnTime")
    workbook.save(path)
    found = examine(engine, path)
    assert [one.verdict for one in found.rows] == ["error"] * 7 + ["new"] + ["error"] * 2 + ["new"]
    told = [[code for code in row_codes if code != "imp-020"] for row_codes in codes(found)]
    assert told == [
        ["imp-015"], ["imp-017"], ["cell-002"], ["cell-003"], ["cell-004"], ["cell-005"],
        ["imp-014"], ["cell-001"], ["imp-010"], ["imp-013"], ["imp-012", "imp-021"],
    ]  # fmt: skip
    assert found.rows[-1].row.text("title") == "Quyền con người"


@pytest.mark.sqlite_first
def test_five_thousand_rows_of_which_300_are_broken_are_all_reported_and_none_comes_in_by_half(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "lớn.csv"
    lines = [",".join(HEAD)]
    for number in range(1, 5001):
        broken = number % 50 in (7, 21, 35)
        title = "" if broken and number % 2 else f"Sách số {number}"
        day = "32/01/2025" if broken and not number % 2 else "15/01/2025"
        lines.append(f"{number},{title},Lê Hoa,NXB Tư pháp,vi,sách in,{isbn(number)},{day},20/02/2025")
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    found = examine(engine, path)
    assert Counter(one.verdict for one in found.rows) == {"new": 4700, "error": 300}
    assert sorted(one.row.number for one in found.rows) == list(range(2, 5002))
    batch = bring_in(engine, path)
    with db.session_scope(engine) as session:
        assert session.exec(select(func.count()).select_from(Edition)).one() == 4700
        assert programme.report(session, as_of=TODAY)["released"] == 4700
        assert audit.first_break(session) is None
        assert batches.undo(session, batches.get(session, batch)) == 4700
    with Session(engine) as session:
        left = [session.exec(select(func.count()).select_from(table)).one()
                for table in (Edition, Work, TitleText, EditionFormat, DossierItem, Organisation)]  # fmt: skip
        assert left == [0] * 6
        assert session.exec(select(func.count()).select_from(Tombstone)).one() == 4700
        assert audit.first_break(session) is None
        assert programme.report(session, as_of=TODAY)["released"] == 0
        with pytest.raises(Refusal):
            batches.undo(session, session.exec(select(Batch)).one())


def test_what_is_there_already_is_proposed_and_never_silently_doubled(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, sheet(tmp_path / "đầu.xlsx", [row(1), row(2, isbn="")]))
    again = [
        row(3, isbn=isbn(1)), row(4, title="QUYỀN CON NGƯỜI, TẬP 2", author="Lê  Hoa", isbn=""),
        row(5), row(6, isbn=isbn(5)), row(7, title="Quyền con người, tập 5", isbn=""),
    ]  # fmt: skip
    found = examine(engine, sheet(tmp_path / "sau.xlsx", again))
    assert codes(found) == [["imp-030"], ["imp-031"], [], ["imp-032"], ["imp-033"]]
    assert [bool(one.twin) for one in found.rows] == [True, True, False, False, False]
    bring_in(engine, tmp_path / "sau.xlsx")
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Edition)).one() == 3


def test_an_electronic_publication_counts_by_its_papers_and_a_printed_one_does_not(
    engine: Engine, tmp_path: Path
) -> None:
    rows = [row(1, form="Sách điện tử"), row(2), row(3, form="Sách in và điện tử"), row(4, language="tiếng Anh")]
    bring_in(engine, sheet(tmp_path / "a.xlsx", rows))
    with Session(engine) as session:
        counts = programme.report(session, as_of=TODAY)["counts"]
    assert (counts["ebook"], counts["foreign"], counts["ebook_or_foreign"]) == (1, 1, 2)


def test_reprints_volumes_partners_and_licences_come_with_what_the_rules_need_to_know(
    engine: Engine, tmp_path: Path
) -> None:
    heads = [*HEAD, "Lần xuất bản", "Bộ sách", "Tập", "Đối tác liên kết", "Số giấy phép", "Ngày cấp giấy phép"]
    rows = [
        [*row(1, release=date(2025, 1, 8)), "Lần đầu", "", "", "Công ty Sách", "", ""],
        [*row(2, title="Quyền con người, tập 1", release=date(2025, 9, 2)), "Tái bản", "", "", "", "", ""],
        [*row(3, title="Quyền con người, tập 1", isbn=""), "In nối bản lần 2", "", "", "", "", ""],
        [*row(4, release=date(2025, 2, 1)), "", "Tuyển tập", "1", "", "", ""],
        [*row(5, release=date(2025, 3, 1)), "", "Tuyển tập", "Tập II", "", "", ""],
        [*row(6, language="song ngữ Việt - Anh"), "", "", "", "", "", ""],
        [*row(7), "", "", "", "", "9/GP-STTTT", "05/01/2025"],
    ]
    path = sheet(tmp_path / "a.xlsx", rows)
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    assert page is not None
    for column, head in enumerate(heads, 1):
        page.cell(1, column).value = head
    workbook.save(path)
    found = examine(engine, path)
    assert [one.verdict for one in found.rows] == ["new", "new", "duplicate", "new", "new", "new", "new"]
    assert ["imp-035" in each or "imp-036" in each for each in codes(found)] == [False, True, True] + [False] * 4
    bring_in(engine, path)

    with db.session_scope(engine) as session:
        seen = programme.view(session, as_of=TODAY)
        readings = {one.name: (one.titles, one.basis, one.difference) for one in seen.readings()}
        out = {seen.facts[key].out for key in seen.rows(Where("excluded"))}
        assert (seen.numbers["released"], out) == (5, {"again"})
        assert readings["with_again"] == (0, 6, 1)
        assert readings["without_volumes"] == (0, 4, 1)
        assert readings["without_partners"] == (0, 4, 1)
        assert readings["with_second"] == (1, 5, 1)
        assert readings["without_licensed"] == (0, 4, 1)
        rulesets.add(session, {"reprints": "each", "volumes": "set", "bilingual": "either"}, START)
    with Session(engine) as session:
        by_new, by_old = (programme.view(session, as_of=TODAY, rules=version) for version in (2, 1))
        assert (by_new.numbers["released"], by_new.numbers["foreign"]) == (5, 1)
        assert by_old.numbers == seen.numbers
        then = programme.view(session, as_of=TODAY, known="then")
        assert then.facts == {}  # nothing of this had been recorded by that day


def test_terms_and_bodies_come_with_the_sheet_and_go_with_its_undo(engine: Engine, tmp_path: Path) -> None:
    heads = [*HEAD, "Cơ quan báo cáo", "Nội dung truyền thông", "Công ước", "Đối tượng bạn đọc"]
    crc = "Công ước về quyền trẻ em (CRC)"
    rows = [
        [*row(1), "Tỉnh Nghệ An", "1", f"{crc}; cedaw", "Trẻ em, học sinh"],
        [*row(2), "Tỉnh Nghệ An", "", "ICCPR, CAT", "Người sao Hỏa"],
    ]
    path = sheet(tmp_path / "a.xlsx", rows, before=[])
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    assert page is not None
    for column, head in enumerate(heads, 1):
        page.cell(1, column).value = head
    workbook.save(path)
    found = examine(engine, path)
    assert "imp-029" in codes(found)[1]
    assert "imp-029" not in codes(found)[0]
    batch = bring_in(engine, path)
    with Session(engine) as session:
        editions = session.exec(select(Edition).order_by(Edition.audience)).all()
        borne = [[terms.of(session, one, scheme) for scheme in terms.SCHEMES] for one in editions]
    assert borne == [[[], ["CAT", "ICCPR"], []], [["1"], ["CEDAW", "CRC"], ["children"]]]

    page.delete_rows(3)  # the same title by its id, with another convention
    page.cell(1, 1).value, page.cell(2, 1).value = "Mã đầu sách", editions[1].id
    page.cell(2, 12).value = "CRPD"
    workbook.save(path)
    second = bring_in(engine, path)
    with db.session_scope(engine) as session:
        assert terms.of(session, session.get_one(Edition, editions[1].id), "convention") == ["CRPD"]
        batches.undo(session, batches.get(session, second))
    with db.session_scope(engine) as session:
        assert terms.of(session, session.get_one(Edition, editions[1].id), "convention") == ["CEDAW", "CRC"]
        batches.undo(session, batches.get(session, batch))
        assert session.exec(select(Edition)).all() == []


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.xlsx", b"PK\x03\x04 and then nothing", "imp-002"), ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "imp-002"),
    ("a.csv", b"a,b\n1,2\n", "imp-005"), ("a.csv", b"\0\0\0", "imp-002"),
])  # fmt: skip
def test_what_is_no_table_of_titles_is_refused_with_a_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        columns.recognise(sheets.read(path))
    assert refused.value.code == code


@pytest.mark.sqlite_first
@pytest.mark.parametrize(("megabytes", "code"), [(49, ""), (51, "imp-001")])
def test_a_workbook_of_nearly_50_mb_comes_in_whole_and_a_larger_one_is_refused(
    engine: Engine, tmp_path: Path, megabytes: int, code: str
) -> None:
    path = sheet(tmp_path / "ảnh.xlsx", [row(number) for number in range(1, 201)])
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/media/image1.png", os.urandom((megabytes << 20) - path.stat().st_size - 65_536))
    if code:
        [read] = deliveries.read([(path, path.name)])
        assert read.refusal
        assert (read.refusal.code, read.table) == (code, None)
        return
    bring_in(engine, path)
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Edition)).one() == 200


def test_the_template_is_understood_column_by_column(tmp_path: Path) -> None:
    table = columns.recognise(sheets.read(template.write(tmp_path / "mẫu.xlsx")))
    assert (len(table.columns), table.unknown, table.lines) == (len(template.COLUMNS), [], [])


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_text_too_long_for_the_record_is_told_and_the_row_comes_in(
    engine: Engine, tmp_path: Path, ending: str
) -> None:
    rows = [row(1), row(2, author=" và ".join(f"Nguyễn Thị {number}" for number in range(400)))]
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        path.write_text("\n".join(";".join(str(cell) for cell in line) for line in (HEAD, *rows)), "utf-8")
    else:
        workbook = openpyxl.Workbook()
        for line in (HEAD, *rows):
            workbook.active.append(line)  # type: ignore[union-attr]
        workbook.save(path)
    found = examine(engine, path)
    assert ["imp-034" in each for each in codes(found)] == [False, True]
    assert {one.verdict for one in found.rows} == {"new"}
