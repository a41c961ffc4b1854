"""The paged reader in a real browser: pages turn, the place is remembered on the device, notes open in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from books import PIXEL, epub, shelve
from playwright.sync_api import Browser, Page, expect
from support import Server, faults_of, people_in, until

from catalogue.db import make_engine
from catalogue.settings import Settings
from catalogue.storage import open_storage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("foliate")]
NOTE = (
    '<p>Một lời có chú thích<a role="doc-noteref" href="#n1" id="r1">1</a>.</p>'
    '<aside role="doc-footnote" id="n1"><p><a role="doc-backlink" href="#r1">1</a> Lời của chú thích.</p></aside>'
)
CHAPTERS = {
    name: f"<h1>Chương {name}</h1>"
    + NOTE
    + "".join(f"<p>{name} {n}. {'Ai cũng có quyền sống. ' * 30}</p>" for n in range(20))
    for name in ("mot", "hai", "ba")
}


class Site(NamedTuple):
    """A served site with a book from left to right and one from right to left."""

    server: Server
    book: str
    arabic: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("paged")
    server = Server(folder, workers=0)
    engine = make_engine(server.database_url)
    house = people_in(engine).house
    store = open_storage(Settings(storage_url=f"file:{folder / 'files'}"))
    pictures = {"pixel.png": (PIXEL, "image/png")}
    book = shelve(
        engine, store, house, epub(CHAPTERS, pictures=pictures), folder, title="Quyền con người trong đời sống"
    )
    arabic = epub({"one": f"<h1>حقوق</h1><p>{'كل إنسان حر. ' * 900}</p>"}, language="ar", rtl=True)
    right = shelve(engine, store, house, arabic, folder, title="حقوق الإنسان", language="ar")
    engine.dispose()
    yield Site(server, book, right)
    server.stop()


@pytest.fixture
def page(a_browser: Browser, site: Site) -> Iterator[Page]:
    context = a_browser.new_context(viewport={"width": 420, "height": 700}, base_url=site.server.address)
    made = context.new_page()
    faults = faults_of(made)
    yield made
    context.close()
    assert faults == []


def ready(page: Page) -> None:
    page.wait_for_selector("[data-leaves][data-ready]")


def place(page: Page) -> str:
    return page.input_value("#share")


@pytest.mark.slow
def test_pages_turn_and_the_place_is_found_again(page: Page, site: Site) -> None:
    page.goto(f"/en{site.book}/read")
    page.click("text=Turn pages")
    ready(page)
    before = place(page)
    page.keyboard.press("ArrowRight")
    until(lambda: place(page) != before)
    page.click("[data-turn=right]")
    until(lambda: "Chương mot" in page.inner_text(".turning output"))
    known = page.evaluate("() => Object.values(localStorage).map(JSON.parse).find(one => one.cfi).cfi")
    page.reload()
    ready(page)
    assert page.evaluate("() => Object.values(localStorage).map(JSON.parse).find(one => one.cfi).cfi") == known
    page.locator("#share").fill("999")
    page.locator("#share").dispatch_event("change")
    until(lambda: "Chương ba" in page.inner_text(".turning output"))
    page.goto(f"/en{site.book}/read")  # the chapter pages know of it
    page.click("[data-continue]")
    expect(page.locator("article h1")).to_have_text("Chương ba")


def test_nothing_of_the_page_lies_beside_a_narrow_screen(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/en{site.book}/paged")
    ready(page)
    for place in ("[data-turn=right]", "[data-leaves]", ".bar .wrap"):
        box = page.locator(place).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_note_opens_in_place_and_the_text_waits(page: Page, site: Site) -> None:
    page.goto(f"/en{site.book}/paged#hai")
    ready(page)
    before = place(page)
    page.frames[-1].locator("a[role=doc-noteref]").click()
    expect(page.locator("dialog[open] div")).to_contain_text("Lời của chú thích.")
    page.click("text=Back to the text")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert place(page) == before


def test_a_book_from_right_to_left_turns_the_other_way(page: Page, site: Site) -> None:
    page.goto(f"/en{site.arabic}/paged")
    ready(page)
    before = int(place(page))
    page.keyboard.press("ArrowLeft")
    until(lambda: int(place(page)) > before)
    assert page.get_attribute("[data-turn=left]", "aria-label") == "Next page"


def test_what_is_in_the_frame_has_a_policy_of_its_own(site: Site) -> None:
    around = httpx.get(f"{site.server.address}{site.book}/paged").headers["content-security-policy"]
    inside = httpx.get(f"{site.server.address}{site.book}/paged/mot").headers["content-security-policy"]
    assert "script-src 'self';" in around
    assert "frame-ancestors 'none'" in around
    assert {"default-src 'none'", "script-src 'none'", "form-action 'none'", "base-uri 'none'"} <= set(
        inside.split("; ")
    )


def test_foliate_is_sent_as_npm_brought_it(site: Site, foliate: Path) -> None:
    page = httpx.get(f"{site.server.address}{site.book}/paged").text
    [view] = re.findall(r'data-view="([^"]+)"', page)
    for path in foliate.glob("*.js"):
        answer = httpx.get(f"{site.server.address}{view.replace('view.js', path.name)}")
        assert answer.status_code == 404 or answer.content == path.read_bytes()
    assert "MIT" in httpx.get(f"{site.server.address}{view.replace('view.js', 'foliate-js.txt')}").text
