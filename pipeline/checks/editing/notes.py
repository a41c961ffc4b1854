"""Notes: numbers that are only raised figures, with no note that belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.book.model import Styled
from pipeline.book.visit import every_in
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs.flatten import plain

RAISED = rule(
    "no-002",
    Severity.WARNING,
    N_("Raised figures that look like the numbers of notes, with no note to them: {count}, from {first} to {last}."),
    N_("Make real notes of them in Word (References, Insert Footnote): readers can then open them and come back."),
)
_FEWEST = 3
"""So many that count on from 1: fewer are powers and units (m², 10³)."""


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    for reading in readings:
        raised = [
            plain(node.children).strip("[]() ")
            for node in every_in(reading.chapter)
            if isinstance(node, Styled) and node.style == "sup"
        ]
        counted = 0
        for figure in raised:
            counted += figure == str(counted + 1)
        if counted >= _FEWEST:
            params = {"count": counted, "first": 1, "last": counted}
            yield Finding(RAISED, params, Where(chapter=reading.title))
