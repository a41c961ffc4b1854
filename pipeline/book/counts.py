"""What a book holds, counted in one pass over its blocks."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from pipeline.book.model import Book, Counts, Formula, Heading, Image, Link, Table

_FIELD = {Heading: "headings", Image: "images", Table: "tables", Formula: "formulas", Link: "links"}


def count(book: Book, words: int) -> Counts:
    """The counts of a book; ``words`` are those of the manuscript."""
    counts = Counts(words=words, chapters=len(book.chapters))
    for chapter in book.chapters:
        counts.notes += len(chapter.notes)
        _add(chapter.blocks, counts)
        _add(chapter.notes, counts)
    return counts


def _add(node: Any, counts: Counts) -> None:
    if isinstance(node, list):
        for item in node:
            _add(item, counts)
    elif is_dataclass(node):
        name = _FIELD.get(type(node))
        if name:
            setattr(counts, name, getattr(counts, name) + 1)
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, list):
                _add(value, counts)
