"""Sheets as offices send them: XLSX and CSV become plain rows of cells, within limits, nothing in them is run.

Formulas are not computed: the value that the office program kept is taken, and a formula without one is told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from catalogue.errors import Refusal
from pipeline.findings import ManuscriptRefused
from pipeline.i18n import N_
from pipeline.intake import archive

MAX_BYTES = 50 << 20
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 4000

TOO_LARGE = N_("The file is larger than {limit} MB. Split it, or save it without pictures.")
TOO_MANY = N_("The sheet has more than {limit} rows. Split it into several files.")
NOT_A_SHEET = N_("“{name}” is not an XLSX workbook or a CSV file that can be read.")
OLD_XLS = N_("“{name}” is in the old .xls form. Open it and save it as .xlsx, then import that file.")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: text, a number, a day; ``font`` tells texts in old Vietnamese encodings."""

    value: str | int | float | date | None
    font: str = ""
    formula: bool = False
    """A formula whose value was not kept."""

    @property
    def text(self) -> str:
        """The value as one line of text."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return " ".join(str(self.value).split())[:MAX_CELL] if self.value is not None else ""


EMPTY = Cell(None)


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the sheet, which counts from 1; ``sheet`` is empty for CSV."""

    number: int
    cells: tuple[Cell, ...]
    sheet: str = ""

    @property
    def texts(self) -> list[str]:
        """The cells as text."""
        return [cell.text for cell in self.cells]


def read(path: Path) -> list[Row]:
    """The rows of a file, cells of merged ranges filled in. Raises Refusal for what is no sheet or too large."""
    if path.stat().st_size > MAX_BYTES:
        raise Refusal("imp-001", TOO_LARGE, limit=MAX_BYTES >> 20)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("imp-003", OLD_XLS, name=path.name)
    rows = list(_workbook(path) if head.startswith(b"PK") else _separated(path))
    return [row for row in rows if any(cell.value not in (None, "") or cell.formula for cell in row.cells)]


def _workbook(path: Path) -> Iterator[Row]:
    try:
        archive.inspect(path, path.name)
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path, read_only=True)
    except (ManuscriptRefused, BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError):
        raise Refusal("imp-002", NOT_A_SHEET, name=path.name) from None
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if (sheet.max_row or 0) > MAX_ROWS:
            raise Refusal("imp-004", TOO_MANY, limit=MAX_ROWS)
        yield from _sheet(sheet, _unvalued(formulas[sheet.title]))
    formulas.close()


def _unvalued(sheet: Any) -> set[tuple[int, int]]:
    """Places of formulas."""
    return {
        (cell.row, cell.column)
        for row in sheet.iter_rows(max_col=MAX_COLUMNS)
        for cell in row
        if cell.value is not None and cell.data_type == "f"
    }


def _sheet(sheet: Any, formulas: set[tuple[int, int]]) -> Iterator[Row]:
    merged = _merged(sheet)
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column or 1, MAX_COLUMNS)), 1):
        found = []
        for column, cell in enumerate(cells, 1):
            source = merged.get((number, column), cell)
            value = source.value
            formula = value is None and (number, column) in formulas
            found.append(Cell(_plain(value), (source.font.name or "") if isinstance(value, str) else "", formula))
        yield Row(number, tuple(found), sheet.title)


def _merged(sheet: Any) -> dict[tuple[int, int], Any]:
    """Each place within a merged range with the cell that holds its value; very large ranges are headings."""
    return {
        (row, column): sheet.cell(area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if area.size["rows"] * area.size["columns"] <= 2000
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _plain(value: Any) -> str | int | float | date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return str(value)
    return value if isinstance(value, (int, float, date)) else str(value) if value is not None else None


def _separated(path: Path) -> Iterator[Row]:
    """CSV in the encodings and with the separators that Excel writes."""
    raw = path.read_bytes()
    text = _decoded(raw)
    if text is None or "\0" in text:
        raise Refusal("imp-002", NOT_A_SHEET, name=path.name)
    sample = text[:20_000]
    separator = max((",", ";", "\t"), key=sample.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            if number > MAX_ROWS:
                raise Refusal("imp-004", TOO_MANY, limit=MAX_ROWS)
            yield Row(number, tuple(Cell(cell.strip() or None) for cell in cells[:MAX_COLUMNS]))
    except csv.Error:
        raise Refusal("imp-002", NOT_A_SHEET, name=path.name) from None


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
