"""Numbers of many languages: what is one number must be read as one."""

from __future__ import annotations

import pytest

from pipeline.checks.completeness.costs import unmatched
from pipeline.checks.completeness.numbers import stated
from pipeline.checks.completeness.spelling import implied


def values(text: str, language: str) -> list[set[str]]:
    return [set(number.values) for number in stated(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1.000,5", "vi", ["1000.5"]),
        ("1,000.5", "en", ["1000.5"]),
        ("1\xa0000,5", "fr", ["1000.5"]),
        ("1 000,5", "ru", ["1000.5"]),
        ("1.234.567", "es", ["1234567"]),
        ("12,34,567", "hi", ["1234567"]),
        ("৩".replace("৩", "३") + "०", "hi", ["30"]),
        ("៣០", "km", ["30"]),
        ("໓໐", "lo", ["30"]),
        ("๓๐", "th", ["30"]),
        ("၃၀", "my", ["30"]),
        ("٣٠٫٥", "ar", ["30.5"]),
        ("14/9/2022", "vi", ["14", "9", "2022"]),
        ("14.09.2022", "de", ["14", "9", "2022"]),
        ("2022-09-14", "en", ["2022", "9", "14"]),
    ],
)
def test_a_number_has_its_value_in_every_language(text: str, language: str, expected: list[str]) -> None:
    assert values(text, language) == [{value} for value in (v.lstrip("0") or "0" for v in expected)]


@pytest.mark.parametrize(
    ("original", "language", "translation", "other"),
    [
        ("1,5 triệu người", "vi", "1.5 million people", "en"),
        ("1.500.000 người", "vi", "1.5 million people", "en"),
        ("20.000 cuốn", "vi", "2万册", "zh-Hans"),
        ("1.000 đầu sách", "vi", "1,000 titles", "en"),
        ("ngày 14 tháng 9 năm 2022", "vi", "14 September 2022", "en"),
        ("ngày 10 tháng 12 năm 1948", "vi", "le 10 décembre 1948", "fr"),
        ("ngày 10 tháng 12 năm 1948", "vi", "10 декабря 1948 года", "ru"),
        ("năm 1948", "vi", "พ.ศ. ๒๔๙๑", "th"),
        ("năm 1948", "vi", "一九四八年", "zh-Hans"),
        ("năm 2019", "vi", "令和1年", "ja"),
        ("30 điều", "vi", "thirty articles", "en"),
        ("30 điều", "vi", "三十条", "zh-Hans"),
        ("thế kỷ 20", "vi", "XX век", "ru"),
        ("15 giờ", "vi", "3 p.m.", "en"),
        ("Article 5", "en", "Article cinq", "fr"),
        ("25%", "en", "٢٥٪", "ar"),
    ],
)
def test_an_original_finds_its_numbers_in_the_translation(
    original: str, language: str, translation: str, other: str
) -> None:
    missing = unmatched(stated(original, language), implied(translation, other), stated(translation, other))
    assert [number.text for number in missing] == []


@pytest.mark.parametrize(
    ("original", "translation", "missing"),
    [
        ("1.000,5 tấn", "10005 tons", ["1.000,5"]),
        ("1.500 người", "150 people", ["1.500"]),
        ("30 điều, 2 phụ lục", "30 articles and appendices", ["2"]),
        ("ngày 14 tháng 9 năm 2022", "14 September 2021", ["2022"]),
        ("3 và 3", "3", ["3"]),
    ],
)
def test_another_number_is_no_answer(original: str, translation: str, missing: list[str]) -> None:
    found = unmatched(stated(original, "vi"), implied(translation, "en"), stated(translation, "en"))
    assert [number.text for number in found] == missing
