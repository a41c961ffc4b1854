"""What a screen reader is told on the ways that readers and publishers go, kept as files and read by people.

``NGHINSACH_WRITE_GOLDEN=1 pytest tests/browser/test_transcripts.py`` writes the files anew; read what changed in them
as a blind user would hear it before keeping it. Ids of titles and the heights of hashes are left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled import Filled
from playwright.sync_api import Browser, Page
from support import word

pytestmark = pytest.mark.browser
GOLDEN = Path(__file__).parent / "golden"
CHANGING = (
    (r"/(titles|covers|files)/[0-9a-z]{12}", r"/\1/ID"),
    (r"(next=[^ ]*?)[0-9a-z]{12}", r"\1ID"),
    (r"\d+(,\d)? kB", "… kB"),
)


class Transcript:
    """What is heard, step by step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[str] = []

    def whole(self, step: str, place: str = "body") -> None:
        """Everything in a place, in the order in which it is read."""
        self._add(step, self.page.locator(place).aria_snapshot())

    def focused(self, step: str) -> None:
        """What is said when the focus arrives."""
        self._add(step, self.page.locator(":focus").aria_snapshot())

    def _add(self, step: str, said: str) -> None:
        for changing, kept in CHANGING:
            said = re.sub(changing, kept, said)
        self.heard.append(f"# {step}\n{said}\n")

    def compare(self, name: str) -> None:
        path = GOLDEN / f"{name}.yaml"
        text = "\n".join(self.heard)
        if os.environ.get("NGHINSACH_WRITE_GOLDEN"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")


@pytest.fixture
def stranger(a_browser: Browser, filled: Filled) -> Iterator[Page]:
    context = a_browser.new_context(
        viewport={"width": 1000, "height": 800}, locale="vi-VN", base_url=filled.server.address
    )
    yield context.new_page()
    context.close()


def test_searching_for_a_book(stranger: Page) -> None:
    heard = Transcript(stranger)
    stranger.goto("/")
    stranger.get_by_role("searchbox").fill("quyen con nguoi")
    stranger.keyboard.press("Enter")
    stranger.wait_for_url("**q=*")
    heard.whole("Tìm “quyen con nguoi”")
    stranger.get_by_role("searchbox").fill("quyne")
    stranger.keyboard.press("Enter")
    stranger.wait_for_url("**q=quyne*")
    heard.whole("Tìm “quyne”, gõ nhầm", "main")
    heard.compare("search")


@pytest.mark.usefixtures("foliate")
def test_reading_a_chapter_a_note_and_the_way_back(stranger: Page) -> None:
    heard = Transcript(stranger)
    stranger.goto("/?q=quyen+con+nguoi+trong+doi+song")
    stranger.click("main h3 a, main h2 a >> nth=0")
    heard.whole("Trang của sách: cách đọc và tải", "main .downloads, main [class*=read]")
    stranger.click("main a[href$='/read']")
    stranger.wait_for_selector("[data-keep]:not([hidden])")
    heard.whole("Mục lục")
    stranger.click("text=Lời nói đầu")
    heard.whole("Chương đầu")
    stranger.locator("a[role=doc-noteref]").first.focus()
    heard.focused("Đến số chú thích")
    stranger.keyboard.press("Enter")
    stranger.keyboard.press("Tab")
    heard.focused("Ở chú thích, bấm Tab")
    stranger.keyboard.press("Enter")
    assert stranger.evaluate("location.hash.slice(1)") == stranger.locator("a[role=doc-noteref]").first.get_attribute(
        "id"
    )
    stranger.keyboard.press("Shift+Tab")
    stranger.keyboard.press("Tab")
    heard.focused("Trở lại chỗ đang đọc")
    heard.compare("reading")


def test_uploading_a_manuscript(a_browser: Browser, filled: Filled) -> None:
    context = a_browser.new_context(locale="vi-VN", base_url=filled.server.address)
    context.add_cookies(filled.cookies("director"))  # type: ignore[arg-type]
    page = context.new_page()
    heard = Transcript(page)
    page.goto("/vi/publisher/upload")
    heard.whole("Trang gửi bản thảo", "main")
    page.set_input_files("#manuscript", {"name": "sach.docx", "mimeType": "", "buffer": word()})
    page.wait_for_selector("[data-incoming] [role=status]:text('sach.docx: Đã nhận xong')", state="attached")
    heard.whole("Đã chọn tệp", "[data-incoming]")
    page.locator("button[value=look]").first.focus()
    heard.focused("Nút gửi")
    page.get_by_role("button", name=re.compile("^Bỏ|^Gỡ|^Xóa")).first.click()
    context.close()
    heard.compare("upload")
