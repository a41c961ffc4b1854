"""Accessibility: links that say nothing by themselves (WCAG 2.4.4 and 2.4.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.book.model import Link
from pipeline.book.visit import every_in
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs.flatten import plain

MUTE = rule(
    "ax-001",
    Severity.ADVICE,
    N_("Links that do not say where they lead, such as “{text}”: {count}."),
    N_("Put the link on words that name its goal: who listens to the links of a page hears nothing else of it."),
)
_MUTE = re.compile(
    r"\W*(?:tại đây|ở đây|đây|vào đây|bấm vào đây|nhấn vào đây|xem thêm|xem tại đây|link|liên kết"
    r"|here|click here|this link|read more|more|ici|cliquez ici|lire la suite|здесь|тут)\W*",
    re.IGNORECASE,
)


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    found = [
        (text, Where(chapter=reading.title))
        for reading in readings
        for node in every_in(reading.chapter)
        if isinstance(node, Link) and _MUTE.fullmatch(text := plain(node.children))
    ]
    if found:
        yield Finding(MUTE, {"text": found[0][0], "count": len(found)}, found[0][1])
