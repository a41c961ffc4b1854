"""The editor sends sheets in, sees what every row would become, brings them in and takes them out again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session
from stdnum import ean

from catalogue import db
from catalogue.services import programme

HEAD = "Tên sách;Nhà xuất bản;Ngôn ngữ;Mã ISBN;Ngày nộp lưu chiểu;Ngày in xong"
VERDICTS = ("new", "error", "duplicate")
ROWS = (
    "Quyền trẻ em;NXB Trẻ;tiếng Việt;9786040000019;20/03/2025;1",
    "Quyền phụ nữ;NXB Trẻ;tiếng Anh;;quý II/2025;2",
    ";NXB Trẻ;tiếng Việt;;2025;3",
    "Quyền trẻ em;NXB Trẻ;tiếng Việt;;2025;4",
)


def sent(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode("utf-8-sig")


def released(app: FastAPI) -> int:
    with Session(app.state.site.engine) as session:
        return int(programme.report(session)["released"])


def test_sheets_are_looked_at_brought_in_and_taken_out_again(app: FastAPI, signed_in: Callable[[str], Any]) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    visitor = signed_in("officer")
    book, content = openpyxl.Workbook(), io.BytesIO()
    for line in (HEAD, *ROWS):
        book.active.append(line.split(";"))
    book.save(content)
    made = visitor.post("/en/editor/imports", files={"sheet": ("danh mục.xlsx", content.getvalue())})
    assert made.status_code == 303, made.text
    place = made.headers["location"]
    page = markup.fromstring(visitor.get(place).text)
    told = [
        (row.get("data-row"), row.xpath("string(td[3])").strip()) for row in page.xpath("//tr[@data-row]")
    ]  # fmt: skip
    assert told == [("2", "new"), ("3", "new"), ("4", "error"), ("5", "there already?")]
    assert released(app) == 0
    assert [row.get("data-row") for row in markup.fromstring(visitor.get(f"{place}?show=error").text).xpath(
        "//tr[@data-row]")] == ["4"]  # fmt: skip

    held = visitor.post(place)
    assert held.status_code == 422
    assert "1 row has errors" in held.text
    assert visitor.post(place, data={"skip_broken": "yes"}).status_code == 303
    assert released(app) == 2
    assert visitor.post(place, data={"skip_broken": "yes"}).status_code == 409
    assert "Brought in" in visitor.get(place).text
    assert visitor.post(f"{place}/undo").status_code == 303
    assert released(app) == 0
    assert "taken out again" in visitor.get("/en/editor/imports").text


def test_a_column_that_says_nothing_to_us_is_told_by_the_editor(app: FastAPI, signed_in: Callable[[str], Any]) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    visitor = signed_in("officer")
    row = "Quyền trẻ em;NXB Trẻ;tiếng Việt;9786040000019;20/03/2025;21/03/2025"
    place = visitor.post("/en/editor/imports", files={"sheet": ("a.csv", sent(row))}).headers["location"]
    page = markup.fromstring(visitor.get(place).text)
    assert [label.text for label in page.xpath("//label[starts-with(@for, 'column-')]")] == ["Ngày in xong"]
    assert visitor.post(f"{place}/columns", data={"column-0": "release_date"}).status_code == 303
    page = markup.fromstring(visitor.get(place).text)
    assert page.xpath("//label[starts-with(@for, 'column-')]") == []
    assert page.xpath("//td[text()='Ngày in xong']/following-sibling::td/text()") == ["Day of the release"]


def test_what_changed_meanwhile_is_shown_before_anything_comes_in(
    app: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    visitor = signed_in("officer")
    places = [
        visitor.post("/en/editor/imports", files={"sheet": (name, sent(ROWS[0]))}).headers["location"]
        for name in ("a.csv", "b.csv")
    ]
    assert visitor.post(places[0]).status_code == 303
    again = visitor.post(places[1])
    assert again.status_code == 422
    assert "something has changed" in again.text
    assert visitor.post(places[1]).status_code == 422
    assert released(app) == 1


def test_what_is_no_sheet_is_refused_beside_its_field(signed_in: Callable[[str], Any]) -> None:
    visitor = signed_in("officer")
    wrong = visitor.post("/en/editor/imports", files={"sheet": ("a.xlsx", b"PK\x03\x04 and nothing")})
    assert wrong.status_code == 422
    assert "is not an Excel workbook" in wrong.text
    assert visitor.post("/en/editor/imports", files={"other": ("a.csv", b"x")}).status_code == 422


def workbook(*rows: str) -> bytes:
    """The same rows as a workbook."""
    book, content = openpyxl.Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for line in (HEAD, *rows):
        page.append(line.split(";"))
    book.save(content)
    return content.getvalue()


def isbn(number: int) -> str:
    digits = f"978604{number:06d}"
    return digits + str(ean.calc_check_digit(digits))


@pytest.mark.slow
def test_a_workbook_of_5000_rows_of_which_300_are_broken_is_told_row_by_row_and_comes_in_whole_or_not_at_all(
    app: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    visitor = signed_in("officer")
    rows, broken, again, formulas = [], [], [], []
    for number in range(2, 5002):
        title, code, day = f"Sách số {number}", isbn(number), "15/01/2025"
        if number % 50 in (7, 21, 35):
            fault = number % 3
            title, code, day = [
                ("", code, day), (title, code[:-1] + str((int(code[-1]) + 1) % 10), day), (title, code, "32/01/2025")
            ][fault]  # fmt: skip
            broken.append(number)
        elif number % 1000 == 500:
            code = isbn(number - 1)
            again.append(number)
        elif number % 1000 == 600:
            day = "=A1&B1"
            formulas.append(number)
        rows.append(f"{title};NXB Trẻ;tiếng Việt;{code};{day};")
    assert (len(broken), len(again), len(formulas)) == (300, 5, 5)
    place = visitor.post("/en/editor/imports", files={"sheet": ("lớn.xlsx", workbook(*rows))}).headers["location"]
    with io.StringIO(visitor.get(f"{place}/report.csv").text.removeprefix("\ufeff")) as text:
        lines = list(csv.DictReader(text))
    told = {verdict: {int(line["row"]) for line in lines if line["verdict"] == verdict} for verdict in VERDICTS}
    assert told == {"error": {*broken, *formulas}, "duplicate": set(again), "new": {*range(2, 5002)} - {
        *broken, *again, *formulas}}  # fmt: skip
    assert visitor.post(place).status_code == 422
    assert released(app) == 0, "not before somebody says that the broken ones are to stay out"
    assert visitor.post(place, data={"skip_broken": "yes"}).status_code == 303
    assert released(app) == 4690


def test_a_double_in_another_workbook_of_the_same_delivery_is_left_out_with_its_place(
    app: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    visitor = signed_in("officer")
    row = "{};NXB Trẻ;tiếng Việt;9786040000019;20/03/2025;"
    files = [("sheet", (f"{name}.xlsx", workbook(row.format(name)))) for name in ("Một", "Hai")]
    place = visitor.post("/en/editor/imports", files=files).headers["location"]
    assert "Has the ISBN 9786040000019 of row 2 (Một.xlsx)." in visitor.get(place).text
    assert visitor.post(place).status_code == 303
    assert released(app) == 1


def test_a_workbook_above_50_mb_is_refused_beside_its_field_and_nothing_is_kept(
    app: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    page = markup.fromstring(visitor.get("/en/editor/imports").text)
    [field] = page.xpath("//input[@name='sheet']")
    assert int(field.get("data-most")) == 50 << 20
    assert "larger than 50\xa0MB" in field.get("data-large")
    wrong = visitor.post("/en/editor/imports", files={"sheet": ("ảnh.xlsx", workbook(ROWS[0]) + bytes(51 << 20))})
    assert wrong.status_code == 422
    assert "The file is larger than 50 MB" in wrong.text
    assert markup.fromstring(wrong.text).xpath("//tr[@data-delivery]") == []


def test_the_template_and_the_report_of_rows_are_files(
    app: FastAPI, signed_in: Callable[[str], Any], tmp_path: Path
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    visitor = signed_in("officer")
    assert visitor.get("/editor/imports/template.xlsx").content[:2] == b"PK"
    hostile = "=cmd|' /C calc'!A0;NXB Trẻ;tiếng Việt;1;2025;x"
    place = visitor.post("/en/editor/imports", files={"sheet": ("a.csv", sent(hostile))}).headers["location"]
    lines = visitor.get(f"{place}/report.csv").text.splitlines()
    assert "'=cmd" in lines[1]


def test_a_publishers_member_sees_none_of_it(signed_in: Callable[[str], Any]) -> None:
    visitor = signed_in("member")
    paths = ("/editor/imports", "/editor/imports/template.xlsx", "/editor/imports/x", "/editor/imports/x/report.csv")
    assert [visitor.get(path).status_code for path in paths] == [404] * 4
    posts = ("/editor/imports", "/editor/imports/x", "/editor/imports/x/undo", "/editor/imports/x/columns")
    assert [visitor.post(path).status_code for path in posts] == [404] * 4
