"""A publisher's whole way in a real browser: sign in, upload, watch the build, download the book, open it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from support import Server, faults_of, word

from pipeline.checks.epubcheck import epubcheck

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("site"))
    made.run("user", "add", "nxb@example.org", "--role", "director", "--organisation", "Nhà xuất bản Tư pháp")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


def sign_in(page: Page, server: Server, language: str = "en") -> None:
    page.goto(f"{server.address}/{language}/login")
    page.fill("#login", "admin")
    page.fill("#password", server.password)
    page.click("main button")
    page.wait_for_url("**/editor")


@pytest.mark.parametrize(("language", "width"), [("vi", 1200), ("en", 360)])
def test_upload_watch_download_and_open(
    browser: Browser, server: Server, tmp_path: Path, language: str, width: int
) -> None:
    manuscript = tmp_path / "sach.docx"
    manuscript.write_bytes(word(*(f"Đoạn văn thứ {n}: mọi người sinh ra đều tự do." for n in range(40))))
    page = browser.new_page(viewport={"width": width, "height": 740})
    faults = faults_of(page)
    sign_in(page, server, language)

    page.goto(f"{server.address}/{language}/publisher/upload")
    page.set_input_files("#manuscript", manuscript)
    page.click("main details summary")
    page.fill("#title", f"Quyền con người {language}")
    page.click("button[value=look] >> nth=0")  # the verdict comes first; the file has travelled meanwhile
    page.wait_for_url("**/publisher/builds/*")
    page.click("button[name=purpose]")
    page.wait_for_selector("[data-stage][data-state=done]", state="attached")  # it moves without a reload
    page.wait_for_selector("ul.downloads")  # and the page comes to its end by itself

    for suffix in ("epub", "pdf"):
        with page.expect_download() as coming:
            page.click(f"ul.downloads a[href$='/files/{suffix}']")
        coming.value.save_as(tmp_path / f"book.{suffix}")
        assert coming.value.suggested_filename == f"quyen-con-nguoi-{language}.{suffix}"
    assert epubcheck(tmp_path / "book.epub", tmp_path) == []
    with pikepdf.open(tmp_path / "book.pdf") as document:
        assert len(document.pages) > 3
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        chapters = [name for name in archive.namelist() if name.endswith(".xhtml")]
        text = "".join(archive.read(name).decode() for name in chapters)
    assert "Đoạn văn thứ 39: mọi người sinh ra đều tự do." in text
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []
    page.close()


def test_without_javascript_the_same_way_works(browser: Browser, server: Server, tmp_path: Path) -> None:
    manuscript = tmp_path / "sach.docx"
    manuscript.write_bytes(word())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server)
    page.goto(f"{server.address}/en/publisher/upload")
    page.set_input_files("#manuscript", manuscript)
    page.click("button[value=look] >> nth=0")
    page.click("button[name=purpose]", timeout=120_000)
    page.wait_for_selector("ul.downloads", timeout=120_000)
    context.close()


def test_an_upload_that_is_refused_says_why_beside_the_field(browser: Browser, server: Server, tmp_path: Path) -> None:
    (tmp_path / "trong.docx").write_bytes(b"")
    page = browser.new_page()
    sign_in(page, server)
    page.goto(f"{server.address}/en/publisher/upload")
    page.set_input_files("#manuscript", tmp_path / "trong.docx")
    page.wait_for_selector("ul.coming .refused")  # at once, before anything else is filled in
    assert "empty" in page.inner_text("ul.coming .refused")
    (tmp_path / "gia.docx").write_bytes(b"day khong phai la Word")
    page.click("ul.coming button")
    page.set_input_files("#manuscript", tmp_path / "gia.docx")
    page.click("main details summary")
    page.fill("#title", "Giả")
    page.click("button[value=look] >> nth=0")
    page.wait_for_selector("#mistakes")
    assert ".docx" in page.inner_text("#manuscript-about .error")
    assert page.input_value("#title") == "Giả"
    page.close()
