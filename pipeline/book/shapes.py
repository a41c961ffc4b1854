"""What paragraphs are by how their author set them: verse, mottoes, signatures, code.

Word has no paragraph for these, so authors centre a poem line by line, push a motto to the right and take a
typewriter's face for code. Words never change; a shape that is in doubt stays a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from pipeline.book.captions import names_something
from pipeline.book.cleaning import is_pause
from pipeline.book.lines import in_capitals, page_number
from pipeline.book.looks import Look, Looks, line_of
from pipeline.book.tree import Node, words_of

Shape = Literal["", "code", "right", "centred"]
_LINE, _SHORT, _MOST = 12, 40, 6
"""Words of a line of verse and of a motto; paragraphs that stand at the right together."""
_STANZA = 3
_STYLES = ("Emph", "Strong")


def shaped(nodes: list[Node], looks: Looks) -> list[Node]:
    """The blocks with those paragraphs as what they are; ``looks`` tells how lines are set."""
    out: list[Node] = []
    told = [(node, *_shape(node, looks)) for node in nodes]
    for shape, group in groupby(told, key=lambda one: one[1]):
        members = list(group)
        same = [node for node, _, _ in members]
        if shape == "code":
            out.append({"t": "CodeBlock", "c": [["", [], []], "\n".join(look.code for _, _, look in members)]})
        elif shape == "right" and len(same) <= _MOST:
            out.append(_at_the_right(same, headed=bool(out) and out[-1]["t"] == "Header"))
        elif shape == "centred" and len(same) >= _STANZA:
            out.append({"t": "LineBlock", "c": [line for node in same for line in _lines(node["c"])]})
        else:
            out += [_verse(node, look) for node, _, look in members]
    return out


def _shape(node: Node, looks: Looks) -> tuple[Shape, Look]:
    if node["t"] not in ("Para", "Plain", "Header"):
        return "", Look()
    inlines = node["c"][2] if node["t"] == "Header" else node["c"]
    look, text = looks.of(inlines), line_of(words_of(inlines))
    words = len(text.split())
    if node["t"] == "Header" or not words:
        return "", look
    if look.code:
        return "code", look
    if look.right and words <= _SHORT:
        return "right", look
    plain = not (look.bold or look.large or in_capitals(text) or page_number(text) or is_pause(text))
    if look.centred and plain and words <= _LINE and not names_something(text):
        return "centred", look
    return "", look


def _at_the_right(nodes: list[Node], *, headed: bool) -> Node:
    """Below a heading it is a motto, elsewhere place, day and name of who wrote."""
    return {"t": "Div", "c": [["", ["epigraph" if headed else "signature"], []], nodes]}


def _verse(node: Node, look: Look) -> Node:
    """A paragraph whose author broke its lines as poems are broken, as verse."""
    if node["t"] != "Para":
        return node
    breaks = [inner for inner in _flat(node["c"]) if inner["t"] == "LineBreak"]
    if len(breaks) < _STANZA - 1:
        return node
    lines = _lines(node["c"])
    texts = [line_of(words_of(line)) for line in lines]
    alike = all(text and len(text.split()) <= _LINE and ":" not in text for text in texts)
    meant = look.centred or all(inner["t"] == "Emph" for inner in node["c"] if inner["t"] in ("Str", "Emph"))
    if not alike or not (meant or len(texts) > _STANZA) or any(names_something(text) for text in texts):
        return node
    return {"t": "LineBlock", "c": lines}


def _flat(inlines: list[Node]) -> Iterator[Node]:
    for node in inlines:
        if node["t"] in _STYLES:
            yield from _flat(node["c"])
        else:
            yield node


def _lines(inlines: list[Node]) -> list[list[Node]]:
    """The lines between line breaks, each with the styles that reach over them."""
    lines: list[list[Node]] = [[]]
    for node in inlines:
        if node["t"] == "LineBreak":
            lines.append([])
        elif node["t"] in _STYLES:
            first, *rest = _lines(node["c"])
            lines[-1].append({"t": node["t"], "c": first})
            lines += [[{"t": node["t"], "c": line}] for line in rest]
        else:
            lines[-1].append(node)
    return lines
