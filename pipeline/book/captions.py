"""Captions that are only a line beside their picture or table: "Hình 1. …" below it, "Bảng 2. …" above it."""

from __future__ import annotations

import re

from pipeline.book.cleaning import plain
from pipeline.book.figures import tell_repeated
from pipeline.book.model import Block, Figure, Image, Paragraph, Table
from pipeline.book.scope import Scope

_FIGURE = re.compile(
    r"(?:hình|ảnh|biểu đồ|sơ đồ|bản đồ|đồ thị|lược đồ|tranh|minh họa|figure|fig\.|photo|chart|map|diagram|illustration"
    r"|carte|graphique|рис\.|рисунок|图|圖|図|ຮູບ|រូប(?:ភាព)?)\s*(?:số\s*)?\d",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?:bảng|biểu|phụ biểu|table|tableau|таблица|表|ຕາຕະລາງ|តារាង)\s*(?:số\s*)?[\dIVX]", re.IGNORECASE)
_UNIT = re.compile(r"\(?\s*(?:đơn vị|đvt|đv tính|unit)\b", re.IGNORECASE)
_LONGEST = 60
"""Words: more are no caption."""


def names_something(text: str) -> bool:
    """Whether a line reads as the caption of a picture or table."""
    return bool(_FIGURE.match(text) or _TABLE.match(text))


def captioned(blocks: list[Block], scope: Scope) -> list[Block]:
    """The blocks with such lines in the figure or table that they name."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Paragraph) and _names(_FIGURE, block) and _is_picture(last):
            assert last is not None
            figure = Figure([last], [_as_caption(block)])
            tell_repeated(figure, scope)
            out[-1] = figure
        elif isinstance(block, Table) and not block.caption and (above := _above(out)):
            block.caption = [_as_caption(line) for line in above]
            out[len(out) - len(above) :] = [block]
        else:
            out.append(block)
    return out


def _above(out: list[Block]) -> list[Paragraph]:
    """The caption at the end of what stands before a table, with the line of its unit."""
    lines: list[Paragraph] = []
    for block in reversed(out[-2:]):
        if not isinstance(block, Paragraph):
            break
        lines.insert(0, block)
        if _names(_TABLE, block):
            return lines
        if not _UNIT.match(plain(block.children)):
            break
    return []


def _names(pattern: re.Pattern[str], block: Paragraph) -> bool:
    text = plain(block.children)
    return bool(pattern.match(text)) and len(text.split()) <= _LONGEST


def _is_picture(block: Block | None) -> bool:
    """Whether a paragraph holds pictures and nothing else."""
    if not isinstance(block, Paragraph) or not any(isinstance(node, Image) for node in block.children):
        return False
    return all(isinstance(node, Image) or not plain([node]).strip() for node in block.children)


def _as_caption(block: Paragraph) -> Paragraph:
    block.role = ""
    return block
