"""How words are compared when somebody searches: accents optional, đ as d, both ways to place a tone.

A text is cut into words once, in one way, here; the full-text index, the search inside a book and the marks in
what is shown all rest on it, so that every database gives the same answers. Two forms of each word are kept:

* *exact*: NFC, small letters, tone after the letters, so that ``hoà`` and ``hòa`` are one word;
* *folded*: without marks and case, đ as d, as somebody types who leaves the accents out.

Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into signs, and
a run of signs is searched as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

LONGEST_QUERY = 200
MOST_WORDS = 12
_TONES = {"\u0300": "\ue001", "\u0301": "\ue002", "\u0303": "\ue003", "\u0309": "\ue004", "\u0323": "\ue005"}
"""The five Vietnamese tone marks, as private signs that end a word."""
_PLAIN = {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "œ": "o", "æ": "a", "ß": "s"}
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uaa80-\uaadf"
    "\uf900-\ufaff"
)
_MARKS = "".join(chr(code) for code in range(0x300, 0xABFF) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_WORD = re.compile(f"[{_UNSPACED}][{_MARKS}]*|(?:[^\\W_{_UNSPACED}]|[{_MARKS}])+")
_STRAY = re.compile("[\u0300-\u036f\u064b-\u0652]+")


class _Letters(dict[int, str]):
    """A table for ``str.translate`` that folds each sign to exactly one sign, so that places stay places."""

    def __missing__(self, code: int) -> str:
        sign = chr(code).lower()[:1] or chr(code)
        bare = next((c for c in unicodedata.normalize("NFD", sign) if not unicodedata.combining(c)), sign)
        letter = "\u0041" <= bare <= "\u04ff" or "\u0600" <= bare <= "\u06ff"
        self[code] = found = _PLAIN.get(sign, _PLAIN.get(bare, bare)) if letter else sign
        return found


_FOLDING = _Letters()


def composed(text: str) -> str:
    """The text in NFC, in which all places are counted."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """``text`` (in NFC) without marks and case; as long as it was."""
    return text.translate(_FOLDING)


@lru_cache(maxsize=65_536)
def exact_word(word: str) -> str:
    """A word with its marks, the tone at its end."""
    letters, tone = [], ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in _TONES:
            tone += _TONES[sign]
        else:
            letters.append(sign)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


@lru_cache(maxsize=65_536)
def folded_word(word: str) -> str:
    """A word as typed without marks."""
    return _STRAY.sub("", folded(word)) or word


def stray(text: str) -> bool:
    """Whether a text has marks that stand for themselves, as in vocalised Arabic."""
    return bool(_STRAY.search(text))


def words(text: str) -> list[str]:
    """The words of a text as they stand, in NFC."""
    return _WORD.findall(composed(text))


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: groups of words; the words of a group stand side by side."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for group in self.groups for word in group)

    def forms(self, *, exact: bool) -> tuple[tuple[str, ...], ...]:
        """The groups in one of the two forms."""
        form = exact_word if exact else folded_word
        return tuple(tuple(form(word) for word in group) for group in self.groups)


def query(typed: str) -> Query:
    """Read a query: words, and phrases in quotation marks; longer than reasonable is cut."""
    typed = composed(typed)[:LONGEST_QUERY].translate(str.maketrans("“”„«»", '"""""'))
    groups, left = [], MOST_WORDS
    for number, part in enumerate(typed.split('"')):
        for piece in [part] if number % 2 else part.split():
            found = tuple(words(piece)[:left])
            left -= len(found)
            if found:
                groups.append(found)
    return Query(tuple(groups))


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text in NFC; ``exact`` when the marks are those that were typed."""

    start: int
    end: int
    exact: bool


def find(text: str, wanted: Query, *, whole: bool = False) -> list[Hit]:
    """Where a text (in NFC) has the words of a query; with ``whole``, where it has all of them side by side."""
    groups = (wanted.words,) if whole else wanted.groups
    patterns = [_pattern(tuple(folded_word(word) for word in group)) for group in dict.fromkeys(groups) if group]
    if not patterns:
        return []
    meant = {tuple(exact_word(word) for word in group) for group in groups}
    plain = folded(text)
    found = []
    for match in re.finditer("|".join(patterns), plain):
        said = tuple(exact_word(word) for word in _WORD.findall(text[match.start() : match.end()]))
        found.append(Hit(match.start(), match.end(), said in meant))
    return found


def occurrences(plain: str, wanted: Query, *, most: int = 0) -> int:
    """How often a ``folded`` text has one of the groups of a query; with ``most``, no more than that are counted."""
    patterns = [_pattern(tuple(folded_word(word) for word in group)) for group in dict.fromkeys(wanted.groups) if group]
    if not patterns:
        return 0
    matches = re.finditer("|".join(patterns), plain)
    return sum(1 for _ in (islice(matches, most) if most else matches))


@lru_cache(maxsize=512)
def _pattern(group: tuple[str, ...]) -> str:
    """A regular expression on folded text; stray marks between the letters do not count."""
    loose = "[\u0300-\u036f\u064b-\u0652]*"
    parts = ["".join(re.escape(sign) + (loose if sign.isalpha() else "") for sign in word) for word in group]
    spaced = [not re.match(f"[{_UNSPACED}]", word) for word in group]
    between = [r"[\W_]+" if left and right else r"[\W_]*?" for left, right in pairwise(spaced)]
    body = parts[0] + "".join(gap + part for gap, part in zip(between, parts[1:], strict=True))
    return (r"(?<![^\W_])" if spaced[0] else "") + body + (r"(?![^\W_])" if spaced[-1] else "")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text around its first hit, as pairs of words and whether they are a hit."""

    pieces: tuple[tuple[str, bool], ...]


def snippet(text: str, wanted: Query, width: int = 160) -> Snippet | None:
    """About ``width`` signs around the best hit: all words side by side and exact before any other."""
    hits = find(text, wanted, whole=True) or find(text, wanted)
    if not hits:
        return None
    best = next((hit for hit in hits if hit.exact), hits[0])
    start, end = _around(text, best, width)
    return Snippet(
        tuple(marked(text[start:end], [h for h in hits if start <= h.start and h.end <= end], start, len(text)))
    )


def _around(text: str, hit: Hit, width: int) -> tuple[int, int]:
    """From and to where, at the edges of words."""
    room = max(0, width - (hit.end - hit.start)) // 2
    start, end = max(0, hit.start - room), min(len(text), hit.end + room)
    if start:
        start = max(text.find(" ", start, hit.start) + 1, start)
    if end < len(text):
        end = max(text.rfind(" ", hit.end, end), hit.end)
    return start, end


def marked(piece: str, hits: list[Hit], offset: int = 0, total: int = 0) -> list[tuple[str, bool]]:
    """A piece of a text cut at its hits; an ellipsis where the text goes on."""
    out: list[tuple[str, bool]] = []
    at = 0
    for hit in hits:
        out += [(piece[at : hit.start - offset], False), (piece[hit.start - offset : hit.end - offset], True)]
        at = hit.end - offset
    out.append((piece[at:], False))
    if offset:
        out.insert(0, ("…", False))
    if offset + len(piece) < total:
        out.append(("…", False))
    return [(text, hit) for text, hit in out if text]
