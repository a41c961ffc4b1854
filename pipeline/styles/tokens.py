"""Design tokens: the few measures from which both style sheets of a design are made.

One design is one ``Design``; EPUB and PDF share its proportions, so that a book is recognisably
itself on paper and on a phone. Lengths are millimetres on paper, points for type.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.styles.scripts import demands


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
TABLE = 0.9
"""Type of a table beside that of the text, as ``book.css`` has it."""
SMALL, SMALLEST = 0.8, 0.68
"""How much smaller still a wide one is set; 6.4 points on the usual page are the least that can be read."""
DEFAULT_TRIM = "14.5x20.5"
SHEETS = {"a4": Trim(210, 297, 20, 20, 30, 18, 12.5)}
"""Sheets of office paper, for papers instead of books; margins as Decree 30/2020/NĐ-CP, Annex I, has them."""


@dataclass(frozen=True, slots=True)
class Design:
    """What makes one house style differ from another."""

    name: str
    body: str
    """Latin typeface of the text, by its name in ``pipeline.styles.fonts.FACES``."""
    heads: str
    scale: float
    """Body size as a share of the trim's: faces of one size do not look of one size."""
    leading: float
    indent: float
    """Indent of a paragraph's first line, in ems; 0 where paragraphs stand apart instead."""
    apart: float
    """White between paragraphs, in ems."""
    ink: str
    soft: str
    chapter_drop: float
    """White above a chapter's title, in millimetres."""


DESIGNS = {
    "general": Design("general", "Source Serif 4", "Be Vietnam Pro", 1.0, 1.42, 1.5, 0, "#1a1a1a", "#5f5a52", 24),
    "reference": Design("reference", "IBM Plex Serif", "IBM Plex Sans", 0.9, 1.5, 0, 0.55, "#16181c", "#4f5660", 0),
    "young": Design("young", "Nunito", "Baloo 2", 1.1, 1.55, 0, 0.6, "#20262b", "#55606a", 6),
}
"""``general`` for books that are read through; ``reference`` for laws and handbooks that are looked things up in;
``young`` for young readers: larger letters, wider leading, even word spaces."""

PAPER = "paper"
PAPERS = {PAPER: Design(PAPER, "Source Serif 4", "Source Serif 4", 1.0, 1.35, 0, 0.5, "#1a1a1a", "#4f4f4f", 0)}
"""For reports and letters, which begin on their first page: no cover, no title page, no contents."""


def design(name: str) -> Design:
    """The design of a book or a paper called ``name``. Raises KeyError for one that is not drawn."""
    return DESIGNS[name] if name in DESIGNS else PAPERS[name]


def trim(size: str) -> Trim:
    """The page called ``size``, the usual one of books for an unknown name."""
    return TRIMS.get(size) or SHEETS.get(size) or TRIMS[DEFAULT_TRIM]


def leading(name: str, language: str) -> float:
    """Line height, as a multiple of the size, for a language in a design."""
    return max(demands(language).leading, design(name).leading)
