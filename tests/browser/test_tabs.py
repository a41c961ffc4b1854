"""One build seen from several places: over a restart of the server, in two tabs, from a page that is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support import PASSWORD, Server, people_in, until, word

from catalogue.db import make_engine

pytestmark = pytest.mark.browser
LONG = 900
"""Paragraphs of a manuscript whose building can be interrupted."""
STATE = """box => [box.querySelector('[role=status]').textContent,
    ...[...box.querySelectorAll('[data-stage]')].map(stage => stage.dataset.state)].join(' ')"""


class Site:
    """A served site that can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder)
        engine = make_engine(self.server.database_url)
        self.house = people_in(engine).house
        engine.dispose()
        self.client = httpx.Client(base_url=self.server.address, timeout=60, follow_redirects=True)
        self.client.post("/login", data={"login": "member@example.org", "password": PASSWORD}).raise_for_status()

    @property
    def address(self) -> str:
        return self.server.address

    def restart(self) -> None:
        """As after a power cut: the old processes are gone before the new ones come."""
        children = psutil.Process(self.server.process.pid).children(recursive=True)
        self.server.kill()
        until(lambda: not [child for child in children if child.is_running() and child.status() != "zombie"], 20)
        self.server = Server(self.server.folder, port=int(urlsplit(self.address).port or 0))

    def upload(self, title: str, content: bytes, **typed: str) -> str:
        answer = self.client.post(
            "/publisher/upload",
            data={"title": title, "language": "vi", "house": self.house, **typed},
            files={"manuscript": ("sach.docx", content)},
        )
        assert "/publisher/builds/" in str(answer.url), answer.text
        return answer.url.path

    def titles(self) -> int:
        return self.client.get("/en/publisher").text.count("/publisher/titles/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("tabs"))
    yield made
    made.client.close()
    made.server.stop()


def window(browser: Browser, site: Site, **options: bool) -> BrowserContext:
    made = browser.new_context(**options)  # type: ignore[arg-type]
    made.add_cookies([{"name": n, "value": v, "url": site.address} for n, v in site.client.cookies.items()])
    return made


@pytest.fixture
def tabs(a_browser: Browser, site: Site) -> Iterator[tuple[Page, Page]]:
    """Two tabs of one person."""
    context = window(a_browser, site)
    yield context.new_page(), context.new_page()
    context.close()


def long_book() -> bytes:
    return word(*("Mọi người sinh ra đều tự do và bình đẳng." for _ in range(LONG)))


def state(page: Page) -> str:
    return str(page.locator("[data-progress]").evaluate(STATE))


@pytest.mark.slow
def test_the_page_follows_its_build_over_a_restart_of_the_server(
    a_browser: Browser, site: Site, tabs: tuple[Page, Page]
) -> None:
    build = site.upload("Sách qua một lần khởi động lại", long_book())
    page, _ = tabs
    page.goto(f"{site.address}/en{build}")
    page.wait_for_selector("[data-stage][data-state=done]", state="attached")
    asked = []
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    site.restart()
    expect(page.locator("[data-progress] [role=status]")).not_to_have_text("", timeout=5000)
    page.wait_for_selector("ul.downloads", timeout=120_000)  # nobody touched the page
    assert asked == [f"{site.address}/en{build}"]  # it was loaded once again, at the end
    other = window(a_browser, site).new_page()
    other.goto(f"{site.address}/en{build}")
    assert other.inner_text("main") == page.inner_text("main")  # on another device it is the same
    other.context.close()


@pytest.mark.slow
def test_while_nobody_answers_the_page_says_so_and_goes_on_by_itself(site: Site, tabs: tuple[Page, Page]) -> None:
    build = site.upload("Sách qua một đường dây xấu", long_book())
    page, _ = tabs
    broken = True
    page.route("**/events", lambda route: route.fulfill(status=502, body="bad") if broken else route.continue_())
    page.route(f"**{build}", lambda route: route.fallback() if route.request.is_navigation_request() or not broken
               else route.fulfill(status=502, body="bad"))  # fmt: skip
    page.goto(f"{site.address}/en{build}")
    expect(page.locator("[data-progress] [role=status]")).to_have_text("The connection is lost; it goes on by itself")
    broken = False
    page.wait_for_selector("ul.downloads", timeout=120_000)


@pytest.mark.slow
def test_two_tabs_show_one_state_and_an_act_in_one_is_seen_in_the_other(site: Site, tabs: tuple[Page, Page]) -> None:
    build = site.upload("Sách trong hai thẻ", long_book())
    here, there = tabs
    for page in tabs:
        page.goto(f"{site.address}/en{build}")
    here.wait_for_selector("[data-stage][data-state=done]", state="attached")
    until(lambda: state(here) == state(there), 10)
    here.click("text=Cancel the build")
    expect(here.locator("h1")).to_have_text("The build was cancelled")
    expect(there.locator("h1")).to_have_text("The build was cancelled")  # by itself
    here.click("text=Build again")
    here.wait_for_selector("[data-progress]")
    there.click("text=Build again")  # the other tab knows nothing of it
    expect(there.locator("main .notice[role=status]")).to_have_text(
        "A build of this title is under way. Wait for its end, or cancel it."
    )
    assert there.url.partition("?")[0] == here.url
    here.click("text=Cancel the build")
    expect(there.locator("h1")).to_have_text("The build was cancelled")
    expect(there.locator("main .notice[role=status]")).to_have_count(0)


def test_a_double_click_sends_a_manuscript_once(a_browser: Browser, site: Site, tmp_path: Path) -> None:
    (tmp_path / "hai-lan.docx").write_bytes(word())
    before = site.titles()
    context = window(a_browser, site, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/en/publisher/upload")
    page.set_input_files("#manuscript", tmp_path / "hai-lan.docx")
    page.dblclick("button[value=look] >> nth=0")
    page.wait_for_url("**/publisher/builds/*")
    assert site.titles() == before + 1
    context.close()


@pytest.mark.slow
def test_an_old_form_is_refused_in_plain_words(site: Site, tabs: tuple[Page, Page]) -> None:
    build = site.upload("Sách có trang cũ", word(), step="look")
    here, there = tabs
    here.goto(f"{site.address}/en{build}")
    here.wait_for_selector("button[name=purpose]")
    there.goto(f"{site.address}/en{build}")
    title = here.get_attribute("main p.small a", "href")
    here.goto(f"{site.address}{title}")
    here.set_input_files("#manuscript", {"name": "hai.docx", "mimeType": "", "buffer": word("Vòng hai.")})
    here.wait_for_selector("ul.coming span:text('It is here')")
    here.click("#round button[value=look]")
    here.wait_for_url("**/publisher/builds/*")
    here.wait_for_selector("button[name=purpose]")
    there.click("button[name=purpose]")  # of round 1, which is not what stands now
    expect(there.locator("main .notice[role=status]")).to_have_text(
        "The page that you had open was out of date: the title has been read or built again since. "
        "Nothing was changed; this is how it stands now."
    )
    assert there.url.partition("?")[0] == here.url


def test_two_tabs_change_one_record_and_neither_overwrites_the_other(site: Site, tabs: tuple[Page, Page]) -> None:
    build = site.upload("Hồ sơ chung", word(), step="look")
    here, there = tabs
    here.goto(f"{site.address}/en{build}")
    record = f"{site.address}{here.get_attribute('main p.small a', 'href')}/record"
    for page in tabs:
        page.goto(record)
    here.fill("#series", "Tủ sách Quyền con người")
    here.fill("#title", "Hồ sơ chung, sửa ở đây")
    here.click("text=Save the record")
    there.fill("#subtitle", "Thêm ở kia")
    there.fill("#title", "Hồ sơ chung, sửa ở kia")
    there.click("text=Save the record")
    expect(there.locator("#title-about .error")).to_have_text(
        "Somebody else wrote “Hồ sơ chung, sửa ở đây” here since you opened the form. "
        "Keep yours or take it over, then save again."
    )
    there.click("text=Save the record")
    expect(there.locator("h1")).to_have_text("Hồ sơ chung, sửa ở kia")
    facts = there.inner_text("dl.facts")
    assert "Tủ sách Quyền con người" in facts
    there.goto(record)
    assert there.input_value("#subtitle") == "Thêm ở kia"
