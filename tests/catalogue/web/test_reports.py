"""The editor freezes a report, downloads what was frozen and keeps the signed scan beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session

from catalogue import db
from catalogue.rules.tally import Where
from catalogue.services import programme, rulesets

pytestmark = pytest.mark.usefixtures("papers_once")


def test_a_report_is_frozen_listed_downloaded_and_gets_its_scan(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    assert "Nothing has been frozen yet." in visitor.get("/en/editor/reports").text
    made = visitor.post(
        "/en/editor/reports",
        data={
            "period": "2025-Q3",
            "issuer": "Cục Xuất bản",
            "above": "Bộ Văn hóa, Thể thao và Du lịch",
            "number": "7/BC-CXB",
            "place": "Hà Nội",
            "signer": "Trần Văn Minh",
            "recipients": "Bộ trưởng;\nCác Thứ trưởng;",
        },
    )
    assert made.status_code == 303, made.text
    place = made.headers["location"]
    page = markup.fromstring(visitor.get(place).text)
    links = page.xpath("//section//a[contains(@href, '/files/')]/@href")
    assert len(links) == 8
    kinds = {visitor.get(link).headers["content-type"].partition(";")[0] for link in links}
    assert len(kinds) == 4
    json_link = next(link for link in links if page.xpath(f"//a[@href='{link}']")[0].text.endswith("vi.json"))
    [word] = [link for link in links if page.xpath(f"//a[@href='{link}']")[0].text.endswith("vi.docx")]
    paper = docx.Document(io.BytesIO(visitor.get(word).content))
    head = " ".join(cell.text for table in paper.tables[:1] for row in table.rows for cell in row.cells)
    foot = " ".join(cell.text for table in paper.tables[-1:] for row in table.rows for cell in row.cells)
    for said in ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "CỤC XUẤT BẢN", "Số: 7/BC-CXB", "Hà Nội, ngày"):
        assert said in head
    for said in ("Bộ trưởng;", "Các Thứ trưởng;", "Lưu: VT.", "Trần Văn Minh"):
        assert said in foot
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
    [row] = page.xpath("//tbody/tr[td[1]='E-books or foreign-language titles']")
    old, new = (int(re.sub(r"\D", "", cell.text_content())) for cell in row.xpath("td[@class='number']"))
    assert new > old
    assert len(row.xpath(".//li")) == new - old
    visitor, shown = signed_in("officer"), page.xpath("//tbody/tr/td[@class='number']/a")
    assert len(shown) > 10
    for link in shown:
        listed = visitor.get(link.get("href")).text
        assert listed.count("<tr data-title=") == int(re.sub(r"\D", "", link.text)), link.get("href")
    changed = page.xpath("//table[@id='said']//tr[@class='changed']/td/text()")
    assert changed[:2] == ["Minority languages in the share", "do not belong to it"]
    assert signed_in("officer").get("/en/editor/rules?old=1&new=7").status_code == 404


def test_an_administrator_enters_the_next_version_and_mistakes_leave_nothing(
    app: FastAPI, filled: FastAPI, signed_in: Callable[[str], Any], boss: Any
) -> None:
    said = {"national": "vi", "minority": "km tyz", "reprints": "none", "cap": "yes", "valid_from": "2026-01-01"}
    assert signed_in("officer").post("/editor/rules", data=said).status_code == 404
    assert boss.post("/en/editor/rules", data={**said, "valid_from": "2031-01-01"}).status_code == 422
    assert boss.post("/en/editor/rules", data={**said, "minority": "vi km"}).status_code == 422
    assert boss.post("/en/editor/rules", data={**said, "reprints": "often"}).status_code == 422
    with Session(app.state.site.engine) as session:
        assert [one.version for one in rulesets.versions(session)] == [1]
    made = boss.post("/en/editor/rules", data=said)
    assert made.headers["location"].endswith("/editor/rules?old=1&new=2")
    page = boss.get(made.headers["location"]).text
    assert "is a limit: more is an alarm" in page
    with Session(app.state.site.engine) as session:
        seen = programme.view(session)
        assert (seen.plan.rules.version, seen.plan.rules.reprints, seen.plan.rules.cap) == (2, "none", True)
        assert seen.size(Where("excluded", why="reprint")) > 0


def test_rules_of_a_later_day_are_not_in_force_yet(app: FastAPI, filled: FastAPI) -> None:
    with db.session_scope(app.state.site.engine) as session:
        rulesets.add(session, {"minority_in_share": True}, date(2028, 1, 1))
    with Session(app.state.site.engine) as session:
        assert programme.view(session).plan.rules.version == 1


def test_a_publishers_member_sees_none_of_it(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    visitor = signed_in("member")
    paths = ("/editor/reports", "/editor/rules", "/editor/reports/x", "/editor/reports/x/files/y")
    assert [visitor.get(path).status_code for path in paths] == [404] * 4
    assert visitor.post("/editor/reports", data={"period": "2025"}).status_code == 404
