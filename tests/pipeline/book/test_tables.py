"""Tables keep their cells, spans, header cells and captions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.book.cleaning import plain
from pipeline.book.model import Cell, Paragraph, Table, Text

SPANS = """<h1>A</h1><table><caption>Bảng 1</caption>
<thead><tr><th>Năm</th><th colspan="2">Sách</th></tr></thead>
<tbody><tr><th rowspan="2">2026</th><td>in</td><td align="right">5</td></tr><tr><td>điện tử</td><td>7</td></tr></tbody>
<tfoot><tr><td>Cộng</td><td></td><td>12</td></tr></tfoot></table><h1>B</h1><p>x</p>"""


def cells(table: Table) -> list[list[tuple[str, bool, int, int]]]:
    return [[(words(cell), cell.header, cell.colspan, cell.rowspan) for cell in row] for row in table.rows]


def words(cell: Cell) -> str:
    return " ".join(plain(block.children) for block in cell.blocks if isinstance(block, Paragraph))


def test_head_body_and_foot_become_rows_with_spans_and_headers(book_of: Callable[..., Any]) -> None:
    table = book_of(SPANS, source="html").blocks[1]
    assert (table.head, table.foot) == (1, 1)
    assert table.caption == [Paragraph([Text("Bảng\xa01")])]
    assert cells(table) == [
        [("Năm", True, 1, 1), ("Sách", True, 2, 1)],
        [("2026", True, 1, 2), ("in", False, 1, 1), ("5", False, 1, 1)],
        [("điện tử", False, 1, 1), ("7", False, 1, 1)],
        [("Cộng", False, 1, 1), ("", False, 1, 1), ("12", False, 1, 1)],
    ]


def test_columns_keep_their_shares_and_alignment(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\n---- ----------\nx    y\n\nz    t\n---- ----------\n\n# B\n\nx")
    assert made.blocks[1].widths == [0.0694, 0.1528]
    made = book_of("# A\n\n| x | y |\n|--:|:-:|\n| 1 | 2 |\n\n# B\n\nx")
    assert [cell.align for cell in made.blocks[1].rows[1]] == ["right", "center"]
    assert made.blocks[1].widths == [0.0, 0.0]
