"""A book as plain text: for Braille displays, for the full-text index, for the search inside the book.

One paragraph a line; a heading stands between blank lines; table cells are parted by tabs; a note's number stands
in brackets where it is called, and the note at the end of its chapter; a picture speaks by its description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.exchange.books.chapters import Links, tamed
from catalogue.exchange.books.package import Package, Section
from catalogue.rules import words

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li dt dd pre blockquote figure figcaption caption tr table ul ol dl aside hr".split()  # noqa: SIM905
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a section; ``level`` is a heading's, else 0."""

    text: str
    level: int = 0
    note: bool = False


def paragraphs(package: Package, section: Section) -> list[Paragraph]:
    """The words of a section in reading order. Raises UnreadableBookError."""
    _, body = tamed(package, section, Links("/titles"))
    lines: list[list[str]] = [[]]
    kinds: list[tuple[int, bool]] = [(0, False)]
    _walk(body, lines, kinds, 0, False)
    found = []
    for pieces, (level, note) in zip(lines, kinds, strict=True):
        text = _tidy("".join(pieces))
        if text:
            found.append(Paragraph(words.composed(text), level, note))
    return found


def _tidy(text: str) -> str:
    """Runs of space become one; the tabs between cells and the breaks of a line stay."""
    parts = [_SPACE.sub(" ", part).strip() for part in text.split("\x1f")]
    return (
        "\t".join(parts)
        .replace(" \x1e ", "\n")
        .replace("\x1e ", "\n")
        .replace(" \x1e", "\n")
        .replace("\x1e", "\n")
        .strip()
    )


def _walk(element: Any, lines: list[list[str]], kinds: list[tuple[int, bool]], level: int, note: bool) -> None:
    tag = element.tag
    block = tag in _BLOCKS
    note = note or element.get("class") == "k-note"
    if block:
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        _break(lines, kinds, level, note)
    lines[-1].append(_said(element))
    for child in element:
        if child.tag in ("td", "th") and child.getprevious() is not None:
            lines[-1].append("\x1f")
        _walk(child, lines, kinds, level, note)
        lines[-1].append(child.tail or "")
    if tag == "a" and element.get("role") == "doc-noteref":
        lines[-1].append("]")
    if block:
        _break(lines, kinds, 0, note if tag != "aside" else False)


def _said(element: Any) -> str:
    """What an element says before what stands in it."""
    if element.tag == "img":
        alt = element.get("alt") or ""
        return f"[{alt}]" if alt and element.get("class") != "k-math" else alt
    if element.tag == "math":
        return (element.get("alttext") or "") + (element.text or "")
    if element.tag == "br":
        return "\x1e"
    opening = "[" if element.tag == "a" and element.get("role") == "doc-noteref" else ""
    return opening + (element.text or "")


def _break(lines: list[list[str]], kinds: list[tuple[int, bool]], level: int, note: bool) -> None:
    if any(piece.strip() for piece in lines[-1]):
        lines.append([])
        kinds.append((level, note))
    else:
        kinds[-1] = (level, note)


def text_of(package: Package) -> Iterator[str]:
    """The whole book, line by line."""
    yield package.title
    for section in package.sections:
        yield ""
        for paragraph in paragraphs(package, section):
            if paragraph.level:
                yield from ("", paragraph.text, "")
            else:
                yield paragraph.text
