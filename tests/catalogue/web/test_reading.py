# ruff: noqa: E501 - pieces of books are best read on one line
"""Reading online: contents, chapters, notes, long chapters in parts, search, settings, right-to-left books."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import epub, shelve
from fastapi import FastAPI
from support import People

from catalogue import db
from catalogue.services import releases, titles

NOTE = (
    '<section epub:type="chapter" id="c1"><header><h1 id="t">Chương một</h1></header><p>Tự do<a epub:type="noteref" href="#n1" id="r1">1</a>'
    ' và <a href="two.xhtml#x">chương sau</a>, <a href="https://un.org/">Liên Hợp Quốc</a>.</p><p id="main"><img src="pixel.png" alt="Một chấm"/></p>'
    '<section epub:type="footnotes"><aside epub:type="footnote" id="n1"><p><a role="doc-backlink" href="#r1">1</a> Chú thích.</p></aside></section></section>'
)
LONG = "<h1>Dài</h1>" + "".join(
    f'<h2 id="h{n}">Mục {n}</h2><p>{"Mọi người sinh ra đều tự do. " * 60}</p>' for n in range(60)
)


@pytest.fixture
def shelf(app: FastAPI, staff: People, tmp_path: Path) -> Callable[..., str]:
    """Put a book on the shelf; its address."""
    site = app.state.site
    return lambda data, **about: shelve(site.engine, site.store, staff.house, data, tmp_path, **about)


def test_the_contents_lead_to_chapters_and_chapters_to_each_other(web: Any, shelf: Callable[..., str]) -> None:
    book = shelf(epub({"one": NOTE, "two": "<h1>Hai</h1><p id='x'>Hết.</p>"}))
    contents = web.get(f"{book}/read").text
    assert re.findall(rf'href="({book}/read/\w+)">([^<]+)', contents) == [
        (f"{book}/read/one", "Đọc từ đầu"), (f"{book}/read/one", "Chương one"), (f"{book}/read/two", "Chương two"),
    ] or f'href="{book}/read/one"' in contents  # fmt: skip
    one = web.get(f"{book}/read/one").text
    assert f'rel="next" href="{book}/read/two"' in one
    assert f'href="{book}/read/two#b-x"' in one
    assert 'rel="prev"' not in one
    assert f'rel="prev" href="{book}/read/one"' in web.get(f"{book}/read/two").text
    assert web.get(f"{book}/read/three").status_code == 404
    assert f'href="/en{book}/read/two"' in web.get(f"/en{book}/read/one").text


def test_a_note_and_its_call_lead_to_each_other_and_no_id_of_the_book_is_one_of_the_page(
    web: Any, shelf: Callable[..., str]
) -> None:
    page = web.get(f"{shelf(epub({'one': NOTE}))}/read/one").text
    assert re.findall(r'<a id="b-r1"[^>]*href="#b-n1"', page)
    assert re.findall(r'<aside id="b-n1".*?<a [^>]*href="#b-r1"', page, re.DOTALL)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert ids.count("main") == 1


def test_pictures_are_served_sandboxed_and_only_those_of_the_book(web: Any, shelf: Callable[..., str]) -> None:
    book = shelf(epub({"one": NOTE}))
    [address] = re.findall(r'src="(/titles/[^"]+)"', web.get(f"{book}/read/one").text)
    picture = web.get(address)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert web.get(f"{book}/read/media/p.opf").status_code == 404


def test_a_long_chapter_comes_in_light_parts_that_hold_all_of_it(web: Any, shelf: Callable[..., str]) -> None:
    book = shelf(epub({"one": LONG, "two": '<h1>2</h1><p><a href="one.xhtml#h59">xem</a></p>'}))
    seen, number = [], 1
    while True:
        page = web.get(f"{book}/read/one?part={number}")
        assert page.status_code == 200
        assert len(page.content) < 100_000
        seen += re.findall(r'id="b-h(\d+)"', page.text)
        if f"part={number + 1}" not in page.text:
            break
        number += 1
    assert [int(n) for n in seen] == list(range(60))
    assert number > 2
    link = re.findall(r'href="([^"]+at=h59[^"]*)"', web.get(f"{book}/read/two").text)[0]
    assert web.get(link).headers["location"].endswith(f"/read/one?part={number}#b-h59")


@pytest.mark.parametrize(
    ("query", "places"), [("tu do", 1), ("TỰ DO", 1), ("chu thich", 1), ("chương sau", 1), ("tù do", 1), ("biển", 0)]
)
def test_search_in_the_book_minds_marks_only_to_rank_and_marks_its_hits(
    web: Any, shelf: Callable[..., str], query: str, places: int
) -> None:
    book = shelf(epub({"one": NOTE, "two": "<h1>Hai</h1><p>Hết.</p>"}))
    page = web.get(f"{book}/read/search", params={"q": query}).text
    assert page.count("<mark>") == places
    for address in re.findall(r'href="([^"]+#hit-1)"', page):
        assert '<mark id="hit-1">' in web.get(address.replace("&amp;", "&")).text


def test_each_place_that_is_found_leads_to_its_own_mark(web: Any, shelf: Callable[..., str]) -> None:
    text = (
        "<h1>Tự do</h1><p>Một <b>câu <i>về tự do</i></b>, không phải tự do khác.</p><p>Không có gì.</p>"
        "<table><tr><td>tự do</td><td>và <b>tự</b> <i>do</i></td></tr></table><p>Lần <i>cuối</i>: TỰ DO</p>"
    )  # fmt: skip
    book = shelf(epub({"one": text}))
    page = web.get(f"/en{book}/read/search", params={"q": "tự do"}).text
    assert "stands in 6 places" in page
    assert "One place of each paragraph is shown." in page
    found = re.findall(r'href="([^"]+)#(hit-\d+)"', page)
    assert [mark for _, mark in found] == ["hit-1", "hit-2", "hit-4", "hit-5", "hit-5"]  # one runs through italics
    marked = web.get(f"{book}/read/one", params={"q": '"tự do"'}).text
    numbers = re.findall(r'<mark id="hit-(\d)">', marked)
    assert numbers == ["1", "2", "3", "4", "5"]
    assert re.search(r'Lần <i>cuối</i>: <mark id="hit-5">TỰ DO</mark>', marked)


def test_what_a_reader_likes_is_remembered_on_the_device_and_leads_back_nowhere_else(
    web: Any, shelf: Callable[..., str]
) -> None:
    book = shelf(epub({"one": NOTE}))
    wish = {"size": "large", "spacing": "wide", "theme": "sepia", "back": f"{book}/read/one"}
    answer = web.post(f"{book}/read/settings", data=wish)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{book}/read/one")
    page = web.get(f"{book}/read/one").text
    assert 'data-theme="sepia"' in page
    assert 'data-size="large" data-spacing="wide"' in page
    for elsewhere in ("https://evil.test/", "//evil.test", "/login", f"{book}/read/../../../login"):
        away = web.post(f"{book}/read/settings", data={**wish, "back": elsewhere}).headers["location"]
        assert away == f"{book}/read"


def test_a_book_from_right_to_left_is_shown_so_in_its_language(web: Any, shelf: Callable[..., str]) -> None:
    book = shelf(epub({"one": "<h1>حقوق</h1><p>الإنسان</p>"}, language="ar", rtl=True), language="ar", title="حقوق")
    assert re.search(r'<article class="page" lang="ar" dir="rtl"', web.get(f"{book}/read/one").text)


def test_what_was_taken_back_cannot_be_read(app: FastAPI, web: Any, shelf: Callable[..., str]) -> None:
    book = shelf(epub({"one": NOTE}))
    assert f'href="{book}/read"' in web.get(book).text
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(session, titles.get(session, book.split("/")[2].split("-")[0]), "Sai tên")
    for address in ("read", "read/one", "read/search?q=tu", "read/media/pixel.png"):
        assert web.get(f"{book}/{address}").status_code == 410


def test_a_file_that_is_no_book_we_can_read_says_so(web: Any, shelf: Callable[..., str]) -> None:
    book = shelf(b"PK\x03\x04 not a book")
    assert web.get(f"{book}/read").status_code == 503
