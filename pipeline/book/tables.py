"""Tables: pandoc's head, bodies and foot become plain rows with header cells, spans and widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pipeline.book.model import Block, Cell, Table
from pipeline.book.tree import Node

Walk = Callable[[list[Node]], list[Block]]
_ALIGN: dict[str, Literal["", "left", "center", "right"]] = {
    "AlignLeft": "left",
    "AlignCenter": "center",
    "AlignRight": "right",
}


def table(content: list[Node], walk: Walk) -> Table:
    """One table of pandoc's tree; its id is set by the caller."""
    _, (_, caption), columns, (_, head), bodies, (_, foot) = content
    aligns = [_ALIGN.get(align["t"], "") for align, _ in columns]
    rows = [_row(row, walk, aligns, header=True) for row in head]
    made = Table(rows, head=len(rows), foot=len(foot), caption=walk(caption), widths=_widths(columns))
    for _, stub, inner_head, inner in bodies:
        rows += [_row(row, walk, aligns, header=True) for row in inner_head]
        rows += _body(inner, stub, walk, aligns)
    rows += [_row(row, walk, aligns) for row in foot]
    return made


def _widths(columns: list[Node]) -> list[float]:
    """Each column's share of the measure; 0 where the manuscript leaves it to the setting."""
    return [round(width["c"], 4) if width["t"] == "ColWidth" else 0.0 for _, width in columns]


def _body(rows: list[Node], stub: int, walk: Walk, aligns: list[Node]) -> list[list[Cell]]:
    """Rows of a body, of which the first ``stub`` columns are row headers.

    A cell above that reaches down takes columns in later rows, so columns are counted with it.
    """
    reach = [0] * max(len(aligns), 1)
    return [_row(row, walk, aligns, stub=stub, reach=reach) for row in rows]


def _row(
    row: list[Node],
    walk: Walk,
    aligns: list[Node],
    *,
    header: bool = False,
    stub: int = 0,
    reach: list[int] | None = None,
) -> list[Cell]:
    made: list[Cell] = []
    column = 0
    reach = reach if reach is not None else [0] * max(len(aligns), 1)
    for _, align, rowspan, colspan, blocks in row[1]:
        while column < len(reach) and reach[column] > 0:
            reach[column] -= 1
            column += 1
        own = _ALIGN.get(align["t"], "") or (aligns[column] if column < len(aligns) else "")
        made.append(Cell(walk(blocks), header or column < stub, colspan, rowspan, own))
        for taken in range(column, min(column + colspan, len(reach))):
            reach[taken] = rowspan - 1
        column += colspan
    for rest in range(column, len(reach)):
        reach[rest] = max(0, reach[rest] - 1)
    return made
