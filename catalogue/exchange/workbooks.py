"""Workbooks of Excel, new (.xlsx) and old (.xls), row by row, in a process that may do nothing else.

    python -m catalogue.exchange.workbooks BOOK ROWS

writes the rows as lines of JSON: ``{"sheet", "row", "cells": [[value, kind, font, formula], ...]}``. Formulas are not
computed: the value that the office program kept is taken. Cells of merged ranges are filled in. Rows are read and let
go one by one, so that a large book needs little memory; ``catalogue.exchange.sheets`` starts this under limits.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TextIO

MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 4000
MAX_AREA = 2000
"""Cells of a merged range that is filled in; larger ones are ornaments."""
MAX_FILLED = 200_000
_FORMULA = re.compile(rb"<(?:\w{1,9}:)?f[ />]")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\Z")
Place = tuple[int, int]
Sent = tuple[str | int | float | None, str, str, bool]
"""Value, ``d`` for a day, name of the typeface of a text, whether a formula's value is lacking."""
NOTHING: Sent = (None, "", "", False)


class TooManyRows(Exception):
    """A sheet beyond ``MAX_ROWS``."""


class Locked(Exception):
    """A book behind a password."""


def rows(path: Path) -> Iterator[tuple[str, int, list[Sent]]]:
    """Sheet, number and cells of every row of the visible sheets."""
    with path.open("rb") as file:
        old = file.read(4) == b"\xd0\xcf\x11\xe0"
    for sheet, number, cells in _old(path) if old else _new(path):
        if number > MAX_ROWS:
            raise TooManyRows
        if any(value not in (None, "") or formula for value, _, _, formula in cells):
            yield sheet, number, cells


def _new(path: Path) -> Iterator[tuple[str, int, list[Sent]]]:
    import openpyxl

    with path.open("rb") as first, path.open("rb") as second:  # by content: an upload has no name
        values = openpyxl.load_workbook(first, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(second, read_only=True)
        yield from _sheets(path, values, formulas)


def _sheets(path: Path, values: Any, formulas: Any) -> Iterator[tuple[str, int, list[Sent]]]:
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        part = str(vars(sheet)["_worksheet_path"])  # a read-only sheet says it nowhere else
        other = formulas[sheet.title] if _reckons(path, part) else sheet
        for one in (sheet, other):
            one.reset_dimensions()  # many programs write a wrong one
        merged, anchors = _areas(path, part), dict[Place, Sent]()
        given = sheet.iter_rows(max_col=MAX_COLUMNS)
        pairs = ((row, row) for row in given) if other is sheet else zip(
            given, other.iter_rows(max_col=MAX_COLUMNS), strict=False
        )  # fmt: skip
        for number, (cells, unreckoned) in enumerate(pairs, 1):
            found = []
            for cell, raw in zip(_filled_cells(cells, unreckoned), unreckoned, strict=False):
                formula = cell.value is None and raw.value is not None and raw.data_type == "f"
                font = str(cell.font.name or "") if isinstance(cell.value, str) else ""
                found.append((*_plain(cell.value), font, formula))
            yield sheet.title, number, _filled(found, number, merged, anchors)


def _reckons(path: Path, part: str) -> bool:
    """Whether a sheet holds any formula, so that it has to be read twice."""
    from zipfile import ZipFile

    before = b""
    with ZipFile(path) as book, book.open(part) as content:
        while piece := content.read(1 << 20):
            wide = not before and piece[:2] in (b"\xff\xfe", b"\xfe\xff")  # UTF-16, where the signs lie apart
            if wide or _FORMULA.search(before + piece):
                return True
            before = piece[-20:]
    return False


def _filled_cells(cells: Sequence[Any], unreckoned: Sequence[Any]) -> Sequence[Any]:
    """A row without the empty cells at its end; a row is given as wide as the widest that is read."""
    last = len(cells)
    while last and cells[last - 1].value is None and (last > len(unreckoned) or unreckoned[last - 1].value is None):
        last -= 1
    return cells[:last]


def _old(path: Path) -> Iterator[tuple[str, int, list[Sent]]]:
    import io

    import xlrd

    book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO())
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            continue
        merged = _places((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
        anchors: dict[Place, Sent] = {}
        for row in range(sheet.nrows):
            found = [_old_cell(book, sheet, row, column) for column in range(min(sheet.row_len(row), MAX_COLUMNS))]
            yield sheet.name, row + 1, _filled(found, row + 1, merged, anchors)
        book.unload_sheet(index)


def _old_cell(book: Any, sheet: Any, row: int, column: int) -> Sent:
    """A cell of an old book; its kinds are numbered: 1 text, 2 number, 3 day, 4 truth, 5 error."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == 1:
        font = book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index].name
        return str(value)[: MAX_CELL + 1], "", font, False
    if kind == 3:
        import xlrd

        try:
            return (*_plain(xlrd.xldate_as_datetime(value, book.datemode)), "", False)
        except (xlrd.xldate.XLDateError, ValueError, OverflowError):
            return str(value), "", "", False
    if kind == 2:
        return float(value), "", "", False
    return (str(bool(value)), "", "", False) if kind == 4 else NOTHING


def _plain(value: Any) -> tuple[str | int | float | None, str]:
    if isinstance(value, (datetime, date)):
        return (value.date() if isinstance(value, datetime) else value).isoformat(), "d"
    if isinstance(value, (bool, time, timedelta)):
        return str(value), ""
    return (value if isinstance(value, (int, float)) else str(value)[: MAX_CELL + 1] if value is not None else None), ""


def _filled(
    cells: list[Sent], number: int, merged: Mapping[int, Mapping[int, Place]], anchors: dict[Place, Sent]
) -> list[Sent]:
    """A row with the places of merged ranges filled from the cell that holds their value."""
    for column, anchor in merged.get(number, {}).items():
        cells += [NOTHING] * (column - len(cells))
        if anchor == (number, column):
            anchors[anchor] = cells[column - 1]
        cells[column - 1] = anchors.get(anchor, NOTHING)
    return cells


def _areas(path: Path, part: str) -> Mapping[int, Mapping[int, Place]]:
    """Merged places of a sheet of an .xlsx by row and column, each with its range's first cell."""
    from zipfile import ZipFile

    from lxml import etree
    from openpyxl.utils import column_index_from_string as index

    found = []
    with ZipFile(path) as book, book.open(part) as content:
        tag = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        wanted = (tag + "mergeCell", tag + "row")
        for _, element in etree.iterparse(
            content, events=("end",), tag=wanted, resolve_entities=False, no_network=True
        ):
            if said := _RANGE.match(element.get("ref", "")):
                found.append((int(said[2]), index(said[1]), int(said[4]), index(said[3])))
            element.clear()
    return _places(iter(found))


def _places(areas: Iterator[tuple[int, int, int, int]]) -> Mapping[int, Mapping[int, Place]]:
    """By row and column, for ranges as (top, left, bottom, right), all counted from 1 and within."""
    found: dict[int, dict[int, Place]] = {}
    filled = 0
    for top, left, bottom, right in areas:
        size = (bottom - top + 1) * (right - left + 1)
        filled += size
        if size > MAX_AREA or filled > MAX_FILLED or right > MAX_COLUMNS:
            continue
        for row in range(top, bottom + 1):
            found.setdefault(row, {}).update(dict.fromkeys(range(left, right + 1), (top, left)))
    return {row: dict(sorted(columns.items())) for row, columns in found.items()}


def _write(path: Path, out: TextIO) -> None:
    lines = ({"sheet": sheet, "row": number, "cells": cells} for sheet, number, cells in rows(path))
    out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _is_locked(path: Path) -> bool:
    """Whether an OLE container holds an encrypted package, as Office writes books with passwords."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def main(book: str, target: str) -> int:
    """Exit 0: written; 3: no workbook; 4: too many rows; 5: behind a password."""
    import zipfile
    from xml.sax import SAXException

    import xlrd
    from lxml import etree
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with Path(target).open("w", encoding="utf-8") as out:
            _write(Path(book), out)
    except TooManyRows:
        return 4
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as problem:
        return 5 if "encrypted" in str(problem) or _is_locked(Path(book)) else 3
    except (
        zipfile.BadZipFile, InvalidFileException, LookupError, ValueError, OSError, TypeError, AttributeError,
        AssertionError, EOFError, SAXException, etree.LxmlError, NotImplementedError,
    ) as problem:  # fmt: skip
        sys.stderr.write(f"{type(problem).__name__}: {problem}")
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2]))
