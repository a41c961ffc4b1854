"""Every page type against standards of others: WCAG 2.2 AA (axe), the HTML standard (vnu), and our page weight.

Pages are found by following links, so a new page is looked at without being listed here. The whole square of
languages, light and screen sizes is in ``make test-full``; every run looks at its two far corners.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from filled import ROOT, Filled, Seen
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
OPEN_ALL = "document.querySelectorAll('details:not(.comfort)').forEach(one => { one.open = true; })"
"""What is folded away is looked at too; the reader's own menu lies over the page, and is looked at by itself."""
LATE_FORM = """() => {
    const form = document.querySelector("main form");
    form.action = "/en/publisher/register";
    form.noValidate = true;
    form.querySelector("[name=login]").name = "title";
    form.querySelector("[name=title]").value = "Quyền trẻ em";
    form.submit();
}"""
MOST_BYTES = 100_000
"""Of a page with its style, scripts and typefaces, without covers."""
VNU = ROOT / "tools" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
axe = Axe()


@pytest.fixture(scope="module")
def found(filled: Filled) -> list[Seen]:
    return filled.pages()


@pytest.fixture(scope="module")
def contexts(filled: Filled, a_browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """A browser window for each of the people."""
    made = {}
    for who in filled.clients:
        made[who] = a_browser.new_context()
        made[who].add_cookies(filled.cookies(who))  # type: ignore[arg-type]
    yield made
    for context in made.values():
        context.close()


def test_the_pages_of_all_kinds_of_people_are_found(found: list[Seen]) -> None:
    patterns = {page.pattern for page in found}
    assert patterns >= {
        "/", "/login", "/titles/{key}", "/titles/{key}/read", "/titles/{key}/read/{name}", "/publisher",
        "/publisher/upload", "/publisher/register", "/publisher/titles/{edition_id}", "/publisher/builds/{build_id}",
        "/publisher/builds/{build_id} verdict", "/publisher/titles/{edition_id}/record", "/account", "/editor",
        "/editor/queue", "/browse", "/offline", "/publisher/titles/{edition_id}/pictures",
        "/publisher/builds/{build_id}/preview", "/editor/breakdown", "/editor/programmes", "/editor/programmes/{code}",
        "/editor/organisations", "/editor/organisations/{key}", "/editor/terms", "/editor/calendar",
        "/editor/calendar/{key}", "/account/app-passwords", "/account/second-step", "/account/people",
        "/picks", "/editor/queue/{edition_id}", "/publisher/builds/{build_id}/review/{name}",
        "/publisher/titles/{edition_id}/programme", "/editor/rules", "/editor/reports", "/editor/imports",
        "/editor/imports/{delivery_id}", "/editor/what-if", "/editor/views", "/editor/decisions",
    }  # fmt: skip


def one_of_each(found: list[Seen]) -> list[Seen]:
    """The first page of each pattern and person."""
    return list({(page.who, page.pattern): page for page in reversed(found)}.values())


def wrong(page: Page, where: str) -> list[str]:
    """What axe finds, as one line each."""
    violations: list[dict[str, Any]] = axe.run(page, options=RULES).response["violations"]
    return [f"{where}: {v['id']}: {node['html'][:160]}" for v in violations for node in v["nodes"]]


def looked_at(
    filled: Filled, contexts: dict[str, BrowserContext], found: list[Seen], corners: set[tuple[str, ...]]
) -> list[str]:
    wrongs: list[str] = []
    for language in sorted({corner[0] for corner in corners}):
        pages = {who: context.new_page() for who, context in contexts.items()}
        for seen in found:
            page = pages[seen.who]
            page.goto(f"{filled.server.address}/{language}{seen.path.removeprefix('/vi').removeprefix('/en')}")
            page.evaluate(OPEN_ALL)
            for _, light, size in sorted(corner for corner in corners if corner[0] == language):
                page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
                page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
                wrongs += wrong(page, f"{seen.path} {language} {light} {size}")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > SIZES[size]["width"]:
                    wrongs.append(f"{seen.path} {language} {size}: {wide} px wide")
        for page in pages.values():
            page.close()
    return wrongs


@pytest.mark.slow
def test_axe_finds_nothing_at_the_two_far_corners(
    filled: Filled, contexts: dict[str, BrowserContext], found: list[Seen]
) -> None:
    corners = {("vi", "light", "phone"), ("en", "dark", "desktop")}
    assert looked_at(filled, contexts, one_of_each(found), corners) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_axe_finds_nothing_anywhere(filled: Filled, contexts: dict[str, BrowserContext], found: list[Seen]) -> None:
    corners = {(tag, light, size) for tag in ("vi", "en") for light in ("light", "dark") for size in SIZES}
    assert looked_at(filled, contexts, found, corners) == []


def test_axe_finds_nothing_on_pages_of_mistakes(filled: Filled, contexts: dict[str, BrowserContext]) -> None:
    page = contexts["director"].new_page()
    page.goto(f"{filled.server.address}/en/publisher/upload")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.click("button[value=look] >> nth=0")
    page.wait_for_selector("#mistakes")
    wrongs = wrong(page, "a form with mistakes")
    for path in ("/nothing", "/titles/0123456789ab-x", "/publisher/builds/none", "/?q=zzzzzz", "/publisher?q=zzzz"):
        page.goto(f"{filled.server.address}{path}")
        wrongs += wrong(page, path)
    page.close()
    stranger = contexts[""].new_page()  # and a form that was sent after the session had ended
    stranger.goto(f"{filled.server.address}/en/login")
    stranger.evaluate(LATE_FORM)
    stranger.wait_for_selector("input[name=title][type=hidden]", state="attached")
    stranger.evaluate(OPEN_ALL)
    wrongs += wrong(stranger, "a session that has ended")
    stranger.close()
    assert wrongs == []


def signing_in(filled: Filled) -> dict[str, tuple[int, dict[str, str]]]:
    """Pages on which signing in is asked for or fails: address, status, headers; the last after too many tries."""
    wrong_password = {"Authorization": "Basic " + base64.b64encode(b"nobody@example.org:wrong").decode()}
    for _ in range(11):
        httpx.get(f"{filled.server.address}/opds/v2/proofs", headers=wrong_password)
    return {
        "/login?next=/publisher": (200, {}), "/forgotten": (200, {}), "/invitation/none": (409, {}),
        "/reset/none": (409, {}), "/login/oidc": (503, {}),
        "/login/oidc/back?state=x": (422, {}), "/opds/v2/proofs": (429, wrong_password),
    }  # fmt: skip


def test_axe_finds_nothing_where_somebody_signs_in(filled: Filled, contexts: dict[str, BrowserContext]) -> None:
    page = contexts[""].new_page()
    wrongs = []
    for path, (status, headers) in signing_in(filled).items():
        page.set_extra_http_headers(headers)
        for language, light, size in (("vi", "light", "phone"), ("en", "dark", "desktop")):
            page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
            answer = page.goto(f"{filled.server.address}/{language}{path}")
            assert answer is not None
            assert (path, answer.status) == (path, status)
            assert page.locator("html").get_attribute("lang") == language
            wrongs += wrong(page, f"{path} {language} {light} {size}")
    page.close()
    assert wrongs == []


@pytest.mark.usefixtures("foliate")
def test_axe_finds_nothing_in_the_menu_of_the_reader_and_in_the_paged_reader(
    filled: Filled, contexts: dict[str, BrowserContext], found: list[Seen]
) -> None:
    page = contexts[""].new_page()
    book = min(seen.path for seen in found if seen.pattern == "/titles/{key}/paged")
    wrongs = []
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        page.goto(f"{filled.server.address}{book}")
        page.wait_for_selector("[data-leaves][data-ready]")
        wrongs += wrong(page, f"{book} {light}")
        page.click(".comfort summary")
        wrongs += wrong(page, f"{book} {light}, menu")
    page.close()
    assert wrongs == []


def test_axe_sees_what_is_wrong(a_browser: Browser) -> None:
    page = a_browser.new_page()
    page.set_content("<html lang=vi><title>x</title><img src='data:,'><p style='color:#ccc;background:#fff'>mờ</p>")
    assert {line.split(": ")[1] for line in wrong(page, "")} == {"color-contrast", "image-alt"}
    page.close()


@pytest.mark.slow
def test_no_page_weighs_over_100_kb_without_its_covers(filled: Filled, a_browser: Browser, found: list[Seen]) -> None:
    heavy = []
    for seen in one_of_each(found):
        context = a_browser.new_context()
        context.add_cookies(filled.cookies(seen.who))  # type: ignore[arg-type]
        page = context.new_page()
        sizes: dict[str, int] = {}  # what a frame asks for again comes from the browser's memory
        page.on("requestfinished", lambda request, to=sizes: to.setdefault(request.url, _bytes(request)))
        page.goto(f"{filled.server.address}{seen.path}", wait_until="networkidle")
        if sum(sizes.values()) > MOST_BYTES:
            heavy.append((seen.path, sum(sizes.values())))
        context.close()
    assert heavy == []


def _bytes(request: Any) -> int:
    """Bytes of an answer as it came over the line; covers and pictures of books are not counted."""
    if any(part in request.url for part in ("/covers/", "/look/cover.jpg", "/media/", "/files/")):
        return 0
    return int(request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"])


@pytest.mark.slow
def test_the_html_checker_finds_no_error(filled: Filled, found: list[Seen], tmp_path: Path) -> None:
    if not VNU.is_file():
        pytest.skip("the Nu HTML Checker is absent; `make setup-full` installs it")
    for number, seen in enumerate(found):
        for language in ("vi", "en"):
            path = f"/{language}{seen.path.removeprefix('/vi').removeprefix('/en')}"
            (tmp_path / f"{number}.{language}.html").write_text(filled.clients[seen.who].get(path).text, "utf-8")
    outside = signing_in(filled)
    for number, (path, (_, headers)) in enumerate(outside.items(), len(found)):
        for language in ("vi", "en"):
            text = filled.clients[""].get(f"/{language}{path}", headers=headers).text
            (tmp_path / f"{number}.{language}.html").write_text(text, "utf-8")
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always", str(tmp_path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    messages = json.loads(done.stdout)["messages"]
    paths = [*(seen.path for seen in found), *outside]
    names = {f"{number}.{tag}.html": path for number, path in enumerate(paths) for tag in ("vi", "en")}
    assert [
        f"{names[m['url'].rsplit('/', 1)[1]]}:{m['lastLine']} {m['message']} {m.get('extract', '')}"
        for m in messages if m["type"] == "error"
    ] == []  # fmt: skip
