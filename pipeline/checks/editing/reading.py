"""A chapter as its reader has it: line after line of plain words, made once for all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.book.cleaning import plain as title_of
from pipeline.book.model import Block, Chapter, CodeBlock
from pipeline.findings import Where
from pipeline.outputs.flatten import paragraphs, plain

_NEAR = 60


@dataclass(frozen=True)
class Reading:
    """A chapter and its lines; ``language`` is that of most of it."""

    chapter: Chapter
    title: str
    language: str
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """All lines, one below the other: one search through it is quicker than one through each."""
        return "\n".join(self.lines)

    def vietnamese(self) -> bool:
        """Whether the rules of Vietnamese hold here."""
        return self.language.partition("-")[0] == "vi"

    def where(self, at: int) -> Where:
        """The place of a letter of ``text``, by the words of its line."""
        begin = self.text.rfind("\n", 0, at) + 1
        return Where(chapter=self.title, paragraph=self.text[begin : begin + _NEAR].partition("\n")[0])

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Where]]:
        """Every match with its place."""
        for match in pattern.finditer(self.text):
            yield match, self.where(match.start())


def read(chapter: Chapter, language: str) -> Reading:
    """The chapter's words with those of its notes, without code."""
    parts: list[list[Block]] = [[block for block in chapter.blocks if not isinstance(block, CodeBlock)]]
    parts += [note.blocks for note in chapter.notes]
    lines = tuple(line for part in parts for runs in paragraphs(part) if (line := plain(runs)))
    return Reading(chapter, title_of(chapter.title), chapter.lang or language, lines)
