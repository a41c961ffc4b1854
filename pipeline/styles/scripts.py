"""Which script a language is written in, and what follows from it for the setting: leading, italics, digits.

A BCP 47 tag may say the script itself (cjm-Cham, sr-Latn); else the language does. Languages of Vietnam's
minorities are in Latin letters unless their tag says otherwise: that is how most of their books are printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

_LANGUAGES = {
    "lo": "Laoo", "km": "Khmr", "khm": "Khmr", "th": "Thai", "my": "Mymr", "ar": "Arab", "fa": "Arab", "ur": "Arab",
    "ps": "Arab", "ug": "Arab", "ja": "Jpan", "ko": "Kore", "zh": "Hans", "hi": "Deva", "ne": "Deva", "mr": "Deva",
    "sa": "Deva", "ru": "Cyrl", "uk": "Cyrl", "be": "Cyrl", "bg": "Cyrl", "mn": "Cyrl", "sr": "Cyrl", "el": "Grek",
    "he": "Hebr", "yi": "Hebr",
}  # fmt: skip
_TRADITIONAL = frozenset(("TW", "HK", "MO"))


@dataclass(frozen=True, slots=True)
class Script:
    """What a script asks of the page: ``leading`` is the least line height; ``upright`` that it has no italic."""

    leading: float = 0
    upright: bool = False
    ragged: bool = False
    """Set without justifying: there are no spaces between words that could be stretched evenly."""
    indent: float | None = None
    """Indent of a paragraph in ems, where custom fixes it."""


SCRIPTS = {
    "Khmr": Script(1.75, upright=True, ragged=True),
    "Laoo": Script(1.65, upright=True, ragged=True),
    "Mymr": Script(1.8, upright=True, ragged=True),
    "Thai": Script(1.6, upright=True, ragged=True),
    "Arab": Script(1.65, upright=True),
    "Deva": Script(1.6, upright=True),
    "Cham": Script(1.7, upright=True),
    "Tavt": Script(1.6, upright=True),
    "Hebr": Script(0, upright=True),
    "Hans": Script(1.65, upright=True, indent=2),
    "Hant": Script(1.65, upright=True, indent=2),
    "Jpan": Script(1.7, upright=True, indent=1),
    "Kore": Script(1.6, upright=True, indent=1),
}
"""Scripts that stack marks higher or deeper than Latin letters, or fill their square. A slanted one is a fault."""
_ROMAN = Script()


def script_of(language: str) -> str:
    """The ISO 15924 code of the script, as Chinese needs it: Hans or Hant."""
    parts = language.split("-")
    primary = parts[0].lower()
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return part.title()
    if primary == "zh" and _TRADITIONAL & {part.upper() for part in parts[1:]}:
        return "Hant"
    return _LANGUAGES.get(primary, "Latn")


def demands(language: str) -> Script:
    """What the language's script asks of the page."""
    return SCRIPTS.get(script_of(language), _ROMAN)


_DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "mymr": "၀၁၂၃၄၅၆၇၈၉", "deva": "०१२३४५६७८९"}
_COUNTERS = {"arab": "arabic-indic", "arabext": "persian", "mymr": "myanmar", "deva": "devanagari"}


def _system(language: str) -> str:
    """CLDR's default numbering system: Latin digits for most, even where the script has its own."""
    try:
        return str(Locale.parse(language, sep="-").default_numbering_system)
    except (UnknownLocaleError, ValueError):
        return "latn"


def digits(text: str, language: str) -> str:
    """``text`` with its digits as the language prints them: ۱۲ in Persian, ၁၂ in Burmese, 12 in most."""
    own = _DIGITS.get(_system(language))
    return text.translate({ord("0") + n: sign for n, sign in enumerate(own)}) if own else text


def counter_style(language: str) -> str:
    """The CSS counter style of page numbers and numbered lists."""
    return _COUNTERS.get(_system(language), "decimal")
