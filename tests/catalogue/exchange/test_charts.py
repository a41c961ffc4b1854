"""The share's picture: where things stand on the scale."""

from __future__ import annotations

from datetime import date, timedelta

from catalogue.exchange.charts import WIDTH, Bar, bars, burn_rows, burn_up, gauge


def test_the_corridor_and_the_share_stand_on_one_scale() -> None:
    drawn = gauge(0.18, 0.15, 0.20)
    assert (drawn.low, drawn.value, drawn.high) == (160.0, 192.0, 213.3)
    assert drawn.ticks == ((0.0, 0.0), (106.7, 0.1), (213.3, 0.2), (320.0, 0.3))


def test_a_share_far_above_stretches_the_scale_and_never_leaves_it() -> None:
    assert gauge(0.95, 0.15, 0.20).value <= WIDTH
    assert gauge(1.0, 0.15, 0.20).value == WIDTH


def test_bars_are_measured_against_the_longest() -> None:
    assert bars([("a", 4), ("b", 1)]) == [Bar("a", 4, 320.0), Bar("b", 1, 80.0)]
    assert bars([]) == []


def test_the_burn_up_stands_on_one_scale_and_ends_at_the_target() -> None:
    plan = [(date(2023, 1, 1), 0), (date(2028, 12, 31), 1000)]
    released = [date(2023, 1, 1) + timedelta(days=3 * number) for number in range(400)]
    as_of = released[-1]
    drawn = burn_up(plan, released, as_of, (800, 900, 1100))
    assert drawn.plan == "0,260 720,43.3"
    assert drawn.actual.startswith("0,260 ")
    assert drawn.actual.endswith(f"{drawn.now_x:g},{drawn.now_y:g}")
    assert drawn.range == f"{drawn.now_x:g},{drawn.now_y:g} 720,86.7 720,21.7"
    assert [level for _, level in drawn.levels] == [0, 200, 400, 600, 800, 1000, 1200]
    assert burn_up(plan, [], date(2023, 1, 1), None).range == ""


def test_the_burn_ups_table_says_what_the_chart_shows() -> None:
    plan = [(date(2023, 1, 1), 0), (date(2024, 12, 31), 100)]
    rows = burn_rows(plan, [date(2023, 5, 1), date(2024, 2, 1)], date(2024, 3, 1))
    assert [(row.day.isoformat(), row.due, row.released) for row in rows] == [
        ("2023-12-31", 49, 1), ("2024-03-01", 58, 2), ("2024-12-31", 100, None),
    ]  # fmt: skip
