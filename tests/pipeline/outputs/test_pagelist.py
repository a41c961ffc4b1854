"""Every page of the PDF finds a place in the text, in order."""

from __future__ import annotations

from pipeline.outputs.pagelist import page_map


def test_pages_stand_before_the_first_block_that_begins_on_them() -> None:
    pages = [["cover"], ["title-page"], ["b1", "b2"], ["b3"]]
    found = page_map(pages, {"b1": 1, "b2": 2, "b3": 3}, "Bìa")
    assert found.front == {"cover": ["Bìa"], "title-page": ["1"]}
    assert found.breaks == {1: ["2"], 3: ["3"]}


def test_a_page_inside_a_long_block_shares_the_next_place() -> None:
    found = page_map([["cover"], ["b1"], [], [], ["b2"]], {"b1": 1, "b2": 2}, "Bìa")
    assert found.breaks == {1: ["1"], 2: ["2", "3", "4"]}


def test_pages_after_the_last_block_stay_with_it() -> None:
    found = page_map([["cover"], ["b1"], []], {"b1": 1}, "Bìa")
    assert found.breaks == {1: ["1", "2"]}
