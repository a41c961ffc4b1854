"""Turning the text of one encoding into Unicode, and judging whether it was of that encoding at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.intake.legacy.tables import Encoding, letters

_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")
"""Letters that no old font's text can hold: whoever has them is in Unicode already."""
_WORD = re.compile(r"[^\W\d_]+")
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oă oai oao oay oe oeo oi ôi ơi oo ua uâ uây uê ui "
    "uô uôi uơ uy uya uyê uyu ưa ưi ươ ươi ươu ưu yê yêu"
)
_NUCLEUS = "|".join(sorted(_NUCLEI.split(), key=len, reverse=True))
_SYLLABLE = re.compile(f"{_ONSET}(?:{_NUCLEUS})(?:ch|ng|nh|[cmnpt])?\\Z")
_STOPPED = re.compile("(?:ch|[cpt])\\Z")
_LONG_TONES = frozenset("\u0300\u0303\u0309")
"""Tones that a syllable ending in a stop cannot have."""
_SOUND = 0.5
_SOUND = 0.5
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@lru_cache(maxsize=4)
def _codes(encoding: Encoding) -> re.Pattern[str]:
    keys = sorted(letters(encoding), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def pieces(text: str, encoding: Encoding) -> list[tuple[int, int, str]]:
    """What changes in ``text``: start, end and the letter for each place that stands for one."""
    table = letters(encoding)
    return [(found.start(), found.end(), table[found.group()]) for found in _codes(encoding).finditer(text)]


def converted(text: str, encoding: Encoding) -> str:
    """The text in Unicode, NFC."""
    table = letters(encoding)
    return unicodedata.normalize("NFC", _codes(encoding).sub(lambda found: table[found.group()], text))


def is_unicode(text: str) -> bool:
    """Whether the text holds Vietnamese letters that only Unicode has."""
    return _UNICODE.search(text) is not None


def is_better(text: str, encoding: Encoding) -> bool:
    """Whether the text reads like Vietnamese when it is taken as ``encoding``, and no less so than as it stands."""
    before, after = likeness(text), likeness(converted(text, encoding))
    return after > before or (after == before and after >= _SOUND)


def likeness(text: str) -> float:
    """Share of the words with signs beyond ASCII that are built as Vietnamese syllables; 1.0 when there is none."""
    words = [word for word in _WORD.findall(text.replace("\xad", "")) if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


def _is_syllable(word: str) -> bool:
    split = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", split.translate(_TONES))
    if _SYLLABLE.match(bare) is None:
        return False
    return not (_STOPPED.search(bare) and _LONG_TONES & set(split))
