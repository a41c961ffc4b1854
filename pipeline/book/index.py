"""The index of a book, from the entries that its author marked: sorted by the language, with a link to each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import icu

from pipeline.book.cleaning import plain
from pipeline.book.model import Block, Chapter, Heading, Inline, Link, ListBlock, Paragraph, Text
from pipeline.book.roles import role_of, title_of
from pipeline.book.scope import Scope


@dataclass(slots=True)
class _Entry:
    """An entry with the places that it leads to and the entries under it."""

    places: list[str] = field(default_factory=list)
    under: dict[str, _Entry] = field(default_factory=dict)


def add_index(scope: Scope, chapters: list[Chapter]) -> None:
    """Put the index into its chapter, or at the end of the book where there is none; nothing without entries.

    Entries are written "main:sub", as in Word (ISO 29500-1, 17.16.5.79). Each place is given by its page.
    """
    if not scope.index:
        return
    root = _Entry()
    for entry, place in scope.index:
        at = root
        for part in [part.strip() for part in entry.split(":") if part.strip()]:
            at = at.under.setdefault(part, _Entry())
        at.places.append(place)
    made = _listed(root, scope.language)
    for chapter in chapters:
        for number, block in enumerate(chapter.blocks):
            if isinstance(block, Heading) and role_of(plain(block.children)) == "index":
                chapter.blocks.insert(number + 1, made)
                return
    title = title_of("index", scope.language)
    opening: Block = Heading(1, [Text(title)], scope.ids.give(title, fallback="index"))
    scope.chapter += 1
    chapters.append(Chapter(f"c{scope.chapter:03d}-index", [Text(title)], [opening, made], role="index"))


def _listed(entry: _Entry, language: str) -> ListBlock:
    order = _order(language)
    items: list[list[Block]] = []
    for name in sorted(entry.under, key=lambda said: (order.getSortKey(said), said)):
        one = entry.under[name]
        said: list[Inline] = [Text(name)]
        for number, place in enumerate(one.places, 1):
            said += [Text(", "), Link(f"#{place}", [Text(str(number))], page=True)]
        items.append([Paragraph(said), *([_listed(one, language)] if one.under else [])])
    return ListBlock(items, kind="index")


@lru_cache(maxsize=8)
def _order(language: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale(language))
