"""What mix of the titles still to come lands in the band: exact, without simulation.

Of ``remaining`` titles the least and the most that may be e-books or foreign, if the programme ends at its target (or
at another total that somebody imagines). Pure; it never writes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from catalogue.rules.plan import State, band

Reason = Literal["", "too_many", "too_few", "no_number"]


@dataclass(frozen=True, slots=True)
class Mix:
    """How many of the titles to come may be in the share; ``least`` and ``most`` are None where nothing helps."""

    remaining: int
    least: int | None
    most: int | None

    @property
    def feasible(self) -> bool:
        """Whether any mix lands in the band."""
        return self.least is not None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Titles that somebody imagines, by what they would be, and how the programme would end."""

    total: int
    deadline: date
    low: Fraction
    high: Fraction
    plain: int = 0
    ebook: int = 0
    """E-books that are not in a foreign language."""
    foreign: int = 0
    """In a foreign language and no e-books."""
    both: int = 0

    @property
    def added(self) -> int:
        """How many titles are imagined."""
        return self.plain + self.ebook + self.foreign + self.both


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the programme would stand with the imagined titles, and what that leaves open."""

    released: int
    inside: int
    state: State
    mix: Mix
    reason: Reason
    pace: float | None
    """Titles a week that the total takes until the deadline; None when the deadline is over."""

    @property
    def share(self) -> Fraction:
        """The share with the imagined titles."""
        return Fraction(self.inside, self.released or 1)


def mix(released: int, inside: int, total: int, low: Fraction, high: Fraction) -> Mix:
    """The mix of the titles still to come, of ``total`` at the end; both ends of the band belong to it."""
    total = max(total, released)
    remaining = total - released
    least = max(math.ceil(low * total) - inside, 0)
    most = min(math.floor(high * total) - inside, remaining)
    return Mix(remaining, least, most) if least <= most else Mix(remaining, None, None)


def outcome(released: int, inside: int, as_of: date, scenario: Scenario) -> Outcome:
    """What the imagined titles would make of ``released`` titles of which ``inside`` are in the share."""
    after, inside_after = released + scenario.added, inside + scenario.added - scenario.plain
    found = mix(after, inside_after, scenario.total, scenario.low, scenario.high)
    share = Fraction(inside_after, after or 1)
    weeks = Fraction((scenario.deadline - as_of).days, 7)
    pace = float(max(scenario.total - released, 0) / weeks) if weeks > 0 else None
    reason = "" if found.feasible else why_not(after, inside_after, scenario)
    return Outcome(after, inside_after, band(share, scenario.low, scenario.high), found, reason, pace)


def why_not(released: int, inside: int, scenario: Scenario) -> Reason:
    """Why no mix of the titles still to come lands in the band."""
    total = max(scenario.total, released)
    least, most = bounds(total, scenario.low, scenario.high)
    if least > most:
        return "no_number"
    return "too_many" if inside > most else "too_few"


def bounds(total: int, low: Fraction, high: Fraction) -> tuple[int, int]:
    """The least and the most titles of ``total`` that lie in the band."""
    return math.ceil(low * total), math.floor(high * total)


def shared_out(number: int, weights: Mapping[str, int]) -> dict[str, int]:
    """``number`` shared out in proportion to weights, in whole titles, by the largest remainders; ties by key."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(number * weight, whole) for key, weight in weights.items()}
    found = {key: math.floor(part) for key, part in exact.items()}
    left = sorted(exact, key=lambda key: (found[key] - exact[key], key))
    for key in left[: number - sum(found.values())]:
        found[key] += 1
    return found
