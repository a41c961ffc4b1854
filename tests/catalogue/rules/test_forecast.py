"""What the forecast says, and when it says that it cannot."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from catalogue.rules.counting.records import Past
from catalogue.rules.forecast import Forecast, NoForecast, forecast, weekly_counts

START, DEADLINE = date(2023, 1, 1), date(2028, 12, 31)
LOW, HIGH = Fraction(15, 100), Fraction(20, 100)


def steady(per_week: int, weeks: int, every: int = 6) -> list[Past]:
    """So many titles every week, each ``every``-th of them in the share."""
    days = [START + timedelta(days=7 * week + 3) for week in range(weeks) for _ in range(per_week)]
    return [Past(day, number % every == 0) for number, day in enumerate(days)]


def ask(past: list[Past], as_of: date, target: int = 1000) -> Forecast | NoForecast:
    return forecast(past, as_of=as_of, start=START, deadline=DEADLINE, target=target, low=LOW, high=HIGH)


def test_a_steady_pace_is_carried_on_and_the_range_surrounds_it() -> None:
    as_of = START + timedelta(weeks=150)
    found = ask(steady(3, 150), as_of)
    assert isinstance(found, Forecast)
    straight = 450 + 3 * (DEADLINE - as_of).days / 7
    assert found.low < straight < found.high
    assert abs(found.middle - straight) < 0.05 * straight
    assert (found.pace_per_week, found.weeks_of_past) == (3.0, 104)
    assert found.pace_needed == pytest.approx(550 * 7 / (DEADLINE - as_of).days)


def test_the_range_grows_with_the_distance_to_the_deadline() -> None:
    widths = []
    for weeks in (100, 200, 300):
        found = ask(steady(3, weeks), START + timedelta(weeks=weeks))
        assert isinstance(found, Forecast)
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(
    ("past", "as_of", "target", "reason"),
    [
        (steady(3, 30), START + timedelta(weeks=30), 1000, "too_short"),
        (steady(1, 8), START + timedelta(weeks=60), 1000, "too_few"),
        (steady(3, 60), START + timedelta(weeks=90), 1000, "stalled"),
        (steady(3, 100), DEADLINE, 1000, "over"),
        (steady(3, 100), START + timedelta(weeks=100), 300, "reached"),
    ],
)
def test_where_the_past_tells_nothing_there_is_a_reason_instead_of_a_line(
    past: list[Past], as_of: date, target: int, reason: str
) -> None:
    found = ask(past, as_of, target)
    assert isinstance(found, NoForecast)
    assert found.reason == reason


def test_the_pace_needed_stands_even_without_a_forecast() -> None:
    found = ask([], START + timedelta(days=6))
    assert found.pace_needed == pytest.approx(1000 / ((DEADLINE - START).days - 6) * 7)


def test_the_same_past_gives_the_same_answer_and_the_future_is_not_looked_at() -> None:
    as_of = START + timedelta(weeks=150)
    past = steady(3, 150)
    later = [*past, Past(as_of + timedelta(days=1), True)]
    assert ask(past, as_of) == ask(later, as_of) == ask(list(reversed(past)), as_of)


def test_weeks_end_on_the_day_asked_for() -> None:
    day = START + timedelta(days=20)
    past = [Past(day, False), Past(day - timedelta(days=6), False), Past(day - timedelta(days=7), False)]
    assert weekly_counts(past, START, day) == [0, 1, 2]
