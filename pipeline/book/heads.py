"""Header cells of tables that the manuscript does not mark, found by what their author did instead.

A reader who cannot see the page hears each cell with its header, so one that is there must be known as one, and none be
made up. A first row or column that alone is bold, or that names columns of figures, is taken and told;
a table without any stays a grid that claims no headers. ``[[accept]]`` in the metadata decides otherwise
(``value`` "row", "column", "both", "none", or "yes" for what was taken).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.book.cleaning import plain
from pipeline.book.model import Break, Cell, Chapter, Image, Inline, Paragraph, Span, Styled, Table, Text
from pipeline.book.visit import every, every_in
from pipeline.decisions import UNUSED
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import Accept

TAKEN = rule(
    "tb-001",
    Severity.ADVICE,
    N_("Tables whose header is not marked: {count}. The row or column set apart was taken as it: {examples}."),
    N_("Mark header rows in Word (Table Layout, Repeat Header Rows), or answer in the metadata ([[accept]], value)."),
)
NONE = rule(
    "tb-002",
    Severity.WARNING,
    N_("Tables without a header row or column: {count}. Nobody hears what their cells are about: {examples}."),
    N_("Mark the header row in Word (Table Layout, Repeat Header Rows), or say in the metadata which it is (value)."),
)
_NUMBER = re.compile(r"[-+−–(]?[\d.,\s]*\d[\d.,\s]*(?:%|‰|[^\W\d]{0,3})?\)?|[-–—]")
_VALUES = {"row": (True, False), "column": (False, True), "both": (True, True), "none": (False, False)}
_EXAMPLES = 5
_SHARE = 2 / 3
"""Of the cells below a name that must be figures."""


@dataclass(slots=True)
class _Found:
    """A table without a marked header, and where it is."""

    table: Table
    where: Where
    row: bool = False
    column: bool = False
    answered: bool = False
    layout: bool = False
    """One row or one column: a frame or a line of things, with nothing to be named."""

    @property
    def place(self) -> str:
        """Its chapter and its first row."""
        return f"{self.where.chapter} {self.where.paragraph}"


def settle(chapters: Iterable[Chapter], accepted: Iterable[Accept]) -> list[Finding]:
    """Give unmarked tables the headers that they show, and say which were taken and which have none."""
    found = [_look(table, chapter) for chapter in chapters for table in _unmarked(chapter)]
    answers = [answer for answer in accepted if answer.value and answer.code in (TAKEN, NONE)]
    unused = [answer for answer in answers if not _answer(answer, found)]
    for one in found:
        _apply(one)
    asked = [one for one in found if not one.answered]
    taken = [one for one in asked if one.row or one.column]
    bare = [one for one in asked if not (one.row or one.column) and not one.layout]
    return [
        *(_told(code, of_kind) for code, of_kind in ((TAKEN, taken), (NONE, bare)) if of_kind),
        *(Finding(UNUSED, {"code": answer.code, "where": answer.where or answer.value}) for answer in unused),
    ]


def _unmarked(chapter: Chapter) -> Iterator[Table]:
    for node in every_in(chapter):
        if isinstance(node, Table) and not any(_is_marked(node, number) for number in range(len(node.rows))):
            yield node


def _is_marked(table: Table, number: int) -> bool:
    return any((number < table.head or cell.header) and _says(cell) for cell in table.rows[number])


def _look(table: Table, chapter: Chapter) -> _Found:
    words = " | ".join(_says(cell) for cell in table.rows[0])[:80]
    found = _Found(table, Where(chapter=plain(chapter.title), paragraph=words), layout=_is_layout(table))
    if not found.layout:
        rest = table.rows[1:]
        bold_below = any(_is_bold(cell) for row in rest for cell in row[1:])
        found.row = _is_apart(table.rows[0]) and not all(map(_is_apart, rest))
        found.row = found.row or _names_figures(table)
        found.column = not bold_below and all(bool(row) and _is_bold(row[0]) for row in rest)
    return found


def _is_layout(table: Table) -> bool:
    return len(table.rows) < 2 or max(sum(cell.colspan for cell in row) for row in table.rows) < 2


def _is_apart(row: Sequence[Cell]) -> bool:
    """Whether all that a row says is bold, and most of its cells say something."""
    said = [cell for cell in row if _says(cell)]
    return len(said) * 2 > len(row) and all(_is_bold(cell) for cell in said)


def _names_figures(table: Table) -> bool:
    """Whether the first row is words and a column below one of them figures."""
    first, *rest = table.rows
    if any(not _says(cell) or _is_number(cell) for cell in first[1:]) or any(cell.colspan > 1 for cell in first):
        return False
    for at in range(1, len(first)):
        below = [row[at] for row in rest if len(row) > at and _says(row[at])]
        if len(below) > 1 and sum(map(_is_number, below)) >= len(below) * _SHARE:
            return True
    return False


def _is_number(cell: Cell) -> bool:
    return _NUMBER.fullmatch(_says(cell)) is not None


def _says(cell: Cell) -> str:
    paragraphs = [plain(node.children) for node in every(cell.blocks) if isinstance(node, Paragraph)]
    return " ".join(" ".join(paragraphs).split())


def _is_bold(cell: Cell) -> bool:
    """Whether a cell says something and all of it is strong."""
    if len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return False
    said = [node for node in cell.blocks[0].children if not (isinstance(node, Text) and not node.text.strip())]
    return bool(_says(cell)) and all(_is_strong(node) for node in said)


def _is_strong(node: Inline) -> bool:
    match node:
        case Styled(style="strong"):
            return True
        case Styled() | Span():
            return bool(node.children) and all(_is_strong(child) for child in node.children)
        case Break() | Image():
            return True
        case _:
            return False


def _answer(answer: Accept, found: Sequence[_Found]) -> bool:
    """Apply what a person said of tables, by the words of their first row; whether it is about any."""
    value = answer.value.strip().casefold()
    asked = answer.where.strip().casefold()
    about = [
        one for one in found if asked in f"{one.where.chapter} {one.where.paragraph}".casefold() and not one.answered
    ]
    if not asked:  # of all of a kind
        about = [one for one in about if not one.layout and (one.row or one.column) == (answer.code == TAKEN)]
    if (value not in _VALUES and value != "yes") or not about:
        return False
    for one in about:
        one.row, one.column = _VALUES.get(value, (one.row, one.column))
        one.answered = True
    return True


def _apply(found: _Found) -> None:
    table = found.table
    if found.row:
        table.head = 1
        for cell in table.rows[0]:
            cell.header = True
    if found.column:
        for row in table.rows[table.head :]:
            row[0].header = True
    table.grid = not (found.row or found.column)


def _told(code: str, found: Sequence[_Found]) -> Finding:
    examples = "; ".join(f"“{one.where.paragraph}”" for one in found[:_EXAMPLES]) + (
        " …" if len(found) > _EXAMPLES else ""
    )
    return Finding(code, {"count": len(found), "examples": examples}, found[0].where)
