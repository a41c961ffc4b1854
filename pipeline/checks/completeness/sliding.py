"""Where exactly a lost stretch begins, when several places would do: before a heading rather than after it.

Of "A, text, B, text" with the first section lost, taking B's heading for A's and losing "text, B" costs the same as
losing "A, text". Whoever reads wants the second. Tools that compare program texts slide their gaps for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipeline.checks.completeness.items import Item

if TYPE_CHECKING:
    from pipeline.checks.completeness.align import Match

_FURTHEST = 4
_WORSE = 3.0
"""How much dearer the better-looking way may be."""


def slid(ours: Sequence[Item], matches: list[Match], cost: Callable[[int, int], float]) -> list[Match]:
    """The same matches, with lost stretches of the original moved up to begin at a heading."""
    out = list(matches)
    at = 0
    while at < len(out):
        end = at
        while end < len(out) and not out[end].theirs:
            end += 1
        if end > at:
            _slide(ours, out, at, end, cost)
        at = end + 1
    return out


def _slide(ours: Sequence[Item], out: list[Match], begin: int, end: int, cost: Callable[[int, int], float]) -> None:
    """Try to move the gap ``out[begin:end]`` up by one, two and so on."""
    if ours[out[begin].ours[0]].kind == "heading":
        return
    change = 0.0
    for by in range(1, min(_FURTHEST, end - begin, begin) + 1):
        match, last = out[begin - by], out[end - by]
        if len(match.ours) != 1 or len(match.theirs) != 1:
            return
        change += cost(last.ours[0], match.theirs[0]) - cost(match.ours[0], match.theirs[0])
        if change > _WORSE:
            return
        if ours[match.ours[0]].kind == "heading":
            _moved(out, begin, end, by)
            return


def _moved(out: list[Match], begin: int, end: int, by: int) -> None:
    """Give the ``by`` partners before the gap to the gap's last items."""
    kind = type(out[begin])
    rows = [match.ours for match in out[begin - by : end]]
    theirs = [match.theirs for match in out[begin - by : begin]]
    gap = len(rows) - by
    out[begin - by : end] = [
        *(kind(row, ()) for row in rows[:gap]),
        *(kind(row, there) for row, there in zip(rows[gap:], theirs, strict=True)),
    ]
