"""The search inside a book: its text in pieces as the marks of a chapter's page stand in them, folded once.

A long book is read once and kept by the caller (``web/opened.py``); a search then only runs patterns over strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.exchange.books.chapters import INLINE, UNMARKED, Links, spoken, tamed
from catalogue.exchange.books.package import Package, Section
from catalogue.rules import words


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, heading, cell or the like: its words without the numbers of notes, and its runs, folded."""

    text: str
    folded: str
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A section: its places in reading order, and all their runs as one string, to pass over it at once."""

    section: Section
    places: tuple[Place, ...]
    folded: str
    stray: bool
    """Whether marks without a letter stand in it, which a search passes over."""

    def has(self, wanted: words.Query) -> bool:
        """Whether any of it can be found: most sections are left out by this alone."""
        groups = wanted.forms(exact=False)
        if not self.stray and not any(all(word in self.folded for word in group) for group in groups):
            return False
        return words.occurrences(self.folded, wanted, most=1) > 0


@dataclass(frozen=True, slots=True)
class Found:
    """A place that has the words: ``number`` is that of its first mark on the page of the section."""

    section: Section
    number: int
    text: str


def read(package: Package) -> list[Text]:
    """Every section of a book, to be searched. Raises UnreadableBookError."""
    return [_read(package, section) for section in package.sections]


def search(book: Sequence[Text], wanted: words.Query) -> tuple[int, list[Found]]:
    """How often a book has the words, and every place that has them."""
    total, found = 0, []
    for text in book:
        if not text.has(wanted):
            continue
        number = 0
        for place in text.places:
            count = sum(words.occurrences(run, wanted) for run in place.runs)
            # a phrase may run through italics or a link: no run has it, the paragraph has
            if said := count or words.occurrences(place.folded, wanted):
                found.append(Found(text.section, number + 1, place.text))
                total += said
            number += count
    return total, found


def _read(package: Package, section: Section) -> Text:
    _, body = tamed(package, section, Links("/titles"))
    held: dict[Any, list[str]] = {}
    for block, run in _runs(body, body):
        if run.strip():
            held.setdefault(block, []).append(words.folded(words.composed(run)))
    places = []
    for block, runs in held.items():
        text = words.composed(" ".join("".join(spoken(block)).split()))
        places.append(Place(text, words.folded(text), tuple(runs)))
    joined = "\n".join(run for place in places for run in (*place.runs, place.folded))
    return Text(section, tuple(places), joined, words.stray(joined))


def _runs(element: Any, block: Any) -> Iterator[tuple[Any, str]]:
    """Every text in reading order, with the innermost block that it stands in."""
    if element.tag not in INLINE:
        block = element
    if isinstance(element.tag, str) and element.tag not in UNMARKED:
        yield block, element.text or ""
        for child in element:
            yield from _runs(child, block)
            yield block, child.tail or ""
