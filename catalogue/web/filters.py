"""Narrowing a list of titles further: for each axis and facet the values that its titles have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.rules import tally
from catalogue.rules.tally import AXES, FACETS, Axis, Facet, Where
from catalogue.services.naming import AXIS_NAMES, FACET_NAMES, axis_value
from catalogue.services.programme import View
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment
from pipeline.i18n import N_

NAMES: dict[str, str] = dict([*AXIS_NAMES.items(), *FACET_NAMES.items()])
ALL = N_("all")


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list down: the field's name, what it is called, its values with how many titles each."""

    name: str
    label: str
    chosen: str
    options: Sequence[tuple[str, str]]


def filters(speech: Speech, seen: View, where: Where, ids: Sequence[str], names: Mapping[str, str]) -> list[Filter]:
    """Every axis and facet by which the titles of a list differ, or by which it is narrowed already."""
    found = []
    for axis in (*AXES, *FACETS):
        chosen = getattr(where, axis)
        wide: dict[str, Any] = {axis: ""}
        listed = seen.rows(replace(where, **wide)) if chosen else ids
        counted = Counter(value for key in listed for value in _values(seen, key, axis))
        if len(counted) < 2 and not chosen:
            continue
        options = [
            (value, f"{axis_value(speech, axis, value, names)} ({speech.number(number)})")
            for value, number in _ordered(axis, counted)
        ]
        found.append(Filter(axis, speech.say(NAMES[axis]), chosen, [("", speech.say(ALL)), *options]))
    return found


def kept(where: Where, asked: Moment) -> list[tuple[str, str]]:
    """What the filters' form sends along: everything that the address says and no filter asks for."""
    said = {"count": where.count, "part": where.part, "until": where.until, "why": where.why, **asked.said()}
    return [(name, value) for name, value in said.items() if value]


def _values(seen: View, key: str, axis: Axis | Facet) -> Sequence[str]:
    facts = seen.facts[key]
    if axis == "publisher":
        return (seen.heirs.get(facts.publisher, facts.publisher),)
    if axis == "year" or axis == "language":  # noqa: PLR1714 - the type checker follows this form only
        return (tally.on_axis(facts, axis),)
    return tally.values(facts, axis, seen.heirs)


def _ordered(axis: Axis | Facet, counted: Counter[str]) -> list[tuple[str, int]]:
    """Times the newest first, the rest by how many."""
    if axis in ("year", "month"):
        return sorted(counted.items(), reverse=True)
    return sorted(counted.items(), key=lambda pair: (pair[0] == tally.NOTHING, -pair[1], pair[0]))
