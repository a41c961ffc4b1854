"""Counting as somebody would with a pencil: each title by itself, its name written under every figure it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from catalogue.rules.counting.counts import counts_at
from catalogue.rules.counting.deciding import doubles, facts
from catalogue.rules.counting.records import COUNTS, LEFT_OUT, Figure, Rules, Title


def listed(titles: Iterable[Title], as_of: date, rules: Rules) -> dict[Figure, list[str]]:
    """The titles behind every figure at the end of a day, by id."""
    rows: dict[Figure, list[str]] = {name: [] for name in (*COUNTS, *LEFT_OUT)}
    held = sorted(titles, key=lambda title: title.id)
    doubled = doubles(held, rules)
    for title in held:
        found = facts(title, rules, doubled)
        for name in counts_at(found, as_of, rules) if found else ():
            rows[name].append(title.id)
    return rows
