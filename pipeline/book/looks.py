"""How lines of a manuscript look, where the word processor's file says more than pandoc's tree does."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.book.tree import Node, words_of


@dataclass(frozen=True, slots=True)
class Look:
    """A short line as its author set it; ``outline`` is its level in Word's own outline, 0 for body text.

    ``code`` is the line as it was typed, with its spaces, where all of it is in a typewriter's face.
    """

    bold: bool = False
    centred: bool = False
    large: bool = False
    outline: int = 0
    right: bool = False
    code: str = ""


class Looks:
    """Finds the look of a line by its words, in the order in which equal lines stand in the manuscript."""

    def __init__(self, lines: Iterable[tuple[str, Look]]) -> None:
        self._by_words: dict[str, list[Look]] = {}
        for text, look in lines:
            self._by_words.setdefault(line_of(text), []).append(look)

    def of(self, inlines: Node) -> Look:
        """The look of a paragraph of pandoc's tree; where the file tells nothing, whether all of it is strong."""
        known = self._by_words.get(line_of(words_of(inlines)))
        strong = _all_strong(inlines)
        if not known:
            return Look(bold=strong)
        look = known.pop(0) if len(known) > 1 else known[0]
        return replace(look, bold=True) if strong and not look.bold else look


@lru_cache(maxsize=1 << 14)
def line_of(text: str) -> str:
    """A line's words in one form, whatever spaces stood between them; several passes ask for each line."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _all_strong(inlines: Node) -> bool:
    """Whether everything that a line says is set in bold."""
    said = [node for node in inlines if node["t"] not in ("Space", "SoftBreak", "LineBreak", "Note")]
    return bool(said) and all(_is_strong(node) for node in said)


def _is_strong(node: Node) -> bool:
    if node["t"] == "Strong":
        return True
    if node["t"] in ("Emph", "Underline", "SmallCaps"):
        return _all_strong(node["c"])
    if node["t"] == "Span":
        return not words_of(node).strip() or _all_strong(node["c"][1])
    return False
