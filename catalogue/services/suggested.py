"""One row of a sheet as a form would have it: every field that can be read, and a word on every one that cannot.

Nothing enters the catalogue by this; whoever fills the form sees what was taken, and from which cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalogue.models.titles import Form, Precision
from catalogue.services.imports import people
from catalogue.services.row_reader import RowReader
from catalogue.services.rows import Incoming, Note
from pipeline.i18n import N_
from pipeline.metadata import PersonRole

AS_THEY_STAND = (
    "title", "subtitle", "original_title", "series", "volume", "partner", "registration_number", "decision_number",
)  # fmt: skip
GROUPS = {"authors": PersonRole.AUTHOR, "editors": PersonRole.EDITOR, "translators": PersonRole.TRANSLATOR}
TAKEN = frozenset({*AS_THEY_STAND, *GROUPS, "language", "original_language", "isbn", "isbn_epub", "form", "subjects",
                   "decision_date", "publisher", "edition", "decision", "ignored"})  # fmt: skip
NOT_A_DAY = N_("“{text}” names no single day; type the day of the decision.")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Values by the names of the title form's fields, what was said of the row, and fields the form does not have."""

    values: dict[str, str]
    notes: list[Note]
    left: list[str]


def read(row: Incoming, today: date) -> Suggestion:
    """What a row says; a cell that cannot be read gives nothing but a note."""
    reader = RowReader(row)
    values = {name: reader.text(name) for name in AS_THEY_STAND}
    named = people(reader)
    for field, role in GROUPS.items():
        values[field] = "\n".join(person.name for person in named if person.role == role)
    tongues, origin = reader.languages("language"), reader.languages("original_language")
    values["language"] = (*tongues, "")[0]
    values["original_language"] = (*origin, "")[0]
    parts = (part.strip() for part in reader.text("subjects").replace("\n", ";").split(";"))
    values["subjects"] = "; ".join(part for part in parts if part)
    values |= _numbers(reader)
    decided = reader.day("decision_date", today)
    if decided and decided[1] == Precision.DAY:
        values["decision_date"] = decided[0].isoformat()
    elif decided:
        reader.warn("imp-040", "decision_date", NOT_A_DAY, text=row.text("decision_date"))
    unreadable = {note.about for note in reader.notes if note.severity == "error"}
    kept = {name: value for name, value in values.items() if value and name not in unreadable}
    left = [name for name, cell in row.cells.items() if cell.text and name not in TAKEN]
    return Suggestion(kept, reader.notes, left)


def _numbers(reader: RowReader) -> dict[str, str]:
    """The one number of a row belongs to the e-book where the row is of an e-book alone."""
    forms, isbn, electronic = reader.forms(), reader.isbn("isbn"), reader.isbn("isbn_epub")
    own = bool(forms & {Form.EPUB, Form.PDF}) and Form.PRINT not in forms
    return {"isbn_epub": electronic or (isbn if own else ""), "isbn_print": "" if own else isbn}
