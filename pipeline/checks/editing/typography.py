"""Typography: what no rule may change by itself, since it is the house's choice: where tone marks stand, capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.book.model import Paragraph
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs.flatten import plain

TONES = rule(
    "ty-001",
    Severity.ADVICE,
    N_("Tone marks stand in two ways: {old} times as in “{old_word}”, {new} times as in “{new_word}”."),
    N_("Choose one way for the book, as the house writes, and change the others (in Word: Ctrl+H)."),
)
CAPITALS = rule(
    "ty-002",
    Severity.ADVICE,
    N_("Paragraphs all in capitals: {count}. They are hard to read, and screen readers may spell them out."),
    N_("Write them in small letters; what is to be stressed can be bold."),
)
_OLD = re.compile(r"\b[a-zđ]*(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)\b", re.IGNORECASE)
_NEW = re.compile(r"\b[a-zđ]*(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b", re.IGNORECASE)
"""An open syllable in oa, oe, uy: hòa and thúy as they were long printed, hoà and thuý by the rule of 1984."""
_RARE = 3
_LONG = 25
"""Words: shorter paragraphs in capitals are headings and names."""


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    readings = list(readings)
    yield from _tones([reading for reading in readings if reading.vietnamese()])
    yield from _capitals(readings)


def _tones(readings: list[Reading]) -> Iterator[Finding]:
    old = [(match.group(), where) for reading in readings for match, where in reading.found(_OLD)]
    new = [(match.group(), where) for reading in readings for match, where in reading.found(_NEW)]
    if min(len(old), len(new)) >= _RARE:
        rarer = old if len(old) < len(new) else new
        params = {"old": len(old), "new": len(new), "old_word": old[0][0], "new_word": new[0][0]}
        yield Finding(TONES, params, rarer[0][1])


def _capitals(readings: list[Reading]) -> Iterator[Finding]:
    found = [
        Where(chapter=reading.title, paragraph=line[:60])
        for reading in readings
        for block in reading.chapter.blocks
        if isinstance(block, Paragraph) and (line := plain(block.children)).isupper() and len(line.split()) >= _LONG
    ]
    if found:
        yield Finding(CAPITALS, {"count": len(found)}, found[0])
