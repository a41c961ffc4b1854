"""A plain count of a manuscript's words and its declared language, read from the source itself."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.intake.document import Manuscript

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(document\d*|footnotes|endnotes)\.xml\Z")
_GONE = (f"{_W}del", f"{_W}moveFrom")


def source_facts(manuscript: Manuscript) -> tuple[int, str]:
    """Words outside tracked deletions, and the language that the file names ("" when it names none)."""
    if manuscript.kind == "docx":
        return _docx(manuscript.path)
    if manuscript.kind == "odt":
        return _odt(manuscript.path)
    content = manuscript.path.read_text(encoding="utf-8-sig", errors="replace")
    found = re.search(r"<html[^>]*\blang=[\"']([A-Za-z-]+)", content[:5000])
    return len(re.findall(r"\w+", content)), found.group(1) if found else ""


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(archive.read(name), parser)


def _docx(path: Path) -> tuple[int, str]:
    words, language = 0, ""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _PARTS.match(name):
                words += _docx_words(_parse(archive, name))
        if "word/styles.xml" in archive.namelist():
            found = _parse(archive, "word/styles.xml").find(f"{_W}docDefaults//{_W}lang")
            language = found.get(f"{_W}val", "") if found is not None else ""
    return words, language


def _docx_words(root: Any) -> int:
    for gone in list(root.iter(*_GONE)):
        gone.getparent().remove(gone)
    total = 0
    for paragraph in root.iter(f"{_W}p"):
        text = "".join(node.text or " " for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"))
        total += len(text.split())
    return total


def _odt(path: Path) -> tuple[int, str]:
    with zipfile.ZipFile(path) as archive:
        root = _parse(archive, "content.xml")
        body = next(root.iter("{*}body"), None)
        language = ""
        if "styles.xml" in archive.namelist():
            for node in _parse(archive, "styles.xml").iter("{*}text-properties"):
                language = next((v for k, v in node.attrib.items() if k.endswith("}language")), "")
                if language:
                    break
    return len(" ".join(body.itertext()).split()) if body is not None else 0, language
