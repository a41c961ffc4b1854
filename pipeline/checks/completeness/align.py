"""Which items of a translation answer which of the original: the cheapest way through both, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pipeline.checks.completeness.costs import GAP, MERGE, NEVER, may_merge, pair
from pipeline.checks.completeness.gather import joined
from pipeline.checks.completeness.items import Item
from pipeline.checks.completeness.sliding import slid

T = TypeVar("T")
_BAND = 120
_STEPS = ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (2, 2))
_FURTHER = 0.6
"""A gap that goes on costs this much of one that begins: what is lost is mostly lost in one piece."""
_State = Literal["both", "ours", "theirs"]
_Came = tuple[int, int, _State]


@dataclass(frozen=True, slots=True)
class Match:
    """Items of the original and of the translation that belong together; one side may be empty."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def align(ours: Sequence[Item], theirs: Sequence[Item], ratio: float) -> list[Match]:
    """Match two rows of items, none twice and none out of order; paragraphs may have been run together or cut up."""
    known: dict[tuple[int, int], float] = {}

    def cost(a: int, i: int, b: int, j: int) -> float:
        if a == 1 and b == 1:
            if (i, j) not in known:
                known[i, j] = pair(ours[i - 1], theirs[j - 1], ratio)
            return known[i, j]
        mine, yours = ours[i - a : i], theirs[j - b : j]
        if not (may_merge(mine) and may_merge(yours)):
            return NEVER
        return MERGE * (a + b - 2) + pair(joined(mine, mine[0].where), joined(yours, yours[0].where), ratio)

    found = _Way(len(ours), len(theirs), cost, GAP, _STEPS).matches()
    return slid(ours, found, lambda i, j: cost(1, i + 1, 1, j + 1))


def align_any(ours: Sequence[T], theirs: Sequence[T], cost: Callable[[T, T], float], gap: float) -> list[Match]:
    """The same one to one, with a cost and a price of gaps of the caller's."""
    way = _Way(len(ours), len(theirs), lambda _a, i, _b, j: cost(ours[i - 1], theirs[j - 1]), gap, _STEPS[:1])
    return way.matches()


class _Way:
    """The cheapest way, by dynamic programming within a band around the diagonal, with gaps that are dear to begin."""

    def __init__(
        self,
        rows: int,
        columns: int,
        cost: Callable[[int, int, int, int], float],
        gap: float,
        steps: Sequence[tuple[int, int]],
    ) -> None:
        self.rows, self.columns, self.cost, self.gap, self.steps = rows, columns, cost, gap, steps
        self.best: dict[_State, dict[tuple[int, int], float]] = {"both": {(0, 0): 0.0}, "ours": {}, "theirs": {}}
        self.came: dict[tuple[int, int, _State], _Came] = {}

    def matches(self) -> list[Match]:
        """The steps of the way, from the beginning."""
        for i in range(self.rows + 1):
            for j in self._within(i):
                self._gap(i, j, "ours", 1, 0)
                self._gap(i, j, "theirs", 0, 1)
                self._both(i, j)
        return list(reversed(list(self._way_back())))

    def _within(self, i: int) -> range:
        middle = i * self.columns // self.rows if self.rows else self.columns
        width = _BAND + abs(self.rows - self.columns)
        return range(max(0, middle - width), min(self.columns, middle + width) + 1)

    def _gap(self, i: int, j: int, state: _State, a: int, b: int) -> None:
        place = (i - a, j - b)
        begun = self._least(place, exclude=state)
        going = self.best[state].get(place, NEVER) + self.gap * _FURTHER
        if begun is not None and begun[0] + self.gap <= going:
            self.best[state][i, j] = begun[0] + self.gap
            self.came[i, j, state] = (a, b, begun[1])
        elif going < NEVER:
            self.best[state][i, j] = going
            self.came[i, j, state] = (a, b, state)

    def _both(self, i: int, j: int) -> None:
        for a, b in self.steps:
            before = self._least((i - a, j - b))
            if before is None or before[0] >= self.best["both"].get((i, j), NEVER):
                continue
            price = before[0] + self.cost(a, i, b, j)
            if price < self.best["both"].get((i, j), NEVER) - 1e-9:
                self.best["both"][i, j] = price
                self.came[i, j, "both"] = (a, b, before[1])

    def _least(self, place: tuple[int, int], exclude: str = "") -> tuple[float, _State] | None:
        found = [(best[place], state) for state, best in self.best.items() if state != exclude and place in best]
        return min(found, default=None)

    def _way_back(self) -> Iterator[Match]:
        i, j = self.rows, self.columns
        last = self._least((i, j))
        assert last is not None
        state = last[1]
        while (i, j) != (0, 0):
            a, b, state = self.came[i, j, state]
            yield Match(tuple(range(i - a, i)), tuple(range(j - b, j)))
            i, j = i - a, j - b
