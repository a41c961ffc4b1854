"""Languages, links and formats as a reader meets them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from catalogue.web.i18n import Speech, negotiate


@pytest.mark.parametrize(
    ("account", "cookie", "accept", "expected"),
    [
        (None, None, "", "vi"),
        (None, None, "en-GB,en;q=0.8", "en"),
        (None, None, "fr;q=0.9, en;q=0.1, vi;q=0.5", "vi"),
        (None, None, "vi-VN", "vi"),
        (None, None, "de,fr", "vi"),
        (None, None, "en;q=0", "vi"),
        (None, None, "en;q=x,;;;,", "vi"),
        (None, "en", "vi", "en"),
        ("vi", "en", "en", "vi"),
        (None, "xx", "en", "en"),
    ],
)
def test_account_then_cookie_then_browser_then_vietnamese(
    account: str | None, cookie: str | None, accept: str, expected: str
) -> None:
    assert negotiate(account, cookie, accept) == expected


def test_links_carry_a_language_only_where_the_bare_address_would_speak_another() -> None:
    vietnamese, english = Speech("vi", fallback="vi"), Speech("en", fallback="vi")
    assert [vietnamese.href("/"), vietnamese.href("/account")] == ["/", "/account"]
    assert [english.href("/"), english.href("/titles/a?x=1"), english.href("/login")] == [
        "/en/", "/en/titles/a?x=1", "/en/login",
    ]  # fmt: skip
    chosen = Speech("en", fallback="en")
    assert [chosen.href("/"), chosen.href("/account")] == ["/en/", "/account"]
    assert Speech("vi", fallback="en").href("/login") == "/vi/login"


def test_numbers_sizes_and_days_as_each_language_writes_them() -> None:
    vi, en = Speech("vi"), Speech("en")
    assert [vi.number(1234567), en.number(1234567)] == ["1.234.567", "1,234,567"]
    assert [vi.percent(0.175), en.percent(0.175), vi.percent(0.2)] == ["17,5%", "17.5%", "20%"]
    assert [vi.size(1_540_000), en.size(1_540_000), en.size(12)] == [
        "1,5\u00a0MB", "1.5\u00a0MB", "12\u00a0B",
    ]  # fmt: skip
    assert [vi.date(date(2026, 9, 4)), en.date(date(2026, 9, 4))] == ["4/9/2026", "4 Sep 2026"]


def test_the_day_is_the_day_in_vietnam() -> None:
    assert Speech("vi").date(datetime(2026, 12, 31, 18, 0, tzinfo=UTC)) == "1/1/2027"


def test_languages_are_named_even_where_cldr_is_silent() -> None:
    vi, en = Speech("vi"), Speech("en")
    names = [vi.language_name(tag) for tag in ("vi", "en", "zh-Hans", "km", "rad", "hmv")]
    assert names[:2] == ["Tiếng Việt", "Tiếng Anh"]
    assert names[2] == "Tiếng Trung (Giản thể)"
    assert names[3:] == ["Tiếng Khmer", "Tiếng Ê Đê", "Tiếng Mông"]
    assert en.language_name("lo") == "Lao"
    assert vi.language_name("not a tag") == "not a tag"
