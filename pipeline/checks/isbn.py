"""ISBNs of the record: thirteen digits, a right check digit (ISO 2108)."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum import isbn as stdnum_isbn

from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

BAD = rule(
    "md-001",
    Severity.ERROR,
    N_("The ISBN {isbn} ({format}) is not right: its check digit or length is wrong."),
    N_("Compare it with the registration confirmation, digit by digit."),
)
TWICE = rule(
    "md-002",
    Severity.WARNING,
    N_("The ISBN {isbn} stands for more than one format of the book."),
    N_("Each format has its own ISBN, unless one registration covers them together."),
)


def check_isbns(record: EditionRecord) -> Iterator[Finding]:
    """Findings on the record's ISBNs."""
    seen: set[str] = set()
    for name, value in (("EPUB", record.isbn.epub), ("PDF", record.isbn.pdf), ("print", record.isbn.print)):
        if not value:
            continue
        compact = stdnum_isbn.compact(value)
        if len(compact) != 13 or not stdnum_isbn.is_valid(compact):
            yield Finding(BAD, {"isbn": value, "format": name})
        elif compact in seen:
            yield Finding(TWICE, {"isbn": value})
        seen.add(compact)
