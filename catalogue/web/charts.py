"""Geometry of the few pictures on the programme's pages; the template draws, the style sheet colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320.0
"""Units of the drawing's width; it scales with the page."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A share on a scale that begins at 0, with the corridor it should lie in; all in drawing units."""

    value: float
    low: float
    high: float
    ticks: tuple[tuple[float, float], ...]
    """Place and share of each mark on the scale."""


def gauge(share: float, low: float, high: float) -> Gauge:
    """Lay out a share of 1; the scale ends beyond the corridor and beyond the share, in steps of a tenth."""
    tenths = int(max(share, high + 0.1) * 10 - 1e-9) + 1
    end = min(1.0, max(tenths, 3) / 10)
    steps = round(end * 10)
    ticks = tuple((_at(step / 10, end), step / 10) for step in range(steps + 1))
    return Gauge(_at(min(share, end), end), _at(low, end), _at(high, end), ticks)


def _at(share: float, end: float) -> float:
    return round(WIDTH * share / end, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: its name and the length of its bar in drawing units."""

    name: str
    count: int
    length: float


def bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """Bars against the longest of them."""
    longest = max((count for _, count in rows), default=0)
    return [Bar(name, count, round(WIDTH * count / longest, 1) if longest else 0.0) for name, count in rows]
