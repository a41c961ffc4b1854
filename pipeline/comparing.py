"""A work and its translation, from two manuscripts: what the second lacks of the first."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.book import assemble
from pipeline.book.model import Book
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.intake import collection
from pipeline.metadata import EditionRecord

if TYPE_CHECKING:
    from pipeline.checks.completeness import Comparison

FINISHED = rule(
    "cmp-020",
    Severity.ERROR,
    N_("The file “{name}” is a finished book, which cannot be compared."),
    N_("Compare the two manuscripts: Word, OpenDocument, Markdown, HTML or LaTeX."),
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


def compare(original: Side, translation: Side) -> Compared:
    """Read both manuscripts and name what the translation lacks.

    Raises FileNotFoundError when a file is not there, and ManuscriptRefused, whose findings name the file, when one
    cannot be read.
    """
    from pipeline.checks.completeness import compare as compare_books

    one, other = book_of(original), book_of(translation)
    return Compared(one, other, compare_books(one.book, other.book))


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
