"""What a book holds, counted in one pass over the finished Book, so that nothing is counted that is not there."""

from __future__ import annotations

from collections import Counter

from pipeline.book.model import Book, Counts, Formula, Heading, Image, Link, Table
from pipeline.book.visit import every_in


def count(book: Book, words: int) -> Counts:
    """The counts of a book; ``words`` are those of the manuscript."""
    kinds = Counter(type(node) for chapter in book.chapters for node in every_in(chapter))
    return Counts(
        words=words,
        chapters=len(book.chapters),
        headings=kinds[Heading],
        images=kinds[Image],
        tables=kinds[Table],
        notes=sum(len(chapter.notes) for chapter in book.chapters),
        formulas=kinds[Formula],
        links=kinds[Link],
    )
