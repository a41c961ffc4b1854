"""Renews docs/screens.jpg: the site's pages as a browser shows them, from a served catalogue.

screens.py ADDRESS LOGIN PASSWORD [MANUSCRIPT]   uploads the manuscript to have a build to show
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT, GAP = 1100, 760, 24


def shots(page: Page, address: str, login: str, password: str, manuscript: Path) -> list[bytes]:
    """Shelf, title, a chapter, build in progress, the book in another look, programme."""
    found = []
    page.goto(f"{address}/")
    found.append(page.screenshot())
    page.click("ul.shelf a")
    found.append(page.screenshot())
    page.click("a[href$='/read']")
    page.click("ul.lines li:nth-child(2) a")
    page.wait_for_load_state("networkidle")
    found.append(page.screenshot())
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_url("**/editor")
    page.goto(f"{address}/publisher/upload")
    page.click("main details summary")
    page.fill("#title", "Quyền con người trong đời sống")
    page.set_input_files("#manuscript", manuscript)
    page.click("button[value=build]")
    page.wait_for_selector("#alike, [data-progress]")
    if page.locator("#alike").count():  # the same manuscript is on the shelf already, as the sample
        page.check("[name=sure]")
        page.click("button[value=build]")
    page.wait_for_selector("[data-stage=pdf][data-state=now]")
    found.append(page.screenshot())
    page.click("a[href$='/preview']", timeout=300_000)
    page.goto(f"{page.url.partition('?')[0]}?design=young&colours=2&as=tablet&at=c002")
    page.wait_for_load_state("networkidle")
    found.append(page.screenshot())
    page.goto(f"{address}/editor")
    found.append(page.screenshot())
    return found


def main(address: str, login: str, password: str, manuscript: str = "") -> None:
    """Three rows of two pages."""
    path = Path(manuscript) if manuscript else ROOT / "manuscripts" / "guide.vi.docx"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(channel="chromium", executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="vi-VN")
        pictures = [Image.open(io.BytesIO(shot)) for shot in shots(page, address, login, password, path)]
        browser.close()
    sheet = Image.new("RGB", (2 * WIDTH + 3 * GAP, 3 * HEIGHT + 4 * GAP), "#d9d2c3")
    for at, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + at % 2 * (WIDTH + GAP), GAP + at // 2 * (HEIGHT + GAP)))
    sheet.thumbnail((1400, 1500), Image.Resampling.LANCZOS)
    (ROOT / "docs").mkdir(exist_ok=True)
    sheet.save(ROOT / "docs" / "screens.jpg", "JPEG", quality=86, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
