"""A title's form filled from a row of the house's own sheet, with everything said that was not taken."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session, select
from support import People

from catalogue.models.titles import Edition

HEAD = ("STT", "Tên sách", "Tác giả", "Dịch giả", "Ngôn ngữ", "Dịch từ tiếng", "ISBN điện tử", "Nhà xuất bản",
        "Số quyết định xuất bản", "Ngày quyết định xuất bản", "Chủ đề", "Ngày phát hành", "Màu bìa")  # fmt: skip
ROWS = (
    (1, "Quyền của trẻ em", "Lê Thị Hoa; Trần Văn An", "", "tiếng Việt", "", "978-604-0-00001-9", "NXB Tự do",
     "12/QĐ-TD", date(2026, 2, 3), "Quyền trẻ em; Giáo dục", date(2026, 3, 1), "đỏ"),
    (2, "Đời sống của luật", "John Smith", "Phạm Bình", "tiếng Việt", "tiếng Anh", "9786040000", "NXB Tự do",
     "13/QĐ-TD", "quý I/2026", "Luật", None, ""),
)  # fmt: skip


def book(*rows: tuple[Any, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Năm 2026"
    sheet.append(["KẾ HOẠCH XUẤT BẢN"])
    for row in (HEAD, *rows):
        sheet.append(list(row))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.fixture
def member(signed_in: Callable[[str], Any], staff: People) -> Any:
    return signed_in("member")


def values(page: str) -> dict[str, str]:
    """What stands in the form's fields."""
    tree = markup.fromstring(page)
    form = tree.get_element_by_id("entering")
    return {name: value for name, value in form.form_values() if value}


def look(member: Any, content: bytes, **typed: str) -> Any:
    return member.post("/en/publisher/sheet", data=typed, files={"sheet": ("kế hoạch.xlsx", content)})


def test_the_chosen_row_fills_the_form_and_what_was_not_taken_is_said(member: Any, app: FastAPI) -> None:
    page = look(member, book(*ROWS)).text
    assert "Columns that say nothing to us and are not used: Màu bìa." in page
    kept = [html.unescape(value) for value in re.findall(r'name="row" value="([^"]*)"', page)]
    assert len(kept) == 2
    first = member.post("/en/publisher/sheet/row", data={"into": "upload", "row": kept[0]}).text
    assert values(first) | {"form_key": "", "house": ""} == {
        "form_key": "", "house": "", "title": "Quyền của trẻ em", "authors": "Lê Thị Hoa\nTrần Văn An",
        "language": "vi", "isbn_epub": "9786040000019", "decision_number": "12/QĐ-TD", "decision_date": "2026-02-03",
        "subjects": "Quyền trẻ em; Giáo dục",
    }  # fmt: skip
    assert "Filled from row 3 of the sheet “Năm 2026”." in first
    assert "Not asked for in this form: Day of the release (2026-03-01)." in " ".join(first.split())
    second = member.post("/en/publisher/sheet/row", data={"into": "upload", "row": kept[1]}).text
    assert values(second)["original_language"] == "en"
    assert values(second)["translators"] == "Phạm Bình"
    assert {"isbn_epub", "decision_date"} & values(second).keys() == set()  # neither is what it should be
    for said in ("“9786040000” is not a valid ISBN", "“quý I/2026” names no single day"):
        assert said in second
    with Session(app.state.site.engine) as session:
        assert session.exec(select(Edition)).all() == []  # nothing is kept until the form is sent


def test_a_sheet_of_one_title_or_words_that_one_row_has_fill_the_form_at_once(member: Any) -> None:
    one = look(member, book(ROWS[0]), into="register").text
    assert values(one)["title"] == "Quyền của trẻ em"
    assert "<h1>Register a finished book</h1>" in one
    assert values(look(member, book(*ROWS), words="doi song luat").text)["title"] == "Đời sống của luật"
    assert values(look(member, book(*ROWS), words="9786040000019").text)["title"] == "Quyền của trẻ em"
    nothing = look(member, book(*ROWS), words="hoà bình")
    assert nothing.status_code == 422
    assert "No row of the sheet has these words." in nothing.text


def test_another_houses_row_and_what_is_no_sheet_are_said(member: Any, staff: People) -> None:
    other = (*ROWS[0][:7], "Nhà xuất bản Xa Lạ", *ROWS[0][8:])
    assert "The sheet names the publisher “Nhà xuất bản Xa Lạ”" in look(member, book(other)).text
    refused = member.post("/en/publisher/sheet", files={"sheet": ("sách.xlsx", b"PK\x03\x04 no sheet")})
    assert refused.status_code == 422
    assert "is not an Excel workbook" in refused.text
    assert look(member, book()).status_code == 422  # headings and no title
    for forged in ("", "[]", '{"number": 1}', '{"number": 1, "sheet": "", "cells": {"title": 5}}'):
        assert member.post("/publisher/sheet/row", data={"into": "upload", "row": forged}).status_code == 400
    assert member.get("/publisher/sheet/row").headers["location"] == "/publisher/sheet"
