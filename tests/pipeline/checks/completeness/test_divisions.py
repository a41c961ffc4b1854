"""Article 5 in every language of the programme."""

from __future__ import annotations

import pytest

from pipeline.checks.completeness.divisions import division_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Điều 5. Quyền sống", "vi"), ("Article 5", "en"), ("Artículo 5", "es"), ("Artikel 5", "de"),
        ("Статья 5", "ru"), ("Стаття 5", "uk"), ("第五条", "zh-Hans"), ("第5條", "zh-Hant"), ("第５条", "ja"),
        ("제 5 조", "ko"), ("ข้อ ๕", "th"), ("ມາດຕາ 5:", "lo"), ("មាត្រា ៥", "km"), ("ပုဒ်မ ၅", "my"),
        ("المادة ٥", "ar"), ("ماده ۵", "fa"), ("अनुच्छेद ५", "hi"),
    ],
)  # fmt: skip
def test_a_heading_is_known_as_article_5(text: str, language: str) -> None:
    assert division_of(text, language, heading=True) == ("article", "5")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Article premier", "fr", ("article", "1")),
        ("Chương V. Điều khoản thi hành", "vi", ("chapter", "5")),
        ("Chương thứ hai", "vi", ("chapter", "2")),
        ("Chapter Five", "en", ("chapter", "5")),
        ("第二十八条", "zh-Hans", ("article", "28")),
        ("Điều phần mềm không nói thay", "vi", ("", "")),
        ("3.2 Quyền học tập", "vi", ("", "3.2")),
    ],
)
def test_ordinals_and_words_are_read(text: str, language: str, expected: tuple[str, str]) -> None:
    assert division_of(text, language, heading=True) == expected


def test_a_sentence_that_begins_with_an_article_is_no_article() -> None:
    assert division_of("Article 5 of the Covenant says so.", "en", heading=False) == ("", "")
    assert division_of("Điều 5. Mọi người có quyền sống.", "vi", heading=False) == ("article", "5")
