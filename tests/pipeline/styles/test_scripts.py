"""What a language's script asks of the page."""

from __future__ import annotations

import pytest

from pipeline.styles.fonts import body
from pipeline.styles.scripts import counter_style, digits, script_of


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("vi", "Latn"), ("tyz", "Latn"), ("nut", "Latn"), ("hmv", "Latn"), ("cjm", "Latn"), ("cjm-Cham", "Cham"),
        ("blt-Tavt", "Tavt"), ("zh", "Hans"), ("zh-TW", "Hant"), ("zh-Hant-HK", "Hant"), ("uk", "Cyrl"),
        ("sr-Latn", "Latn"),        ("fa", "Arab"), ("hi", "Deva"), ("km-KH", "Khmr"),
    ],
)  # fmt: skip
def test_a_tag_has_a_script(tag: str, script: str) -> None:
    assert script_of(tag) == script


@pytest.mark.parametrize(
    ("tag", "number", "style"),
    [
        ("fa", "۱۲", "persian"), ("my", "၁၂", "myanmar"), ("vi", "12", "decimal"), ("lo", "12", "decimal"),
        ("cjm", "12", "decimal"),
    ],
)  # fmt: skip
def test_numbers_of_ours_are_in_the_languages_digits(tag: str, number: str, style: str) -> None:
    assert (digits("12", tag), counter_style(tag)) == (number, style)


@pytest.mark.parametrize(
    ("tag", "style", "family"),
    [
        ("lo", "general", "Noto Serif Lao"), ("lo", "young", "Noto Sans Lao"), ("km", "reference", "Noto Serif Khmer"),
        ("blt-Tavt", "general", "Noto Sans Tai Viet"), ("ja", "young", "Noto Sans JP"),
        ("hi", "general", "Noto Sans Devanagari"),
    ],
)  # fmt: skip
def test_a_scripts_serifs_go_with_those_of_the_latin_letters(tag: str, style: str, family: str) -> None:
    assert body(tag, style)[0] == family
