"""Words as the account compares them: by letters, figures and marks alone, whatever typography did around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.book.model import (
    Book,
    Break,
    Code,
    CodeBlock,
    DefinitionList,
    Formula,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Span,
    Styled,
    Text,
    Verse,
)
from pipeline.book.visit import every_in

_LONGEST_QUOTE = 160
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana, Han: no spaces between words."""


class Wording:
    """Makes comparable words; a book uses few different ones, and most paragraphs are as typed: each is made once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}
        self._texts: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> tuple[str, ...]:
        """The words of a text; punctuation alone is none, a letter of an unspaced script is one."""
        found = self._texts.get(text)
        if found is not None:
            return found
        out: list[str] = []
        for raw in text.split():
            words = self._known.get(raw)
            if words is None:
                words = self._known[raw] = _words(raw)
            out.extend(words)
        found = self._texts[text] = tuple(out)
        return found

    def quote(self, text: str, lost: Sequence[int]) -> str:
        """The original text from the first lost word to the last, cut when long; ``lost`` are indexes into ``of``."""
        first, last, at = lost[0], lost[-1], 0
        quoted: list[str] = []
        for raw in text.split():
            following = at + len(self._known[raw])
            if following > first and at <= last:
                quoted.append(raw)
            at = following
        said = " ".join(quoted)
        return said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _words(raw: str) -> tuple[str, ...]:
    if raw.isascii() and raw.isalnum():
        return (raw.casefold(),)
    letters = "".join(filter(_counts, unicodedata.normalize("NFKC", raw))).casefold()
    if not letters:
        return ()
    return tuple(letters) if _UNSPACED.search(letters) else (letters,)


def _counts(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def passages_of(book: Book, *, typed: bool) -> Iterator[str]:
    """The text of every paragraph that readers see, title lines first.

    ``typed``: with formulas and numbers of lists, which authors of text files type as words.
    """
    yield from (book.title, book.subtitle, *book.authors)
    for chapter in book.chapters:
        for node in every_in(chapter):
            match node:
                case Paragraph() | Heading():
                    yield shown(node.children, formulas=typed)
                case Verse():
                    yield from (shown(line, formulas=typed) for line in node.lines)
                case DefinitionList():
                    yield from (shown(item.term, formulas=typed) for item in node.items)
                case CodeBlock():
                    yield from node.text.splitlines()
                case ListBlock():
                    yield from node.labels
                    if typed and node.ordered and not node.labels:
                        yield " ".join(str(node.start + number) for number in range(len(node.items)))


def shown(inlines: Sequence[Inline], *, formulas: bool) -> str:
    """The words of some inlines, without calls of notes and descriptions of pictures."""
    return "".join(_shown(inline, formulas) for inline in inlines)


def _shown(inline: Inline, formulas: bool) -> str:
    match inline:
        case Text() | Code():
            return inline.text
        case Styled() | Link() | Span():
            return shown(inline.children, formulas=formulas)
        case Break():
            return " "
        case Formula() if formulas:
            return f" {inline.tex} "
        case _:
            return ""
