"""The words that we add to a book exist in every language of the programme."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.pages import words

LANGUAGES = [
    "vi",
    "en",
    "fr",
    "es",
    "ru",
    "zh-Hans",
    "zh-Hant",
    "ja",
    "ko",
    "lo",
    "km",
    "th",
    "ar",
    "de",
    "uk",
    "my",
    "fa",
    "hi",
]


def test_every_word_is_said_in_every_language() -> None:
    table = json.loads(Path(words.__file__).with_name("words.json").read_text(encoding="utf-8"))
    missing = [(key, tag) for key, row in table.items() for tag in LANGUAGES if not row.get(tag)]
    assert missing == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("vi-VN", "Mục lục"), ("zh", "目录"), ("zh-TW", "目錄"), ("zh-Hant-HK", "目錄"),
        ("EN", "Contents"), ("xx", "Contents"), ("ar-EG", "المحتويات"),
    ],
)  # fmt: skip
def test_a_tag_finds_its_words(tag: str, said: str) -> None:
    assert words.word("contents", tag) == said


def test_a_language_without_words_is_known_as_such() -> None:
    assert [words.known(tag) for tag in ("vi", "en-GB", "zh-TW", "cjm", "eo")] == [True, True, True, False, False]


def test_a_book_in_a_minority_language_has_vietnamese_around_it() -> None:
    assert [words.word("contents", tag) for tag in ("tyz", "cjm-Cham", "hmv")] == ["Mục lục"] * 3
