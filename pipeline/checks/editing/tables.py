"""Tables: those that a page has no room for as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.book.cleaning import plain
from pipeline.book.model import Paragraph, Table
from pipeline.book.visit import every_in
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs.wide import Measure, way
from pipeline.styles import tokens

TURNED = rule(
    "tb-003",
    Severity.ADVICE,
    N_("A table of {columns} columns is too wide for a page of {size}: the PDF turns it, on a page of its own."),
    N_("To have it beside its text, turn rows and columns, split the table, or choose a larger size for the book."),
)
BROKEN = rule(
    "tb-004",
    Severity.WARNING,
    N_("A table of {columns} columns is too wide for a page of {size}, turned or not: the PDF breaks its long words."),
    N_("Split the table, or turn rows and columns; a table in a list, a box or a cell is better set outside it."),
)


def check(readings: Iterable[Reading], record: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    size = record.design.size
    measure = Measure.of(tokens.trim(size), tokens.design(record.design.name))
    for reading in readings:
        own = {id(block) for block in reading.chapter.blocks}
        for node in every_in(reading.chapter):
            if isinstance(node, Table) and (found := way(node, measure)).turned:
                code = TURNED if found.whole and id(node) in own else BROKEN
                columns = max(sum(cell.colspan for cell in row) for row in node.rows)
                yield Finding(code, {"columns": columns, "size": size}, Where(reading.title, _named(node)))


def _named(table: Table) -> str:
    """Its caption, or its first row."""
    blocks = table.caption or [block for cell in table.rows[0] for block in cell.blocks]
    return " | ".join(plain(block.children) for block in blocks if isinstance(block, Paragraph))[:60]
