"""Will the programme make it? A range for the number of titles at the deadline, and its assumption.

The assumption, in words: *the coming weeks are like the past ones*, whole quarters at a time, so that
busy and quiet seasons stay together. Quarters of the past are drawn at random to make the future, a
thousand times over; how little the past tells about the true pace is drawn too (a second resampling),
otherwise the range would be too narrow. Where the past is too short or has stood still, there is no
forecast, and the reason is the answer.

Pure functions of counts and dates: same input, same answer (the draw is seeded by the input).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from catalogue.rules.counting.records import Past

QUARTER_WEEKS = 13
MINIMUM_WEEKS = 39
MINIMUM_TITLES = 12
LOOK_BACK_WEEKS = 104
"""Two years: old enough to hold whole years' seasons, young enough to know today's publishers."""
DRAWS = 1000
DRIFT_PER_YEAR = 0.12
"""How much the true pace wanders in a year (standard deviation, as a share); publishers come and go."""


Why = Literal["not_begun", "too_short", "too_few", "stalled", "over", "reached"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The range holds 8 of 10 outcomes if the assumption does; chances are between 0 and 1."""

    low: int
    middle: int
    high: int
    reaches_target: float
    lands_in_band: float
    pace_per_week: float
    """Titles a week over the past that the forecast looks at."""
    pace_needed: float
    """Titles a week from now on that would just reach the target."""
    likely_date: date | None
    """When the middle outcome reaches the target; None when it does not by the deadline."""
    weeks_of_past: int


@dataclass(frozen=True, slots=True)
class NoForecast:
    """Why there is no line to draw; ``pace_needed`` stands all the same."""

    reason: Why
    pace_needed: float


def forecast(
    past: Sequence[Past],
    *,
    as_of: date,
    start: date,
    deadline: date,
    target: int,
    low: Fraction,
    high: Fraction,
) -> Forecast | NoForecast:
    """The outcome at ``deadline`` as far as the past tells it.

    ``start`` is when the programme began to count; titles after ``as_of`` are not looked at.
    """
    seen = [title for title in past if title.counted_on <= as_of]
    weeks_left = max((deadline - as_of).days, 0) / 7
    needed = max(target - len(seen), 0) / weeks_left if weeks_left else 0.0
    weekly = weekly_counts(seen, start, as_of)[-LOOK_BACK_WEEKS:]
    reason: Why | None = "not_begun" if as_of < start else _no_forecast(weekly, len(seen), weeks_left, target)
    if reason:
        return NoForecast(reason, needed)
    draw = random.Random(f"{as_of}{deadline}{len(seen)}{sum(weekly)}")  # noqa: S311 - a forecast, no secret
    totals, shares = _outcomes(draw, weekly, seen, round(weeks_left))
    totals.sort()
    paces = sum(weekly[-52:]) / min(len(weekly), 52)
    middle = totals[DRAWS // 2]
    return Forecast(
        low=totals[DRAWS // 10],
        middle=middle,
        high=totals[DRAWS - 1 - DRAWS // 10],
        reaches_target=sum(t >= target for t in totals) / DRAWS,
        lands_in_band=sum(low <= s <= high for s in shares) / DRAWS,
        pace_per_week=paces,
        pace_needed=needed,
        likely_date=_likely_date(as_of, deadline, len(seen), middle, target),
        weeks_of_past=len(weekly),
    )


def weekly_counts(titles: Sequence[Past], start: date, as_of: date) -> list[int]:
    """Titles per whole week, oldest first, the last week ending on ``as_of``; what came earlier is left out."""
    weeks = max(((as_of - start).days + 1) // 7, 0)
    counts = [0] * weeks
    for title in titles:
        back = (as_of - title.counted_on).days // 7
        if 0 <= back < weeks:
            counts[weeks - 1 - back] += 1
    return counts


def _no_forecast(weekly: Sequence[int], titles: int, weeks_left: float, target: int) -> Why | None:
    if titles >= target:
        return "reached"
    if weeks_left <= 0:
        return "over"
    if len(weekly) < MINIMUM_WEEKS:
        return "too_short"
    if sum(weekly) < MINIMUM_TITLES:
        return "too_few"
    if sum(weekly[-2 * QUARTER_WEEKS :]) == 0:
        return "stalled"
    return None


def _outcomes(
    draw: random.Random, weekly: Sequence[int], seen: Sequence[Past], weeks_left: int
) -> tuple[list[int], list[Fraction]]:
    """Final totals and shares of ``DRAWS`` drawn futures."""
    inside = sum(title.in_share for title in seen)
    recent = sorted(seen, key=lambda title: (title.counted_on, title.in_share))[-100:]
    hits = sum(title.in_share for title in recent)
    totals, shares = [], []
    for _ in range(DRAWS):
        more = _one_future(draw, weekly, weeks_left)
        rate = draw.betavariate(hits + 0.5, len(recent) - hits + 0.5)
        more_inside = _binomial(draw, more, rate)
        totals.append(len(seen) + more)
        shares.append(Fraction(inside + more_inside, max(len(seen) + more, 1)))
    return totals, shares


def _one_future(draw: random.Random, weekly: Sequence[int], weeks_left: int) -> int:
    """Titles still to come in one drawn future: quarters of the past, at a pace that is itself uncertain."""
    mean = sum(weekly) / len(weekly)
    resampled = sum(_blocks(draw, weekly, len(weekly))) / len(weekly)
    drift = draw.gauss(0, DRIFT_PER_YEAR * (weeks_left / 52) ** 0.5)
    drawn = sum(_blocks(draw, weekly, weeks_left)) * (resampled / mean) * max(1 + drift, 0)
    whole = int(drawn)
    return whole + (draw.random() < drawn - whole)


def _blocks(draw: random.Random, weekly: Sequence[int], length: int) -> list[int]:
    """``length`` weeks made of quarters of the past that start anywhere, the past taken as a ring."""
    weeks: list[int] = []
    n = len(weekly)
    while len(weeks) < length:
        first = draw.randrange(n)
        weeks.extend(weekly[(first + i) % n] for i in range(QUARTER_WEEKS))
    return weeks[:length]


def _binomial(draw: random.Random, n: int, p: float) -> int:
    """A binomial draw; the normal shape is near enough above 60 trials and keeps the screen quick."""
    if n <= 60:
        return sum(draw.random() < p for _ in range(n))
    return min(max(round(draw.gauss(n * p, (n * p * (1 - p)) ** 0.5)), 0), n)


def _likely_date(as_of: date, deadline: date, have: int, middle: int, target: int) -> date | None:
    """When a straight line to the middle outcome crosses the target."""
    if middle < target or middle == have:
        return None
    days = (deadline - as_of).days * (target - have) / (middle - have)
    return as_of + timedelta(days=round(days))
