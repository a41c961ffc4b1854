"""The shelf's search as a reader meets it: hits in texts, narrowing, near matches, browsing, other languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import epub, shelve
from fastapi import FastAPI
from support import People

from catalogue.jobs import texts

TEXT = (
    "<h1>Một</h1><p>Mở đầu.</p>",
    "<h1>Hai</h1><p>Người cao tuổi được <b>chăm sóc</b> sức khỏe &lt;i&gt; chu đáo.</p>",
)


@pytest.fixture
def shelf(app: FastAPI, staff: People, tmp_path: Path) -> Callable[..., str]:
    """Put a book on the shelf, as if a worker had read its text since; its address."""
    site = app.state.site

    def put(**about: Any) -> str:
        data = epub({"one": TEXT[0], "two": TEXT[1]}, title=about.get("title", "Sách thử"))
        path = shelve(site.engine, site.store, staff.house, data, tmp_path, **about)
        from catalogue import db
        from catalogue.models.titles import Edition
        from catalogue.services import indexing

        with db.session_scope(site.engine) as session:
            edition = session.get_one(Edition, path.removeprefix("/titles/").partition("-")[0])
            indexing.refresh(session, [edition.id])
        assert texts.fill(site.engine, site.store, tmp_path / "texts") == 1
        return path

    return put


def test_words_of_a_book_lead_to_the_chapter_that_has_them_and_are_marked_there(
    web: Any, shelf: Callable[..., str]
) -> None:
    book = shelf(title="Sổ tay")
    page = web.get("/", params={"q": "cham soc suc khoe"}).text
    assert "<mark>chăm sóc sức khỏe</mark> &lt;i&gt; chu đáo." in page
    [address] = re.findall(rf'href="({book}/read/two\?[^"]+)"', page)
    chapter = web.get(address.replace("&amp;", "&"))
    assert chapter.status_code == 200
    assert '<mark id="hit-1">' in chapter.text


def test_a_list_says_what_it_is_narrowed_to_and_how_to_widen_it(web: Any, shelf: Callable[..., str]) -> None:
    shelf(title="Luật pháp", subjects=("Pháp luật",))
    shelf(title="Văn học", subjects=("Thơ",))
    page = web.get("/", params={"subject": "Thơ"}).text
    assert re.findall(r'<li class="book">.*?<h2[^>]*><a[^>]*>([^<]+)', page, re.DOTALL) == ["Văn học"]
    assert '<ul class="chips"' in page
    assert "Không có đầu sách nào đủ các điều kiện này." in web.get("/", params={"language": "fr"}).text
    everything = web.get("/browse").text
    assert re.findall(r'href="(/\?subject=[^"]+)"', everything) == [
        "/?subject=Ph%C3%A1p+lu%E1%BA%ADt", "/?subject=Th%C6%A1",
    ]  # fmt: skip


def test_who_finds_nothing_is_shown_what_is_near(web: Any, shelf: Callable[..., str]) -> None:
    shelf(title="Hiến pháp")
    page = web.get("/", params={"q": "hien phpa"}).text
    assert '<a href="/?q=hien+phap">hien phap</a>' in page


def test_a_begun_language_is_offered_and_arabic_begins_from_the_right(web: Any) -> None:
    page = web.get("/ar/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert set(re.findall(r'rel="alternate" hreflang="([^"]+)"', page)) == {
        "vi", "en", "fr", "es", "ru", "zh-Hans", "lo", "km", "ar", "x-default",
    }  # fmt: skip
    assert '<html lang="zh-Hans" dir="ltr">' in web.get("/zh-Hans/login").text


def test_the_shelf_is_browsed_by_audience_under_its_name(web: Any, app: FastAPI, shelf: Callable[..., str]) -> None:
    from catalogue import db
    from catalogue.services import terms, titles

    book = shelf(title="Quyền trẻ em")
    shelf(title="Văn học")
    with db.session_scope(app.state.site.engine) as session:
        edition = titles.get(session, book.removeprefix("/titles/").partition("-")[0])
        terms.classify(session, edition, "audience", ["children"])
    page = web.get("/vi/", params={"audience": "children"}).text
    assert re.findall(r'<li class="book">.*?<h2[^>]*><a[^>]*>([^<]+)', page, re.DOTALL) == ["Quyền trẻ em"]
    assert "Trẻ em, học sinh" in page
    assert "Children and pupils" in web.get("/en/browse").text
