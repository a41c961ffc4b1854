"""Figures: pictures with their captions."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.book.model import Block, Figure
from pipeline.book.scope import Scope
from pipeline.book.tree import Node


def figure(content: list[Node], walk: Callable[[list[Node]], list[Block]], scope: Scope) -> list[Block]:
    """A figure of pandoc's tree; only its caption when the picture itself is missing."""
    (old, _, _), (_, caption), nodes = content
    words = walk(caption)
    near = scope.near
    blocks = walk(nodes)
    scope.near = near
    if not blocks:
        return words
    return [Figure(blocks, words, scope.ids.give(old, old, "figure") if old else "")]
