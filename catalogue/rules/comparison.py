"""Two rounds of a manuscript compared as a person would: chapters that came and went, paragraphs that changed.

Texts are chapters of paragraphs. Paragraphs are matched first, whole; where they differ, those that are alike are
compared word by word, so that one corrected word shows as one word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

ALIKE = 0.5
"""Share of common words from which two paragraphs are versions of one."""
WINDOW = 30
"""Paragraphs among which the older version of one is looked for; texts that were written anew stay quick."""
CONTEXT = 12
"""Words left around a change in a long paragraph."""

Chapter = tuple[str, Sequence[str]]
Sign = Literal["=", "-", "+"]
Pieces = tuple[tuple[Sign, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that came, went or was altered, under the chapter it stands in now (or stood in)."""

    chapter: str
    pieces: Pieces


@dataclass(slots=True)
class Comparison:
    """What is different: ``came`` and ``went`` are chapters by title, words are counted of changed text only."""

    came: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    words_in: int = 0
    words_out: int = 0

    @property
    def same(self) -> bool:
        return not (self.came or self.went or self.changes)


def compare(before: Sequence[Chapter], after: Sequence[Chapter]) -> Comparison:
    """The differences of two texts, in the order of the newer one."""
    found = Comparison()
    old_titles, new_titles = [title for title, _ in before], [title for title, _ in after]
    for kind, a, b, c, d in _steps(old_titles, new_titles):
        if kind != "equal":
            found.went += old_titles[a:b]
            found.came += new_titles[c:d]
    old, new = _flat(before), _flat(after)
    for kind, a, b, c, d in _steps([text for _, text in old], [text for _, text in new]):
        if kind != "equal":
            found.changes += _changes(old[a:b], new[c:d])
    for change in found.changes:
        for sign, text in change.pieces:
            found.words_in += len(text.split()) if sign == "+" else 0
            found.words_out += len(text.split()) if sign == "-" else 0
    return found


def _flat(chapters: Sequence[Chapter]) -> list[tuple[str, str]]:
    return [(title, paragraph) for title, paragraphs in chapters for paragraph in paragraphs]


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()  # type: ignore[return-value]


def _changes(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Change]:
    """Paragraphs that stand in each other's place: the alike ones as one change, the others as gone and come."""
    found: list[Change] = []
    at = 0
    for chapter, text in new:
        twin = next((place for place in range(at, min(len(old), at + WINDOW)) if _alike(old[place][1], text)), None)
        if twin is None:
            found.append(Change(chapter, (("+", text),)))
            continue
        found += [Change(title, (("-", gone),)) for title, gone in old[at:twin]]
        found.append(Change(chapter, _words(old[twin][1], text)))
        at = twin + 1
    return found + [Change(title, (("-", gone),)) for title, gone in old[at:]]


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(a=old.split(), b=new.split(), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(old: str, new: str) -> Pieces:
    a, b = old.split(), new.split()
    found: list[tuple[Sign, str]] = []
    steps = SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes()
    for number, (kind, i, j, k, m) in enumerate(steps):
        if kind == "equal":
            found.append(("=", _near(a[i:j], first=number == 0, last=number == len(steps) - 1)))
            continue
        if j > i:
            found.append(("-", " ".join(a[i:j])))
        if m > k:
            found.append(("+", " ".join(b[k:m])))
    return tuple(found)


def _near(words: list[str], *, first: bool, last: bool) -> str:
    """Unchanged words, with an ellipsis for those far from any change."""
    if len(words) <= 2 * CONTEXT + 4:
        return " ".join(words)
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    return " ".join([*head, "…", *tail])
