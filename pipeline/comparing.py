"""A work and its translation, from two manuscripts: what the second lacks of the first."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.book import assemble
from pipeline.book.model import Book
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.intake import collection
from pipeline.intake.document import Manuscript
from pipeline.metadata import EditionRecord

if TYPE_CHECKING:
    from pipeline.checks.completeness import Comparison

FINISHED = rule(
    "cmp-020",
    Severity.ERROR,
    N_("The file “{name}” is a finished book, which cannot be compared."),
    N_("Compare the two manuscripts: Word, OpenDocument, Markdown, HTML or LaTeX."),
)

UNREAD = rule(
    "cmp-021",
    Severity.ADVICE,
    N_("The original “{name}” cannot be read ({why}), so that nobody knows whether the translation is complete."),
    N_("Upload the original again as the manuscript it was translated from."),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its file, and what is known of the edition; ``language`` wins over the record's."""

    path: Path
    record: EditionRecord = field(default_factory=EditionRecord)
    language: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A manuscript read for comparison."""

    name: str
    sha256: str
    book: Book


@dataclass(frozen=True, slots=True)
class Compared:
    """Both manuscripts and what came of comparing them."""

    original: Read
    translation: Read
    comparison: Comparison

    @property
    def findings(self) -> list[Finding]:
        return self.comparison.findings

    def kept(self) -> dict[str, Any]:
        """What came of it as plain data, findings to be said later in any language."""
        found = self.comparison
        return {
            "name": self.original.name, "sha256": self.original.sha256, "language": self.original.book.language,
            "complete": found.complete, "share": round(found.share, 4), "original": found.original,
            "translation": found.translation, "findings": [finding.kept() for finding in found.findings],
        }  # fmt: skip


def compare(original: Side, translation: Side) -> Compared:
    """Read both manuscripts and name what the translation lacks.

    Raises FileNotFoundError when a file is not there, and ManuscriptRefused, whose findings name the file, when one
    cannot be read.
    """
    from pipeline.checks.completeness import compare as compare_books

    one, other = book_of(original), book_of(translation)
    return Compared(one, other, compare_books(one.book, other.book))


def held_against(original: Side, book: Book, received: Manuscript) -> Compared:
    """What a book that was read already lacks of its original. Raises as ``compare``."""
    from pipeline.checks.completeness import compare as compare_books

    one = book_of(original)
    return Compared(one, Read(received.name, received.sha256, book), compare_books(one.book, book))


def book_of(side: Side) -> Read:
    """A manuscript as a Book, without judging whether it could be published. Raises ManuscriptRefused."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        received, reading = collection.take(side.path, work, side.name or side.path.name, side.record.files)
        if received.kind in ("epub", "pdf"):
            raise ManuscriptRefused(Finding(FINISHED, {"name": received.name}))
        (work / "read").mkdir()
        document = reading(work / "read")
        language = side.language or side.record.book.language or document.language or "vi"
        book, _ = assemble(document, side.record, language)
    return Read(received.name, received.sha256, book)
