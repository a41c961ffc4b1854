"""How wide the columns of a table are, where its author left that to the program.

Word gives all columns the same width and WeasyPrint nearly so, which makes ten lines of a name beside a number. Here
each column gets room for its longest word, and what is left goes where there is most to say.
"""

from __future__ import annotations

import re

from pipeline.book.cleaning import plain
from pipeline.book.model import Block, Paragraph, Table

_ALIKE = 0.03
_MEASURE = 78
"""Letters in a line of a table over the whole measure of a book."""
_MARGIN = 2
"""Letters that the space between columns takes."""
_WORD = 14
"""Letters of the longest word that a column makes room for."""
_MOST = 60
"""Letters of a cell beyond which it counts no more: it takes several lines anyway."""

_CELL, _LETTER, _LONGEST, _HEAVIER = 1.0, 0.6, 13.0, 1.12
"""Ems: the white at both sides of a cell, a letter, the longest word; and how much wider bold letters are."""
_SLIM = re.compile(r"[ijltfI.,:;'’|!()\[\]]")
_BROAD = re.compile(r"[mwMWÔƠQ@%—]")
_BREAKS = re.compile(r"[ \n\t\u200b]+|(?<=[-–—])")


def chosen(widths: list[float]) -> bool:
    """Whether somebody chose these shares of the measure: columns that are all as wide are how a table begins."""
    return any(widths) and (len(widths) < 3 or max(widths) - min(widths) >= _ALIKE * max(widths))


def settle(table: Table) -> None:
    """Give the table the widths that its words ask for, unless its author gave some or all fits without."""
    if chosen(table.widths):
        return
    table.widths = [0.0] * len(table.widths)
    columns = _texts(table)
    if len(columns) < 3 or not all(columns):
        return
    needs = [_MARGIN + min(max(len(word) for text in column for word in text.split()), _WORD) for column in columns]
    wants = [_MARGIN + _usual(column) for column in columns]
    if sum(map(max, needs, wants)) <= _MEASURE:
        return
    over = [max(0.0, want - need) for need, want in zip(needs, wants, strict=True)]
    room = max(0.0, _MEASURE - sum(needs)) / (sum(over) or 1)
    widths = [need + extra * room for need, extra in zip(needs, over, strict=True)]
    table.widths = [round(width / sum(widths), 4) for width in widths]


def least(table: Table) -> list[float]:
    """The width of each column, in ems of its type, under which its longest word would be broken."""
    width = max((sum(cell.colspan for cell in row) for row in table.rows), default=0)
    found = [_CELL] * width
    for number, row in enumerate(table.rows):
        if len(row) != width:
            continue
        for column, cell in enumerate(row):
            heavier = _HEAVIER if cell.header or number < table.head else 1.0
            for block in cell.blocks:
                words = _BREAKS.split(_text(block))
                found[column] = max(found[column], _CELL + heavier * max(map(_ems, words)))
    return found


def pressed(table: Table, room: float) -> list[float]:
    """Shares of a line of ``room`` ems where there is hardly any: room for each longest word first."""
    needs = least(table)
    texts = _texts(table) or [[] for _ in needs]
    wants = [
        max(need, _CELL + _usual(column) * _LETTER if column else need)
        for need, column in zip(needs, texts, strict=True)
    ]
    over = [(want - need) ** 0.5 for want, need in zip(wants, needs, strict=True)]
    extra = max(0.0, room - sum(needs)) / (sum(over) or len(needs) or 1)
    widths = [need + extra * (more if any(over) else 1) for need, more in zip(needs, over, strict=True)]
    return [round(width / (sum(widths) or 1), 4) for width in widths]


def _ems(word: str) -> float:
    """About how wide a word is, in ems, in a book's face; beyond a limit it is broken anyway."""
    if any(char >= "\u2e80" for char in word):  # written without spaces, and broken between any two signs
        return 1.0
    slim, broad = len(_SLIM.findall(word)), len(_BROAD.findall(word))
    figures = sum(char.isdigit() for char in word)
    return min(_LETTER * (len(word) - slim / 2 - figures * 0.08 + broad * 0.6), _LONGEST)


def _texts(table: Table) -> list[list[str]]:
    """The words of each column's cells; those that reach over several tell nothing of one."""
    width = max((sum(cell.colspan for cell in row) for row in table.rows), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in table.rows:
        if len(row) != width:  # cells from above reach into it, or its own over several columns
            continue
        for column, cell in zip(columns, row, strict=True):
            column += [text for block in cell.blocks if (text := _text(block).strip())]
    return columns


def _text(block: Block) -> str:
    return plain(block.children) if isinstance(block, Paragraph) else ""


def _usual(column: list[str]) -> float:
    """Letters of a cell as three of four have at most."""
    lengths = sorted(min(len(text), _MOST) for text in column)
    return lengths[min(len(lengths) - 1, len(lengths) * 3 // 4)]
