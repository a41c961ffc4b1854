"""Lao, Khmer and Burmese get break points for print; nothing is added to other languages."""

from __future__ import annotations

import pytest

from pipeline.outputs.lines import MARK, breaker

KHMER = "មនុស្សទាំងអស់កើតមកមានសេរីភាព និងសមភាព"


@pytest.mark.parametrize("language", ["vi", "en", "th", "zh-Hans", "ar"])
def test_other_languages_need_no_marks(language: str) -> None:
    assert breaker(language) is None


def test_khmer_words_may_part_and_nothing_is_lost() -> None:
    mark = breaker("km")
    assert mark is not None
    marked = mark(KHMER)
    assert MARK in marked
    assert marked.replace(MARK, "") == KHMER


def test_no_mark_stands_beside_a_space() -> None:
    mark = breaker("km-KH")
    assert mark is not None
    marked = mark(KHMER)
    assert (f" {MARK}" in marked, f"{MARK} " in marked) == (False, False)


def test_foreign_words_in_lao_are_left_alone() -> None:
    mark = breaker("lo")
    assert mark is not None
    assert mark("Universal Declaration") == "Universal Declaration"
