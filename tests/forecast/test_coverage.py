"""Is the range honest? Programmes drawn from another process than the forecaster assumes (`make test-forecast`).

The forecaster resamples quarters of the past as one stream. Here each of 8 to 15 houses has a pace of its own that
wanders from month to month (an autoregression of its logarithm), grows after a slow start, pauses for months, follows
a yearly season, and brings titles in series at once; the share of e-books drifts.
"""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from catalogue.rules.counting.records import Past
from catalogue.rules.forecast import Forecast, forecast

PROGRAMMES = 200
START, DEADLINE = date(2023, 1, 1), date(2028, 12, 31)
MONTHS = 72
SEASON = (0.5, 0.4, 0.9, 1.0, 1.1, 1.1, 0.9, 0.9, 1.1, 1.2, 1.4, 1.5)


def programme(draw: random.Random) -> list[Past]:
    """All releases of one simulated programme."""
    found: list[Past] = []
    inside = draw.uniform(0.1, 0.25)
    for _ in range(draw.randint(8, 15)):
        level, wander, paused = draw.gauss(0.1, 0.5), 0.0, 0
        begins, drift = draw.randint(0, 8), draw.gauss(0, 0.004)
        for month in range(MONTHS):
            wander = 0.85 * wander + draw.gauss(0, 0.25)
            paused = max(paused - 1, 0) or (draw.randint(2, 5) if draw.random() < 0.015 else 0)
            if month < begins or paused:
                continue
            ramp = min((month - begins + 1) / 10, 1)
            pace = ramp * SEASON[month % 12] * math.exp(level + wander + drift * month)
            found += _month(draw, month, pace, min(max(inside + 0.0008 * month, 0), 1))
    return found


def _month(draw: random.Random, month: int, pace: float, inside: float) -> list[Past]:
    """A month of a house: singles, and now and then a series at once."""
    first = date(START.year + month // 12, month % 12 + 1, 1)
    found = []
    for _ in range(_poisson(draw, pace / 1.3)):
        day = first + timedelta(days=draw.randrange(28))
        found += [Past(day, draw.random() < inside)] * (1 if draw.random() < 0.85 else draw.randint(2, 4))
    return found


def _poisson(draw: random.Random, mean: float) -> int:
    threshold, number, product = math.exp(-mean), 0, draw.random()
    while product > threshold:
        number, product = number + 1, product * draw.random()
    return number


@pytest.mark.slow
def test_eight_of_ten_outcomes_lie_within_the_range(capsys: pytest.CaptureFixture[str]) -> None:
    covered, said, chance, landed = 0, 0, [], []
    draw = random.Random(20261123)  # noqa: S311 - a simulation
    for _ in range(PROGRAMMES):
        releases = programme(draw)
        as_of = START + timedelta(days=draw.randint(365 * 2, 365 * 5))
        found = forecast(
            releases, as_of=as_of, start=START, deadline=DEADLINE, target=10**6,
            low=Fraction(15, 100), high=Fraction(20, 100),
        )  # fmt: skip
        assert isinstance(found, Forecast)
        covered += found.low <= len(releases) <= found.high
        said += 1
        chance.append(found.lands_in_band)
        landed.append(0.15 <= sum(one.in_share for one in releases) / len(releases) <= 0.20)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what this run is for
            f"\n{said} programmes: {covered / said:.1%} of outcomes within the 80% range; "
            f"landing in the band foretold {sum(chance) / said:.1%}, came true {sum(landed) / said:.1%}"
        )
    assert 0.72 <= covered / said <= 0.88
