"""pandoc's JSON becomes a tree of as few nodes as may be, in one pass that also takes in its pictures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

if TYPE_CHECKING:  # what loads pictures may wait until pandoc reads
    from pipeline.intake.pictures import Pictures

_WORDS = frozenset({"Code", "CodeBlock", "Math"})
_RAW = frozenset({"RawBlock", "RawInline"})
_SPACES = frozenset({"Space", "SoftBreak"})
_BETWEEN = tuple(b'"},{"t":"%s"},{"t":"Str","c":"' % space for space in (b"Space", b"SoftBreak"))
_PAIRS = tuple(
    b'"%s"},{"t":"%s"}' % (first, second)
    for first in (b"Space", b"SoftBreak", b"LineBreak")
    for second in (b"Space", b"SoftBreak")
)


def parsed(data: bytes) -> dict[str, Any]:
    """pandoc's tree; the quick reader stops at two hundred levels, and then the other one reads."""
    tree: dict[str, Any]
    data = _joined(data)
    try:
        tree = from_json(data)
    except ValueError:
        tree = json.loads(data)
    return tree


def _joined(data: bytes) -> bytes:
    """pandoc's JSON with the words of a line in one node, as ``Walk`` joins them, before four fifths of it are parsed.

    Inside words quotation marks are escaped, so that what is replaced stands only between two nodes; the first of them
    is a word unless two spaces follow one another, and then all is left to the walk, as is the head of the document.
    """
    head, begin, body = data.partition(b'"blocks":[')
    if b'"meta":' not in head or any(pair in body for pair in _PAIRS):
        return data
    for between in _BETWEEN:
        body = body.replace(between, b" ")
    return head + begin + body


class Walk:
    """One pass over the tree: pictures get our names, raw markup goes, words are counted and joined.

    pandoc gives a node to every word and every space; joined, a book has a thirtieth of the nodes, and
    every later pass is as much shorter. Most are joined before there is a tree.
    """

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.words = 0

    def visit(self, node: Any) -> None:
        """Visit a list or node of pandoc's tree, in place and in order."""
        if isinstance(node, list):
            self._visit_list(node)
            return
        kind = node.get("t")
        if kind == "Image":
            self._image(node)
        elif kind in _WORDS:
            self.words += 1
        content = node.get("c")
        if isinstance(content, (list, dict)):
            self.visit(content)

    def _visit_list(self, nodes: list[Any]) -> None:
        """Visit what a list holds, with each run of words and spaces as one node and without raw markup."""
        out: list[Any] = []
        run: list[str] = []
        for node in nodes:
            kind = node.get("t") if isinstance(node, dict) else None
            if kind == "Str":
                run.append(node["c"])
                continue
            if kind in _SPACES:
                run.append(" ")
                continue
            if run:
                self._join(run, out)
            if kind in _RAW:
                continue
            out.append(node)
            if isinstance(node, (dict, list)):
                self.visit(node)
        if run:
            self._join(run, out)
        nodes[:] = out

    def _join(self, run: list[str], out: list[Any]) -> None:
        """One node for a run; spaces alone stay a space, and no-break spaces stay unless a common one is among them."""
        text = "".join(run)
        run.clear()
        if text.isspace():
            out.append({"t": "Space"} if " " in text else {"t": "Str", "c": text})
            return
        self.words += 1
        out.append({"t": "Str", "c": text})

    def _image(self, node: dict[str, Any]) -> None:
        _, inlines, target = node["c"]
        said = "".join(item.get("c", " ") for item in inlines if item["t"] in ("Str", "Space", "SoftBreak"))
        alt = " ".join(said.split())
        name = self.pictures.take(str(target[0]), alt)
        if name:
            target[0] = name
        else:
            # Its words stay where the picture stood.
            node["t"], node["c"] = "Span", [["", [], []], inlines]
