"""The editor freezes a report, downloads what was frozen and keeps the signed scan beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI
from lxml import html as markup

from catalogue import db
from catalogue.services import rulesets

pytestmark = pytest.mark.usefixtures("papers_once")


def test_a_report_is_frozen_listed_downloaded_and_gets_its_scan(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    assert "Nothing has been frozen yet." in visitor.get("/en/editor/reports").text
    made = visitor.post("/en/editor/reports", data={"period": "2025-Q3", "issuer": "Cục Xuất bản"})
    assert made.status_code == 303, made.text
    place = made.headers["location"]
    page = markup.fromstring(visitor.get(place).text)
    links = page.xpath("//section//a[contains(@href, '/files/')]/@href")
    assert len(links) == 8
    kinds = {visitor.get(link).headers["content-type"].partition(";")[0] for link in links}
    assert len(kinds) == 4
    json_link = next(link for link in links if page.xpath(f"//a[@href='{link}']")[0].text.endswith("vi.json"))
    answer = visitor.get(json_link)
    assert answer.json()["sha256"] in page.text_content()
    assert visitor.get(json_link, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304

    refused = visitor.post(f"{place}/scans", files={"scan": ("ký.exe", b"MZ\x90")})
    assert refused.status_code == 422
    assert visitor.post(f"{place}/scans").status_code == 422
    scanned = visitor.post(f"{place}/scans", files={"scan": ("báo cáo đã ký.pdf", b"%PDF-1.7 signed")})
    assert scanned.status_code == 303
    assert "báo cáo đã ký.pdf" in visitor.get(place).text
    listed = markup.fromstring(visitor.get("/en/editor/reports").text)
    assert len(listed.xpath("//tr[@data-report]")) == 1


def test_every_figure_of_a_frozen_report_leads_to_exactly_its_titles(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    place = visitor.post("/en/editor/reports", data={"period": "2025-Q3"}).headers["location"]
    page = markup.fromstring(visitor.get(place).text)
    [link] = [found for found in page.xpath("//a") if (found.text or "").endswith("en.json")]
    said = visitor.get(link.get("href")).json()
    figures = {
        address: number
        for table in said["tables"]
        for numbers, addresses in zip(table["rows"], table["lists"], strict=True)
        for number, address in zip(numbers, addresses, strict=True)
        if address and isinstance(number, int)
    }
    assert len(figures) > 200
    assert all(address.startswith("http://books.test/editor/reports/") for address in figures)
    for address in list(figures)[::17]:
        listed = visitor.get(address.removeprefix("http://books.test"))
        assert listed.text.count("<tr data-title=") == figures[address], address
    [book] = [found for found in page.xpath("//a") if (found.text or "").endswith("en.xlsx")]
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(book.get("href")).content)).worksheets[0]
    cell = next(row[1] for row in sheet.iter_rows(min_row=8) if row[1].value)
    assert isinstance(cell.value, int)
    assert figures[cell.hyperlink.target] == cell.value


def test_a_period_that_is_not_over_is_refused_with_the_reason(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    answer = signed_in("officer").post("/en/editor/reports", data={"period": "2027"})
    assert answer.status_code == 422
    assert "31 December 2027" in answer.text


def test_rules_side_by_side_name_old_and_new_figures(
    app: FastAPI, filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        rulesets.add(session, {"minority_in_share": True}, date(2026, 1, 1))
    page = markup.fromstring(signed_in("officer").get("/en/editor/rules?as_of=2026-11-23").text)
    [row] = page.xpath("//tbody/tr[td[1]='E-book or foreign-language']") or page.xpath("//tbody/tr[last()]")
    old, new = (int(re.sub(r"\D", "", cell.text)) for cell in row.xpath("td[@class='number']"))
    assert new > old
    assert len(row.xpath(".//li")) == new - old
    assert signed_in("officer").get("/en/editor/rules?old=1&new=7").status_code == 404


def test_a_publishers_member_sees_none_of_it(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    visitor = signed_in("member")
    paths = ("/editor/reports", "/editor/rules", "/editor/reports/x", "/editor/reports/x/files/y")
    assert [visitor.get(path).status_code for path in paths] == [404] * 4
    assert visitor.post("/editor/reports", data={"period": "2025"}).status_code == 404
