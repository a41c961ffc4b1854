"""Design tokens: the few measures from which both style sheets of a design are made.

One design is one ``Design``; EPUB and PDF share its proportions, so that a book is recognisably
itself on paper and on a phone. Lengths are millimetres on paper, points for type.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trim:
    """A page: its size and margins in millimetres, and the body size that gives 60 to 70 characters a line."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    body: float


TRIMS = {
    "a5": Trim(148, 210, 21, 23, 20, 18, 10.5),
    "13x19": Trim(130, 190, 19, 21, 17, 15, 10),
    "14.5x20.5": Trim(145, 205, 20, 23, 19, 17, 10.5),
    "16x24": Trim(160, 240, 23, 27, 22, 20, 11.25),
    "19x27": Trim(190, 270, 26, 30, 27, 25, 12.25),
}
DEFAULT_TRIM = "14.5x20.5"


@dataclass(frozen=True, slots=True)
class Design:
    """What makes one house style differ from another."""

    name: str
    leading: float
    indent: float
    accent: str
    ink: str
    soft: str
    chapter_drop: float
    """White above a chapter's title, in millimetres."""


DESIGNS = {
    "general": Design("general", 1.42, 1.5, "#7a2b1d", "#1a1a1a", "#6b6459", 24),
}


def design(name: str) -> Design:
    """The design called ``name``; "general" until the others are drawn."""
    return DESIGNS.get(name, DESIGNS["general"])


TALL_SCRIPTS = {"km": 1.75, "lo": 1.65, "my": 1.8, "th": 1.6, "ar": 1.65, "fa": 1.65, "ur": 1.9}
"""Leading of scripts that stack marks higher or deeper than Latin letters."""

SQUARE_SCRIPTS = {"zh": 1.65, "ja": 1.7, "ko": 1.6}
"""Leading of scripts that fill their square."""

UPRIGHT_SCRIPTS = {*TALL_SCRIPTS, *SQUARE_SCRIPTS, "he"}
"""Scripts that have no italic: a slanted one is a fault, so emphasis of the furniture is left to size and colour."""


def leading(name: str, language: str) -> float:
    """Line height, as a multiple of the size, for a language in a design."""
    primary = language.split("-", maxsplit=1)[0].lower()
    return TALL_SCRIPTS.get(primary) or SQUARE_SCRIPTS.get(primary) or design(name).leading
