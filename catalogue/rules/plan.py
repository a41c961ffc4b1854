"""Where what was counted stands beside the plan: in the band, and against the titles that are due."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

State = Literal["below", "within", "above"]


def band(share: Fraction, low: Fraction, high: Fraction) -> State:
    """Where a share stands; both ends belong to the band."""
    if share < low:
        return "below"
    return "above" if share > high else "within"


def due(milestones: Sequence[tuple[date, int]], as_of: date) -> int:
    """Titles due on a day, on the straight lines between milestones; ``milestones`` begin with (start, 0)."""
    if as_of <= milestones[0][0]:
        return 0
    for (from_day, have), (to_day, want) in itertools.pairwise(milestones):
        if as_of <= to_day:
            passed = Fraction((as_of - from_day).days, (to_day - from_day).days)
            return int(have + passed * (want - have))
    return milestones[-1][1]
