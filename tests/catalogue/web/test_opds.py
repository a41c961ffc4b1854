"""The shelf as reader apps see it: feeds that independent readers take, each title once, search in every spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import feedparser
import pytest
from books import epub, shelve
from fastapi import FastAPI
from lxml import etree
from support import People
from webpub_manifest_parser.opds2 import OPDS2FeedParserFactory

from catalogue import db
from catalogue.models.access import AccessKind
from catalogue.models.titles import Edition
from catalogue.services import opening, releases

ORIGIN = "http://books.test"
ATOM = {"a": "http://www.w3.org/2005/Atom", "o": "http://opds-spec.org/2010/catalog", "dc": "http://purl.org/dc/terms/"}
PAGES = ("first", "previous", "next", "last")
FREE = "http://opds-spec.org/acquisition/open-access"


@pytest.fixture
def shelf(app: FastAPI, staff: People, tmp_path: Path) -> list[str]:
    """More titles than one page has, in two languages; their addresses."""
    site, data = app.state.site, epub({"one": "<h1>Một</h1><p>Tự do.</p>"})
    rows = [(f"Quyền của người lao động, tập {number}", "vi", ("Lao động",)) for number in range(1, 26)]
    rows += [("The Right to Water & <Sanitation>", "en", ("Water", "Health")), ("Đường tới tự do", "vi", ())]
    return [
        shelve(site.engine, site.store, staff.house, data, tmp_path, title=title, language=language, subjects=subjects)
        for title, language, subjects in rows
    ]


def path(address: str) -> str:
    """The path of an address on this site; every address in a feed is a whole one."""
    assert address.startswith(ORIGIN + "/"), address
    return address.removeprefix(ORIGIN)


def json_feeds(web: Any, at: str) -> Iterator[dict[str, Any]]:
    """Every feed of OPDS 2.0 that can be reached, each judged by the parser of another project."""
    waiting, seen = [at], set()
    parser = OPDS2FeedParserFactory().create()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = web.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/opds+json")
        feed = answer.json()
        assert not parser.parse_json(feed).errors, (address, parser.parse_json(feed).errors)
        assert path(next(link["href"] for link in feed["links"] if link["rel"] == "self")) == address
        yield feed
        waiting += [path(step["href"]) for step in feed.get("navigation", ())]
        waiting += [path(link["href"]) for group in feed.get("facets", ()) for link in group["links"]]
        waiting += [
            path(link["href"]) for link in feed["links"] if link["rel"] in ("next", "last", "first", "previous")
        ]


def atom_feeds(web: Any, at: str) -> Iterator[tuple[Any, Any]]:
    """Every feed of OPDS 1.2 that can be reached, as XML and as a reader of feeds understands it."""
    waiting, seen = [at], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = web.get(address)
        assert answer.status_code == 200
        read, root = feedparser.parse(answer.content), etree.fromstring(answer.content)
        assert not read.bozo, read.bozo_exception
        kinds = root.xpath("string(a:link[@rel='self']/@type)", namespaces=ATOM)
        assert answer.headers["content-type"] == kinds
        assert ("kind=acquisition" in kinds) == bool(root.xpath("a:link[@rel='first']", namespaces=ATOM))
        yield root, read
        wanted = "a:link[@rel='next' or @rel='last' or @rel='previous' or contains(@rel, '/facet')]/@href"
        ways = "a:entry/a:link[@rel='subsection' or contains(@rel, '/sort/')]/@href"
        waiting += [path(href) for href in root.xpath(f"{wanted} | {ways}", namespaces=ATOM)]


def walked(web: Any, at: str) -> list[str]:
    """The identifiers of a list of OPDS 2.0, page after page."""
    found: list[str] = []
    while at:
        feed = web.get(at).json()
        found += [one["metadata"]["identifier"] for one in feed["publications"]]
        at = next((path(link["href"]) for link in feed["links"] if link["rel"] == "next"), "")
    return found


def test_an_app_that_follows_every_link_of_opds_2_finds_each_title_and_nothing_broken(
    web: Any, shelf: list[str]
) -> None:
    found = {}
    for feed in json_feeds(web, "/opds/v2"):
        found |= {one["metadata"]["identifier"]: one for one in feed.get("publications", ())}
    assert len(found) == 27
    for one in list(found.values())[:3]:
        links = {link["rel"]: link for link in one["links"]}
        assert web.get(path(links[FREE]["href"])).headers["content-length"] == str(links[FREE]["size"])
        assert web.get(path(links["alternate"]["href"])).status_code == 200
        alone = web.get(path(links["self"]["href"]))
        assert (alone.json(), alone.headers["content-type"]) == (one, "application/opds-publication+json")
        assert web.get(path(one["metadata"]["identifier"])).headers["location"] == path(links["alternate"]["href"])


def test_pages_of_a_list_hold_each_title_once(web: Any, shelf: list[str]) -> None:
    for order in ("title", "newest"):
        found = walked(web, f"/opds/v2/titles?order={order}")
        assert len(found) == len(set(found)) == 27
    last = web.get("/opds/v2/titles?page=2").json()
    assert {link["rel"] for link in last["links"]} == {"self", "start", "search", "up", "first", "previous", "last"}
    assert last["metadata"]["currentPage"] == 2


def test_opds_1_says_the_same_as_opds_2(web: Any, shelf: list[str]) -> None:
    found = {}
    for root, read in atom_feeds(web, "/opds/v1.2"):
        if root.xpath("a:link[@rel='first']", namespaces=ATOM):
            found |= {entry.id: entry for entry in read.entries}
    assert set(found) == set(walked(web, "/opds/v2/titles"))
    water = next(entry for entry in found.values() if "Water" in entry.title)
    assert (water.title, water.author) == ("The Right to Water & <Sanitation>", "Nguyễn Văn A")
    [file] = [link for link in water.links if link.rel == FREE]
    assert web.get(path(file.href)).headers["content-length"] == file.length
    [entry] = [link.href for link in water.links if link.rel == "alternate" and "type=entry" in link.type]
    alone = etree.fromstring(web.get(path(entry)).content)
    assert (alone.findtext("a:id", namespaces=ATOM), alone.findtext("dc:language", namespaces=ATOM)) == (water.id, "en")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", [quote, quote_plus])
@pytest.mark.parametrize("words", ["Đường tới tự do", "duong toi tu do"])
def test_apps_find_a_title_however_they_write_the_words(
    web: Any, shelf: list[str], form: Any, written: Callable[[str], str], words: str
) -> None:
    typed = written(unicodedata.normalize(form, words))
    wanted = ORIGIN + "/titles/" + shelf[-1].rpartition("/")[2].partition("-")[0]
    root = etree.fromstring(web.get("/opds/v1.2/search.xml").content)
    template = root.find("{*}Url").get("template")
    found = feedparser.parse(web.get(path(template.replace("{searchTerms}", typed))).content)
    assert [entry.id for entry in found.entries] == [wanted]
    links = web.get("/opds/v2").json()["links"]
    [template] = [link["href"] for link in links if link.get("templated")]
    found = web.get(path(template.replace("{?query}", f"?query={typed}"))).json()
    assert [one["metadata"]["identifier"] for one in found["publications"]] == [wanted]


def test_a_title_that_cannot_be_taken_away_leads_to_its_page(app: FastAPI, web: Any, shelf: list[str]) -> None:
    key = shelf[-1].rpartition("/")[2].partition("-")[0]
    with db.session_scope(app.state.site.engine) as session:
        opening.decide(session, session.get_one(Edition, key), "epub", AccessKind.ONLINE, reason="Hợp đồng")
    one = web.get(f"/opds/v2/titles/{key}").json()
    assert [link["href"] for link in one["links"] if "acquisition" in link["rel"]] == [ORIGIN + shelf[-1]]
    assert len(walked(web, "/opds/v2/titles")) == 27


def test_feeds_speak_the_language_of_their_address(web: Any, shelf: list[str]) -> None:
    assert [feed.get("feed").title for _, feed in [next(atom_feeds(web, f"{at}/opds/v1.2")) for at in ("", "/en")]] == [
        "Nghìn Sách: sách về quyền con người", "Nghìn Sách: books on human rights",
    ]  # fmt: skip
    english = web.get("/en/opds/v2").json()
    assert {step["href"].partition("/opds")[0] for step in english["navigation"]} == {ORIGIN + "/en"}
    named = web.get("/en/opds/v2/by/language").json()["navigation"]
    assert [(step["title"], step["properties"]["numberOfItems"]) for step in named] == [
        ("English", 1),
        ("Vietnamese", 26),
    ]


def test_an_empty_shelf_is_a_feed_too(web: Any) -> None:
    assert len(list(json_feeds(web, "/opds/v2"))) == 3
    assert web.get("/opds/v2/titles").json()["publications"] == []
    assert len(list(atom_feeds(web, "/opds/v1.2"))) == 3


@pytest.mark.parametrize("address", ["/opds/v3", "/opds/v2/by/colour", "/opds/v2/titles/nothing", "/opds"])
def test_what_is_not_there_is_said(web: Any, address: str) -> None:
    assert web.get(address).status_code == 404


def test_a_title_taken_back_leaves_the_feeds(app: FastAPI, web: Any, shelf: list[str]) -> None:
    key = shelf[-1].rpartition("/")[2].partition("-")[0]
    before = web.get("/opds/v2").json()["metadata"]["modified"]
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(session, session.get_one(Edition, key), "Sai bản quyền")
    assert f"{ORIGIN}/titles/{key}" not in walked(web, "/opds/v2/titles")
    assert web.get(f"/opds/v2/titles/{key}").status_code == 404
    assert web.get("/opds/v2").json()["metadata"]["modified"] >= before
