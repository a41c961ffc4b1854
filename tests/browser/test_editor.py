"""The editor's way through a programme of 1,000 titles: each number opens as many rows, and a report holds."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support import PASSWORD, Server, faults_of, people_in

from catalogue.db import make_engine

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
SIZES = {"vi": (1200, 900), "en": (390, 844)}


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A served catalogue with the made-up programme in it."""
    server = Server(tmp_path_factory.mktemp("programme"))
    server.run("demo")
    engine = make_engine(server.database_url)
    people_in(engine)
    engine.dispose()
    yield server
    server.stop()


@pytest.fixture(params=list(SIZES))
def officer(request: pytest.FixtureRequest, programme: Server, a_browser: Browser) -> Iterator[Page]:
    """A page of the programme's officer, in Vietnamese on a desktop and in English on a phone."""
    width, height = SIZES[request.param]
    context: BrowserContext = a_browser.new_context(
        viewport={"width": width, "height": height}, base_url=f"{programme.address}/{request.param}/"
    )
    page = context.new_page()
    faults = faults_of(page)
    page.goto("login")
    page.fill("[name=login]", "officer@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.goto("editor")
    yield page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
    context.close()
    assert faults == []


def number(text: str) -> int:
    """A count as the page writes it, in either language."""
    return int(re.sub(r"\D", "", text.split("\n", maxsplit=1)[0]))


def downloaded(page: Page, selector: str) -> bytes:
    """What a link gives to take away."""
    with page.expect_download() as waiting:
        page.locator(selector).first.click()
    return Path(waiting.value.path()).read_bytes()


def test_every_number_opens_as_many_rows(officer: Page) -> None:
    """The figures, and a cell of each breakdown, one in each list taken away."""
    links = officer.locator("main a[href*='/editor/titles?count=']")
    shown = links.evaluate_all("all => all.map(one => [one.getAttribute('href'), one.textContent])")
    numbers = {href: number(text) for href, text in shown if "%" not in text}
    assert len(numbers) > 40
    looked = list(numbers)[:12] + list(numbers)[12::25]
    for href in looked:
        officer.goto(href)
        assert number(officer.locator(".head p").inner_text()) == numbers[href], href
    rows = list(csv.DictReader(io.StringIO(downloaded(officer, "a[href*='list.csv']").decode("utf-8-sig"))))
    assert len(rows) == numbers[looked[-1]]
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_the_keyboard_leads_from_a_number_to_its_titles_and_back(officer: Page) -> None:
    figure = officer.locator("main a[href*='count=released']").first
    expected = number(figure.inner_text())
    for _ in range(60):
        officer.keyboard.press("Tab")
        if officer.evaluate("document.activeElement.getAttribute('href') || ''").find("count=released") > 0:
            break
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/editor/titles?count=released*")
    assert number(officer.locator(".head p").inner_text()) == expected
    officer.go_back()
    expect(officer.locator("main h1")).to_be_visible()


def test_what_if_answers_says_why_not_and_is_kept_by_its_address(officer: Page) -> None:
    officer.goto("editor/what-if")
    before = officer.locator("[data-answer] .lead").inner_text()
    officer.fill("[name=plain]", "900")
    officer.click("form.card button")
    answer = officer.locator("[data-answer]")
    expect(answer).not_to_have_attribute("data-answer", "possible")
    said, address = answer.locator(".lead").inner_text(), officer.url
    assert said != before
    officer.goto("editor/what-if")
    assert officer.locator("[data-answer] .lead").inner_text() == before, "nothing was written"
    officer.goto(address)
    assert officer.locator("[data-answer] .lead").inner_text() == said


def test_a_report_is_frozen_taken_away_and_holds(officer: Page) -> None:
    officer.goto("editor/reports")
    period = "2026-10" if "/vi/" in officer.url else "2026-09"
    officer.select_option("[name=period]", period)
    officer.click("main form details summary")
    officer.fill("[name=issuer]", "Cục Xuất bản")
    officer.click("main form .button", timeout=240_000, no_wait_after=False)
    officer.wait_for_url("**/editor/reports/*", timeout=240_000)
    files = officer.locator("main a[href*='/files/']").evaluate_all("all => all.map(one => one.textContent)")
    assert sorted({name.rpartition(".")[2] for name in files}) == ["docx", "json", "pdf", "xlsx"]
    figures = json.loads(downloaded(officer, "main a[href*='/files/']:text('.json')"))
    pdf = downloaded(officer, "main a[href*='/files/']:text('.pdf')")
    assert pdf.startswith(b"%PDF-")
    assert figures
    expect(officer.locator("main .notice").first).not_to_have_class(re.compile("bad"))
