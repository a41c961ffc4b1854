"""Files that came together: read, examined as one, and told of row by row, in any language.

The report is data (codes, sentences as gettext ids, their values), so that it can be kept and said to each reader in
their own language; a file that cannot be read is told of like a row with an error.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.errors import Refusal
from catalogue.exchange import columns, onix_in, sheets
from catalogue.exchange.columns import Table
from catalogue.services.rows import Examination, Examined, Given, Incoming
from pipeline.i18n import N_

Say = Callable[..., str]
VERDICTS = {
    "new": N_("new"), "update": N_("changed"), "same": N_("as it is"), "duplicate": N_("there already?"),
    "error": N_("error"), "skipped": N_("skipped"),
}  # fmt: skip
"""What becomes of a row, in the order of a report's counts."""
COUNTS = {
    "new": "new",
    "update": "changed",
    "same": "same",
    "duplicate": "duplicates",
    "error": "errors",
    "skipped": "skipped",
}


@dataclass(frozen=True, slots=True)
class Read:
    """A file by its name: the table that it holds, or why it holds none."""

    name: str
    table: Table | None = None
    refusal: Refusal | None = None


def read(files: Sequence[tuple[Path, str]], chosen: Mapping[str, str] | None = None) -> list[Read]:
    """The tables of files with their names; ``chosen`` are fields by heading that a person told."""
    found = []
    for path, name in files:
        try:
            if onix_in.is_onix(path):
                found.append(Read(name, onix_in.table(path, name)))
            else:
                found.append(Read(name, columns.recognise(sheets.read(path, name), chosen or {})))
        except Refusal as refusal:
            found.append(Read(name, refusal=refusal))
    return found


def incoming(found: Sequence[Read]) -> Iterator[Incoming]:
    """The lines of all tables as the catalogue examines them."""
    several = len(found) > 1
    for one in found:
        for line in one.table.lines if one.table else ():
            cells = {
                field: Given(cell.text, cell.value, cell.font, cell.formula, cell.was, cell.cut)
                for field, cell in line.cells.items()
            }
            yield Incoming(line.number, line.sheet, cells, one.name if several else "")


def digest(paths: Sequence[Path]) -> str:
    """SHA-256 of a file, or of the hashes of several."""
    found = []
    for path in paths:
        with path.open("rb") as file:
            found.append(hashlib.file_digest(file, "sha256").hexdigest())
    return found[0] if len(found) == 1 else hashlib.sha256("".join(found).encode()).hexdigest()


def refused(found: Sequence[Read]) -> bool:
    """Whether a file could not be read at all."""
    return any(one.refusal for one in found)


def report(found: Sequence[Read], examined: Examination) -> dict[str, Any]:
    """Every row of every file with what becomes of it (schema 1), its sentences as gettext ids with their values."""
    rows = [_row(one) for one in examined.rows]
    several = len(found) > 1
    for one in found:
        name = one.name if several else ""
        rows += [_skipped(name, *line) for line in (one.table.skipped if one.table else ())]
        if one.refusal:
            rows.append(_refused(one))
    places = {one.name: number for number, one in enumerate(found)}
    rows.sort(key=lambda row: (places.get(row["file"], 0), _sheet_place(found, row), row["row"]))
    counts = {plural: sum(row["verdict"] == verdict for row in rows) for verdict, plural in COUNTS.items()}
    return {
        "schema": 1,
        "file": found[0].name if found else "",
        "files": [{"name": one.name, "columns": one.table.columns, "unknown_columns": one.table.unknown}
                  if one.table else {"name": one.name, "columns": {}, "unknown_columns": []} for one in found],
        "columns": found[0].table.columns if found and found[0].table else {},
        "unknown_columns": list(dict.fromkeys(name for one in found if one.table for name in one.table.unknown)),
        "counts": {"rows": len(examined.rows), **counts},
        "rows": rows,
    }  # fmt: skip


def _sheet_place(found: Sequence[Read], row: Mapping[str, Any]) -> int:
    """Where a row's sheet stands within its file."""
    one = next((one for one in found if one.name == row["file"] or not row["file"]), None)
    sheets_there = one.table.sheets if one and one.table else []
    return sheets_there.index(row["sheet"]) if row["sheet"] in sheets_there else 0


def _row(one: Examined) -> dict[str, Any]:
    notes = [
        {"code": note.code, "severity": note.severity, "field": note.about, "message": note.message,
         "params": dict(note.params)}
        for note in one.notes
    ]  # fmt: skip
    return {
        "file": one.row.file, "sheet": one.row.sheet, "row": one.row.number, "verdict": one.verdict,
        "title": one.row.text("title"), "like": one.twin, "notes": notes,
    }  # fmt: skip


def _skipped(file: str, sheet: str, number: int, reason: str) -> dict[str, Any]:
    note = {"code": "imp-000", "severity": "note", "field": "", "message": reason, "params": {}}
    return {
        "file": file, "sheet": sheet, "row": number, "verdict": "skipped", "title": "", "like": "", "notes": [note],
    }  # fmt: skip


def _refused(one: Read) -> dict[str, Any]:
    problem = one.refusal
    assert problem
    note = {
        "code": problem.code, "severity": "error", "field": "", "message": problem.message, "params": problem.params,
    }  # fmt: skip
    return {"file": one.name, "sheet": "", "row": 0, "verdict": "error", "title": "", "like": "", "notes": [note]}


def said(found: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """A report with its sentences in a reader's language."""
    return {**found, "rows": [said_row(row, say) for row in found["rows"]]}


def said_row(row: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """A row of a report in a reader's language."""
    notes = [
        {**{key: note[key] for key in ("code", "severity", "field")},
         "message": say(note["message"], **note["params"])}
        for note in row["notes"]
    ]  # fmt: skip
    return {**row, "notes": notes}


def as_csv(spoken: Mapping[str, Any]) -> str:
    """A report in a reader's language as CSV, a line for each note; nothing in it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["file", "sheet", "row", "verdict", "title", "code", "field", "message"])
    for row in spoken["rows"]:
        for note in row["notes"] or [{"code": "", "field": "", "message": ""}]:
            cells = [row["file"], row["sheet"], row["row"], row["verdict"], row["title"]]
            cells += [note["code"], note["field"], note["message"]]
            writer.writerow([harmless(value) for value in cells])
    return out.getvalue()


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
