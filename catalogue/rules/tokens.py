"""What of a text goes into the full-text index, and what a query asks of it: sets of tokens, the same everywhere.

A token is a word in one of its two forms (``rules.words``), or two neighbouring words, so that a phrase is the set of
its pairs and no database has to keep positions. Private signs at the front say what kind a token is; none of them can
be typed, since they are no letters.

A record (titles, people, publisher, subjects) has all kinds; a passage of a book has folded words and pairs, and
those words with marks whose marks matter. The order of answers is the order of ``levels``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from catalogue.rules import words

Level = Literal["title phrase", "record phrase", "title words", "record words", "text phrase", "text words"]
RECORD_LEVELS: tuple[Level, ...] = ("title phrase", "record phrase", "title words", "record words")
TEXT_LEVELS: tuple[Level, ...] = ("text phrase", "text words")
EXACT, TITLE, PAIR, FILTER = "\ue010", "\ue011", "\ue012", "\ue013"
LONGEST = 48
"""Signs of a word that count."""
VERSION = "1"
"""Of these rules; an index made by others is made anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the index: rows that have all ``tokens``; ``exact`` when marks must be those typed."""

    level: Level
    exact: bool
    tokens: tuple[str, ...]


def _forms(found: Iterable[str]) -> list[tuple[str, str]]:
    return [(words.folded_word(word)[:LONGEST], words.exact_word(word)[:LONGEST]) for word in found]


def filtering(kind: str, value: str) -> str:
    """The token of a property by which lists are narrowed, such as its language."""
    return FILTER + kind + "".join(sign if sign.isalnum() else f"\ue014{ord(sign):x}" for sign in value.lower())[:100]


def of_record(titles: Sequence[str], others: Sequence[str], filters: Iterable[str] = ()) -> list[str]:
    """The tokens of a record, sorted."""
    found = set(filters)
    for text in titles:
        found.update(TITLE + token for token in _both(text))
    for text in (*titles, *others):
        found.update(_both(text))
    return sorted(found)


def _both(text: str) -> Iterator[str]:
    """Words and pairs of a field, folded and exact."""
    forms = _forms(words.words(text))
    for plain, marked in forms:
        yield plain
        yield EXACT + marked
    for (plain, marked), (next_plain, next_marked) in pairwise(forms):
        yield plain + PAIR + next_plain
        yield EXACT + marked + PAIR + next_marked


def of_passage(text: str) -> list[str]:
    """The tokens of a passage, sorted."""
    forms = _forms(words.words(text))
    found = {plain for plain, _ in forms}
    found.update(EXACT + marked for plain, marked in forms if marked != plain)
    found.update(one[0] + PAIR + two[0] for one, two in pairwise(forms))
    return sorted(found)


def keys(title: str) -> tuple[str, str]:
    """The words of a title as one string, with marks and without: for those who type the whole of it."""
    forms = _forms(words.words(title))
    return " ".join(marked for _, marked in forms)[:200], " ".join(plain for plain, _ in forms)[:200]


def is_marked(wanted: words.Query) -> bool:
    """Whether somebody typed marks, and so means them."""
    return any(plain != marked for plain, marked in _forms(wanted.words))


def levels(wanted: words.Query) -> list[Asked]:
    """The questions of a query, the best answers first; of two alike only the first is asked."""
    if not wanted.groups:
        return []
    order = (*RECORD_LEVELS, *TEXT_LEVELS)
    if is_marked(wanted):
        all_asked = [_asked(level, wanted, exact=exact) for exact in (True, False) for level in order]
    else:
        all_asked = [_asked(level, wanted, exact=exact) for level in order for exact in (True, False)]
    found: dict[tuple[bool, tuple[str, ...]], Asked] = {}
    for asked in all_asked:
        found.setdefault((asked.level in TEXT_LEVELS, asked.tokens), asked)
    return list(found.values())


def _asked(level: Level, wanted: words.Query, *, exact: bool) -> Asked:
    groups = (wanted.words,) if level.endswith("phrase") else wanted.groups
    forms = [_forms(group) for group in groups]
    if level in TEXT_LEVELS:
        tokens = [token for group in forms for token in _of_text(group, exact=exact)]
    else:
        front = TITLE if level.startswith("title") else ""
        tokens = [front + token for group in forms for token in _of_group(group, exact=exact)]
    return Asked(level, exact, tuple(dict.fromkeys(tokens)))


def _of_group(group: Sequence[tuple[str, str]], *, exact: bool) -> Iterator[str]:
    """A word, or the pairs of a phrase."""
    front, form = (EXACT, 1) if exact else ("", 0)
    if len(group) == 1:
        yield front + group[0][form]
    for one, two in pairwise(group):
        yield front + one[form] + PAIR + two[form]


def _of_text(group: Sequence[tuple[str, str]], *, exact: bool) -> Iterator[str]:
    yield from _of_group(group, exact=False)
    if exact:
        yield from (EXACT + marked for plain, marked in group if marked != plain)


def near_keys(term: str) -> list[str]:
    """A word and each form of it that lacks one letter: two words a slip apart share one of them."""
    short = term[:23]
    return list(dict.fromkeys([short, *(short[:at] + short[at + 1 :] for at in range(len(short)))]))


def terms(texts: Iterable[str]) -> set[str]:
    """Words worth proposing: of three letters or more, without digits, from scripts with spaces between words."""
    found = {words.folded_word(word) for text in texts for word in words.words(text)}
    return {term for term in found if 3 <= len(term) <= 23 and term.isalpha()}


def distance(one: str, two: str, most: int = 2) -> int:
    """Letters to put in, take out, change or swap between two words; ``most + 1`` for any more (Damerau, 1964)."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before, row = [0] * (len(two) + 1), list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i] + [0] * len(two)
        for j, b in enumerate(two, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
