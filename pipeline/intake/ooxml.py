"""Word files opened as what they are: a zip of XML parts. Hardened parsing, the main part found, parts rewritten."""

from __future__ import annotations

import posixpath
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from lxml import etree

Element = Any
"""An lxml element; the library has no types of its own."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
V = "{urn:schemas-microsoft-com:vml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DOCUMENT = "/officeDocument"
_STRICT = b"http://purl.oclc.org/ooxml/"
_MAIN = re.compile(rb"<\w+:(?:document|styles|numbering|footnotes|endnotes)\b")
_USUAL = {"w": W[1:-1], "r": R[1:-1], "wp": WP[1:-1], "a": A[1:-1], "pic": PIC[1:-1]}
_NAMES = (
    (_STRICT + b"wordprocessingml/main", W[1:-1].encode()),
    (_STRICT + b"officeDocument/relationships", R[1:-1].encode()),
    (_STRICT + b"officeDocument/math", M[1:-1].encode()),
    (_STRICT + b"drawingml/main", A[1:-1].encode()),
    (_STRICT + b"drawingml/picture", PIC[1:-1].encode()),
    (_STRICT + b"drawingml/wordprocessingDrawing", WP[1:-1].encode()),
    (_STRICT + b"drawingml/diagram", DGM[1:-1].encode()),
    (_STRICT + b"drawingml/chart", CHART[1:-1].encode()),
)
_BY_NAME = frozenset(("footnotes", "endnotes", "comments", "numbering", "styles"))
PARSE_ERRORS = (etree.XMLSyntaxError, KeyError)


def parse(data: bytes) -> Element:
    """The root of an XML part; nothing outside it is ever read, and nothing nested deeper than sense has it.

    Raises etree.XMLSyntaxError.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


class Word:
    """A Word file that passed the gate; parts are read when they are asked for. A context manager."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self.names = frozenset(self._zip.namelist())
        self.main = self._main()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def data(self, name: str) -> bytes:
        """A part's bytes; empty when the file has no such part."""
        return self._zip.read(name) if name in self.names else b""

    def part(self, name: str) -> Element | None:
        """A part's root element; None when there is none or it is not XML."""
        try:
            return parse(self.data(name)) if name in self.names else None
        except PARSE_ERRORS:
            return None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by id: (last word of the kind, name of the part); links outside are left out."""
        folder = name.rpartition("/")[0]
        root = self.part(_relations(name))
        if root is None:
            return {}
        return {
            rel.get("Id", ""): (rel.get("Type", "").rpartition("/")[2], _inside(folder, rel.get("Target", "")))
            for rel in root.iter(_REL)
            if rel.get("TargetMode") != "External"
        }

    def outside(self, name: str) -> dict[str, str]:
        """The addresses outside the file that a part refers to, by id."""
        root = self.part(_relations(name))
        found = root.iter(_REL) if root is not None else ()
        return {rel.get("Id", ""): rel.get("Target", "") for rel in found if rel.get("TargetMode") == "External"}

    def of_kind(self, *kinds: str) -> Iterator[str]:
        """Names of the parts of some kinds (footnotes, header, styles) that the main part refers to, in order."""
        found = self.related(self.main).values()
        for kind in kinds:
            yield from sorted({name for is_a, name in found if is_a == kind and name in self.names})

    def _main(self) -> str:
        for is_a, name in self.related("").values():
            if is_a == _DOCUMENT[1:] and name in self.names:
                return name
        return "word/document.xml"


def _inside(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def normalise(path: Path) -> None:
    """Give the working copy at ``path`` the names that pandoc knows, where a program wrote others.

    ISO 29500 Strict files have namespaces of their own, and some programs call the main one ns0.
    """
    changed: dict[str, Element] = {}
    names: dict[str, str] = {}
    with Word(path) as file:
        relations = _named(file, names)
        for name in sorted(file.names):
            if not name.startswith("word/") and not name.endswith(".rels"):
                continue
            if not name.endswith((".xml", ".rels")):
                continue
            data = file.data(name)
            strict = _STRICT in data
            if strict or (_MAIN.search(data[:4000]) and b"xmlns:w=" not in data[:4000]):
                try:
                    changed[name] = renamed(parse(_transitional(data)))
                except etree.XMLSyntaxError:
                    continue
    if relations is not None:
        changed[_relations(file.main)] = relations
    if changed:
        rewrite(path, changed, names)


def _named(file: Word, names: dict[str, str]) -> Element | None:
    """Plan the usual names of parts that pandoc finds by name alone; the main part's relations to them."""
    root = file.part(_relations(file.main))
    for is_a, name in file.related(file.main).values():
        usual = f"word/{is_a}.xml"
        if is_a in _BY_NAME and name in file.names and usual not in file.names:
            names[name], names[_relations(name)] = usual, _relations(usual)
            for relation in root.iter(_REL) if root is not None else ():
                if relation.get("Type", "").endswith("/" + is_a):
                    relation.set("Target", "/" + usual)
    return root if names else None


def _relations(name: str) -> str:
    """Name of the part that holds another's relations."""
    folder, _, base = name.rpartition("/")
    return posixpath.join(folder, "_rels", base + ".rels")


def _transitional(data: bytes) -> bytes:
    for strict, usual in _NAMES:
        data = data.replace(strict, usual)
    return data


def renamed(root: Element) -> Element:
    """The same tree with the usual prefixes at its root: pandoc goes by these, not by what they stand for."""
    if all(root.nsmap.get(prefix) == name for prefix, name in _USUAL.items()):
        return root
    fresh = etree.Element(
        root.tag, nsmap={**{k: v for k, v in root.nsmap.items() if v not in _USUAL.values()}, **_USUAL}
    )
    for key, value in root.attrib.items():
        fresh.set(key, value)
    fresh.text = root.text
    fresh.extend(list(root))
    etree.cleanup_namespaces(fresh, keep_ns_prefixes=list(_USUAL))
    return fresh


def rewrite(path: Path, parts: Mapping[str, Element], names: Mapping[str, str] | None = None) -> None:
    """Put new XML in the place of some parts of the file at ``path``, which must be our own copy.

    ``names`` gives other names to parts.
    """
    names = names or {}
    fresh = path.with_suffix(".new")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(names.get(entry.filename, entry.filename), (1980, 1, 1, 0, 0, 0))
            if (root := parts.get(entry.filename)) is not None:
                new.writestr(kept, etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
            else:
                # Stored: the copy lives as long as one run of pandoc.
                with old.open(entry) as source, new.open(kept, "w") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    fresh.replace(path)


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a run or paragraph has a switch such as ``vanish`` on (clause 17.17.4: absent value means on)."""
    switch = properties.find(W + name) if properties is not None else None
    return switch is not None and switch.get(W + "val", "1") not in ("0", "false", "off", "none")


def chosen(alternate: Element) -> Element | None:
    """The branch of an mc:AlternateContent to read: the first that says or shows something (choices come first)."""
    branches = [b for b in alternate if b.tag in (MC + "Choice", MC + "Fallback")]
    return next((b for b in branches if _says_something(b)), branches[0] if branches else None)


def _says_something(branch: Element) -> bool:
    tags = (W + "t", M + "t", A + "blip", V + "imagedata", V + "textpath", DGM + "relIds")
    return next(branch.iter(*tags), None) is not None
