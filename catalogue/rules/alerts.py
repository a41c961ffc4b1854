"""What an editor has to be told without asking, and nothing else: each alert has a threshold below which it is silent.

Pure functions of what was counted; a share above the band is a fact (vượt mức), no alarm, unless it left the band
lately.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from catalogue.rules.plan import State

Kind = Literal["behind", "left_band", "below_band", "over_cap", "stalled", "builds", "waiting"]
BEHIND_PART, BEHIND_LEAST = 0.05, 10
"""Behind the plan by this part of what is due and by so many titles."""
ENOUGH = 20
"""Titles below which a share says nothing yet."""
LATELY = timedelta(days=31)
STILL = timedelta(days=183)
STEADY = 6
"""Titles in the year before that make half a year of silence worth telling."""
WAITED = timedelta(days=30)
FAILURES = 3
TOLD = 5
"""Titles that an alert names at most."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to tell: its kind, the numbers of its sentence, whom it is about (ids)."""

    kind: Kind
    number: int = 0
    about: tuple[str, ...] = ()


def of_plan(released: int, due: int) -> list[Alert]:
    """Behind the plan by more than a rounding."""
    behind = due - released
    return [Alert("behind", behind)] if behind >= max(BEHIND_LEAST, BEHIND_PART * due) else []


def of_band(released: int, now: State, lately: State, *, cap: bool = False) -> list[Alert]:
    """Out of the band since a month, below it, or above it where that is a limit; ``lately`` is a month ago."""
    if released < ENOUGH or now == "within":
        return []
    if now == "above" and cap:
        return [Alert("over_cap")]
    if lately == "within":
        return [Alert("left_band")]
    return [Alert("below_band")] if now == "below" else []


def of_houses(days: Mapping[str, Sequence[date]], as_of: date) -> list[Alert]:
    """Houses that released steadily and have been silent for half a year; the longest silence first."""
    silent = []
    for house, found in days.items():
        past = [day for day in found if day <= as_of]
        last = max(past, default=None)
        if last is None or as_of - last < STILL:
            continue
        before = sum(last - timedelta(days=365) < day <= last for day in past)
        if before >= STEADY:
            silent.append((last, house))
    return [Alert("stalled", len(silent), tuple(house for _, house in sorted(silent)))] if silent else []


def of_builds(states: Mapping[str, Sequence[str]]) -> list[Alert]:
    """Titles whose newest builds all broke off or were refused; states are given newest first."""
    bad = {"failed", "refused"}
    found = [key for key, each in states.items() if len(each) >= FAILURES and set(each[:FAILURES]) <= bad]
    return [Alert("builds", len(found), tuple(sorted(found)))] if found else []


def of_waiting(since: Sequence[tuple[str, date]], as_of: date) -> list[Alert]:
    """Counted titles that wait for the programme for more than a month; given with the longest waiting first."""
    number = bisect.bisect_left(since, as_of - WAITED, key=lambda row: row[1])
    return [Alert("waiting", number, tuple(key for key, _ in since[:TOLD]))] if number else []
