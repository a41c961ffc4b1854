"""Letters that no typeface of ours has: in the PDF they would be boxes, or in a face that chance picks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pipeline.book.cleaning import plain
from pipeline.book.model import Book, Chapter
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs.flatten import characters, has_code, paragraphs
from pipeline.outputs.flatten import plain as words
from pipeline.styles.fonts import choose

MISSING = rule(
    "gl-001",
    Severity.ERROR,
    N_("No typeface of ours has the letter {letter} ({code} {name}); it stands at {count} places."),
    N_("Replace it in the manuscript; a sign of a symbol font (Wingdings, Symbol) by its Unicode letter."),
    acceptable=True,
)
_MOST = 30
"""Letters that are told of one by one; a book in a script that we have no face for has hundreds."""
_NEAR = 60


def check_letters(book: Book, record: EditionRecord) -> list[Finding]:
    """A finding for each letter that cannot be printed, at the first place where it stands."""
    chosen = choose(book.language, characters(book), code=has_code(book), style=record.design.name)
    if not chosen.missing:
        return []
    places: dict[str, Where] = {}
    counts = dict.fromkeys(sorted(chosen.missing), 0)
    for chapter in book.chapters:
        for run in _runs(chapter):
            for letter in chosen.missing.intersection(run):
                counts[letter] += run.count(letter)
                places.setdefault(letter, Where(chapter=plain(chapter.title), paragraph=run[:_NEAR]))
    return [
        Finding(
            MISSING,
            {
                "letter": letter,
                "code": f"U+{ord(letter):04X}",
                "name": unicodedata.name(letter, "?"),
                "count": max(count, 1),
            },
            places.get(letter, Where(paragraph=book.title)),
        )
        for letter, count in list(counts.items())[:_MOST]
    ]


def _runs(chapter: Chapter) -> Iterator[str]:
    for run in paragraphs(chapter.blocks):
        yield words(run)
    for note in chapter.notes:
        for run in paragraphs(note.blocks):
            yield words(run)
