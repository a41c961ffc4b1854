"""The inventory of an OpenDocument text: its paragraphs and headings, without tracked deletions and comments."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from pipeline.findings import Finding, ManuscriptRefused
from pipeline.intake.inventory.model import DAMAGED, Aside, Inventory, Passage, PassageKind
from pipeline.intake.ooxml import Element, parse

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SKIPPED = frozenset(
    (
        TEXT + "tracked-changes",
        TEXT + "note-citation",
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        TEXT + "index-title-template",
        TABLE + "covered-table-cell",
        OFFICE + "annotation",
        OFFICE + "forms",
        DRAW + "glue-point",
        "{http://www.w3.org/2000/svg}title",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
    )
)
_SPACES = frozenset((TEXT + "s", TEXT + "tab", TEXT + "line-break"))
_LINKS = frozenset(
    (TEXT + "a", TEXT + "reference-ref", TEXT + "bookmark-ref", TEXT + "note-ref", TEXT + "sequence-ref")
)
_SOURCES = frozenset(
    (TEXT + "table-of-content-source", TEXT + "alphabetical-index-source", TEXT + "illustration-index-source")
)


def read(path: Path) -> Inventory:
    """Everything in the body of content.xml. Raises ManuscriptRefused for damaged XML."""
    with zipfile.ZipFile(path) as file:
        reader = _Reader()
        try:
            body = parse(file.read("content.xml")).find(OFFICE + "body")
            styles = parse(file.read("styles.xml")) if "styles.xml" in file.namelist() else None
        except (etree.XMLSyntaxError, KeyError):
            raise ManuscriptRefused(Finding(DAMAGED, {"part": "content.xml"})) from None
    if body is not None:
        reader.walk(body)
    reader.found.passages = [p for p in reader.found.passages if p.text.strip()]
    reader.found.language = _language(styles)
    return reader.found


def _language(styles: Element | None) -> str:
    for node in styles.iter("{*}text-properties") if styles is not None else ():
        for key, value in node.attrib.items():
            if key.endswith("}language") and value not in ("", "none", "zxx"):
                return str(value)
    return ""


class _Reader:
    """One walk over the XML; ``_open`` is the stack of paragraphs that are being read."""

    def __init__(self) -> None:
        self.found = Inventory()
        self._open: list[Passage] = []
        self._kind: PassageKind = "text"
        self._near = ""
        self._aside: Aside = ""

    def walk(self, parent: Element) -> None:
        """Read an element's words and everything below it."""
        self._say(parent.text)
        for child in parent:
            self._child(child)
            self._say(child.tail)

    def _child(self, node: Element) -> None:
        tag = node.tag
        if tag in (TEXT + "p", TEXT + "h"):
            self._paragraph(node, heading=tag == TEXT + "h")
        elif tag in _SPACES:
            self._say(" ")
        elif tag in (TEXT + "note", DRAW + "text-box", TEXT + "table-of-content"):
            self._inside(node, tag)
        elif tag == TEXT + "variable-set" and node.get(TEXT + "display") == "none":
            pass
        elif isinstance(tag, str) and tag not in _SKIPPED and tag not in _SOURCES:
            self._count(tag)
            self.walk(node)

    def _say(self, text: str | None) -> None:
        if self._open and text:
            self._open[-1].text += text

    def _paragraph(self, node: Element, *, heading: bool) -> None:
        passage = Passage("", "heading" if heading and not self._aside else self._kind, self._near, self._aside)
        self.found.passages.append(passage)
        self._open.append(passage)
        self.walk(node)
        self._open.pop()
        if heading and passage.text.strip() and not self._aside:
            self.found.holds.headings += 1
            self._near = passage.text.strip()

    def _inside(self, node: Element, tag: str) -> None:
        kind, aside = self._kind, self._aside
        if tag == TEXT + "note":
            self.found.holds.notes += 1
            self._kind = "note"
        elif tag == DRAW + "text-box":
            self._kind = "box"
        else:
            self._aside = "contents"
        self.walk(node)
        self._kind, self._aside = kind, aside

    def _count(self, tag: str) -> None:
        holds, one = self.found.holds, int(not self._aside)
        if tag == TABLE + "table":
            holds.tables += one
        elif tag == DRAW + "image":
            holds.images += one
        elif tag in _LINKS:
            holds.links += one
