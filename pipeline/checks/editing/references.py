"""References: what Word says of one that lost its target, and pages named by a number typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.book.model import Text
from pipeline.book.visit import every_in
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

LOST = rule(
    "li-003",
    Severity.WARNING,
    N_("“{text}” is what Word writes where a cross-reference has lost its target; such places: {count}."),
    N_("Make the cross-reference again in Word (References, Cross-reference), or write what is meant."),
)
BY_HAND = rule(
    "li-004",
    Severity.ADVICE,
    N_("“{text}” names a page by a number typed by hand, which is another page in the book; such places: {count}."),
    N_("Make it in Word (References, Cross-reference, Page number): it becomes a link with the book's own page."),
)
_LOST = re.compile(r"(?:Error!|Lỗi!|Erreur[ \xa0\u202f]?!)[ \xa0][A-ZÀ-Ỹ][^.\n]{3,60}\.")
_BY_HAND = re.compile(
    r"(?<![“«\"])\b(?:[Xx]em|[Ss]ee|[Vv]oir)(?:[ \xa0](?:thêm|lại|ở|tại|also|aussi|on))*[ \xa0]"
    r"(?:trang|tr\.|pages?|pp?\.)[ \xa0]?\d+(?!\w)"
)


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    lost: list[tuple[str, Where]] = []
    pages: list[tuple[str, Where]] = []
    for reading in readings:
        if "!" in reading.text:
            lost += [(match.group(), where) for match, where in reading.found(_LOST)]
        by_hand = [(match.group(), where) for match, where in reading.found(_BY_HAND)]
        if by_hand:  # the number of a real reference is a link's, and no part of the words before it
            typed = [" ".join(node.text.split()) for node in every_in(reading.chapter) if isinstance(node, Text)]
            pages += [(said, where) for said, where in by_hand if any(said in text for text in typed)]
    for code, found in ((LOST, lost), (BY_HAND, pages)):
        if found:
            text, where = found[0]
            yield Finding(code, {"text": text, "count": len(found)}, where)
