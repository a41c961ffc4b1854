"""What intake hands on: the manuscript as a file, and the document as pandoc's tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.book.model import Media
from pipeline.findings import Finding

if TYPE_CHECKING:
    from pipeline.intake.inventory.model import Inventory

Kind = Literal["docx", "doc", "rtf", "odt", "markdown", "html", "latex", "text", "epub", "pdf", "files"]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file that passed the gate; ``name`` is its author's, for people only, never a path."""

    path: Path
    name: str
    kind: Kind
    sha256: str
    size: int


@dataclass(slots=True)
class Document:
    """A manuscript as read: pandoc's JSON tree, its pictures by our names, its own word count."""

    manuscript: Manuscript
    ast: dict[str, Any]
    media: dict[str, Media] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    words: int = 0
    language: str = ""
    inventory: Inventory | None = None
    """What its source holds, for the account."""
