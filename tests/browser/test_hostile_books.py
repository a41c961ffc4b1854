# ruff: noqa: E501 - a hostile chapter is best read on one line
"""Thirty hostile chapters in a real browser: nothing runs, nothing is asked for elsewhere.

On the chapter pages and in the paged reader. The same chapters without our cleaning, and as a plain EPUB in the same
paged reader, are the controls: they must fire, or the test proves nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from books import epub, shelve
from playwright.sync_api import Browser, Frame, Page, sync_playwright
from support import Server, people_in, until

from catalogue.db import make_engine
from catalogue.settings import Settings
from catalogue.storage import open_storage
from catalogue.web.assets import FOLIATE

pytestmark = pytest.mark.browser

AWAY = "http://127.0.0.1:9/away"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><image href="http://127.0.0.1:9/away" width="9" height="9"/></svg>'
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script-src": f'<script src="{AWAY}.js"></script>',
    "script-file": '<script src="evil.js"></script>',
    "onerror": '<img src="missing.png" onerror="alert(1)" alt=""/>',
    "onload": '<img src="pixel.png" onload="alert(1)" alt=""/>',
    "onclick": '<p onclick="alert(1)" onmouseover="alert(1)" onfocus="alert(1)" tabindex="0">bấm</p>',
    "details": '<details open="open" ontoggle="alert(1)"><summary>bấm</summary>x</details>',
    "animation": "<style>@keyframes x{from{color:red}} p{animation:x 1s}</style><p onanimationstart='alert(1)'>x</p>",
    "svg-inline": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "svg-foreign": '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject></svg>',
    "svg-use": f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="{AWAY}#x"/></svg>',
    "svg-image": f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{AWAY}.png"/></svg>',
    "svg-file": '<p><img src="evil.svg" alt="hình"/></p>',
    "remote-image": f'<p><img src="{AWAY}.png" alt="ở xa"/></p>',
    "remote-srcset": f'<p><img src="pixel.png" srcset="{AWAY}.png 2x" alt=""/></p>',
    "remote-style": f'<link rel="stylesheet" href="{AWAY}.css"/><p style="background:url({AWAY}.png)">x</p>',
    "remote-import": f"<style>@import url({AWAY}.css);</style><p>x</p>",
    "remote-frame": f'<iframe src="{AWAY}"></iframe>',
    "data-frame": '<iframe src="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    "srcdoc": '<iframe srcdoc="&lt;script&gt;parent.alert(1)&lt;/script&gt;"></iframe>',
    "object": f'<object data="{AWAY}.swf"></object><embed src="{AWAY}.swf"/>',
    "video": f'<video src="{AWAY}.mp4" autoplay="autoplay" poster="{AWAY}.png"></video><audio src="{AWAY}.mp3" autoplay="autoplay"></audio>',
    "form": f'<form action="{AWAY}" method="get"><input name="q" value="x" autofocus="autofocus" onfocus="alert(1)"/><button>bấm</button></form>',
    "javascript": '<p><a href="javascript:alert(1)">bấm</a></p>',
    "javascript-odd": '<p><a href=" &#9;JaVa&#10;Script:alert(1)">bấm</a></p>',
    "data-link": '<p><a href="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;">bấm</a></p>',
    "refresh": f'<meta http-equiv="refresh" content="0;url={AWAY}"/><p>x</p>',
    "base": f'<base href="{AWAY}/"/><p><img src="pixel.png" alt=""/></p>',
    "math": '<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext><style xmlns="http://www.w3.org/1999/xhtml">&lt;img src=x onerror=alert(1)&gt;</style></mtext><maction actiontype="statusline" href="javascript:alert(1)"><mi>x</mi></maction></math>',
    "mutation": '<p><noscript><p title="&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;">x</p></noscript></p><p title="--&gt;&lt;script&gt;alert(1)&lt;/script&gt;">y</p>',
}


PAGED = """<!doctype html><style>html,body,foliate-view{height:100%;display:block;margin:0}</style><script type="module">
import "/foliate/view.js";
const view = document.createElement("foliate-view");
document.body.append(view);
await view.open("/NAME.epub");
await view.goTo(0);
document.body.dataset.ready = "yes";
</script>"""
"""foliate-js as its own documentation uses it, on a page without any policy."""


class Site(NamedTuple):
    """The running site and the hostile book's address."""

    server: Server
    book: str


class Seen:
    """What a page did: dialogs, and requests to another host that left the browser.

    The browser also tells of requests that the page's policy stopped before they were sent; those do not count.
    """

    def __init__(self, page: Page, home: str) -> None:
        self.dialogs: list[str] = []
        self.away: list[str] = []
        host = urlsplit(home).netloc
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self._asked(request.url, host))
        page.on("requestfailed", lambda request: request.failure == "csp" and self.away.remove(request.url))

    def _asked(self, url: str, host: str) -> None:
        if urlsplit(url).netloc not in ("", host):
            self.away.append(url)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hostile")
    server = Server(folder, workers=0)
    engine = make_engine(server.database_url)
    store = open_storage(Settings(storage_url=f"file:{folder / 'files'}"))
    pictures = {"pixel.png": (b"\x89PNG\r\n\x1a\n", "image/png"), "evil.svg": (SVG, "image/svg+xml")}
    book = shelve(engine, store, people_in(engine).house, epub(HOSTILE, pictures=pictures), folder)
    engine.dispose()
    yield Site(server, book)
    server.stop()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


def poke(page: Page | Frame) -> None:
    """Do what a reader might: move over, focus and press whatever stands in the page."""
    for found in page.query_selector_all("article [tabindex], article button, article summary, article p"):
        if found.is_visible():
            found.hover(timeout=2000)
        found.dispatch_event("focus")
    for found in page.query_selector_all("article a, article button"):
        found.click(timeout=2000, no_wait_after=True)
    page.wait_for_load_state()


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_chapter_runs_or_asks_elsewhere(browser: Browser, site: Site, name: str) -> None:
    assert len(HOSTILE) == 30
    page = browser.new_page()
    seen = Seen(page, site.server.address)
    answer = page.goto(f"{site.server.address}{site.book}/read/{name}")
    assert answer
    assert answer.status == 200
    assert (
        page.query_selector_all(
            "article script, article iframe, article form, article svg, article object, article video"
        )
        == []
    )
    poke(page)
    assert (seen.dialogs, seen.away) == ([], [])
    page.close()


def test_a_drawing_opened_by_itself_runs_nothing(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    seen = Seen(page, site.server.address)
    page.goto(f"{site.server.address}{site.book}/read/media/evil.svg")
    assert (seen.dialogs, seen.away) == ([], [])
    page.close()


@pytest.mark.slow
@pytest.mark.usefixtures("foliate")
def test_nothing_in_the_paged_reader_runs_or_asks_elsewhere(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    seen = Seen(page, site.server.address)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name in HOSTILE:
        page.goto(f"{site.server.address}{site.book}/paged#{name}")
        page.wait_for_selector("[data-leaves]")
        until(lambda wanted=name: page.evaluate("1") and page.frames[-1].url.endswith(f"/paged/{wanted}"))  # type: ignore[misc]
        frame = page.frames[-1]
        frame.wait_for_selector("article.page", state="attached")
        poke(frame)
        assert len(page.frames) == 2
    assert (seen.dialogs, seen.away, [text for text in said if "alert" in text]) == ([], [], [])
    page.close()


@pytest.mark.usefixtures("foliate")
@pytest.mark.parametrize("name", ["script", "svg-inline", "remote-style", "form"])
def test_a_leaf_of_the_paged_reader_opened_by_itself_runs_nothing(browser: Browser, site: Site, name: str) -> None:
    page = browser.new_page()
    seen = Seen(page, site.server.address)
    page.goto(f"{site.server.address}{site.book}/paged/{name}")
    poke(page)
    assert (seen.dialogs, seen.away) == ([], [])
    page.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[str]:
    """The same bodies as they are, from a server that cleans nothing and sends no policy."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, sent = self.answer(self.path.strip("/"))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(sent)

        def answer(self, name: str) -> tuple[str, bytes]:
            if name.startswith("foliate/"):
                return "text/javascript", (FOLIATE / name.removeprefix("foliate/")).read_bytes()
            if name.endswith(".epub"):
                chapter = name.removesuffix(".epub")
                return "application/epub+zip", epub({chapter: HOSTILE[chapter]})
            if name.startswith("paged/"):
                return "text/html; charset=utf-8", PAGED.replace("NAME", name.removeprefix("paged/")).encode()
            return "text/html; charset=utf-8", f"<!doctype html><article>{HOSTILE.get(name, '')}</article>".encode()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_control_without_cleaning_fires(browser: Browser, bare: str) -> None:
    fired = set()
    for name in ("script", "onerror", "svg-inline", "remote-image", "remote-frame", "script-src"):
        page = browser.new_page()
        seen = Seen(page, bare)
        page.goto(f"{bare}/{name}")
        if seen.dialogs or seen.away:
            fired.add(name)
        page.close()
    assert fired == {"script", "onerror", "svg-inline", "remote-image", "remote-frame", "script-src"}


@pytest.mark.usefixtures("foliate")
def test_the_control_in_the_paged_reader_fires(browser: Browser, bare: str) -> None:
    names = {"script", "onerror", "svg-inline", "remote-image", "remote-frame", "script-src", "remote-style"}
    fired = set()
    for name in names:
        page = browser.new_page()
        seen, said = Seen(page, bare), []
        page.on("console", lambda message, to=said: to.append(message.text))  # type: ignore[misc]
        page.goto(f"{bare}/paged/{name}")
        page.wait_for_selector("body[data-ready]")
        if seen.away or any("Ignored call to 'alert()'" in text for text in said):  # its frame shows no dialogs
            fired.add(name)
        page.close()
    assert fired == names
