"""The editor imagines titles to come; the address is the scenario, nothing is written, and views are kept by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session

from catalogue import db
from catalogue.services import audit, programme


def answer(visitor: Any, query: str) -> tuple[str, str]:
    page = markup.fromstring(visitor.get(f"/en/editor/what-if?as_of=2026-11-23&{query}").text)
    [section] = page.xpath("//section[@data-answer]")
    return section.get("data-answer"), " ".join(section.text_content().split())


def test_a_scenario_is_answered_and_writes_nothing(
    app: FastAPI, filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    with Session(app.state.site.engine) as session:
        before, now = audit.length(session), programme.report(session, as_of=date(2026, 11, 23))
    released, inside = now["released"], now["counts"]["ebook_or_foreign"]
    kind, text = answer(visitor, "plain=10&ebook=5&foreign=3&both=2")
    assert kind == "possible"
    assert f"With 20 imagined titles: {released + 20} of 1,000" in text
    least, most = 150 - inside - 10, 200 - inside - 10
    assert f"Of the {1000 - released - 20} titles still to come then, {least} to {most} have to be" in text
    small = visitor.get("/en/editor/what-if?as_of=2026-11-23&total=5")
    assert (small.status_code, "released already" in small.text) == (422, True)
    assert answer(visitor, "both=300")[0] == "too_many"
    assert answer(visitor, f"plain={1000 - released}")[0] == "too_few"
    with Session(app.state.site.engine) as session:
        assert audit.length(session) == before


def test_the_suggested_plan_adds_up_to_what_is_still_to_come(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    page = markup.fromstring(signed_in("officer").get("/en/editor/what-if?as_of=2026-11-23&ebook=7").text)
    rows = [[int(cell.text) for cell in row.xpath("td")] for row in page.xpath("//table[@id='plan-table']/tbody/tr")]
    remaining = int(page.xpath("string(//section[@data-answer])").split("Of the ")[1].split()[0])
    assert sum(row[0] for row in rows) == remaining
    assert all(0 <= inside <= titles for titles, inside in rows)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("low=30&high=20", "The lower end of the band lies above the upper end."),
        ("deadline=2020-01-01", "cannot end before"),
        ("deadline=2099-01-01", "cannot end more than"),
        ("deadline=soon", "year-month-day"),
        ("plain=-1", "whole number"),
        ("ebook=1e9", "whole number"),
        ("low=abc", "a share from 0 to 100"),
        ("high=101", "a share from 0 to 100"),
    ],
)
def test_what_contradicts_itself_is_told_beside_its_field(
    app: FastAPI, signed_in: Callable[[str], Any], query: str, said: str
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    found = signed_in("officer").get(f"/en/editor/what-if?as_of=2026-11-23&{query}")
    assert found.status_code == 422
    assert said in found.text


def test_a_view_is_kept_under_a_name_for_everybody_and_removed_by_its_owner(
    app: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor, path = signed_in("officer"), "/editor/what-if?plain=10&total=900"
    assert visitor.post("/en/editor/views", data={"name": "Ít hơn", "path": path}).status_code == 303
    page = markup.fromstring(visitor.get("/en/editor/views").text)
    assert page.xpath("//tr[@data-view]//a/@href") == [f"/en{path}"] or page.xpath("//tr[@data-view]//a/@href") == [
        path
    ]
    for wrong in ("https://evil.example", "/editor/../publisher", "//evil.example", "/editors", "javascript:alert(1)"):
        assert visitor.post("/en/editor/views", data={"name": "x", "path": wrong}).status_code == 422
    assert visitor.post("/en/editor/views", data={"name": " ", "path": path}).status_code == 422
    [key] = page.xpath("//tr[@data-view]/@data-view")
    assert signed_in("member").post(f"/editor/views/{key}/removal").status_code == 404
    assert visitor.post(f"/editor/views/{key}/removal").status_code == 303
    assert "Nothing has been saved yet" in visitor.get("/en/editor/views").text
