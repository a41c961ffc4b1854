"""Lists: numbering as the author set it, and Vietnamese legal letters (a b c d đ e) kept as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from pipeline.book.cleaning import is_empty
from pipeline.book.model import Block, Definition, DefinitionList, Inline, ListBlock, Paragraph, Text
from pipeline.book.tree import Node

_MARKERS: dict[str, Literal["", "1", "a", "A", "i", "I"]] = {
    "Decimal": "1",
    "Example": "1",
    "LowerAlpha": "a",
    "UpperAlpha": "A",
    "LowerRoman": "i",
    "UpperRoman": "I",
}
_DELIMITERS: dict[str, Literal["", ".", ")", "()"]] = {"Period": ".", "OneParen": ")", "TwoParens": "()"}


def ordered_list(attributes: list[Node], items: list[list[Block]]) -> ListBlock:
    """A numbered list of pandoc's attributes: start, style and delimiter."""
    start, style, delimiter = attributes
    return ListBlock(
        items,
        ordered=True,
        start=start,
        marker=_MARKERS.get(style["t"], "1"),
        delimiter=_DELIMITERS.get(delimiter["t"], "."),
    )


def definition_list(
    content: list[Node],
    walk: Callable[[list[Node]], list[Inline]],
    blocks: Callable[[list[Node]], list[Block]],
) -> DefinitionList:
    """Terms and what they mean; a term without words keeps its meanings."""
    items = []
    for term, meanings in content:
        made = Definition(walk(term), [blocks(meaning) for meaning in meanings])
        if made.meanings or not is_empty(made.term):
            items.append(made)
    return DefinitionList(items)


_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_LABEL = re.compile(r"([a-zđ])([.)])[ \xa0]+(?=\S)")


def labelled(blocks: list[Block]) -> list[Block]:
    """Points a) b) c) d) đ) e) of Vietnamese law as one list with the letters as the author typed them.

    Word and Markdown know no đ, so it comes as a paragraph of its own between two lists, or all points
    come as paragraphs. Only a row that has a đ) and runs in the order of the alphabet is gathered.
    """
    if not any(_label(block) == "đ" for block in blocks):
        return blocks
    out: list[Block] = []
    row: list[Block] = []
    for block in blocks:
        letters = _letters(block)
        if row and not (letters and _follows(_letters(row[-1])[-1], letters[0])):
            out += _gathered(row)
            row = []
        if letters:
            row.append(block)
        else:
            out.append(block)
    return out + _gathered(row)


def _label(block: Block) -> str:
    """The letter that a paragraph begins with, as "đ" of "đ) Quyền ..."."""
    if isinstance(block, Paragraph) and block.children and isinstance(first := block.children[0], Text):
        found = _LABEL.match(first.text)
        return found.group(1) if found else ""
    return ""


def _letters(block: Block) -> Sequence[str]:
    """The letters a block brings to a row of points."""
    if isinstance(block, ListBlock) and block.marker == "a" and not block.labels:
        return [chr(ord("a") + block.start - 1 + n) for n in range(len(block.items))]
    return [label] if (label := _label(block)) else []


def _follows(before: str, after: str) -> bool:
    return before in _LETTERS and after in _LETTERS and _LETTERS.index(before) < _LETTERS.index(after)


def _gathered(row: list[Block]) -> list[Block]:
    """A row of points as one list; as it was when no đ) is in it."""
    if len(row) < 2 or not any(_label(block) == "đ" for block in row):
        return row
    items: list[list[Block]] = []
    labels: list[str] = []
    delimiter = ")"
    for block in row:
        labels += _letters(block)
        if isinstance(block, ListBlock):
            items += block.items
        elif isinstance(block, Paragraph) and isinstance(first := block.children[0], Text):
            found = _LABEL.match(first.text)
            assert found
            delimiter, first.text = found.group(2), first.text[found.end() :]
            items.append([block])
    made = ListBlock(items, ordered=True, marker="a", labels=[label + delimiter for label in labels])
    made.delimiter = ")" if delimiter == ")" else "."
    return [made]
