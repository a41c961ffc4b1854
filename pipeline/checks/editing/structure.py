"""Structure: chapters that are empty, and numbers of chapters that are left out or come twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.book.model import Heading
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

BARE = rule(
    "st-006",
    Severity.WARNING,
    N_("“{title}” has a title and no text."),
    N_("Check that its text is in the manuscript; where it is no chapter, do not give it the style Heading 1."),
)
JUMP = rule(
    "st-007",
    Severity.WARNING,
    N_("“{title}” comes after “{before}”: the numbers of the chapters do not go on one by one."),
    N_("Check that no chapter is missing and none stands twice, and correct the numbers."),
)
_NUMBERED = re.compile(r"(?:chương|chapter|chapitre|capítulo|глава)\s+(\d{1,3}|[ivxlc]{1,7})(?=\W|$)", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    readings = list(readings)
    for reading in readings:
        blocks = reading.chapter.blocks
        if reading.chapter.role not in ("part", "text") and blocks and all(isinstance(b, Heading) for b in blocks):
            yield Finding(BARE, {"title": reading.title}, Where(chapter=reading.title))
    yield from _jumps([(reading, number) for reading in readings if (number := _number(reading.title))])


def _jumps(numbered: list[tuple[Reading, int]]) -> Iterator[Finding]:
    for (one, before), (other, number) in pairwise(numbered):
        if number not in (before + 1, 1):  # a part may begin anew
            yield Finding(JUMP, {"title": other.title, "before": one.title}, Where(chapter=other.title))


def _number(title: str) -> int:
    """The number in "Chương IV", 0 where a title has none."""
    found = _NUMBERED.match(title)
    if not found:
        return 0
    said = found.group(1).lower()
    if said.isdigit():
        return int(said)
    values = [_ROMAN[letter] for letter in said]
    return sum(-one if one < other else one for one, other in pairwise([*values, 0]))
