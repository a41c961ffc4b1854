"""OpenDocument texts made plain before pandoc, which drops their text boxes, shapes, fields, ruby and nested tables.

Elements of OpenDocument hold text between them (lxml: text and tail), so they are moved with care for
what follows them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.intake.ooxml import Element, parse, rewrite
from pipeline.intake.rescue.found import Found

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

_BLOCKS = frozenset(TEXT + tag for tag in ("p", "h", "list", "section", "numbered-paragraph")) | {TABLE + "table"}
_KNOWN = frozenset(
    TEXT + tag
    for tag in (
        "span", "a", "s", "tab", "line-break", "soft-page-break", "note", "note-citation", "note-body", "sequence",
        "bookmark", "bookmark-start", "bookmark-end", "bookmark-ref", "reference-mark", "reference-mark-start",
        "reference-mark-end", "reference-ref", "sequence-ref", "note-ref", "bibliography-mark", "change",
        "change-start", "change-end", "ruby", "ruby-base", "ruby-text", "list", "list-item", "list-header", "p", "h",
        "section", "numbered-paragraph", "label", "hidden-text", "hidden-paragraph",
    )
)  # fmt: skip
"""Elements of a paragraph that pandoc reads, or that show nothing; any other is a field."""
_WRAPPERS = (
    TABLE + "table-rows",
    TABLE + "table-row-group",
    TEXT + "numbered-paragraph",
    TEXT + "index-body",
    TEXT + "index-title",
)
_INDEXES = (
    TEXT + "alphabetical-index",
    TEXT + "bibliography",
    TEXT + "illustration-index",
    TEXT + "table-index",
    TEXT + "object-index",
    TEXT + "user-index",
)
_SHAPES = (
    DRAW + "custom-shape",
    DRAW + "rect",
    DRAW + "ellipse",
    DRAW + "circle",
    DRAW + "polygon",
    DRAW + "path",
    DRAW + "regular-polygon",
    DRAW + "polyline",
    DRAW + "caption",
)
_HOLDERS = (OFFICE + "text", TABLE + "table-cell", TEXT + "section", TEXT + "list-item", TEXT + "note-body")
"""What holds paragraphs."""


def rescue(path: Path, found: Found) -> None:
    """Rewrite content.xml of the working copy at ``path``, where it needs it."""
    with zipfile.ZipFile(path) as file:
        try:
            root = parse(file.read("content.xml"))
            styles = parse(file.read("styles.xml")) if "styles.xml" in file.namelist() else None
        except (etree.XMLSyntaxError, KeyError):
            return  # pandoc says what is wrong
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        return
    _tell(body, styles, found)
    _wrappers(body, found)
    _nested_tables(body)
    _ruby(body)
    _fields(body)
    _boxes(body, found)
    rewrite(path, {"content.xml": root})


def _tell(body: Element, styles: Element | None, found: Found) -> None:
    """Changes, comments, headers and footers."""
    found.deleted += sum(1 for _ in body.iter(TEXT + "deletion"))
    found.inserted += sum(1 for _ in body.iter(TEXT + "insertion"))
    for comment in body.iter(OFFICE + "annotation"):
        found.comments.append(_said(comment))
    for part in styles.iter(STYLE + "header", STYLE + "footer") if styles is not None else ():
        found.margin(_said(part))


def _said(node: Element) -> str:
    lines = (" ".join("".join(p.itertext()).split()) for p in node.iter(TEXT + "p", TEXT + "h"))
    return " / ".join(line for line in lines if line)


def _wrappers(body: Element, found: Found) -> None:
    for contents in list(body.iter(TEXT + "table-of-content")):
        found.contents += 1
        _take_out(contents)
    for index in list(body.iter(*_INDEXES)):
        for child in list(index):
            if child.tag != TEXT + "index-body":
                index.remove(child)
        _unwrap(index)
    for node in list(body.iter(*_WRAPPERS)):
        _unwrap(node)


def _nested_tables(body: Element) -> None:
    """A table in a cell of another, which pandoc drops, becomes its paragraphs."""
    for table in list(body.iter(TABLE + "table")):
        cell = table.getparent()
        if cell.tag == TABLE + "table-cell":
            blocks = [
                block
                for inner in table.iter(TABLE + "table-cell")
                for block in inner
                if block.tag in _BLOCKS and block.tag != TABLE + "table"
            ]
            _put(table, blocks)


def _ruby(body: Element) -> None:
    for ruby in list(body.iter(TEXT + "ruby")):
        base, reading = ruby.find(TEXT + "ruby-base"), ruby.find(TEXT + "ruby-text")
        said = "".join(reading.itertext()).strip() if reading is not None else ""
        span = etree.Element(TEXT + "span")
        if base is not None:
            base.tag, base.tail = TEXT + "span", f"({said})" if said else ""
            span.append(base)
        _put(ruby, [span])


def _fields(body: Element) -> None:
    """Fields show what they showed last; a variable that is only set shows nothing."""
    for node in list(body.iter(TEXT + "*")):
        inline = next(node.iterancestors(TEXT + "p", TEXT + "h"), None) is not None
        if not inline or node.tag in _KNOWN or node.tag.endswith("-mark-start") or node.tag.endswith("-mark-end"):
            continue
        hidden = node.get(TEXT + "display") == "none"
        for label in node.findall(TEXT + "label"):
            _take_out(label)
        node.attrib.clear()
        node.tag = TEXT + "span"
        if hidden:
            _take_out(node)


def _boxes(body: Element, found: Found) -> None:
    placed: dict[Element, Element] = {}
    for box in list(body.iter(DRAW + "text-box", *_SHAPES)):
        blocks = [block for child in box if child.tag in _BLOCKS for block in _captioned(child)]
        if not any("".join(b.itertext()).strip() or next(b.iter(DRAW + "image"), None) is not None for b in blocks):
            continue
        found.boxes += 1
        outer = _outermost(box)
        shell = box.getparent() if box.tag == DRAW + "text-box" else box
        for block in blocks:
            block.tail = ""
        after = placed.get(outer, outer)
        before = outer.tag in (TEXT + "p", TEXT + "h") and not _says_before(outer, shell)
        parent = after.getparent()
        at = parent.index(outer) if before else parent.index(after) + 1
        parent[at:at] = blocks
        if not before:
            placed[outer] = blocks[-1]
        _take_out(shell)


def _captioned(block: Element) -> list[Element]:
    """A picture and its caption in one paragraph as two, since pandoc drops the caption's number."""
    frame = next((child for child in block if child.tag == DRAW + "frame"), None)
    if frame is None or frame.find(DRAW + "image") is None or (block.text or "").strip():
        return [block]
    picture = etree.Element(TEXT + "p")
    block.text, frame.tail = frame.tail, ""
    picture.append(frame)
    return [picture, block]


def _outermost(box: Element) -> Any:
    """What stands among the paragraphs and holds this box, or is it."""
    node = box
    while (parent := node.getparent()) is not None and parent.tag not in (*_HOLDERS, DRAW + "text-box"):
        node = parent
    return node


def _says_before(paragraph: Element, shell: Element) -> bool:
    """Whether a paragraph says something before this element."""
    if (paragraph.text or "").strip():
        return True
    for node in paragraph.iter():
        if node is shell:
            return False
        if node is not paragraph and isinstance(node.tag, str) and ((node.text or "") + (node.tail or "")).strip():
            inside = any(up.tag.startswith(DRAW) for up in (node, *node.iterancestors()) if isinstance(up.tag, str))
            if not inside or (node.tail or "").strip():
                return True
    return False


def _take_out(node: Element) -> None:
    """Remove an element and leave the text that follows it."""
    _put(node, [])


def _unwrap(node: Element) -> None:
    _put(node, list(node))


def _put(node: Element, others: list[Element]) -> None:
    """Put elements in an element's place; the text after it stays where it was."""
    parent, tail = node.getparent(), node.tail or ""
    at = parent.index(node)
    if others:
        others[-1].tail = (others[-1].tail or "") + tail
    elif at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent[at : at + 1] = others
