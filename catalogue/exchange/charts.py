"""Geometry of the few pictures on the programme's pages; the template draws, the style sheet colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.rules.plan import due

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


BURN_WIDTH, BURN_HEIGHT = 720.0, 260.0


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Plan, what was released, and the range expected at the deadline, in drawing units; y grows downwards."""

    plan: str
    actual: str
    range: str
    """Outline of the range from today to the deadline; empty without a forecast."""
    middle: str
    now_x: float
    now_y: float
    label_y: float
    """Where the number of today stands: on the side of the line that is away from the plan."""
    years: tuple[tuple[float, int], ...]
    levels: tuple[tuple[float, int], ...]


def burn_up(
    milestones: Sequence[tuple[date, int]], released: Sequence[date], as_of: date,
    expected: tuple[int, int, int] | None,
) -> BurnUp:  # fmt: skip
    """Lay out a burn-up chart; ``expected`` is low, middle and high at the deadline."""
    start, deadline = milestones[0][0], milestones[-1][0]
    top = max(milestones[-1][1], len(released), *(expected or (0,)))
    step = _step(top)
    highest = -(-top // step) * step

    def place(day: date, count: float) -> tuple[float, float]:
        passed = min(max((day - start).days / max((deadline - start).days, 1), 0), 1)
        return round(passed * BURN_WIDTH, 1), round(BURN_HEIGHT * (1 - count / highest), 1)

    today = place(as_of, len(released))
    ends = [place(deadline, count) for count in expected] if expected else []
    years = range(start.year, deadline.year + 1)
    return BurnUp(
        plan=_points([place(day, count) for day, count in milestones]),
        actual=_points([place(*point) for point in _climb(released, start, as_of)]),
        range=_points([today, ends[0], ends[2]]) if ends else "",
        middle=_points([today, ends[1]]) if ends else "",
        now_x=today[0],
        now_y=today[1],
        label_y=_label(today[1], behind=len(released) < due(milestones, as_of)),
        years=tuple((place(date(year, 1, 1), 0)[0], year) for year in years),
        levels=tuple((place(start, level)[1], level) for level in range(0, highest + 1, step)),
    )


def _label(y: float, *, behind: bool) -> float:
    below = y + 22
    if behind and below <= BURN_HEIGHT:
        return below
    return y - 12 if y > 24 else below


def _climb(released: Sequence[date], start: date, as_of: date) -> list[tuple[date, int]]:
    """How many were released at the beginning of each month, and now."""
    ordered, points, have = sorted(released), [], 0
    year, month = start.year, start.month
    while (day := date(year, month, 1)) <= as_of:
        while have < len(ordered) and ordered[have] < day:
            have += 1
        points.append((day, have))
        year, month = year + month // 12, month % 12 + 1
    return [*points, (as_of, len(ordered))]


@dataclass(frozen=True, slots=True)
class BurnRow:
    """A day of the burn-up chart as its table has it; None for what is still to come."""

    day: date
    due: int
    released: int | None


def burn_rows(milestones: Sequence[tuple[date, int]], released: Sequence[date], as_of: date) -> list[BurnRow]:
    """Ends of the years, and the day itself."""
    start, deadline = milestones[0][0], milestones[-1][0]
    days = {date(year, 12, 31) for year in range(start.year, deadline.year)} | {deadline, min(as_of, deadline)}
    return [
        BurnRow(day, due(milestones, day), sum(one <= day for one in released) if day <= as_of else None)
        for day in sorted(days)
    ]


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _step(top: int) -> int:
    """A round distance between the lines of a scale with about five of them."""
    step = 1
    while top / step > 6:
        step = step * 2 if str(step)[0] != "2" else step * 5 // 2
    return step
