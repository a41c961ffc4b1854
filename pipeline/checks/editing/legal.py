"""Legal texts: articles that are left out, and points that do not count as Vietnamese laws do (a b c d đ e)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.book.model import Block, Heading, ListBlock, Paragraph
from pipeline.book.visit import every_in
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs.flatten import plain

ARTICLE = rule(
    "le-001",
    Severity.WARNING,
    N_("After Article {before} comes Article {number}."),
    N_("Check that no article is missing. Where only some are quoted on purpose, there is nothing to do."),
)
POINT = rule(
    "le-002",
    Severity.ADVICE,
    N_("After point d) comes e) and not đ), as the points of Vietnamese laws are counted; such lists: {count}."),
    N_("In a law type the letters as the law has them (a, b, c, d, đ, e, g): Word counts without đ."),
)
_ARTICLE = re.compile(r"(?:điều|article)\s+(\d{1,4})\b", re.IGNORECASE)
_POINT = re.compile(r"([a-zđ])[).]\s")
_FEWEST, _MANY = 4, 3
"""Articles of a text that is quoted whole; gaps of one that is quoted in pieces."""
_TO_E = 5


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    found: list[Where] = []
    for reading in readings:
        yield from _articles(reading)
        if reading.vietnamese():
            found += _points(reading)
    if found:
        yield Finding(POINT, {"count": len(found)}, found[0])


def _articles(reading: Reading) -> Iterator[Finding]:
    headings = [plain(node.children) for node in every_in(reading.chapter) if isinstance(node, Heading)]
    numbers = [(int(match.group(1)), text) for text in headings if (match := _ARTICLE.match(text))]
    gaps = [(one, other, text) for (one, _), (other, text) in pairwise(numbers) if other > one + 1]
    if len(numbers) >= _FEWEST and len(gaps) < _MANY:
        for before, number, text in gaps:
            yield Finding(ARTICLE, {"before": before, "number": number}, Where(chapter=reading.title, paragraph=text))


def _points(reading: Reading) -> Iterator[Where]:
    blocks = reading.chapter.blocks
    for one, other in pairwise(blocks):
        if _letter(one) == "d" and _letter(other) == "e":
            yield Where(chapter=reading.title, paragraph=_text(other)[:60])
    for node in every_in(reading.chapter):
        if isinstance(node, ListBlock) and _counted_by_word(node):
            yield Where(chapter=reading.title, paragraph=_text(node.items[_TO_E - 1][0])[:60])


def _counted_by_word(points: ListBlock) -> bool:
    """Whether a program counts so many points that the fifth is e)."""
    lettered = points.marker == "a" and points.delimiter == ")" and not points.labels
    return lettered and points.start == 1 and len(points.items) >= _TO_E


def _text(block: Block) -> str:
    return plain(block.children) if isinstance(block, Paragraph) else ""


def _letter(block: Block) -> str:
    found = _POINT.match(_text(block))
    return found.group(1) if found else ""
