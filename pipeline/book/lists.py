"""Lists: numbering as the author set it, and Vietnamese legal letters (a b c d đ e) kept as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pipeline.book.cleaning import is_empty
from pipeline.book.model import Block, Definition, DefinitionList, Inline, ListBlock
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
