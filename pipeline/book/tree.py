"""pandoc's tree as Python sees it, and its words where they are needed before the walk."""

from __future__ import annotations

from typing import Any

Node = Any
"""A node of pandoc's JSON, or its content: ``{"t": kind, "c": content}`` by pandoc-types 1.23."""


_SPACES = frozenset(("Space", "SoftBreak", "LineBreak"))
_SILENT = frozenset(("Note", "Image", "RawInline", "RawBlock"))
_VERBATIM = frozenset(("Str", "MetaString", "Code", "Math", "CodeBlock"))


def words_of(node: Node) -> str:
    """The plain words of pandoc's inlines, blocks or metadata, without notes."""
    if isinstance(node, list):
        return "".join(map(words_of, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c", "")
    if kind in _SPACES:
        return " "
    if kind in _SILENT:
        return ""
    if kind in _VERBATIM:
        return str(content if kind in ("Str", "MetaString") else content[1])
    return words_of(content) + (" " if kind in ("Para", "Plain") else "")
