"""Tables: more columns than a page or a phone can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.book.cleaning import plain
from pipeline.book.model import Paragraph, Table
from pipeline.book.visit import every_in
from pipeline.checks.editing.reading import Reading
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

WIDE = rule(
    "tb-003",
    Severity.WARNING,
    N_("A table has {columns} columns; on a page of {size} no more than {most} can be read."),
    N_("Turn rows and columns, split the table, or choose a larger size for the book."),
)
_MOST = {"a5": 8, "13x19": 7, "14.5x20.5": 8, "16x24": 10, "19x27": 12, "a4": 14}


def check(readings: Iterable[Reading], record: EditionRecord) -> Iterator[Finding]:
    """Findings of this family."""
    size = record.design.size
    for reading in readings:
        for node in every_in(reading.chapter):
            if isinstance(node, Table):
                columns = max((sum(cell.colspan for cell in row) for row in node.rows), default=0)
                if columns > _MOST[size]:
                    params = {"columns": columns, "size": size, "most": _MOST[size]}
                    yield Finding(WIDE, params, Where(chapter=reading.title, paragraph=_named(node)))


def _named(table: Table) -> str:
    """Its caption, or its first row."""
    blocks = table.caption or [block for cell in table.rows[0] for block in cell.blocks]
    return " | ".join(plain(block.children) for block in blocks if isinstance(block, Paragraph))[:60]
