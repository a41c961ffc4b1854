"""Every number can be followed to its titles, every title to its acts; people decide over the rule with reasons."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session

from catalogue.services import ledger, programme

LINK = re.compile(r'<a href="(?:/en)?/editor/titles\?([^"]+)"[^>]*>([\d,]+)</a>')


def numbers(visitor: Any) -> dict[str, int]:
    """Every linked number of the programme's page by the query of its list."""
    text = visitor.get("/en/editor?as_of=2026-06-30").text
    return {html.unescape(query): int(number.replace(",", "")) for query, number in LINK.findall(text)}


def test_every_number_has_so_many_rows_in_the_api_and_in_every_export(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    links = numbers(visitor)
    assert len(links) > 60
    assert {q: len(visitor.get(f"/api/v1/programme/titles?{q}").json()["titles"]) for q in links} == links
    some = dict(sorted(links.items(), key=lambda link: link[1])[::6])
    counted = {q: visitor.get(f"/en/editor/titles/list.json?{q}").json() for q in some}
    assert {q: (found["total"], len(found["titles"])) for q, found in counted.items()} == {
        q: (number, number) for q, number in some.items()
    }


def test_the_exports_say_the_same_and_the_act_behind_each_title(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    query = "count=ebook&year=2025&as_of=2026-06-30"
    said = visitor.get(f"/en/editor/titles/list.json?{query}").json()
    lines = list(
        csv.reader(io.StringIO(visitor.get(f"/en/editor/titles/list.csv?{query}").content.decode("utf-8-sig")))
    )
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(f"/en/editor/titles/list.xlsx?{query}").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert said["heading"] == "E-books: 2025"
    assert [line[0] for line in lines[1:]] == [row[0] for row in rows] == [one["id"] for one in said["titles"]]
    for one, row in zip(said["titles"], rows, strict=True):
        assert row[5].date().isoformat() == one["counts_from"]
        assert one["counts_from"].startswith("2025")
        assert one["counted_by"]
        assert one["ebook_by"]
        assert one["sample"] == "sample data"


def test_a_title_says_how_it_counts_and_a_decision_moves_just_its_figures(
    app: FastAPI, filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    before = visitor.get("/api/v1/programme/status").json()
    ebooks = visitor.get("/api/v1/programme/titles?count=ebook").json()["titles"]
    key = next(one for one in visitor.get("/api/v1/programme/titles?count=released&language=vi").json()["titles"]
               if one not in ebooks)  # fmt: skip
    page = markup.fromstring(visitor.get(f"/en/editor/titles/{key}").text)
    assert "Released titles" in page.text_content()

    place = f"/en/editor/titles/{key}/decisions"
    assert visitor.post(place, data={"decision": "form:ebook", "reason": " "}).status_code == 422
    assert visitor.post(place, data={"decision": "form:cake", "reason": "x"}).status_code == 422
    assert visitor.post(place, data={"decision": "form:ebook", "reason": "Giấy phép số 5/GP là của bản điện tử."}
                        ).status_code == 303  # fmt: skip
    after = visitor.get("/api/v1/programme/status").json()
    assert after["released"] == before["released"]
    assert after["counts"]["ebook"] == before["counts"]["ebook"] + 1
    assert after["counts"]["ebook_or_foreign"] == before["counts"]["ebook_or_foreign"] + 1
    assert "Giấy phép số 5/GP" in visitor.get("/en/editor/decisions").text

    assert visitor.post(place, data={"decision": "form:rule", "reason": "Nhầm."}).status_code == 303
    assert visitor.get("/api/v1/programme/status").json() == before
    assert visitor.post(place, data={"decision": "programme:out", "reason": "Không về quyền."}).status_code == 303
    assert visitor.get("/api/v1/programme/status").json()["released"] == before["released"] - 1
    page = visitor.get(f"/en/editor/titles/{key}").text
    assert "does not count" in page
    assert page.count("decided over the rule") == 3


def test_every_counted_title_names_the_act_of_its_day(app: FastAPI, filled: FastAPI) -> None:
    with Session(app.state.site.engine) as session:
        for asked in ({}, {"as_of": date(2025, 6, 30), "known": "then"}):
            seen = programme.view(session, **asked)  # type: ignore[arg-type]
            found = ledger.of(session, seen, list(seen.facts))
            for decision in found.values():
                if not decision.counted:
                    continue
                assert decision.counted_by
                assert decision.counted_by.on == decision.facts.counted_on  # type: ignore[union-attr]
                assert ("ebook" in decision.counts) == (decision.ebook_by is not None)
            assert sum(one.counted for one in found.values()) == seen.numbers["released"]


def test_titles_released_on_paper_wait_in_the_queue_and_are_recognised_together(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    before = visitor.get("/api/v1/programme/status").json()
    page = markup.fromstring(visitor.get("/en/editor/queue").text)
    waiting = before["released"] - before["recognised"]
    assert page.xpath("string(//h2[@id='recognition']/span)") == str(waiting)
    shown = page.xpath("//input[@type='checkbox']/@value")
    assert len(shown) == min(waiting, 50)
    assert visitor.post("/en/editor/queue").status_code == 422
    chosen = {f"title-{place}": key for place, key in enumerate(shown[:3])}
    assert visitor.post("/en/editor/queue", data={**chosen, "title-9": "nobody"}).status_code == 404
    assert visitor.get("/api/v1/programme/status").json()["recognised"] == before["recognised"]
    preview = visitor.post("/en/editor/queue", data={**chosen, "note": "Theo danh mục 2025"})
    assert preview.status_code == 200
    said = f"{before['recognised']} now, {before['recognised'] + 3} afterwards, of {before['released']} released"
    assert said in preview.text
    assert visitor.get("/api/v1/programme/status").json()["recognised"] == before["recognised"]
    form = markup.fromstring(preview.text).xpath("//form[.//input[@name='sure']]")[0]
    typed = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert visitor.post("/en/editor/queue", data=typed).status_code == 303
    assert visitor.get("/api/v1/programme/status").json()["recognised"] == before["recognised"] + 3
    assert visitor.post("/en/editor/queue", data={**chosen, "sure": "yes"}).status_code == 422
    assert "Theo danh mục 2025" in visitor.get(f"/en/editor/titles/{shown[0]}").text


def test_what_was_recognised_together_is_taken_back_together_within_a_day(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    before = visitor.get("/api/v1/programme/status").json()["recognised"]
    page = markup.fromstring(visitor.get("/en/editor/queue").text)
    chosen = {f"title-{n}": key for n, key in enumerate(page.xpath("//input[@type='checkbox']/@value")[:2])}
    visitor.post("/en/editor/queue", data={**chosen, "sure": "yes"})
    form = markup.fromstring(visitor.get("/en/editor/queue").text).xpath("//form[contains(@action, '/undo')]")[0]
    own = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert sorted(own.values()) == sorted(chosen.values())
    assert visitor.post("/en/editor/queue/undo", data=own).status_code == 303
    assert visitor.get("/api/v1/programme/status").json()["recognised"] == before
    assert visitor.post("/en/editor/queue/undo", data=own).status_code == 422
    events = visitor.get(f"/en/editor/titles/{chosen['title-0']}").text
    assert "recognition taken back" in events


def test_one_title_after_another_is_decided_without_losing_the_place(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    page = markup.fromstring(visitor.get("/editor/queue").text)
    [first, second, third] = page.xpath("//section[h2/@id='recognition']//a[@data-row]/@href")[:3]
    visitor.get("/en/editor")  # from here on this visitor reads English
    assert markup.fromstring(visitor.get(second).text).xpath("//nav[@class='turn']/a/@href") == [first, third]
    answer = visitor.post(second, data={"decision": "recognise", "note": "Đã đối chiếu"})
    assert answer.headers["location"] == f"{third}?done=recognised"
    assert "Recognised. Here is the next one." in visitor.get(answer.headers["location"]).text
    assert markup.fromstring(visitor.get(third).text).xpath("//nav[@class='turn']/a[@rel='prev']/@href") == [first]


def test_a_publishers_member_sees_none_of_it(signed_in: Callable[[str], Any]) -> None:
    visitor = signed_in("member")
    paths = ("/editor/titles/x", "/editor/titles/list.json?count=released", "/editor/decisions")
    assert [visitor.get(path).status_code for path in paths] == [404] * 3
    assert visitor.post("/editor/titles/x/decisions", data={"decision": "form:ebook", "reason": "x"}).status_code == 404
