"""The publisher's desk in a real browser: an ISBN while it is typed, pictures described, the book previewed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from filled import Filled
from playwright.sync_api import Browser, Page, expect
from support import faults_of

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(filled: Filled, a_browser: Browser) -> Iterator[Page]:
    context = a_browser.new_context(viewport={"width": 1000, "height": 900})
    context.add_cookies(filled.cookies("director"))  # type: ignore[arg-type]
    page = context.new_page()
    faults = faults_of(page)
    yield page
    context.close()
    assert faults == []


def test_an_isbn_is_judged_while_it_is_typed(filled: Filled, desk: Page) -> None:
    desk.goto(f"{filled.server.address}/en/publisher/register")
    field, note = desk.locator("#isbn_epub"), desk.locator("#isbn_epub-isbn")
    for typed, said in (
        ("978-604-0", "6 digits are still missing."),
        ("978-604-0-00000-0", "The check digit does not fit; compare it with the registration."),
        ("978-604-0-00001-5", None),
        ("978-3-16-148410-0", "The check digit fits, but the number is not from Vietnam (978-604 or 978-632)."),
        ("97X", "An ISBN has 13 digits."),
        ("", ""),
    ):
        field.fill(typed)
        if said is not None:
            expect(note).to_have_text(said)


def test_a_picture_is_described_from_the_verdict(filled: Filled, desk: Page) -> None:
    desk.goto(f"{filled.server.address}/en{filled.verdict}")
    desk.click("text=Describe the pictures")
    shown = desk.locator("ol.worklist img")
    expect(shown).to_have_count(1)
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    desk.fill("ol.worklist textarea", "Một ngọn đuốc đỏ giơ cao")
    desk.click("text=Keep the descriptions")
    expect(desk.locator("main [role=status]")).to_have_text("The descriptions were kept.")
    expect(desk.locator("ol.worklist textarea")).to_have_value("Một ngọn đuốc đỏ giơ cao")


def test_the_book_is_previewed_on_a_phone_and_a_tablet_with_type_and_pictures(filled: Filled, desk: Page) -> None:
    desk.goto(f"{filled.server.address}/en{filled.built}")
    desk.click("text=Preview as readers see it")
    for device, width in (("Phone", 390), ("Tablet", 798)):
        desk.click(f"nav >> text={device}")
        frame = desk.frame_locator("iframe.device")
        expect(frame.locator("article.page")).to_be_visible()
        inside = desk.frames[1]
        assert abs(inside.evaluate("innerWidth") - width) <= 4
        assert inside.evaluate("document.documentElement.scrollWidth") <= inside.evaluate("innerWidth")
        expect(frame.locator("article.page")).to_have_css("font-family", re.compile('^"Source Serif 4"'))
    options = desk.locator("#at option").evaluate_all("all => all.map(one => one.value)")
    widths = []
    for name in options:
        desk.goto(f"{filled.server.address}/en{filled.built}/preview?as=phone&at={name}")
        shown = desk.frame_locator("iframe.device").locator("article.page")
        widths += shown.evaluate(
            "page => Promise.all([...page.querySelectorAll('img')].map(e => e.decode().then(() => e.naturalWidth)))"
        )
    assert widths
    assert all(width > 0 for width in widths)
