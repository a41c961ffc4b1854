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
