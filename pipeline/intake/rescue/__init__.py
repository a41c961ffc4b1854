"""What pandoc would drop stays where it stood: the Word XML is made plain before pandoc reads it.

Measured on 327 odd Word files, pandoc 3.9 lost more than 1% of the words of 20 and said nothing: text
beside a text box, simple fields, insertions in custom XML, drawings. Each step below takes away one
such wrapper and leaves its words in their place; a file that has none of them is not touched.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from pipeline.findings import Finding
from pipeline.intake.document import Kind
from pipeline.intake.ooxml import Element, Word, renamed, rewrite
from pipeline.intake.rescue import citations, drawings, fields, margins, odt, revisions, tables, wrappers
from pipeline.intake.rescue.found import Found

_TROUBLE = re.compile(
    rb"AlternateContent|txbxContent|fldSimple|fldChar|sdtContent|smartTag|customXml"
    rb"|[:<](?:dir|bdo|ins|del|moveTo|moveFrom|ruby|cr|pict)[ />]|textpath|relIds|altChunk|vanish"
    rb"|drawing>|object[ >]|:tbl>"
)


def rescue(path: Path, kind: Kind) -> list[Finding]:
    """Make the working copy at ``path`` safe for pandoc; findings tell what was changed or cannot be kept."""
    found = Found()
    if kind == "odt":
        odt.rescue(path, found)
    elif kind == "docx":
        _word(path, found)
    return found.findings()


def _word(path: Path, found: Found) -> None:
    with Word(path) as file:
        changed: dict[str, Element] = {}
        for name in (file.main, *file.of_kind("footnotes", "endnotes")):
            if _TROUBLE.search(file.data(name)) and (root := file.part(name)) is not None:
                before = etree.tostring(root)
                _plain(root, file, name, found)
                if etree.tostring(root) != before:  # packing the file anew costs more than looking twice
                    changed[name] = renamed(root)
        margins.report(file, found)
    if changed:
        rewrite(path, changed)


def _plain(root: Element, file: Word, name: str, found: Found) -> None:
    """The order matters: one branch of each alternative first, so that nothing is done twice."""
    wrappers.alternatives(root)
    revisions.settle(root, found)
    fields.contents(root, found)
    fields.index(root)
    citations.link(root, file)
    wrappers.unwrap(root)
    fields.settle(root)
    wrappers.small(root, found)
    drawings.free(root, file, name, found)
    tables.even(root)
