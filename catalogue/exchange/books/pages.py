"""Pages of a book as its EPUB tells them: the same numbers as in its PDF (EPUB Accessibility 1.1, 3.2).

A chapter's pages are cut out of the PDF by a process that may do nothing else (``cutting``): a PDF may be anybody's.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from catalogue.exchange.books.package import OPS, XHTML, Package, Section
from pipeline import sandbox

LIMITS = sandbox.Limits(wall_s=60, cpu_s=50, memory_mb=1024, file_mb=256)
ROOT = Path(__file__).resolve().parents[3]
_NO_TEXT = frozenset({f"{XHTML}head", f"{XHTML}title", f"{XHTML}script", f"{XHTML}style"})


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a page in a section: its label, the id of the place, and whether text of the section follows."""

    label: str
    place: str
    filled: bool


def marks(package: Package, section: Section) -> list[Mark]:
    """The beginnings of pages in a section, in order. Raises UnreadableBookError."""
    found: list[list[Any]] = []
    before = False
    for event, element in etree.iterwalk(package.document(section), events=("start", "end")):
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            continue
        kinds = element.get(f"{OPS}type", "").split()
        if event == "start" and ("pagebreak" in kinds or element.get("role") == "doc-pagebreak"):
            label = element.get("aria-label") or element.get("title") or ""
            if label:
                found.append([label, element.get("id", ""), False])
            continue
        text = element.text if event == "start" else element.tail
        if (text and text.strip()) or (event == "start" and element.tag == f"{XHTML}img"):
            before = before or not found
            if found:
                found[-1][2] = True
    return [Mark(*one) for one in found]


def span(found: Sequence[Mark]) -> tuple[str, str] | None:
    """Labels of the first and the last page that hold something of a section; None where no pages are told."""
    filled = [mark.label for mark in found if mark.filled]
    return (filled[0], filled[-1]) if filled else None


def said(pages: tuple[str, str]) -> str:
    """The pages as a citation gives them: 12 or 12–18."""
    return pages[0] if pages[0] == pages[1] else f"{pages[0]}–{pages[1]}"


def cut(pdf: Path, first: str, last: str, title: str) -> bytes | None:
    """The pages from label to label of a PDF as a file of their own; None where it has no such pages."""
    with tempfile.TemporaryDirectory(prefix="nghinsach-pages-") as name:
        folder = Path(name)
        target = folder / "chapter.pdf"
        argv = [
            sys.executable,
            "-m",
            "catalogue.exchange.books.cutting",
            str(pdf),
            str(target),
            first,
            last,
            title[:300],
        ]
        done = sandbox.run(
            argv, folder=folder, limits=LIMITS, env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            reads=[ROOT / "catalogue"], lists=[ROOT],
        )  # fmt: skip
        return target.read_bytes() if done.returncode == 0 and target.is_file() else None
