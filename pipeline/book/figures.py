"""Figures: pictures with their captions."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.book.cleaning import plain
from pipeline.book.model import Block, Figure, Image, Paragraph
from pipeline.book.scope import Scope
from pipeline.book.tree import Node
from pipeline.book.visit import every
from pipeline.findings import Severity, rule
from pipeline.i18n import N_

REPEATED = rule(
    "im-003",
    Severity.ADVICE,
    N_("The alternative text of a picture only repeats its caption: “{caption}”."),
    N_("Say in the alternative text what the picture shows; a screen reader reads the caption anyway."),
)


def figure(content: list[Node], walk: Callable[[list[Node]], list[Block]], scope: Scope) -> list[Block]:
    """A figure of pandoc's tree; only its caption when the picture itself is missing."""
    (old, _, _), (_, caption), nodes = content
    words = walk(caption)
    blocks = walk(nodes)
    if not blocks:
        return words
    made = Figure(blocks, words, scope.ids.give(old, old, "figure") if old else "")
    tell_repeated(made, scope)
    return [made]


def tell_repeated(made: Figure, scope: Scope) -> None:
    """Say so when a picture's alternative text only repeats its caption."""
    said = " ".join(plain(block.children) for block in made.caption if isinstance(block, Paragraph))
    letters = _letters(said)
    if letters and any(isinstance(node, Image) and _letters(node.alt) == letters for node in every(made.blocks)):
        scope.find(REPEATED, caption=said[:80])


def _letters(text: str) -> str:
    """Letters and figures alone: a caption has been through typography, a description has not."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
