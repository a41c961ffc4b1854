"""What two people do with one title in a real browser: the queue by keyboard, remarks at a place, reasons, answers;
and what follows a reader, and warns a publisher, without anything being pressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from filled import Filled
from playwright.sync_api import Browser, Page, expect
from support import faults_of

pytestmark = pytest.mark.browser
PRINTED = ("Sách in thứ nhất", "Sách in thứ hai")
REASON = "Thiếu quyết định xuất bản có chữ ký."

Opened = Callable[[str], Page]


@pytest.fixture
def opened(filled: Filled, a_browser: Browser) -> Iterator[Opened]:
    """A window of somebody, on a device of its own; none may meet a fault."""
    contexts, faults = [], []

    def open_(who: str) -> Page:
        context = a_browser.new_context(viewport={"width": 1000, "height": 800})
        context.add_cookies(filled.cookies(who))  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        faults.append(faults_of(page))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [found for found in faults if found] == []


@pytest.fixture(scope="module")
def printed(filled: Filled) -> None:
    """Two books that wait for the officer on paper alone."""
    for title in PRINTED:
        answer = filled.clients["director"].post(
            "/publisher/register",
            data={"title": title, "language": "vi", "authors": "Lê Thị Hoa", "house": filled.people.house,
                  "kind": "deposit", "number": "3/LC", "on": "2026-02-03", "sure": "yes"},
        )  # fmt: skip
        assert "/publisher/titles/" in str(answer.url), answer.text


@pytest.mark.usefixtures("printed")
def test_an_officer_goes_through_the_queue_by_keyboard_and_gives_one_back_with_a_reason(
    filled: Filled, opened: Opened
) -> None:
    page = opened("officer")
    page.goto(f"{filled.server.address}/en/editor/queue")
    rows = page.locator("#chosen [data-row]").all_text_contents()
    assert set(PRINTED) <= set(rows)
    focused = "document.activeElement.textContent"
    page.keyboard.press("j")
    first = page.evaluate(focused)
    page.keyboard.press("j")
    assert page.evaluate(focused) != first
    page.keyboard.press("k")
    assert page.evaluate(focused) == first
    page.locator("#chosen [data-row]", has_text=PRINTED[0]).focus()
    page.keyboard.press("Enter")
    heading = page.locator("h1")
    expect(heading).to_have_text(PRINTED[0])
    turns = [("ArrowRight", 1), ("ArrowLeft", 0), ("j", 1), ("k", 0)]
    here = rows.index(PRINTED[0])
    if here + 1 == len(rows):  # the last: the other way round
        turns = [("ArrowLeft", -1), ("ArrowRight", 0), ("k", -1), ("j", 0)]
    for key, step in turns:
        page.keyboard.press(key)
        expect(heading).to_have_text(rows[here + step])
    page.fill("#back", "j k")  # what is typed into a field turns no page
    expect(heading).to_have_text(PRINTED[0])
    page.fill("#back", REASON)
    page.click("text=Give back and go on")
    expect(page.locator("main [role=status]")).to_contain_text("Given back to its publisher, with your reason.")

    house = opened("director")
    house.goto(f"{filled.server.address}/en/publisher?q={PRINTED[0]}")
    expect(house.locator("main")).to_contain_text("given back to you")
    house.click("text=See what to correct")
    expect(house.locator("main")).to_contain_text(REASON)
    house.fill("#answer", "Đã bổ sung quyết định có chữ ký.")
    house.locator("form", has=house.locator("#answer")).locator("button").click()
    expect(house.locator("main [role=status]").first).to_have_text("Your answer was kept; the title goes on.")
    page.goto(f"{filled.server.address}/en/editor/queue")
    assert PRINTED[0] in page.locator("#chosen [data-row]").all_text_contents()  # it waits again


def test_a_remark_is_made_at_its_place_and_settled_there(filled: Filled, opened: Opened) -> None:
    page = opened("officer")
    page.goto(f"{filled.server.address}/en{filled.built}/review")
    passage = page.locator(".passage", has_text="Cuốn sách nói về quyền con người.")
    passage.locator(".say").click()
    expect(page.locator("#remark")).to_be_focused()
    page.keyboard.type("Dẫn nguồn của câu này.")  # the field has the focus where it was asked for
    page.click("text=Keep the remark")
    remark = passage.locator(".remark")
    expect(remark).to_contain_text("Dẫn nguồn của câu này.")
    house = opened("director")
    house.goto(page.url)
    place = house.locator(".passage", has_text="Cuốn sách nói về quyền con người.")
    place.locator("[name=answer]").fill("Đã thêm chú thích.")
    place.get_by_role("button", name="Settle").click()
    expect(place.locator(".remark.settled")).to_contain_text("Đã thêm chú thích.")


def test_place_and_bookmarks_follow_somebody_to_another_device_if_they_want_that(
    filled: Filled, opened: Opened
) -> None:
    page = opened("director")
    desk = filled.clients["director"].get(f"/vi{filled.title}").text
    [book] = set(re.findall(r'href="(?:/vi)?(/titles/[\w-]+)"', desk))
    site = filled.server.address
    page.goto(f"{site}/en/account")
    places = page.locator("form[action$='/account/places']")
    places.locator("button").click()
    expect(page.locator("main [role=status]").first).to_be_visible()
    page.goto(f"{site}/en{book}/read")
    page.locator("main ul.lines a").first.click()
    with page.expect_response(re.compile(r"/read/place$")) as kept:
        page.click("[data-mark]")
    assert kept.value.status == 200
    expect(page.locator("[data-marked]")).to_contain_text("Bookmarked:")

    other = opened("director")
    other.goto(f"{site}/en{book}/read")
    expect(other.locator("[data-continue]")).to_be_visible()
    expect(other.locator("[data-marks] li")).to_have_count(1)
    other.locator("[data-marks] a").first.click()
    assert re.search(r"/read/[\w.-]+(\?part=\d+)?#at-\d+$", other.url)
    other.goto(f"{site}/en{book}/read")
    with other.expect_response(re.compile(r"/read/place$")):
        other.locator("[data-marks] button").first.click()
    expect(other.locator("[data-marks]")).to_be_hidden()
    page.goto(f"{site}/en{book}/read")
    expect(page.locator("[data-marks]")).to_be_hidden()  # taken out there, gone here
    page.goto(f"{site}/en/account")
    page.locator("form[action$='/account/places']").locator("button").click()
    stranger = opened("")
    stranger.goto(f"{site}/en{book}/read")
    expect(stranger.locator("[data-continue]")).to_be_hidden()


def test_a_title_that_is_here_already_is_told_while_it_is_typed(filled: Filled, opened: Opened) -> None:
    page = opened("director")
    page.goto(f"{filled.server.address}/en/publisher/register")
    said = page.locator("[data-twins] [role=status]").first
    page.locator("#title").press_sequentially("quyen con nguoi trong doi song")
    expect(said.locator("a")).to_have_attribute("href", re.compile(filled.title))
    page.fill("#title", "Một cuốn khác hẳn")
    expect(said.locator("a")).to_have_count(0)
