"""Rows of a sheet as the import sees them: what a cell gave, what was found out, what would become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from catalogue.services.batches import NewTitle
from pipeline.intake.legacy.names import known

if TYPE_CHECKING:
    from catalogue.services.updates import Update

Verdict = Literal["new", "update", "same", "duplicate", "error"]


@dataclass(frozen=True, slots=True)
class Given:
    """A cell of a row: its text, its value, and what makes it unusable."""

    text: str
    value: str | int | float | date | None = None
    font: str = ""
    formula: bool = False
    was: str = ""
    """The text as it stood in an old font, when it was read from one."""
    cut: bool = False
    """Whether the end of a very long text was left out."""

    @property
    def hidden(self) -> bool:
        """Whether an old font hides what the text says."""
        return bool(self.font) and not self.was and not self.text.isascii() and known(self.font) is not None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of a sheet by field."""

    number: int
    sheet: str
    cells: Mapping[str, Given]
    file: str = ""
    """The name of its file, where several came together."""

    def text(self, name: str) -> str:
        """The text of a field, empty when the sheet has none."""
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row: a stable code, the field it is about, a sentence with its values."""

    code: str
    severity: Literal["error", "warning", "proposal", "change"]
    about: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def said(self, say: Callable[..., str]) -> str:
        """The sentence in the reader's language."""
        return say(self.message, **self.params)


@dataclass(slots=True)
class Examined:
    """A row with what was found out about it; ``title`` is there unless the row has errors."""

    row: Incoming
    notes: list[Note] = field(default_factory=list)
    title: NewTitle | None = None
    house: str = ""
    body: str = ""
    twin: str = ""
    """Id of the title in the catalogue that it looks like."""
    target: str = ""
    """Id of the title in the catalogue that it is about."""
    whole: bool = True
    """Whether all it says of that title counts, or only what the title lacks."""
    update: Update | None = None
    into: Examined | None = None
    """The row whose title it belongs to, as another form of it."""

    @property
    def verdict(self) -> Verdict:
        """What would become of the row."""
        if any(note.severity == "error" for note in self.notes):
            return "error"
        if self.update or self.into:
            return "update" if self.into or (self.update and self.update.changes) else "same"
        return "duplicate" if any(note.severity == "proposal" for note in self.notes) else "new"


@dataclass(slots=True)
class Examination:
    """All rows of a file."""

    rows: list[Examined]
    new_houses: list[str]
    new_bodies: list[str] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        """How many rows have a verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def wanted(self) -> bool:
        """Whether there is anything to bring in."""
        return any(row.verdict in ("new", "update") for row in self.rows)
