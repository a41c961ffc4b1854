"""The fields of one row of a sheet, read one by one, with what is wrong with each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from catalogue.models.titles import Form, Precision
from catalogue.services import cells
from catalogue.services.cells import Unreadable
from catalogue.services.rows import Incoming, Note
from catalogue.services.terms import SCHEMES
from catalogue.services.vocabulary import Vocabulary
from pipeline.i18n import N_

FORMULA = N_("The cell is a formula whose value was not saved; open the file in Excel and save it again.")
OLD_FONT = N_("“{text}” is in the old font {font} and cannot be read; type it anew in Unicode.")
WAS_OLD = N_("This row is in the old font {font} and was read from it: “{was}” is “{text}”. Compare.")
CUT = N_("The text is longer than {letters} letters; what follows is left out.")
FAR = N_("{day} lies more than a year ahead.")
IMPOSSIBLE = N_("{day} cannot be right.")
EARLIEST = date(1945, 9, 2)
NO_TERM = N_("“{text}” is no term of the catalogue and is left out; the set-up lists the terms.")


class RowReader:
    """Reads the fields of one row and keeps what is wrong with them."""

    def __init__(self, row: Incoming) -> None:
        self.row = row
        self.notes: list[Note] = []

    def error(self, code: str, name: str, message: str, **params: Any) -> None:
        self.notes.append(Note(code, "error", name, message, params))

    def warn(self, code: str, name: str, message: str, **params: Any) -> None:
        self.notes.append(Note(code, "warning", name, message, params))

    def text(self, name: str) -> str:
        """A field's text; formulas and texts that an old font hides are errors."""
        cell = self.row.cells.get(name)
        if cell is None:
            return ""
        if cell.formula:
            self.error("imp-010", name, FORMULA)
        if cell.was:
            if not any(note.code == "imp-012" for note in self.notes):
                self.warn("imp-012", name, WAS_OLD, font=cell.font, was=cell.was[:60], text=cell.text[:60])
        elif cell.hidden:
            self.error("imp-011", name, OLD_FONT, font=cell.font, text=cell.text[:60])
        if cell.cut:
            self.warn("imp-034", name, CUT, letters=len(cell.text))
        return cell.text

    def day(self, name: str, today: date) -> tuple[date, Precision] | None:
        """A field's day."""
        if not self.text(name):
            return None
        cell = self.row.cells[name]
        try:
            found = cells.day(cell.value if isinstance(cell.value, date) else cell.text)
        except Unreadable as problem:
            self.error(problem.code, name, problem.message, text=problem.text)
            return None
        if found[0] < EARLIEST:
            self.error("imp-013", name, IMPOSSIBLE, day=found[0].isoformat())
            return None
        if found[0] > today + timedelta(days=366):
            self.error("imp-014", name, FAR, day=found[0].isoformat())
            return None
        return found

    def isbn(self, name: str) -> str:
        """A field's ISBN, empty when it was lost."""
        text = self.text(name)
        if not text:
            return ""
        try:
            return cells.isbn(text)
        except cells.LostDigits as problem:
            self.warn(problem.code, name, problem.message, text=problem.text)
        except Unreadable as problem:
            self.error(problem.code, name, problem.message, text=problem.text)
        return ""

    def languages(self, name: str) -> list[str]:
        text = self.text(name)
        try:
            return cells.languages(text) if text else []
        except Unreadable as problem:
            self.error(problem.code, name, problem.message, text=problem.text)
            return []

    def terms(self, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
        """What the row classes its title by; what is no term is left out, with a warning."""
        found = []
        for scheme in SCHEMES:
            text = self.text(scheme)
            codes, unknown = vocabulary.read(scheme, text) if text else ([], [])
            found += [(scheme, code) for code in codes]
            for part in unknown:
                self.warn("imp-029", scheme, NO_TERM, text=part[:80])
        return tuple(found)

    def forms(self) -> set[Form]:
        text = self.text("form")
        try:
            return cells.forms(text) if text else set()
        except Unreadable as problem:
            self.error(problem.code, "form", problem.message, text=problem.text)
            return set()
