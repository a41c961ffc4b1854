"""Word and OpenDocument files made of a few lines of their own XML, as Word and Writer would save them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.findings import Finding
from pipeline.intake.gate import receive
from pipeline.intake.read import read

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_SPACES = {
    **{key: f"{_ODF}{name}:1.0" for key, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("svg", "svg-compatible"),
    )},
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}  # fmt: skip
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def _names(spaces: dict[str, str]) -> str:
    return " ".join(f'xmlns:{key}="{value}"' for key, value in spaces.items())


def _relations(kinds: dict[str, tuple[str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{_KINDS}{k}" Target="{t}"/>' for i, (k, t) in kinds.items())
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{inside}</Relationships>'


class Read(NamedTuple):
    """What pandoc reads of a file after our rescue."""

    lines: list[str]
    findings: list[Finding]
    pictures: int
    words: int
    tree: list[Any]

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]


def word_file(path: Path, body: str, parts: dict[str, tuple[str, str]] | None = None, media: bytes = b"") -> Path:
    """A Word file; ``parts`` are kind and content of others by id, such as {"s": ("styles", "<w:styles>")}."""
    relations = {}
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        file.writestr("_rels/.rels", _relations({"r": ("officeDocument", "word/document.xml")}))
        file.writestr("word/document.xml", f"{_HEAD}<w:document {_names(_SPACES)}><w:body>{body}</w:body></w:document>")
        for key, (kind, content) in (parts or {}).items():
            relations[key] = (kind, f"{key}.xml")
            root = content.partition(">")
            file.writestr(f"word/{key}.xml", f"{_HEAD}{root[0]} {_names(_SPACES)}>{root[2]}")
        if media:
            relations["picture"] = ("image", "media/picture.png")
            file.writestr("word/media/picture.png", media)
        file.writestr("word/_rels/document.xml.rels", _relations(relations))
    return path


def odt_file(path: Path, body: str) -> Path:
    """An OpenDocument text."""
    names = _names(_ODF_SPACES)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr(
            "content.xml",
            f"{_HEAD}<office:document-content {names}><office:automatic-styles/><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
        file.writestr("styles.xml", f"{_HEAD}<office:document-styles {names}/>")
        file.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_ODF}manifest:1.0"/>')
    return path


def _lines(node: Any) -> list[str]:
    """Each paragraph of pandoc's tree as one line, notes after theirs."""
    lines: list[str] = []
    if isinstance(node, list):
        for item in node:
            lines += _lines(item)
    elif isinstance(node, dict) and node["t"] in ("Para", "Plain", "Header"):
        inlines = node["c"] if node["t"] != "Header" else node["c"][2]
        notes: list[str] = []
        said = _said(inlines, notes).strip()
        lines += ([said] if said else []) + notes
    elif isinstance(node, dict):
        lines += _lines(node.get("c"))
    return lines


def _said(node: Any, notes: list[str]) -> str:
    if isinstance(node, list):
        return "".join(_said(item, notes) for item in node)
    if not isinstance(node, dict):
        return ""
    if node["t"] == "Note":
        notes += _lines(node["c"])
        return ""
    if node["t"] == "Str":
        return str(node["c"])
    return " " if node["t"] in ("Space", "SoftBreak", "LineBreak") else _said(node.get("c"), notes)


Reads = Callable[..., Read]


@pytest.fixture
def word(tmp_path: Path) -> Reads:
    """Reads a Word file of this body, through the rescue."""

    def reads(body: str, parts: dict[str, tuple[str, str]] | None = None, media: bytes = b"") -> Read:
        return _read(word_file(tmp_path / "a.docx", body, parts, media), tmp_path)

    return reads


@pytest.fixture
def odt(tmp_path: Path) -> Reads:
    """Reads an OpenDocument text of this body, through the rescue."""

    def reads(body: str) -> Read:
        return _read(odt_file(tmp_path / "a.odt", body), tmp_path)

    return reads


def _read(path: Path, folder: Path) -> Read:
    work = folder / "work"
    work.mkdir()
    document = read(receive(path), work)
    return Read(
        _lines(document.ast["blocks"]), document.findings, len(document.media), document.words, document.ast["blocks"]
    )
