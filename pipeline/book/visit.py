"""Every node of a book, however deep, for those who count, amend or look for one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from pipeline.book.model import (
    Block,
    Box,
    Chapter,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Parallel,
    Quotation,
    Span,
    Styled,
    Table,
    Verse,
)

Node = Block | Inline
Lists = Iterable[Sequence[Node]]


def _definitions(node: DefinitionList) -> Iterator[Sequence[Node]]:
    for item in node.items:
        yield item.term
        yield from item.meanings


def _table(node: Table) -> Iterator[Sequence[Node]]:
    yield node.caption
    for row in node.rows:
        for cell in row:
            yield cell.blocks


_INSIDE: dict[type, Callable[..., Lists]] = {
    Paragraph: lambda node: (node.children,),
    Heading: lambda node: (node.children,),
    ListBlock: lambda node: node.items,
    DefinitionList: _definitions,
    Quotation: lambda node: (node.blocks,),
    Verse: lambda node: node.lines,
    Table: _table,
    Figure: lambda node: (node.blocks, node.caption),
    Box: lambda node: (node.blocks,),
    Parallel: lambda node: (node.ours, node.theirs),
    Styled: lambda node: (node.children,),
    Link: lambda node: (node.children,),
    Span: lambda node: (node.children,),
}


def every(nodes: Sequence[Node]) -> Iterator[Node]:
    """All nodes in ``nodes`` and below, each before what it holds."""
    for node in nodes:
        yield node
        inside = _INSIDE.get(type(node))
        if inside is not None:
            for below in inside(node):
                yield from every(below)


def lists(nodes: list[Node]) -> Iterator[list[Node]]:
    """``nodes`` and every list of nodes below it, each before those inside, so that it may be changed."""
    yield nodes
    for node in nodes:
        inside = _INSIDE.get(type(node))
        if inside is not None:
            for below in inside(node):
                yield from lists(cast("list[Node]", below))


def every_in(chapter: Chapter) -> Iterator[Node]:
    """All nodes of a chapter, its notes after its text; the title stands in the text already."""
    yield from every(chapter.blocks)
    for note in chapter.notes:
        yield from every(note.blocks)
