"""Quotation marks by language: CLDR's delimiters, with the spaces that French puts inside."""

from __future__ import annotations

_NARROW = "\u202f"
_ENGLISH = ("“", "”", "‘", "’")
_FRENCH = ("«" + _NARROW, _NARROW + "»", "“", "”")
MARKS: dict[str, tuple[str, str, str, str]] = {
    "ar": ("”", "“", "’", "‘"),
    "bg": ("„", "“", "‚", "‘"),
    "cs": ("„", "“", "‚", "‘"),
    "de": ("„", "“", "‚", "‘"),
    "de-CH": ("«", "»", "‹", "›"),
    "en": _ENGLISH,
    "es": ("«", "»", "“", "”"),
    "fa": ("«", "»", "‹", "›"),
    "fr": _FRENCH,
    "fr-CH": ("«", "»", "‹", "›"),
    "hi": _ENGLISH,
    "it": ("«", "»", "“", "”"),
    "ja": ("「", "」", "『", "』"),
    "km": _ENGLISH,
    "ko": _ENGLISH,
    "lo": _ENGLISH,
    "my": _ENGLISH,
    "nl": _ENGLISH,
    "pl": ("„", "”", "«", "»"),
    "pt": _ENGLISH,
    "ru": ("«", "»", "„", "“"),
    "sv": ("”", "”", "’", "’"),
    "th": _ENGLISH,
    "tr": _ENGLISH,
    "uk": ("«", "»", "„", "“"),
    "vi": _ENGLISH,
    "zh": _ENGLISH,
    "zh-Hant": ("「", "」", "『", "』"),
    "zh-HK": ("「", "」", "『", "』"),
    "zh-TW": ("「", "」", "『", "』"),
}
"""Outer opening and closing, inner opening and closing; the longest matching tag counts."""


def quote_marks(language: str, *, single: bool = False) -> tuple[str, str]:
    """Opening and closing mark of a language; English ones where we know no better."""
    parts = language.split("-")
    while parts:
        if found := MARKS.get("-".join(parts)):
            return (found[2], found[3]) if single else (found[0], found[1])
        parts.pop()
    return _ENGLISH[2:] if single else _ENGLISH[:2]


_OPENS = frozenset(" \xa0\u202f\t\n([{—–-/«“„")
"""What stands before a mark that opens; the beginning of the words too."""


def curled(text: str, language: str) -> str:
    """Words with the language's marks for straight ones, where each opens and closes in turn and stands like it.

    A run in which that is not so (inches, a quotation over several runs) stays as it was typed.
    """
    at = [place for place, sign in enumerate(text) if sign == '"']
    if not at or len(at) % 2:
        return text
    for number, place in enumerate(at):
        opens = place == 0 or text[place - 1] in _OPENS
        bare = place + 1 == len(text) or text[place + 1].isspace()
        if opens != (number % 2 == 0) or (opens and bare):
            return text
    pieces, marks = text.split('"'), quote_marks(language)
    return pieces[0] + "".join(marks[number % 2] + piece for number, piece in enumerate(pieces[1:]))
