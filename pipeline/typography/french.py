"""Rules of French: thin spaces that must not break, by the Imprimerie nationale's usage."""

from __future__ import annotations

import re

from pipeline.typography.rule import TypographyRule

_NARROW = "\u202f"
_NBSP = "\xa0"
_HIGH = re.compile(r"(?<=[\w»”’)\]…%])[ \xa0\u202f]*(?=[;!?]+(?:[\s\xa0\u202f»”’)\]]|\Z))")
_COLON = re.compile(r"(?<=[\w»”’)\]…%])[ \xa0\u202f]+(?=:(?:[\s»]|\Z))")
_OPENING = re.compile(r"«[ \xa0\u202f]*(?=\S)")
_CLOSING = re.compile(r"(?<=[^\s\xa0\u202f«])[ \xa0\u202f]*»")


def high_marks(text: str) -> str:
    """A narrow no-break space before ; ! and ?."""
    return _HIGH.sub(_NARROW, text) if any(mark in text for mark in ";!?") else text


def colon(text: str) -> str:
    """A no-break space before a colon that the author set off by a space."""
    return _COLON.sub(_NBSP, text) if ":" in text else text


def guillemets(text: str) -> str:
    """Narrow no-break spaces inside « »."""
    if "«" not in text and "»" not in text:
        return text
    return _CLOSING.sub(_NARROW + "»", _OPENING.sub("«" + _NARROW, text))


RULES = (
    TypographyRule("fr-high-marks", "Espace fine before ; ! ?", high_marks, ("fr",), ("fr-CA", "fr-CH")),
    TypographyRule("fr-colon", "No-break space before a colon.", colon, ("fr",), ("fr-CH",)),
    TypographyRule("fr-guillemets", "Espaces fines inside guillemets.", guillemets, ("fr",), ("fr-CH",)),
)
