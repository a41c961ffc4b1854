"""What stands beside the text and is no part of it: comments, headers and footers; told, since nobody may miss it."""

from __future__ import annotations

from pipeline.intake.ooxml import Element, W, Word
from pipeline.intake.rescue.found import Found


def report(file: Word, found: Found) -> None:
    """Gather comments, and the words of headers and footers other than page numbers."""
    for name in file.of_kind("comments"):
        root = file.part(name)
        found.comments += [_said(c) for c in (root.iter(W + "comment") if root is not None else ())]
    for name in file.of_kind("header", "footer"):
        root = file.part(name)
        found.margin(_said(root) if root is not None else "")


def _said(root: Element) -> str:
    lines = ("".join(t.text or "" for t in p.iter(W + "t")).strip() for p in root.iter(W + "p"))
    return " / ".join(line for line in lines if line)
