"""Tracked changes as if accepted: insertions stay, deletions go, wherever Word writes them.

pandoc passes over an insertion whose author or date is missing and keeps deleted table rows.
"""

from __future__ import annotations

from pipeline.intake.ooxml import Element, W
from pipeline.intake.rescue.found import Found
from pipeline.intake.rescue.tree import above, drop, unwrap

_NEW = (W + "ins", W + "moveTo")
_GONE = (W + "del", W + "moveFrom")
_MARKS = frozenset((W + "rPr", W + "trPr", W + "ctrlPr", W + "numPr"))
"""Where the element says that a mark, a row or a number was changed, and holds no text."""


def settle(root: Element, found: Found) -> None:
    """Accept every tracked change of a part."""
    for node in list(root.iter(*_GONE)):
        if node.getparent() is None:
            continue  # inside a deletion that went
        if node.getparent().tag not in _MARKS:
            found.deleted += 1
            drop(node)
        elif node.getparent().tag == W + "trPr":
            found.deleted += 1
            drop(above(node, "tr"))
    for node in list(root.iter(*_NEW)):
        parent = node.getparent()
        if parent.tag in _MARKS:
            parent.remove(node)
        else:
            found.inserted += 1
            unwrap(node)
    _join(root)


def _join(root: Element) -> None:
    """Paragraphs whose end mark was deleted run on into the next one (17.13.5.15)."""
    for mark in reversed(list(root.iter(*_GONE))):
        paragraph = above(mark, "p")
        if paragraph is None or mark.getparent().tag != W + "rPr":
            continue
        following = paragraph.getnext()
        if following is None or following.tag != W + "p":
            continue
        mark.getparent().remove(mark)
        rest = [child for child in following if child.tag != W + "pPr"]
        own = following.find(W + "pPr")
        if own is not None:  # the joined paragraph takes the properties of the mark that stays
            old = paragraph.find(W + "pPr")
            if old is not None:
                paragraph.remove(old)
            paragraph.insert(0, own)
        paragraph.extend(rest)
        drop(following)
