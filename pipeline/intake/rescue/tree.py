"""The few moves that the rescue makes in a tree of lxml, where text after an element belongs to that element."""

from __future__ import annotations

from pipeline.intake.ooxml import Element, W


def unwrap(node: Element) -> None:
    """Put an element's children in its place."""
    replace(node, list(node))


def replace(node: Element, others: list[Element]) -> None:
    """Put other elements in an element's place; Word's XML holds no text between elements."""
    parent = node.getparent()
    if parent is None:
        return
    for other in others:
        node.addprevious(other)
    parent.remove(node)


def drop(node: Element) -> None:
    """Take an element out with all that it holds."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def above(node: Element, tag: str) -> Element | None:
    """The nearest element of a kind that holds this one."""
    return next(node.iterancestors(W + tag), None)


def words_in(node: Element) -> str:
    """The words that an element shows."""
    return "".join(t.text or "" for t in node.iter(W + "t"))
