"""Periods begin and end where the calendar and the programme say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.rules.periods import ended, period

START = date(2023, 1, 1)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("3y", date(2023, 1, 1), date(2025, 12, 31)),
        ("5y", date(2023, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_key_means_these_days(key: str, first: date, last: date) -> None:
    found = period(key, START)
    assert (found.first, found.last, found.eve) == (first, last, first - timedelta(days=1))


@pytest.mark.parametrize("key", ["", "2025-13", "2025-Q5", "25", "2025-1", "4y", "0000", "２０２５", "2025\n"])
def test_anything_else_is_no_period(key: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        period(key, START)


def test_only_what_is_over_and_within_the_programme_can_be_chosen() -> None:
    assert ended(START, date(2023, 5, 1)) == ["2023-04", "2023-03", "2023-02", "2023-01", "2023-Q1"]
    assert ended(START, date(2023, 4, 30)) == ["2023-03", "2023-02", "2023-01", "2023-Q1"]


@given(st.integers(2023, 2100))
def test_months_and_quarters_of_a_year_follow_one_another_without_a_gap(year: int) -> None:
    for keys in ([f"{year}-{m:02d}" for m in range(1, 13)], [f"{year}-Q{q}" for q in range(1, 5)]):
        parts = [period(key, START) for key in keys]
        whole = period(str(year), START)
        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
        assert [one.eve for one in parts[1:]] == [one.last for one in parts[:-1]]
