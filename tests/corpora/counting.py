"""A reader of words of its own, for tests of the account: nothing here comes from the pipeline.

It reads Word and OpenDocument files with the standard library's XML, and EPUBs with its HTML parser.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

Element = ET.Element
_WORD = re.compile(r"\w+")
_VOID = frozenset(("br", "hr", "img", "meta", "link", "col", "wbr", "mprescripts"))
_BLOCK = frozenset("p div h1 h2 h3 h4 h5 h6 li td th dt dd pre br figcaption caption aside section blockquote".split())  # noqa: SIM905
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def words(texts: list[str]) -> Counter[str]:
    """Words of paragraphs by NFKC and case folding; scripts without spaces by letter."""
    found: Counter[str] = Counter()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).replace("\xad", "").replace("\u200b", "").casefold()
        for word in _WORD.findall(plain):
            found.update(word if _UNSPACED.search(word) else [word])
    return found


def coverage(given: Counter[str], kept: Counter[str]) -> tuple[float, Counter[str]]:
    """Share of the words given that are kept, and the words that are not."""
    lost = given - kept
    total = given.total()
    return ((total - lost.total()) / total if total else 1.0), lost


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def of_word(path: Path) -> list[str]:
    """Every paragraph that Word prints of a .docx, notes included; generated contents left out."""
    texts: list[str] = []
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(r"word/(document|footnotes|endnotes)\d*\.xml", name)]
        for name in names:
            root = ET.fromstring(file.read(name))  # noqa: S314 - files of our own choice
            _paragraph(root, texts)
    return texts


def _paragraph(node: Element, texts: list[str]) -> None:
    """Walk a part; each ``p`` opens a text, each ``t`` adds to the last one opened around it."""
    stack: list[int] = []

    def walk(node: Element) -> None:
        tag = _local(node)
        if tag in ("del", "moveFrom") or node.get("{*}type") == "separator":
            return
        if tag == "sdt" and any(
            _local(g) == "docPartGallery" and "Table of Contents" in g.attrib.values() for g in node.iter()
        ):
            return
        if tag == "AlternateContent":
            branches = [b for b in node if _local(b) in ("Choice", "Fallback")]
            full = [b for b in branches if any(_local(t) in ("t", "blip", "imagedata", "textpath") for t in b.iter())]
            for branch in (full or branches)[:1]:
                walk(branch)
            return
        if tag == "r" and any(_local(v) == "vanish" and "0" not in v.attrib.values() for p in node for v in p):
            return
        opened = tag == "p" and "wordprocessingml" in node.tag
        if opened:
            texts.append("")
            stack.append(len(texts) - 1)
        if stack and "wordprocessingml" in node.tag:
            texts[stack[-1]] += (node.text or "") if tag == "t" else " " if tag in ("tab", "br", "cr") else ""
        for child in node:
            walk(child)
        if opened:
            stack.pop()

    walk(node)


def of_odt(path: Path) -> list[str]:
    """Every paragraph that Writer prints of an .odt."""
    silent = {
        "tracked-changes",
        "annotation",
        "note-citation",
        "table-of-content",
        "title",
        "desc",
        "covered-table-cell",
    }
    texts: list[str] = [""]

    def walk(node: Element) -> None:
        if _local(node) not in silent:
            if _local(node) in ("p", "h"):
                texts.append("")
            texts[-1] += " " if _local(node) in ("s", "tab", "line-break") else (node.text or "")
            for child in node:
                walk(child)
                texts[-1] += child.tail or ""
            if _local(node) in ("p", "h", "text-box", "note"):
                texts.append("")

    with zipfile.ZipFile(path) as file:
        root = ET.fromstring(file.read("content.xml"))  # noqa: S314 - files of our own choice
    for body in root.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body"):
        walk(body)
    return texts


class _Shown(HTMLParser):
    """The words of a page, without note numbers and ways back, formulas and the head."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.texts[-1] += " "
        elif self._silent or tag in ("head", "math") or dict(attrs).get("role") in ("doc-noteref", "doc-backlink"):
            self._silent.append(tag)
        if tag in _BLOCK:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent.pop()
        if tag in _BLOCK:
            self.texts.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts[-1] += " " * (tag in _BLOCK and attrs is not None)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts[-1] += data


def of_html(text: str) -> list[str]:
    """Every paragraph of a page."""
    parser = _Shown()
    parser.feed(text)
    return parser.texts


def of_epub(path: Path) -> list[str]:
    """Every paragraph of an EPUB's chapters and title page."""
    texts: list[str] = []
    with zipfile.ZipFile(path) as book:
        for name in sorted(book.namelist()):
            if re.search(r"/(c\d+[^/]*|title[^/]*|half[^/]*)\.xhtml$", name):
                texts += of_html(book.read(name).decode())
    return texts
