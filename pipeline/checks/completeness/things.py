"""What two matched stretches of text hold: notes, pictures, formulas, links and numbers, one against the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.checks.completeness import rules
from pipeline.checks.completeness.align import align_any
from pipeline.checks.completeness.costs import pair, unmatched
from pipeline.checks.completeness.items import Item, Thing, opening
from pipeline.checks.completeness.numbers import Number
from pipeline.findings import Finding, Where


@dataclass(slots=True)
class Loss:
    """Something of the original that was not found beside its own words in the translation."""

    code: str
    thing: Thing | Number
    item: Item
    partner: Item
    at: int
    """Number of the stretch, to tell how far away something is."""


@dataclass(slots=True)
class Gain:
    """Something that only the translation has."""

    code: str
    thing: Thing | Number
    at: int


_NEAR = 2
"""Paragraphs to which a sentence may move."""


@dataclass(slots=True)
class Pool:
    """Losses and gains of one section: a sentence that moved to the next paragraph takes its note along."""

    lost: list[Loss] = field(default_factory=list)
    more: list[Gain] = field(default_factory=list)
    at: int = 0
    """Number of the stretch being compared."""

    def lose(self, code: str, thing: Thing | Number, item: Item, partner: Item) -> None:
        """Remember what is not there."""
        self.lost.append(Loss(code, thing, item, partner, self.at))

    def gain(self, code: str, things: Iterable[Thing | Number]) -> None:
        """Remember what is there besides."""
        self.more += [Gain(code, thing, self.at) for thing in things]

    def settle(self) -> list[Finding]:
        """What stays lost after additions elsewhere in the section have answered for it."""
        out = []
        for loss in self.lost:
            at = next((n for n, more in enumerate(self.more) if _answers(loss, more)), None)
            if at is None:
                out.append(_told(loss, self.more))
            else:
                del self.more[at]
        return out


def compare(one: Item, other: Item, ratio: float, pool: Pool) -> None:
    """Put into ``pool`` what only one of two matched stretches holds."""
    _numbers(one, other, pool)
    for code, mine, yours, cost, gap in (
        (rules.NOTE, one.notes, other.notes, lambda a, b: _notes(a, b, ratio), 3.0),
        (rules.PICTURE, one.pictures, other.pictures, _same, 1.0),
        (rules.FORMULA, one.formulas, other.formulas, _same, 1.0),
        (rules.LINK, one.links, other.links, _links, 1.5),
    ):
        for mine_at, yours_at in _matched(mine, yours, cost, gap):
            if yours_at is None and mine_at is not None:
                pool.lose(code, mine[mine_at], one, other)
            elif mine_at is None and yours_at is not None:
                pool.gain(code, (yours[yours_at],))
            elif mine_at is not None and yours_at is not None:
                _inside(mine[mine_at], yours[yours_at], ratio, pool)


def _inside(mine: Thing, yours: Thing, ratio: float, pool: Pool) -> None:
    if mine.item is not None and yours.item is not None:
        compare(mine.item, yours.item, ratio, pool)


def _numbers(one: Item, other: Item, pool: Pool) -> None:
    lost = unmatched(one.numbers, [*other.implied, frozenset((other.ordinal,))], other.numbers)
    more = unmatched(other.numbers, [*one.implied, frozenset((one.ordinal,))], one.numbers)
    for number in lost:
        pool.lose(rules.NUMBER, number, one, other)
    pool.gain(rules.NUMBER, more)


def _matched(
    mine: Sequence[Thing], yours: Sequence[Thing], cost: Callable[[Thing, Thing], float], gap: float
) -> list[tuple[int | None, int | None]]:
    if len(mine) == len(yours):
        return [(at, at) for at in range(len(mine))]
    return [
        (match.ours[0] if match.ours else None, match.theirs[0] if match.theirs else None)
        for match in align_any(mine, yours, cost, gap)
    ]


def _notes(mine: Thing, yours: Thing, ratio: float) -> float:
    assert mine.item
    assert yours.item
    return pair(mine.item, yours.item, ratio)


def _same(mine: Thing, yours: Thing) -> float:
    return 0.0 if mine.key == yours.key else 1.5


def _links(mine: Thing, yours: Thing) -> float:
    if mine.key == yours.key:
        return 0.0 if mine.key != "#" or mine.text == yours.text else 0.2
    return 5.0 if "#" in (mine.key, yours.key) else 1.0


def _answers(loss: Loss, more: Gain) -> bool:
    if more.code != loss.code or abs(more.at - loss.at) > _NEAR:
        return False
    if isinstance(loss.thing, Number):
        return isinstance(more.thing, Number) and bool(loss.thing.values & more.thing.values)
    return isinstance(more.thing, Thing) and (loss.code == rules.NOTE or loss.thing.key == more.thing.key)


def _told(loss: Loss, more: list[Gain]) -> Finding:
    there = {"after": opening(loss.partner.text), "chapter": loss.partner.where.chapter}
    where = Where(chapter=loss.item.where.chapter, paragraph=opening(loss.item.text) or loss.item.where.paragraph)
    if isinstance(loss.thing, Number):
        return _number(loss.thing, loss, more, where, there)
    params: dict[str, object] = {"text": loss.thing.text, **there}
    if loss.code == rules.LINK:
        params["target"] = loss.thing.text if loss.thing.key == "#" else loss.thing.key
    return Finding(loss.code, params, where)


def _number(number: Number, loss: Loss, more: list[Gain], where: Where, there: dict[str, str]) -> Finding:
    params = {"number": number.text, "text": opening(loss.item.text), **there}
    own = {id(held) for held in loss.partner.numbers}
    for gain in more:
        if isinstance(gain.thing, Number) and id(gain.thing) in own:
            more.remove(gain)
            return Finding(rules.OTHER_NUMBER, {**params, "other": gain.thing.text}, where)
    return Finding(rules.NUMBER, params, where)
