"""What mix of the titles still to come lands in the band: exact, without simulation.

Of ``remaining`` titles the least and the most that may be e-books or foreign, if the programme ends at its target (or
at another total that somebody imagines). Pure; it never writes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


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


def mix(released: int, inside: int, total: int, low: Fraction, high: Fraction) -> Mix:
    """The mix of the titles still to come, of ``total`` at the end; both ends of the band belong to it."""
    total = max(total, released)
    remaining = total - released
    least = max(math.ceil(low * total) - inside, 0)
    most = min(math.floor(high * total) - inside, remaining)
    return Mix(remaining, least, most) if least <= most else Mix(remaining, None, None)
