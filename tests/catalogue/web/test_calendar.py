"""The officer sets closing days, enters what came in, and sees who and what is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import time_machine
from fastapi import FastAPI
from lxml import html as markup


@time_machine.travel(datetime(2026, 11, 23, 3, tzinfo=UTC), tick=False)
def test_a_report_is_entered_late_and_taken_back(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    officer = signed_in("officer")
    assert "not set" in officer.get("/en/editor/calendar").text
    wrong = officer.post("/en/editor/calendar", data={"quarter": "many"})
    assert wrong.status_code == 422
    assert officer.post("/editor/calendar", data={"month": "", "quarter": "10", "year": "15"}).status_code == 303
    page = markup.fromstring(officer.get("/en/editor/calendar").text)
    assert page.xpath("//tr/@data-period")[0] == "2026-Q3"
    period = markup.fromstring(officer.get("/en/editor/calendar/2026-Q3").text)
    body = period.xpath("//tr/@data-body")[0]
    assert "missing for 44 days" in period.text_content()
    given = {"body": body, "received_on": "2026-10-12", "number": "7/BC"}
    assert officer.post("/editor/calendar/2026-Q3", data=given).status_code == 303
    after = officer.get("/en/editor/calendar/2026-Q3").text
    assert "2 days late" in after
    assert "7/BC" in after
    early = officer.post("/en/editor/calendar/2026-Q3", data={**given, "received_on": "2026-09-01"})
    assert early.status_code == 422
    assert officer.post("/editor/calendar/2026-Q3", data={"body": body, "withdraw": "yes"}).status_code == 303
    assert "2 days late" not in officer.get("/en/editor/calendar/2026-Q3").text


def test_a_period_that_is_not_over_has_no_page(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    officer = signed_in("officer")
    assert officer.get("/editor/calendar/2027-Q1").status_code == 404
    assert officer.get("/editor/calendar?programme=unknown").status_code == 404
    assert signed_in("member").get("/editor/calendar").status_code == 404
