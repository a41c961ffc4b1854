"""Headings first: they divide two books into the same stretches, within which everything else is matched."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.checks.completeness.align import Match, align, align_any
from pipeline.checks.completeness.costs import shared_names
from pipeline.checks.completeness.items import Item

_GAP = 4.0
_OWN_ROLES = frozenset(("chapter", "text", ""))
_DEEPEST = 6
_LARGE = 100_000
"""Pairs of items that are compared one by one in a second or so."""
_WEIGHTS = {"text": 0.25, "table": 1.0, "picture": 1.0, "code": 0.7, "formula": 0.5, "notes": 0.5, "formulas": 0.3}


@dataclass(slots=True)
class Contents:
    """What a stretch of text holds, summed up."""

    length: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    numbers: Counter[frozenset[str]] = field(default_factory=Counter)

    def add(self, item: Item) -> None:
        """Count one more item."""
        self.length += item.length
        self.kinds[item.kind] += 1
        self.kinds["notes"] += len(item.notes)
        self.kinds["formulas"] += len(item.formulas)
        self.numbers.update(number.values for number in item.numbers)


@dataclass(slots=True)
class Section:
    """A heading with what stands below it, up to the next one (``body``) and with its subsections (``whole``)."""

    at: int
    heading: Item
    parent: int
    """Place of the section above among the sections, -1 for none."""
    body: Contents = field(default_factory=Contents)
    whole: Contents = field(default_factory=Contents)


def matched(ours: Sequence[Item], theirs: Sequence[Item]) -> list[Match]:
    """Match two books: headings from the top level down, then item by item between those that found each other."""
    ratio = proportion(ours, theirs)
    headings = _Headings(_sections(ours), _sections(theirs), ratio)
    every = headings.anchors()
    out: list[Match] = []
    last = (0, 0)
    for here, there in [*headings.sure(), (len(ours), len(theirs))]:
        out += _between(ours, theirs, last, (here, there), every, ratio)
        if here < len(ours):
            out.append(Match((here,), (there,)))
        last = (here + 1, there + 1)
    return out


def proportion(ours: Sequence[Item], theirs: Sequence[Item]) -> float:
    """Letters of the translation per letter of the original; a missing chapter spoils it by a tenth or so at most."""
    mine = sum(item.length for item in ours if item.kind == "text")
    yours = sum(item.length for item in theirs if item.kind == "text")
    return yours / mine if mine and yours else 1.0


def level_shift(pairs: Sequence[tuple[Item, Item]]) -> int:
    """How much deeper headings of the translation are, mostly (a title that is a heading in one of the two)."""
    shifts = Counter(other.level - one.level for one, other in pairs)
    return shifts.most_common(1)[0][0] if shifts else 0


class _Headings:
    """Matches chapters first, then their sections within them: "Exercises" of one chapter is not that of the next."""

    def __init__(self, mine: list[Section], yours: list[Section], ratio: float) -> None:
        self.mine, self.yours, self.ratio = mine, yours, ratio
        self.shift = _shift(mine, yours)
        self.partner: dict[int, int] = {}

    def anchors(self) -> list[tuple[int, int]]:
        """Places of matched headings in both rows of items."""
        for level in range(1, _DEEPEST + 1):
            for mine, yours in self._stretches():
                here = [at for at in mine if self.mine[at].heading.level <= level]
                there = [at for at in yours if self.yours[at].heading.level - self.shift <= level]
                for match in align_any(here, there, self._cost, _GAP):
                    if match.ours and match.theirs:
                        self.partner[here[match.ours[0]]] = there[match.theirs[0]]
        return [(self.mine[at].at, self.yours[self.partner[at]].at) for at in sorted(self.partner)]

    def sure(self) -> list[tuple[int, int]]:
        """Only those pairs that a number or a role proves: Chapter 3, Article 5, the preface."""
        return [
            (self.mine[here].at, self.yours[there].at)
            for here, there in sorted(self.partner.items())
            if _same_division(self.mine[here].heading, self.yours[there].heading)
        ]

    def _stretches(self) -> list[tuple[range, range]]:
        """Sections between those matched so far."""
        out = []
        last = (-1, -1)
        for here, there in [*sorted(self.partner.items()), (len(self.mine), len(self.yours))]:
            out.append((range(last[0] + 1, here), range(last[1] + 1, there)))
            last = (here, there)
        return out

    def _cost(self, here: int, there: int) -> float:
        one, other = self.mine[here], self.yours[there]
        a, b = one.heading, other.heading
        cost = min(3.0, 1.5 * abs(b.level - a.level - self.shift))
        cost += _numbering(a, b) + _roles(a, b) - shared_names(a, b)
        if self.partner.get(one.parent, -1) != other.parent:
            cost += 2.5
        bodies = _contents(one.body, other.body, self.ratio)
        return cost + (bodies + _contents(one.whole, other.whole, self.ratio)) / 2


def _between(
    ours: Sequence[Item],
    theirs: Sequence[Item],
    begin: tuple[int, int],
    end: tuple[int, int],
    headings: Sequence[tuple[int, int]],
    ratio: float,
) -> list[Match]:
    """Match a stretch item by item; one that is too long for that is divided at likely headings first."""
    inner = [pair for pair in headings if begin[0] <= pair[0] < end[0] and begin[1] <= pair[1] < end[1]]
    if inner and (end[0] - begin[0]) * (end[1] - begin[1]) > _LARGE:
        here, there = inner[len(inner) // 2]
        first = _between(ours, theirs, begin, (here, there), headings, ratio)
        rest = _between(ours, theirs, (here + 1, there + 1), end, headings, ratio)
        return [*first, Match((here,), (there,)), *rest]
    steps = align(ours[begin[0] : end[0]], theirs[begin[1] : end[1]], ratio)
    return [Match(tuple(i + begin[0] for i in m.ours), tuple(j + begin[1] for j in m.theirs)) for m in steps]


def _sections(items: Sequence[Item]) -> list[Section]:
    out: list[Section] = []
    above: list[int] = []
    for at, item in enumerate(items):
        if item.kind == "heading":
            while above and out[above[-1]].heading.level >= item.level:
                above.pop()
            out.append(Section(at, item, above[-1] if above else -1))
            above.append(len(out) - 1)
        elif out:
            out[-1].body.add(item)
            for section in above:
                out[section].whole.add(item)
    return out


def _shift(mine: Sequence[Section], yours: Sequence[Section]) -> int:
    """The difference of levels that most headings of the same division and number have."""
    levels = {(s.heading.division, s.heading.ordinal): s.heading.level for s in mine if s.heading.ordinal}
    shifts = Counter(
        s.heading.level - levels[key] for s in yours if (key := (s.heading.division, s.heading.ordinal)) in levels
    )
    return shifts.most_common(1)[0][0] if shifts else 0


def _same_division(a: Item, b: Item) -> bool:
    if a.ordinal or b.ordinal:
        return (a.division, a.ordinal) == (b.division, b.ordinal)
    return a.chapter_role == b.chapter_role and a.chapter_role not in _OWN_ROLES


def _roles(a: Item, b: Item) -> float:
    """A preface is a preface in every language."""
    if a.chapter_role == b.chapter_role:
        return 0.0 if a.chapter_role in _OWN_ROLES else -1.0
    return 0.0 if {a.chapter_role, b.chapter_role} <= _OWN_ROLES else 2.0


def _numbering(a: Item, b: Item) -> float:
    if a.ordinal and b.ordinal:
        if a.ordinal == b.ordinal:
            return -1.0 if a.division == b.division else 0.0
        return 5.5
    return 1.5 if a.ordinal or b.ordinal else 0.0


def _contents(one: Contents, other: Contents, ratio: float) -> float:
    cost = min(2.5, abs(math.log((other.length + 40) / (one.length * ratio + 40))) * 1.5)
    difference = {kind: abs(one.kinds[kind] - other.kinds[kind]) for kind in _WEIGHTS}
    cost += min(2.5, sum(weight * difference[kind] for kind, weight in _WEIGHTS.items()))
    total = (one.numbers | other.numbers).total()
    return cost - (1.5 * (one.numbers & other.numbers).total() / total if total else 0.0)
