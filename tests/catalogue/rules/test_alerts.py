"""Alerts speak when it matters and are silent below their thresholds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalogue.rules import alerts
from catalogue.rules.alerts import Alert

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("released", "due", "told"), [
    (391, 400, []), (390, 400, []), (380, 400, [Alert("behind", 20)]), (0, 9, []), (0, 10, [Alert("behind", 10)]),
    (500, 400, []),
])  # fmt: skip
def test_behind_the_plan_is_told_from_a_twentieth_and_ten_titles_on(released: int, due: int, told: list[Alert]) -> None:
    assert alerts.of_plan(released, due) == told


def test_the_band_is_told_when_it_was_left_or_lies_above_the_share() -> None:
    assert alerts.of_band(400, "within", "below") == []
    assert alerts.of_band(400, "below", "within") == [Alert("left_band")]
    assert alerts.of_band(400, "above", "within") == [Alert("left_band")]
    assert alerts.of_band(400, "below", "below") == [Alert("below_band")]
    assert alerts.of_band(400, "above", "above") == []
    assert alerts.of_band(19, "below", "within") == []


def test_a_steady_publisher_that_fell_silent_is_told_and_an_occasional_one_is_not() -> None:
    last = TODAY - alerts.STILL
    steady = [last - timedelta(days=30 * n) for n in range(alerts.STEADY)]
    assert alerts.of_houses({"a": steady}, TODAY) == [Alert("stalled", 1, ("a",))]
    assert alerts.of_houses({"a": [*steady, TODAY]}, TODAY) == []
    assert alerts.of_houses({"a": [day + timedelta(days=1) for day in steady]}, TODAY) == []
    assert alerts.of_houses({"a": steady[1:]}, TODAY) == []
    assert alerts.of_houses({"a": steady, "b": [day - timedelta(days=9) for day in steady], "c": []}, TODAY) == [
        Alert("stalled", 2, ("b", "a"))
    ]


def test_three_failures_in_a_row_are_told_and_two_are_not() -> None:
    states = {"a": ["failed", "refused", "failed", "built"], "b": ["failed", "failed"], "c": ["built", *["failed"] * 5]}
    assert alerts.of_builds(states) == [Alert("builds", 1, ("a",))]


def test_waiting_is_told_after_a_month_the_longest_first() -> None:
    since = [(key, TODAY - timedelta(days=days)) for key, days in (("c", 99), ("a", 31), ("b", 30))]
    [told] = alerts.of_waiting(since, TODAY)
    assert (told.number, told.about[:2]) == (2, ("c", "a"))
    assert alerts.of_waiting(since[2:], TODAY) == []
