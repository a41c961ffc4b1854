"""The programme's page: each number on it leads to exactly so many titles, on any day, as known now or then."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html as markup

from catalogue import db
from catalogue.services import demonstration, programme

LINK = re.compile(r'<a href="(?:/vi)?(/editor/titles\?[^"]+)"[^>]*>([\d.]+)</a>')


@pytest.mark.parametrize("asked", ["as_of=2026-06-30", "as_of=2024-06-30&known=then"])
def test_every_number_is_a_link_to_so_many_rows(filled: FastAPI, signed_in: Callable[[str], Any], asked: str) -> None:
    visitor = signed_in("officer")
    page = visitor.get(f"/vi/editor?{asked}")
    assert page.status_code == 200
    links = {html.unescape(path): int(number.replace(".", "")) for path, number in LINK.findall(page.text)}
    assert len(links) > 60
    assert all("as_of=" in path for path in links)
    listed = {path: visitor.get(path).text.count("<tr data-title=") for path in list(links)[::3]}
    assert listed == {path: links[path] for path in listed}


def test_the_chart_has_a_table_beneath_and_a_name_that_says_it_all(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    page = markup.fromstring(signed_in("officer").get("/vi/editor?as_of=2026-11-23").text)
    chart = page.xpath("//svg[@aria-labelledby='burn-title']")[0]
    said = chart.xpath("string(title)")
    assert "587" in said
    assert page.xpath("//table[@id='burn-table']/tbody/tr/td[1]/text()") == [
        "31/12/2023", "31/12/2024", "31/12/2025", "23/11/2026", "31/12/2026", "31/12/2027", "31/12/2028",
    ]  # fmt: skip
    assert len(chart.xpath("polygon")) == 1


def test_without_enough_data_there_is_a_reason_and_no_line(app: FastAPI, signed_in: Callable[[str], Any]) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
    page = markup.fromstring(signed_in("officer").get("/en/editor").text)
    assert page.xpath("//svg[@aria-labelledby='burn-title']/polygon") == []
    assert "not enough data" in page.text_content()


def test_a_publishers_member_does_not_see_the_programmes_pages(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("member")
    assert [visitor.get(path).status_code for path in ("/editor", "/editor/titles?count=released")] == [404, 404]


def test_a_wrong_filter_is_refused(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    visitor = signed_in("officer")
    wrong = ("count=all", "count=released&part=x", "count=released&year=abc", "count=released&known=later")
    assert [visitor.get(f"/api/v1/programme/titles?{query}").status_code for query in wrong] == [422] * 4


def test_a_list_is_narrowed_down_by_what_its_titles_have_and_never_says_another_number(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    page = markup.fromstring(visitor.get("/en/editor/titles?count=ebook&as_of=2026-06-30").text)
    names = page.xpath("//details[@class='narrow-down']//select/@name")
    assert {"year", "publisher", "language", "month", "body", "convention", "audience"} <= set(names)
    for name in names:
        for option in page.xpath(f"//select[@name='{name}']/option")[1:3]:
            said = int(re.sub(r"\D", "", option.text.rpartition("(")[2]))
            query = {"count": "ebook", "as_of": "2026-06-30", name: option.get("value")}
            assert visitor.get("/en/editor/titles", params=query).text.count("<tr data-title=") == said, query
    both = visitor.get("/en/editor/titles?count=ebook&as_of=2026-06-30&year=2025&language=vi")
    assert 'value="2025" selected' in both.text
    assert "Show all again" in both.text


def test_every_page_of_the_instrument_says_that_titles_are_made_up_while_any_is(
    app: FastAPI, filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    pages = ("", "/breakdown", "/queue", "/what-if", "/imports", "/calendar", "/reports", "/decisions", "/views",
             "/programmes", "/organisations", "/terms", "/rules", "/titles?count=released")  # fmt: skip
    assert ['data-samples="1000"' in visitor.get(f"/en/editor{page}").text for page in pages] == [True] * len(pages)
    with db.session_scope(app.state.site.engine) as session:
        demonstration.remove(session)
    assert ["data-samples" in visitor.get(f"/en/editor{page}").text for page in pages] == [False] * len(pages)
