"""Help leads from where it is needed to the chapter of the guide that stands on the shelf."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from books import epub, shelve
from fastapi import FastAPI
from support import People

from catalogue import db
from catalogue.services import titles
from catalogue.web.routes.guide import CHAPTERS

GUIDE = Path(__file__).resolve().parents[3] / "manuscripts" / "guide"


@pytest.fixture
def guide(app: FastAPI, staff: People, tmp_path: Path) -> str:
    """A sample book on the shelf whose documents are called as those of the guide."""
    site = app.state.site
    book = epub({f"c{n:03}-chuong": f"<h1>Chương {n}</h1>" for n in range(1, 12)})
    path = shelve(site.engine, site.store, staff.house, book, tmp_path, title="Nghìn Sách")
    with db.session_scope(site.engine) as session:
        edition = titles.get(session, path.split("/")[2].split("-")[0])
        edition.is_sample, edition.batch_id = True, ""
    return path


def test_each_topic_leads_to_its_chapter(web: Any, guide: str) -> None:
    led = {topic: web.get(f"/help/{topic}").headers["location"] for topic in CHAPTERS}
    assert led == {topic: f"{guide}/read/{name}-chuong" for topic, name in CHAPTERS.items()}
    assert web.get("/help").headers["location"] == f"{guide}/read"
    assert web.get("/help/else").status_code == 404


def test_the_topics_are_those_of_the_guides_chapters() -> None:
    """The book begins with the foreword, so the n-th file of the guide is its document n + 1."""
    for language in ("vi", "en"):
        files = sorted((GUIDE / language).glob("*.md"))
        assert {name: (files[int(name[1:]) - 1]).name[:2] for name in CHAPTERS.values()} == {
            name: f"{int(name[1:]) - 1:02}" for name in CHAPTERS.values()
        }


def test_without_the_guide_the_page_says_how_to_get_it(web: Any) -> None:
    for path in ("/en/help", "/en/help/upload"):
        page = web.get(path)
        assert page.status_code == 404
        assert "it is not on this shelf yet" in page.text


def test_pages_lead_to_help_where_it_is_needed(web: Any, app: FastAPI) -> None:
    templates = Path(app.state.site.templates.loader.searchpath[0])  # type: ignore[union-attr]
    pages = [page.read_text("utf-8") for page in templates.rglob("*.html")]
    asked = {topic for page in pages for topic in re.findall(r'marks\.help\("(\w+)"', page)}
    assert asked <= set(CHAPTERS)
    assert len(asked) >= 6
    assert 'href="/en/help"' in web.get("/en/").text
