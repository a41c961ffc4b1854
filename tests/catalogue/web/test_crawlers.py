"""Search engines find every title that readers can have, in each language, and nothing that is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import epub, shelve
from fastapi import FastAPI
from lxml import etree
from support import People

from catalogue import db
from catalogue.exchange import sitemap
from catalogue.models.titles import Edition
from catalogue.services import releases
from catalogue.web.routes import crawlers

ORIGIN = "http://books.test"
SPACE = {"s": sitemap.NAMESPACE, "x": sitemap.XHTML}


@pytest.fixture
def shelf(app: FastAPI, staff: People, tmp_path: Path) -> list[str]:
    """The paths of five titles, of which the last was taken back."""
    site, data = app.state.site, epub({"one": "<h1>Một</h1>"})
    paths = [
        shelve(site.engine, site.store, staff.house, data, tmp_path, title=f"Đường & lối {number}", language="vi")
        for number in range(5)
    ]
    with db.session_scope(site.engine) as session:
        gone = session.get_one(Edition, paths[-1].rpartition("/")[2].partition("-")[0])
        releases.take_back(session, gone, "Sai bản quyền")
    return paths


def found(web: Any, path: str) -> Any:
    answer = web.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    return etree.fromstring(answer.content)


def test_every_title_on_the_shelf_is_in_one_sitemap_with_its_languages(
    web: Any, shelf: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawlers, "MOST", 3)
    robots = web.get("/robots.txt").text
    assert "Disallow: /publisher\n" in robots
    assert robots.endswith(f"Sitemap: {ORIGIN}/sitemap.xml\n")
    maps = [one.text.removeprefix(ORIGIN) for one in found(web, "/sitemap.xml").iterfind(".//s:loc", SPACE)]
    assert len(maps) == 2
    pages = [one for path in maps for one in found(web, path).iterfind("s:url", SPACE)]
    addresses = [one.findtext("s:loc", namespaces=SPACE) for one in pages]
    assert sorted(addresses) == sorted(ORIGIN + path for path in ("/", "/browse", *shelf[:-1]))
    for page in pages:
        there = {one.get("hreflang"): one.get("href") for one in page.iterfind("x:link", SPACE)}
        assert there["vi"] == page.findtext("s:loc", namespaces=SPACE)
        assert web.get(there["en"].removeprefix(ORIGIN)).status_code == 200


def test_an_empty_shelf_has_its_standing_pages(web: Any) -> None:
    assert len(found(web, "/sitemap-1.xml")) == 2


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "99999999999999999999"])
def test_there_is_no_other_sitemap(web: Any, number: str) -> None:
    assert web.get(f"/sitemap-{number}.xml").status_code == 404
