"""A book as two translations of it can be compared: a row of small things, each with what must survive translation.

Words do not survive a translation; numbers, notes, pictures, tables, formulas, links and the order of things do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.checks.completeness.numbers import Number
from pipeline.findings import Where

Kind = Literal["heading", "text", "table", "picture", "code", "formula"]


@dataclass(slots=True)
class Thing:
    """A note, picture, link or formula within an item: ``key`` is equal where it was taken over unchanged."""

    key: str
    text: str
    item: Item | None = None
    """What a note says."""


@dataclass(slots=True)
class Row:
    """A table's row: its cells, and all of it as one item."""

    cells: list[Item]
    whole: Item
    span: int = 0


@dataclass(slots=True)
class Item:
    """One heading, paragraph, table, picture or block of code, at its place."""

    kind: Kind
    text: str
    where: Where
    length: int = 0
    """Letters and signs, without spaces."""
    level: int = 0
    """Of a heading in the whole book, from 1."""
    chapter_role: str = ""
    """Of a chapter's own heading: preface, appendix."""
    division: str = ""
    """The kind of a numbered division (article, chapter), "" for others."""
    ordinal: str = ""
    """The number in that division's name."""
    in_list: bool = False
    sorted_by_word: bool = False
    """In a list of terms, whose order is that of each language's alphabet."""
    numbers: list[Number] = field(default_factory=list)
    implied: list[frozenset[str]] = field(default_factory=list)
    """Numbers said in words (months, "three", XX), which may stand for those in digits on the other side."""
    notes: list[Thing] = field(default_factory=list)
    pictures: list[Thing] = field(default_factory=list)
    links: list[Thing] = field(default_factory=list)
    formulas: list[Thing] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    """Words that a translation often keeps: names, acronyms, terms."""


def opening(text: str, limit: int = 60) -> str:
    """The first words of a text, cut between words and seen to be cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[:limit].rpartition(" ")[0]
    return (head if len(head) > limit // 2 else text[:limit]).rstrip(" ,.;:–-") + "…"
