"""Text: what was left for later, typed twice, or opened and never closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import eq

from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

PLACEHOLDER = rule(
    "tx-001",
    Severity.WARNING,
    N_("“{text}” looks like something to be filled in later; such places: {count}."),
    N_("Fill it in, or delete it."),
)
TWICE = rule(
    "tx-002",
    Severity.WARNING,
    N_("“{word}” stands twice in a row."),
    N_("Delete one of them, if it is not meant."),
)
UNCLOSED = rule(
    "tx-003",
    Severity.ADVICE,
    N_("“{sign}” has no partner in its paragraph; such paragraphs: {count}."),
    N_("Add the bracket or quotation mark that is missing."),
)
_PLACEHOLDER = re.compile(
    r"\?{3,}|\b[Xx]{3,}\b|\bTODO\b|\bTBD\b|[Ll]orem ipsum"
    r"|\[(?:bổ sung|cần |xem lại|chưa |điền|thêm|to be |add |check )[^\]\n]{0,80}\]",
)
_WORDS = {
    "vi": "và|của|các|những|trong|với|này|đã|sẽ|để|khi|như|theo|về|tại|bởi|nhưng|hoặc|cũng|rằng|thì|nên|nếu",
    "en": "the|a|an|of|to|and|in|for|with|on|by|as|at|from|is|are|or",
    "fr": "le|les|des|et|un|une|dans|pour|avec|sur|par|qui|est",
}
_TWICE = {tag: re.compile(rf"(?<![\w-])({words})[ \xa0]+\1(?![\w-])", re.IGNORECASE) for tag, words in _WORDS.items()}
_MARKS = ("???", "xxx", "todo", "tbd", "lorem ipsum", "[")
"""One of these is in every such place, and in few chapters."""
_LABEL = re.compile(r"(?:^|[\s;,:])(?:\w{1,2}|\d{1,3}|[ivx]{1,5})\)\Z")
"""The bracket of a point, as in "a)": it has no partner and needs none."""
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"))
_MOST = 5


def check(readings: Iterable[Reading], _: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    found = [one for reading in readings for one in _in_chapter(reading)]
    yield from _told_once(PLACEHOLDER, "text", [one for one in found if one[0] == PLACEHOLDER])
    for code, text, where in [one for one in found if one[0] == TWICE][:_MOST]:
        yield Finding(code, {"word": text}, where)
    yield from _told_once(UNCLOSED, "sign", [one for one in found if one[0] == UNCLOSED])


def _told_once(code: str, name: str, found: list[tuple[str, str, Where]]) -> Iterator[Finding]:
    """One finding for all places, at the first."""
    if found:
        _, text, where = found[0]
        yield Finding(code, {name: text, "count": len(found)}, where)


def _in_chapter(reading: Reading) -> Iterator[tuple[str, str, Where]]:
    small = reading.text.lower()
    if any(mark in small for mark in _MARKS):
        for match, where in reading.found(_PLACEHOLDER):
            yield PLACEHOLDER, match.group(), where
    twice = _TWICE.get(reading.language.partition("-")[0])
    words = small.split()
    if twice and any(map(eq, words, islice(words, 1, None))):
        for match, where in reading.found(twice):
            yield TWICE, match.group(), where
    if reading.chapter.role not in ("index", "bibliography"):
        yield from _unclosed(reading)


def _unclosed(reading: Reading) -> Iterator[tuple[str, str, Where]]:
    for opens, closes in _PAIRS:
        for line in reading.lines:
            if line.count(opens) == line.count(closes):  # nearly every line
                continue
            if sign := _alone(line, opens, closes):
                yield UNCLOSED, sign, Where(chapter=reading.title, paragraph=line[:60])


def _alone(line: str, opens: str, closes: str) -> str:
    """The sign that has no partner, "" where each has one."""
    depth = 0
    for at, letter in enumerate(line):
        if letter == opens:
            depth += 1
        elif letter == closes and depth:
            depth -= 1
        elif letter == closes and not _LABEL.search(line, 0, at + 1):
            return closes
    # A quotation over several paragraphs opens each and closes the last.
    return opens if depth and not (opens in "“«" and line.startswith(opens)) else ""
