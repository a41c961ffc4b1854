"""The index of a book, from the entries that its author marked: sorted by the language, with a link to each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import icu

from pipeline.book.cleaning import plain
from pipeline.book.model import Block, Chapter, Heading, Inline, Link, ListBlock, Paragraph, Styled, Text
from pipeline.book.roles import role_of, title_of
from pipeline.book.scope import Marked, Scope

_COLON = re.compile(r"(?<!\\):")
"""What parts an entry from those under it; a colon of the entry itself is written with a backslash."""


@dataclass(slots=True)
class _Entry:
    """An entry with the places that it leads to, the entries that it sends to, and those under it."""

    places: list[Marked] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    under: dict[str, _Entry] = field(default_factory=dict)
    id: str = ""


def add_index(scope: Scope, chapters: list[Chapter]) -> None:
    """Put the index into its chapter, or at the end of the book where there is none; nothing without entries.

    Entries are written "main:sub", as in Word (ISO 29500-1, 17.16.5.79). Each place is given by its page; an entry
    with a text instead of one ("Xem quyền") leads to the entry that the text names.
    """
    if not scope.index:
        return
    root = _gathered(scope)
    made = _Writer(scope, root).listed(root)
    for chapter in chapters:
        for number, block in enumerate(chapter.blocks):
            if isinstance(block, Heading) and role_of(plain(block.children)) == "index":
                chapter.blocks.insert(number + 1, made)
                return
    title = title_of("index", scope.language)
    opening: Block = Heading(1, [Text(title)], scope.ids.give(title, fallback="index"))
    scope.chapter += 1
    chapters.append(Chapter(f"c{scope.chapter:03d}-index", [Text(title)], [opening, made], role="index"))


def _gathered(scope: Scope) -> _Entry:
    """The entries as a tree; marked twice in a paragraph, one has one place there."""
    root = _Entry()
    for marked in scope.index:
        at = root
        for part in _COLON.split(marked.entry):
            if name := part.replace("\\:", ":").strip():
                at = at.under.setdefault(name, _Entry())
        if marked.see:
            at.see += [marked.see] if marked.see not in at.see else []
        elif not at.places or at.places[-1].paragraph != marked.paragraph:
            at.places.append(marked)
    return root


class _Writer:
    """Writes the list; an entry that another sends to gets an id when it is first asked for."""

    def __init__(self, scope: Scope, root: _Entry) -> None:
        self.scope = scope
        self.order = _order(scope.language)
        self.names = {name.casefold(): entry for name, entry in root.under.items()}
        for name, entry in root.under.items():
            if any(self._target(see) is entry for other in _every(root) for see in other.see):
                entry.id = scope.ids.give(f"index-{name}", fallback="index")

    def listed(self, entry: _Entry) -> ListBlock:
        """The entries under one, sorted by the language, each with its places."""
        items: list[list[Block]] = []
        for name in sorted(entry.under, key=lambda said: (self.order.getSortKey(said), said)):
            one = entry.under[name]
            said: list[Inline] = [Text(name)]
            for number, marked in enumerate(one.places, 1):
                said += [Text(", "), Link(f"#{marked.place}", [Text(str(number))], page=True)]
            for see in one.see:
                said += [Text(". " if one.places else ", "), self._sent(see)]
            items.append([Paragraph(said, id=one.id), *([self.listed(one)] if one.under else [])])
        return ListBlock(items, kind="index")

    def _sent(self, see: str) -> Inline:
        """Where an entry sends to, in slanted letters, as a link where that entry is there."""
        target = self._target(see)
        words: Inline = Text(see)
        return Styled("em", [Link(f"#{target.id}", [words]) if target else words])

    def _target(self, see: str) -> _Entry | None:
        """The entry with the longest name that "Xem …" ends with."""
        words = see.casefold().rstrip(". ").split()
        tails = (" ".join(words[at:]) for at in range(len(words)))
        return next((self.names[tail] for tail in tails if tail in self.names), None)


def _every(entry: _Entry) -> Iterator[_Entry]:
    yield entry
    for one in entry.under.values():
        yield from _every(one)


@lru_cache(maxsize=8)
def _order(language: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale(language))
