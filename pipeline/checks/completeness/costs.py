"""How unlikely it is that one stretch of text translates another, judged by what survives translation.

After Gale and Church (1993): the lengths of a text and its translation keep their proportion. Numbers, notes, names and
the like that both hold, or only one, weigh more than lengths do. Costs are negative logarithms of likelihood.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from pipeline.checks.completeness.items import Item
from pipeline.checks.completeness.numbers import Number

GAP = 5.5
"""Of an item without a partner."""
MERGE = 4.0
"""Of paragraphs run together or cut up."""
NEVER = 1e6
_VARIANCE = 6.8
_GOES_ON = (",", ":", ";", "،", "؛", "、", "，", "：", "；")
_SHORT = 30
_MERGEABLE = 80
"""Letters: shorter paragraphs are lines of their own, which nobody runs together."""


def pair(one: Item, other: Item, ratio: float) -> float:
    """The cost of taking ``other`` as the translation of ``one``; ``ratio`` is letters there per letter here."""
    if one.kind != other.kind:
        return _unlike(one, other, ratio)
    cost = _division(one, other)
    if one.kind == "heading":
        cost += min(2.0, _lengths(one.length, other.length, ratio)) + abs(one.level - other.level)
        return cost - shared_names(one, other)
    if one.kind in ("picture", "code", "formula"):
        return cost + _things(one, other) - shared_names(one, other)
    if one.kind == "table":
        return cost + min(4.0, abs(len(one.rows) - len(other.rows))) + _things(one, other) - shared_names(one, other)
    return cost + _lengths(one.length, other.length, ratio) + _things(one, other) - shared_names(one, other)


def may_merge(items: Sequence[Item]) -> bool:
    """Whether a translator may have made one paragraph of these: prose, or the beginning of a sentence that goes on."""
    if any(item.kind != "text" or item.in_list for item in items):
        return False
    return all(item.length >= _MERGEABLE or _begins(item) for item in items[:-1]) and (
        items[-1].length >= _MERGEABLE or items[0].length < _MERGEABLE
    )


def _begins(item: Item) -> bool:
    """Whether a short line is the beginning of a sentence ("Whereas:"), which the next one ends."""
    return item.length < _SHORT and item.text.endswith(_GOES_ON)


def unmatched(one: Sequence[Number], implied: Sequence[frozenset[str]], other: Sequence[Number]) -> list[Number]:
    """Numbers of ``one`` that ``other`` does not have, in order; ``implied`` are those it says in words."""
    left: list[frozenset[str]] = [*(number.values for number in other), *implied]
    missing = []
    for number in sorted(one, key=lambda n: len(n.values)):
        found = next((at for at, values in enumerate(left) if values & number.values), None)
        if found is None:
            missing.append(number)
        else:
            del left[found]
    return [number for number in one if any(number is lost for lost in missing)]


def shared_names(one: Item, other: Item) -> float:
    """What kept words are worth as evidence: names, acronyms, words of the same origin."""
    if not one.names or not other.names:
        return 0.0
    return min(3.0, 6.0 * len(one.names & other.names) / min(len(one.names), len(other.names)))


def _unlike(one: Item, other: Item, ratio: float) -> float:
    """A heading may have lost its style; nothing else turns into something else."""
    if {one.kind, other.kind} == {"heading", "text"} and one.ordinal and one.ordinal == other.ordinal:
        return 2.0 + min(2.0, _lengths(one.length, other.length, ratio))
    return NEVER


def _division(one: Item, other: Item) -> float:
    """Articles 5 and 6 are different articles, however alike they look."""
    if one.ordinal and other.ordinal:
        if one.ordinal != other.ordinal:
            return 12.0
        return -2.0 if one.division == other.division else -1.0
    return 1.0 if one.division or other.division else 0.0


def _lengths(one: int, other: int, ratio: float) -> float:
    expected = one * ratio
    mean = (expected + other) / 2
    if mean == 0:
        return 0.0
    distance = abs(expected - other) / math.sqrt(mean * _VARIANCE * max(1.0, ratio) + 30)
    return min(14.0, -math.log(max(1e-9, math.erfc(distance / math.sqrt(2)))))


def _things(one: Item, other: Item) -> float:
    lost = len(unmatched(one.numbers, other.implied, other.numbers))
    extra = len(unmatched(other.numbers, one.implied, one.numbers))
    common = len(one.numbers) - lost
    cost = min(5.0, 1.2 * (lost + extra)) - min(4.0, 1.0 * common)
    for mine, theirs, weight in (
        (one.notes, other.notes, 1.5), (one.links, other.links, 0.7), (one.formulas, other.formulas, 1.0),
        (one.pictures, other.pictures, 1.0),
    ):  # fmt: skip
        keys, their_keys = Counter(t.key for t in mine if t.key), Counter(t.key for t in theirs if t.key)
        cost += weight * min(3, abs(len(mine) - len(theirs))) - min(3.0, 1.0 * (keys & their_keys).total())
    return cost
