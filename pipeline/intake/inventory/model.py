"""An inventory as plain data: passages in their order, and how many things of each kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.book.looks import Look
from pipeline.findings import Severity, rule
from pipeline.i18n import N_

DAMAGED = rule(
    "in-027",
    Severity.ERROR,
    N_("The text inside the document is damaged: its part “{part}” cannot be read."),
    N_("Open it in the program that made it, save it under a new name, and upload that file."),
)
PassageKind = Literal["text", "heading", "box", "note", "drawing"]
Aside = Literal["", "contents", "hidden", "overruled"]


@dataclass(slots=True)
class Passage:
    """A paragraph of the manuscript; ``near`` is the heading above it, for people who look for it.

    ``aside`` says why it is deliberately no part of the book ("" when it must be in it).
    """

    text: str
    kind: PassageKind = "text"
    near: str = ""
    aside: Aside = ""
    look: Look | None = None
    """How a short line of the text is set, where the file tells."""


@dataclass(slots=True)
class Holdings:
    """How many things of each kind a text holds."""

    headings: int = 0
    notes: int = 0
    images: int = 0
    tables: int = 0
    formulas: int = 0
    links: int = 0


@dataclass(slots=True)
class Inventory:
    """What a manuscript holds. ``exact`` is false where markup and words cannot be told apart for sure."""

    passages: list[Passage] = field(default_factory=list)
    holds: Holdings = field(default_factory=Holdings)
    fields: list[str] = field(default_factory=list)
    """What each field (date, number, cross-reference) shows."""
    linked: list[str] = field(default_factory=list)
    """Addresses of pictures that the file only refers to and does not hold."""
    language: str = ""
    exact: bool = True

    @property
    def words(self) -> int:
        """Words between spaces, as a word processor counts them."""
        return sum(len(passage.text.split()) for passage in self.passages if not passage.aside)
