"""Lines of a recognised sheet as the rows that the catalogue's import examines."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.exchange.columns import Table
from catalogue.services.imports import Given, Incoming


def incoming(table: Table) -> Iterator[Incoming]:
    """Each line with its cells by field."""
    for line in table.lines:
        cells = {
            name: Given(cell.text, cell.value, cell.font, cell.formula)
            for name, cell in line.cells.items()
        }  # fmt: skip
        yield Incoming(line.number, line.sheet, cells)
