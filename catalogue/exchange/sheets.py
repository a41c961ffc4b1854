"""Sheets as offices send them: XLSX, XLS and CSV become plain rows of cells, within limits, nothing in them is run.

Workbooks are read by a child without network and with limits (``catalogue.exchange.workbooks``). Texts in the fonts
from before Unicode (.VnTime, VNI) are converted here, so that headings and cells alike are read as they were meant.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

from catalogue.errors import Refusal
from catalogue.exchange.workbooks import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from pipeline import sandbox
from pipeline.findings import ManuscriptRefused
from pipeline.i18n import N_
from pipeline.intake import archive
from pipeline.intake.legacy import names
from pipeline.intake.legacy.tables import Encoding
from pipeline.intake.legacy.text import converted, is_better, is_unicode

MAX_BYTES = 50 << 20
ROOT = Path(__file__).resolve().parents[2]
LIMITS = sandbox.Limits(wall_s=180, cpu_s=170, memory_mb=2048, file_mb=512)

TOO_LARGE = N_("The file is larger than {limit} MB. Split it, or save it without pictures.")
TOO_MANY = N_("The sheet has more than {limit} rows. Split it into several files.")
NOT_A_SHEET = N_("“{name}” is not an Excel workbook (.xlsx, .xls) or a CSV file that can be read.")
LOCKED = N_("“{name}” is protected by a password. Save it without one and import that file.")
TOO_MUCH = N_("“{name}” holds more than can be read at once. Keep the sheets with titles only, or split it.")
_KINDS: dict[int, tuple[str, str]] = {4: ("imp-004", TOO_MANY), 5: ("imp-006", LOCKED)}
_OTHERS: dict[Encoding, tuple[Encoding, ...]] = {"TCVN3": ("VNI",), "VNI": ("TCVN3",)}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: text, a number, a day; ``font`` is the typeface of a text."""

    value: str | int | float | date | None
    font: str = ""
    formula: bool = False
    """A formula whose value was not kept."""
    was: str = ""
    """The text as it stood in an old font, when it was converted."""

    @property
    def text(self) -> str:
        """The value as one line of text."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return " ".join(str(self.value).split())[:MAX_CELL] if self.value is not None else ""

    @property
    def cut(self) -> bool:
        """Whether there is more than a cell may hold here, which is left out."""
        return isinstance(self.value, str) and len(self.value) > MAX_CELL


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


def read(path: Path, name: str = "") -> list[Row]:
    """The rows of a file, cells of merged ranges filled in. Raises Refusal for what is no sheet or too large."""
    name = name or path.name
    if path.stat().st_size > MAX_BYTES:
        raise Refusal("imp-001", TOO_LARGE, limit=MAX_BYTES >> 20)
    with path.open("rb") as file:
        head = file.read(8)
    book = head.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    if head.startswith(b"PK"):
        _must_be_sound(path, name)
    rows = list(_workbook(path, name) if book else _separated(path, name))
    return [row for row in rows if any(cell.value not in (None, "") or cell.formula for cell in row.cells)]


def _must_be_sound(path: Path, name: str) -> None:
    try:
        archive.inspect(path, name)
    except (ManuscriptRefused, BadZipFile):
        raise Refusal("imp-002", NOT_A_SHEET, name=name) from None


def _workbook(path: Path, name: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="nghinsach-sheet-") as work:
        target = Path(work) / "rows.jsonl"
        done = sandbox.run(
            [sys.executable, "-m", "catalogue.exchange.workbooks", str(path.resolve()), str(target)],
            folder=Path(work), limits=LIMITS, env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            reads=[ROOT / "catalogue", ROOT / "pipeline"], lists=[ROOT],
        )  # fmt: skip
        if done.reason:
            raise Refusal("imp-007", TOO_MUCH, name=name)
        if done.returncode:
            code, message = _KINDS.get(done.returncode, ("imp-002", NOT_A_SHEET))
            raise Refusal(code, message, name=name, limit=MAX_ROWS)
        with target.open(encoding="utf-8") as lines:
            for line in lines:
                said = json.loads(line)
                yield Row(said["row"], tuple(_cell(*sent) for sent in said["cells"]), said["sheet"])


def _cell(value: str | float | None, kind: str, font: str, formula: bool) -> Cell:
    if kind == "d" and isinstance(value, str):
        return Cell(date.fromisoformat(value), "", formula)
    if isinstance(value, str) and font:
        return _read_in(value, font)
    return Cell(value, font if isinstance(value, str) else "", formula)


def _read_in(text: str, font: str) -> Cell:
    """A text as its typeface means it; left as it stands where that does not read like Vietnamese."""
    old = names.known(font)
    if old is None or is_unicode(text):
        return Cell(text, "" if old else font)
    if text.isascii():
        return Cell(text.upper() if old.capitals else text)
    for encoding in (old.encoding, *_OTHERS.get(old.encoding, ())):
        if is_better(text, encoding):
            found = converted(text, encoding)
            return Cell(found.upper() if old.capitals else found, font, was=text)
    return Cell(text, font)


def _separated(path: Path, name: str) -> Iterator[Row]:
    """CSV in the encodings and with the separators that Excel writes."""
    raw = path.read_bytes()
    text = _decoded(raw)
    if text is None or "\0" in text:
        raise Refusal("imp-002", NOT_A_SHEET, name=name)
    sample = text[:20_000]
    separator = max((",", ";", "\t"), key=sample.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            if number > MAX_ROWS:
                raise Refusal("imp-004", TOO_MANY, limit=MAX_ROWS)
            yield Row(number, tuple(Cell(cell.strip() or None) for cell in cells[:MAX_COLUMNS]))
    except csv.Error:
        raise Refusal("imp-002", NOT_A_SHEET, name=name) from None


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
