"""Typography by language: a rule changes what it is for, once, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.typography.registry import typeset, typeset_opening

LANGUAGES = ("vi", "en", "fr", "fr-CH", "ru", "zh-Hans", "ar", "km")


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("vi", "Điều 27 , khoản 1", "Điều\xa027, khoản\xa01"),
        ("vi", "ngày 14 tháng 9 năm 2022...", "ngày\xa014 tháng\xa09 năm\xa02022…"),
        ("vi", "TS. Lan", "TS.\xa0Lan"),
        ("vi", "tỉ lệ 1 : 2, nhà số 15/3, 1/4, hoà và hòa", "tỉ lệ 1 : 2, nhà số\xa015/3, 1/4, hoà và hòa"),
        ("fr", "Bonjour ! «oui»", "Bonjour\u202f! «\u202foui\u202f»"),
        ("en", "Mr. Smith, Article 5", "Mr.\xa0Smith, Article\xa05"),
        ("en", "Bonjour ! 1 : 2", "Bonjour ! 1 : 2"),
        ("zh-Hans", "...", "..."),
    ],
)
def test_each_language_is_set_by_its_own_rules(language: str, typed: str, set_: str) -> None:
    assert typeset(typed, language) == set_


def test_addresses_stay_as_they_are() -> None:
    address = "https://vi.example/a...b?c=1"
    assert typeset(f"Xem {address} nhé !", "vi") == f"Xem {address} nhé!"


def test_a_line_of_dialogue_begins_with_an_en_dash_in_vietnamese() -> None:
    assert (typeset_opening("- Chào anh", "vi"), typeset_opening("- Hello", "en")) == ("– Chào anh", "- Hello")


@example("2 :»", "fr")
@given(st.text(alphabet="aĐđiều27 ,.;:?!«»-“”…\xa0Mr", max_size=60), st.sampled_from(LANGUAGES))
def test_setting_twice_is_setting_once(text: str, language: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_no_letter_or_figure_is_ever_changed(text: str, language: str) -> None:
    letters = [c for c in text if c.isalnum()]
    assert [c for c in typeset(text, language) if c.isalnum()] == letters
