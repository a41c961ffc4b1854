"""Periods that a programme reports on: months, quarters, years, and its three-year and five-year reviews."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["month", "quarter", "year", "three_years", "five_years"]
REVIEWS: dict[str, tuple[Kind, int]] = {"3y": ("three_years", 3), "5y": ("five_years", 5)}
_SAID = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its first and last day; ``key`` is how it is asked for."""

    key: str
    kind: Kind
    first: date
    last: date

    @property
    def eve(self) -> date:
        """The day before its first."""
        return self.first - timedelta(days=1)


def period(key: str, start: date) -> Period:
    """The period of a key: ``2025-11``, ``2025-Q3``, ``2025``, or ``3y`` and ``5y`` from the programme's start.

    Raises ValueError for anything else.
    """
    if key in REVIEWS:
        kind, years = REVIEWS[key]
        return Period(key, kind, start, start.replace(year=start.year + years) - timedelta(days=1))
    found = _SAID.match(key)
    if found is None or int(found[1]) < date.min.year + 1:
        raise ValueError(f"no period: {key!r}")
    year = int(found[1])
    if found[2]:
        quarter = int(found[2])
        return Period(key, "quarter", date(year, quarter * 3 - 2, 1), end_of_quarter(year, quarter))
    if found[3]:
        month = int(found[3])
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return Period(key, "month", date(year, month, 1), last)
    return Period(key, "year", date(year, 1, 1), date(year, 12, 31))


def ended(start: date, today: date) -> list[str]:
    """Keys of the periods that lie whole between a programme's start and yesterday, the newest first within a kind."""
    months = [f"{y}-{m:02d}" for y in range(start.year, today.year + 1) for m in range(1, 13)]
    quarters = [f"{y}-Q{q}" for y in range(start.year, today.year + 1) for q in range(1, 5)]
    years = [str(y) for y in range(start.year, today.year + 1)]
    wanted = [*reversed(months), *reversed(quarters), *reversed(years), *REVIEWS]
    found = [period(key, start) for key in wanted]
    return [one.key for one in found if start <= one.first and one.last < today]


def start_of(day: date, exactness: str) -> date:
    """The first day of the month, quarter or year that a day stands for; the day itself where it is exact."""
    if exactness == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return {"month": day.replace(day=1), "year": date(day.year, 1, 1)}.get(exactness, day)


def end_of_quarter(year: int, quarter: int) -> date:
    """The day a date known only to its quarter counts from: the quarter's last."""
    first_after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return first_after - timedelta(days=1)
