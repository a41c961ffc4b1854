"""Ids of places in the book: short ASCII names, unique in the whole book, the same at every build."""

from __future__ import annotations

import re

from pipeline.text import latin

_OURS = re.compile(r"(?:b|c|n|nr|page|p|fn|ref|formula)-?\d")
"""Names that other parts of the book use: notes, chapters, pages, blocks."""
_LONGEST = 48


class Ids:
    """Gives out ids that are unique in a book and remembers what the manuscript called them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}
        self.new_of: dict[str, str] = {}
        """The manuscript's id -> ours; the first place of that name wins, as in a browser."""

    def give(self, wish: str, old: str = "", fallback: str = "s") -> str:
        """A fresh id like ``wish``; ``old`` is the name links in the manuscript use."""
        base = latin(wish)[:_LONGEST].rstrip("-") or fallback
        if not base[0].isalpha() or _OURS.match(base):
            base = f"{fallback}-{base}"
        made = base
        while made in self._taken:
            self._next[base] = self._next.get(base, 1) + 1
            made = f"{base}-{self._next[base]}"
        self._taken.add(made)
        if old:
            self.new_of.setdefault(old, made)
        return made
