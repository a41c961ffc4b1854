"""Two tables, row by row and cell by cell."""

from __future__ import annotations

from pipeline.checks.completeness import rules, things
from pipeline.checks.completeness.align import align_any
from pipeline.checks.completeness.costs import pair
from pipeline.checks.completeness.items import Item, Row, opening
from pipeline.checks.completeness.things import Pool
from pipeline.findings import Finding, Where

_GAP = 4.0


def compare(one: Item, other: Item, ratio: float, pool: Pool) -> list[Finding]:
    """Rows and cells that only the original has; what cells hold goes into ``pool``."""
    out: list[Finding] = []
    after = ""
    for match in align_any(one.rows, other.rows, lambda a, b: _cost(a, b, ratio), _GAP):
        if match.ours and match.theirs:
            here, there = match.ours[0], match.theirs[0]
            after = opening(other.rows[there].whole.text)
            out += _row(one, here, other.rows[there], there, ratio, pool)
        elif match.ours:
            row = one.rows[match.ours[0]].whole
            params = {
                "row": match.ours[0] + 1, "table": opening(one.text), "text": opening(row.text, 100),
                "chapter": other.where.chapter, "after": after or opening(other.text),
            }  # fmt: skip
            out.append(Finding(rules.ROW, params, Where(chapter=one.where.chapter, paragraph=opening(one.text))))
    return out


def _cost(one: Row, other: Row, ratio: float) -> float:
    """Rows are alike when their cells are: the first names the row, so it weighs most."""
    cost = pair(one.whole, other.whole, ratio) * 0.5 + 1.5 * (len(one.cells) != len(other.cells))
    pairs = list(zip(one.cells, other.cells, strict=False))
    return cost + sum(pair(a, b, ratio) for a, b in pairs) / max(1, len(pairs))


def _row(table: Item, at: int, row: Row, there: int, ratio: float, pool: Pool) -> list[Finding]:
    """Cells that only the original fills; what the others hold goes into ``pool``."""
    mine, yours = table.rows[at].cells, row.cells
    if len(mine) == len(yours):
        pairs: list[tuple[int, int | None]] = [(n, n) for n in range(len(mine))]
    else:
        matches = align_any(mine, yours, lambda a, b: pair(a, b, ratio), 2.0)
        pairs = [(m.ours[0], m.theirs[0] if m.theirs else None) for m in matches if m.ours]
    out = []
    for n, other in pairs:
        if other is not None and (_says(yours[other]) or not _says(mine[n])):
            things.compare(mine[n], yours[other], ratio, pool)
        elif _says(mine[n]):
            params = {"row": at + 1, "column": n + 1, "text": opening(mine[n].text), "there": there + 1}
            where = Where(chapter=table.where.chapter, paragraph=opening(table.text))
            out.append(Finding(rules.CELL, {**params, "table": opening(table.text)}, where))
    return out


def _says(cell: Item) -> bool:
    return bool(cell.length or cell.pictures or cell.formulas or cell.rows)
