"""Each language is set in its own faces, from files that we pin, with every letter found."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from pipeline.styles import fonts
from pipeline.styles.tokens import DESIGNS

VIETNAMESE = "Ẫặữỡởợốồổỗộ“”‘’–—…đĐ₫"


def test_every_face_is_installed() -> None:
    missing = [face.path for faces in fonts.FACES.values() for face in faces if not face.path.is_file()]
    assert missing == []


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("vi", "Source Serif 4"), ("ru", "Source Serif 4"), ("lo", "Noto Serif Lao"), ("km-KH", "Noto Serif Khmer"),
        ("ar", "Noto Naskh Arabic"),
    ],
)  # fmt: skip
def test_the_script_comes_first(language: str, first: str) -> None:
    assert fonts.choose(language, "").body[0] == first


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("zh", "Noto Serif SC"), ("zh-Hant", "Noto Serif TC"), ("zh-TW", "Noto Serif TC"),
        ("ja", "Noto Serif JP"), ("ko", "Noto Serif KR"),
    ],
)  # fmt: skip
def test_chinese_characters_take_the_form_of_the_books_language(language: str, family: str) -> None:
    body = fonts.choose(language, "人宣言").body
    assert [name for name in body if name.startswith("Noto Serif ")] == [family]


@pytest.mark.parametrize("language", ["vi", "lo", "km", "th", "ar", "ja", "ko", "zh-Hans"])
def test_vietnamese_words_are_at_home_in_every_language(language: str) -> None:
    chosen = fonts.choose(language, VIETNAMESE)
    assert {ord(c) for c in VIETNAMESE} - fonts.covered(*chosen.body) == set()


def test_foreign_words_bring_their_own_face() -> None:
    assert "Noto Sans Khmer" in fonts.choose("vi", "chữ ខ្មែរ").body
    assert "Noto Sans Khmer" not in fonts.choose("vi", "chữ").body


def test_russian_headings_are_not_set_in_a_face_without_cyrillic() -> None:
    assert ord("Ж") in fonts.covered(fonts.choose("ru", "Ж").heads[0])


def test_code_has_its_own_face_only_where_there_is_code() -> None:
    assert fonts.choose("vi", "a", code=True).mono[0] == "JetBrains Mono"
    assert "JetBrains Mono" not in fonts.choose("vi", "a").mono


@pytest.mark.parametrize("design", list(DESIGNS))
def test_every_face_of_a_design_has_every_vietnamese_letter(design: str) -> None:
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    letters = {normalize("NFC", base + tone) for base in "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy" for tone in tones} | set(
        "đĐ₫“”‘’–…"
    )
    chosen = DESIGNS[design]
    for face in (*fonts.FACES[chosen.body], *fonts.FACES[chosen.heads]):
        with TTFont(face.path, lazy=True) as font:
            assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} == set()
