"""The share's picture: where things stand on the scale."""

from __future__ import annotations

from catalogue.web.charts import WIDTH, Bar, bars, gauge


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
