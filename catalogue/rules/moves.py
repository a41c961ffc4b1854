"""Two ways of counting the same titles, side by side: each figure old and new, with the titles that moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.rules.counting.counts import counts_at
from catalogue.rules.counting.records import COUNTS, LEFT_OUT, Facts, Figure, Rules


@dataclass(frozen=True, slots=True)
class Move:
    """A figure before and after, with the titles (by id) that came to it and that left it."""

    count: Figure
    before: int
    after: int
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def moves(before: Mapping[str, Facts], after: Mapping[str, Facts], day: date, old: Rules, new: Rules) -> list[Move]:
    """Every count, and what is left out, at the end of a day, by one knowledge and rule set and by another."""
    first, second = _behind(before, day, old), _behind(after, day, new)
    return [
        Move(
            name, len(first[name]), len(second[name]),
            tuple(sorted(second[name] - first[name])), tuple(sorted(first[name] - second[name])),
        )
        for name in (*COUNTS, *LEFT_OUT)
    ]  # fmt: skip


def _behind(known: Mapping[str, Facts], day: date, rules: Rules) -> dict[Figure, set[str]]:
    found: dict[Figure, set[str]] = {name: set() for name in (*COUNTS, *LEFT_OUT)}
    for key, facts in known.items():
        for name in counts_at(facts, day, rules):
            found[name].add(key)
    return found
