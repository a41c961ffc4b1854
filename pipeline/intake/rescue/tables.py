"""Ragged tables made even: pandoc takes the first row's columns for all and drops what stands to the right.

Rows that begin or end inside the grid (gridBefore, gridAfter, 17.4.14 and 17.4.15) get empty cells
there; a cell said to continue one above keeps its place when it has words or nothing is above it.
"""

from __future__ import annotations

from lxml import etree

from pipeline.intake.ooxml import Element, W
from pipeline.intake.rescue.tree import drop, words_in

_MOST = 63
"""Word's own limit of columns."""
_WIDTH = "1000"
"""Twentieths of a point; the same for all columns where a table says none."""


def even(root: Element) -> None:
    """Give every row of every table as many columns as its widest has."""
    for table in root.iter(W + "tbl"):
        rows = table.findall(W + "tr")
        widths = [_before(row) + sum(map(_span, row.iterchildren(W + "tc"))) + _after(row) for row in rows]
        widest = max(widths, default=0)
        if widest > _MOST:
            continue  # no table of Word's
        for row, width in zip(rows, widths, strict=True):
            if width < widest or _before(row) or _after(row):
                _fill(row, widest - width)
        if len(table.findall(f"{W}tblGrid/{W}gridCol")) < widest:
            _grid(table, widest)
        _merged(rows)


def _number(row: Element, name: str) -> int:
    found = row.find(f"{W}trPr/{W}{name}")
    value = found.get(W + "val", "0") if found is not None else "0"
    return min(int(value), _MOST) if value.isdigit() else 0


def _before(row: Element) -> int:
    return _number(row, "gridBefore")


def _after(row: Element) -> int:
    return _number(row, "gridAfter")


def _span(cell: Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    value = found.get(W + "val", "1") if found is not None else "1"
    return max(1, min(int(value), _MOST)) if value.isdigit() else 1


def _fill(row: Element, missing: int) -> None:
    """Empty cells where the row leaves the grid open."""
    before, after = _before(row), _after(row) + missing
    first = next(row.iterchildren(W + "tc"), None)
    at = row.index(first) if first is not None else len(row)
    for _ in range(before):
        row.insert(at, _empty())
    for _ in range(after):
        row.append(_empty())
    for name in ("gridBefore", "gridAfter"):
        found = row.find(f"{W}trPr/{W}{name}")
        if found is not None:
            drop(found)


def _empty() -> Element:
    cell = etree.Element(W + "tc")
    etree.SubElement(cell, W + "tcPr")
    etree.SubElement(cell, W + "p")
    return cell


def _grid(table: Element, columns: int) -> None:
    grid = table.find(W + "tblGrid")
    if grid is None:
        grid = etree.Element(W + "tblGrid")
        properties = table.find(W + "tblPr")
        table.insert(0 if properties is None else table.index(properties) + 1, grid)
    for _ in range(columns - len(grid.findall(W + "gridCol"))):
        etree.SubElement(grid, W + "gridCol").set(W + "w", _WIDTH)


def _merged(rows: list[Element]) -> None:
    """Cells that say they continue the one above, but have words of their own or nothing above."""
    open_columns: set[int] = set()
    for row in rows:
        column, still = 0, set()
        for cell in row.iterchildren(W + "tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                begins = merge.get(W + "val") == "restart"
                if not begins and column not in open_columns:
                    merge.set(W + "val", "restart")
                elif not begins and words_in(cell).strip():
                    drop(merge)
                    merge = None
            if merge is not None:
                still.add(column)
            column += _span(cell)
        open_columns = still
