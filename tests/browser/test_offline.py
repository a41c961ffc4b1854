"""Reading with the network cut: opened chapters open again, whole, and nothing that belongs to a person is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import httpx
import pytest
from books import PIXEL, epub, shelve
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support import PASSWORD, People, Server, people_in, until

from catalogue.db import make_engine, session_scope
from catalogue.services import releases, titles
from catalogue.settings import Settings
from catalogue.storage import open_storage

pytestmark = pytest.mark.browser
CHAPTERS = {
    name: f'<h1>Chương {name}</h1><p>Lời của {name}.</p><p><img src="pixel.png" alt="Một chấm"/></p>'
    for name in ("mot", "hai", "ba")
}
KEPT = "async () => (await (await caches.open('books')).keys()).map(one => new URL(one.url).pathname)"


class Site(NamedTuple):
    """A served site with two books."""

    server: Server
    people: People
    book: str
    other: str

    @property
    def address(self) -> str:
        return self.server.address


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("offline")
    server = Server(folder, workers=0)
    engine = make_engine(server.database_url)
    people = people_in(engine)
    store = open_storage(Settings(storage_url=f"file:{folder / 'files'}"))
    pictures = {"pixel.png": (PIXEL, "image/png")}
    books = [
        shelve(engine, store, people.house, epub(CHAPTERS, title=title, pictures=pictures), folder, title=title)
        for title in ("Sách mang theo", "Sách bị gỡ")
    ]
    engine.dispose()
    yield Site(server, people, *books)
    server.stop()


@pytest.fixture
def reader(a_browser: Browser) -> Iterator[BrowserContext]:
    context = a_browser.new_context()
    yield context
    context.close()


def kept(page: Page) -> list[str]:
    return [path for path in page.evaluate(KEPT) if not path.startswith("/static/")]


def opened(page: Page, address: str) -> None:
    """Open a chapter and wait until it is kept with its picture."""
    page.goto(address)
    path = re.sub(r"^https?://[^/]+", "", address)
    until(lambda: path in kept(page) and any("/media/" in one for one in kept(page)), 20)


def test_an_opened_chapter_opens_again_without_a_network_and_can_be_let_go(site: Site, reader: BrowserContext) -> None:
    page = reader.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    opened(page, f"{site.address}{site.book}/read/mot")
    reader.set_offline(True)
    page.goto(f"{site.address}{site.book}/read/mot")
    expect(page.locator("article")).to_contain_text("Lời của mot.")
    assert page.evaluate("document.images[0].decode().then(() => document.images[0].naturalWidth)") == 1
    assert page.evaluate("document.fonts.load('16px \"Source Serif 4\"').then(found => found.length)") > 0
    page.goto(f"{site.address}{site.book}/read/hai")  # not opened before
    expect(page.locator("[data-away]")).to_be_visible()
    expect(page.locator(".keeping h2")).to_have_text("Sách mang theo")
    page.click("text=Chương mot")
    expect(page.locator("article")).to_contain_text("Lời của mot.")
    page.goto(f"{site.address}/publisher")
    page.click(".keeping li button")
    expect(page.locator(".keeping [role=status]")).to_have_text("Không còn gì được giữ trên thiết bị này.")
    assert kept(page) == []
    page.goto(f"{site.address}{site.book}/read/mot")
    expect(page.locator("[data-away]")).to_be_visible()
    assert faults == []


def test_a_whole_book_is_kept_at_a_wish(site: Site, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto(f"{site.address}/en{site.book}/read")
    page.click("text=Keep the whole book")
    expect(page.locator("[data-keep] [role=status]")).to_have_text("The whole book is on this device now.")
    reader.set_offline(True)
    page.reload()
    page.click("text=Begin reading")
    for name in CHAPTERS:
        expect(page.locator("article")).to_contain_text(f"Lời của {name}.")
        page.locator(".turn a[rel=next]").click() if name != "ba" else None
    page.goto(f"{site.address}/en/offline")
    expect(page.locator("[data-away]")).to_be_hidden()
    page.click("text=Remove everything")
    expect(page.locator(".keeping [role=status]")).to_have_text("Nothing is kept on this device.")


def test_nothing_that_a_signed_in_person_sees_is_kept(site: Site, reader: BrowserContext) -> None:
    answer = httpx.post(f"{site.address}/login", data={"login": "member@example.org", "password": PASSWORD})
    reader.add_cookies([{"name": n, "value": v, "url": site.address} for n, v in answer.cookies.items()])
    page = reader.new_page()
    page.goto(f"{site.address}{site.book}/read")
    expect(page.locator("[data-keep]")).to_be_visible()  # the worker is there
    for path in ("/read/mot", "/read/hai"):
        page.goto(f"{site.address}{site.book}{path}")
    for path in ("/publisher", "/account", "/publisher/upload"):
        page.goto(f"{site.address}{path}")
    page.goto(f"{site.address}{site.book}/read")
    assert kept(page) == []
    page.click("[data-keep] button")  # at a wish the public page is kept, asked for without the session
    expect(page.locator("[data-keep] [role=status]")).to_have_text("Toàn bộ cuốn sách đã ở trên thiết bị này.")
    said = page.evaluate(
        """async () => { const found = [];
        for (const name of await caches.keys()) { const cache = await caches.open(name);
        for (const one of await cache.keys()) { const answer = await cache.match(one);
        found.push([new URL(one.url).pathname, answer.headers.get('Cache-Control'), await answer.text()]); } }
        return found; }"""
    )
    assert all("no-store" not in how for _, how, _ in said)
    assert [path for path, _, text in said if "member@example.org" in text or "/logout" in text] == []
    reader.set_offline(True)
    page.goto(f"{site.address}/account")
    expect(page.locator("[data-away]")).to_be_visible()


def test_a_book_that_was_taken_back_is_let_go(site: Site, reader: BrowserContext) -> None:
    page = reader.new_page()
    opened(page, f"{site.address}{site.other}/read/mot")
    engine = make_engine(site.server.database_url)
    with session_scope(engine) as session:
        edition = titles.get(session, site.other.split("/")[2].partition("-")[0])
        releases.take_back(session, edition, "Thử", sanction=False, actor=site.people.director)
    engine.dispose()
    answer = page.goto(f"{site.address}{site.other}/read/hai")
    assert answer
    assert answer.status == 410
    until(lambda: kept(page) == [], 10)


def test_the_worker_changes_no_policy(site: Site, reader: BrowserContext) -> None:
    page = reader.new_page()
    address = f"{site.address}{site.book}/read/mot"
    opened(page, address)
    fresh = httpx.get(address).headers
    reader.set_offline(True)
    answer = page.goto(address)
    assert answer
    assert answer.from_service_worker
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "content-type"):
        assert answer.headers[name] == fresh[name]
