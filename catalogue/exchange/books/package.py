"""An EPUB as it lies in the store, opened: its documents in reading order, its contents, its pictures.

The archive passes the same gate as an upload (``pipeline.intake.archive``) before its first entry is read; XML
is parsed without entities, network or DTD. Nothing is unpacked to disk, and only what is asked for is read.
Container and package file: EPUB 3.3, parts 4 and 5.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.findings import ManuscriptRefused
from pipeline.intake import archive

MAX_DOCUMENT = 8 << 20
"""Bytes of one content document; a larger one is not a chapter that anybody reads."""
MAX_PICTURE = 64 << 20
PICTURES = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg",
}  # fmt: skip
RESERVED = frozenset({"media", "page", "place", "search", "settings"})
XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\Z")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}


class UnreadableBookError(Exception):
    """The file is no EPUB that we can read aloud; it can still be downloaded."""


@dataclass(frozen=True, slots=True)
class Section:
    """A content document: ``name`` is its address, ``entry`` its place in the archive."""

    name: str
    entry: str
    title: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents; ``level`` counts from 1, ``place`` is an id in the section or nothing."""

    level: int
    label: str
    section: str
    place: str = ""


@dataclass(slots=True)
class Package:
    """An opened EPUB."""

    path: Path
    title: str
    language: str
    direction: str
    sections: list[Section] = field(default_factory=list)
    contents: list[Line] = field(default_factory=list)
    media: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Pictures by address: entry and media type."""
    by_entry: dict[str, str] = field(default_factory=dict)
    """Addresses of sections and pictures by entry."""
    claims: dict[str, list[str]] = field(default_factory=dict)
    """What the book says of its accessibility, by the property of schema.org (or ``conformsTo``)."""

    def section(self, name: str) -> tuple[int, Section] | None:
        """The section at an address, with its place in the order."""
        return next(((place, section) for place, section in enumerate(self.sections) if section.name == name), None)

    def document(self, section: Section) -> Any:
        """The parsed document of a section. Raises UnreadableBookError."""
        with zipfile.ZipFile(self.path) as opened:
            return _parse(_read(opened, section.entry, MAX_DOCUMENT))

    def picture(self, name: str) -> tuple[bytes, str] | None:
        """A picture's bytes and media type."""
        if name not in self.media:
            return None
        entry, media_type = self.media[name]
        with zipfile.ZipFile(self.path) as opened:
            return _read(opened, entry, MAX_PICTURE), media_type


def open_package(path: Path) -> Package:
    """Open an EPUB. Raises UnreadableBookError when it is none, or when it is built to harm."""
    try:
        archive.inspect(path, path.name)
        with zipfile.ZipFile(path) as opened:
            return _package(opened, path)
    except (ManuscriptRefused, zipfile.BadZipFile, OSError, KeyError, etree.LxmlError, ValueError) as error:
        raise UnreadableBookError(str(error)) from error


def _package(opened: zipfile.ZipFile, path: Path) -> Package:
    container = _parse(_read(opened, "META-INF/container.xml", MAX_DOCUMENT))
    root = next(iter(container.iter(f"{_CONTAINER}rootfile")), None)
    if root is None:
        raise UnreadableBookError("no package file")
    home = root.get("full-path", "")
    opf = _parse(_read(opened, home, MAX_DOCUMENT))
    spine = next(iter(opf.iter(f"{_OPF}spine")), None)
    made = Package(
        path, _said(opf, "title"), _said(opf, "language") or "und",
        "rtl" if spine is not None and spine.get("page-progression-direction") == "rtl" else "ltr",
    )  # fmt: skip
    made.claims = _claims(opf)
    items = {item.get("id", ""): _Item.of(item, home) for item in opf.iter(f"{_OPF}item")}
    held = set(opened.namelist())
    _name_media(made, items, held)
    order = [items[ref.get("idref", "")] for ref in opf.iter(f"{_OPF}itemref") if ref.get("idref", "") in items]
    _name_sections(made, opened, [item for item in order if item.entry in held and item.readable])
    nav = next((item for item in items.values() if "nav" in item.properties and item.entry in held), None)
    if nav:
        made.contents = list(_contents(_parse(_read(opened, nav.entry, MAX_DOCUMENT)), nav.entry, made))
    _title_sections(made, opened)
    return made


def _claims(opf: Any) -> dict[str, list[str]]:
    """The accessibility metadata (EPUB Accessibility 1.1, 2)."""
    found: dict[str, list[str]] = {}
    for meta in opf.iter(f"{_OPF}meta"):
        name, value = meta.get("property") or "", " ".join("".join(meta.itertext()).split())[:2000]
        if value and (name.startswith("schema:access") or name == "dcterms:conformsTo"):
            found.setdefault(name.partition(":")[2], []).append(value)
    return found


@dataclass(frozen=True, slots=True)
class _Item:
    uid: str
    entry: str
    media_type: str
    properties: frozenset[str]

    @classmethod
    def of(cls, item: Any, home: str) -> _Item:
        kinds = frozenset((item.get("properties") or "").split())
        return cls(item.get("id", ""), resolve(home, item.get("href", ""))[0], item.get("media-type", ""), kinds)

    @property
    def readable(self) -> bool:
        """Whether it is a page to read: our own contents stand for the book's, and the cover has its place already."""
        return self.media_type == "application/xhtml+xml" and "nav" not in self.properties and self.uid != "cover"


def resolve(home: str, href: str) -> tuple[str, str]:
    """Entry and fragment that ``href`` means in the document ``home``; an empty entry for what lies outside."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    if not parts.path:
        return home, unquote(parts.fragment)
    entry = posixpath.normpath(posixpath.join(posixpath.dirname(home), unquote(parts.path)))
    return ("" if entry.startswith(("..", "/")) else entry), unquote(parts.fragment)


def _name_media(made: Package, items: Mapping[str, _Item], held: set[str]) -> None:
    for item in items.values():
        if item.media_type not in PICTURES or item.entry not in held:
            continue
        name = posixpath.basename(item.entry)
        if not _NAME.match(name) or name in made.media:
            name = f"m{len(made.media) + 1}{PICTURES[item.media_type]}"
        made.media[name] = (item.entry, item.media_type)
        made.by_entry[item.entry] = name


def _name_sections(made: Package, opened: zipfile.ZipFile, order: list[_Item]) -> None:
    taken: set[str] = set()
    for number, item in enumerate(order, 1):
        name = posixpath.basename(item.entry).rsplit(".", 1)[0]
        if not _NAME.match(name) or name in taken or name in RESERVED:
            name = f"s{number}"
        taken.add(name)
        made.by_entry[item.entry] = name
        made.sections.append(Section(name, item.entry, "", opened.getinfo(item.entry).file_size))


def _title_sections(made: Package, opened: zipfile.ZipFile) -> None:
    """A section is called what the contents call it, else what it calls itself."""
    labels = {line.section: line.label for line in reversed(made.contents) if not line.place}
    labels = {line.section: line.label for line in reversed(made.contents)} | labels
    named = []
    for section in made.sections:
        label = labels.get(section.name) or _own_title(opened, section) or section.name
        named.append(Section(section.name, section.entry, label, section.size))
    made.sections = named


def _own_title(opened: zipfile.ZipFile, section: Section) -> str:
    tree = _parse(_read(opened, section.entry, MAX_DOCUMENT))
    found = next(iter(tree.iter(f"{XHTML}title")), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _contents(nav: Any, home: str, made: Package) -> Iterator[Line]:
    """The lines of ``nav epub:type="toc"`` that lead to a section."""
    toc = next((n for n in nav.iter(f"{XHTML}nav") if "toc" in n.get(f"{OPS}type", "").split()), None)
    for link in toc.iter(f"{XHTML}a") if toc is not None else ():
        entry, place = resolve(home, link.get("href", ""))
        level = sum(1 for above in link.iterancestors(f"{XHTML}ol"))
        label = " ".join("".join(link.itertext()).split())
        if made.by_entry.get(entry) and label:
            yield Line(max(1, level), label, made.by_entry[entry], place)


def _said(opf: Any, name: str) -> str:
    found = next(iter(opf.iter(f"{_DC}{name}")), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _read(opened: zipfile.ZipFile, entry: str, limit: int) -> bytes:
    """The bytes of an entry. Raises UnreadableBookError when it is larger than the limit."""
    with opened.open(entry) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise UnreadableBookError(f"{entry} is larger than {limit} bytes")
    return data


def _parse(data: bytes) -> Any:
    """XML without entities from anywhere; the named ones of HTML are put in as characters."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(_ENTITY.sub(_character, data), parser)


def _character(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    if name in _XML_ENTITIES:
        return match.group(0)
    sign = html5.get(f"{name.decode()};")
    return sign.encode("ascii", "xmlcharrefreplace") if sign else b""
