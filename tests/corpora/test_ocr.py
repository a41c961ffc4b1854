"""What a page shows, read off its picture: text extraction cannot tell a right letter from a wrong glyph.

The same pages set by one plain WeasyPrint process are the control: what the reading machine gets wrong there too
is its own fault.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from pipeline import BuildOptions, build

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import book as side_by_side  # noqa: E402 - the benchmarks are scripts, not a package

WORD = re.compile(r"[^\W\d_]{2,}")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract with tesseract-ocr-vie is not installed"),
]


def plain(manuscript: Path, folder: Path) -> Path:
    """The same book by a plain WeasyPrint process: no tags, no sandbox, none of our mending."""
    side_by_side.prepare(manuscript, folder, "vi")
    subprocess.run([sys.executable, "-c", side_by_side.PLAIN], cwd=folder, check=True, capture_output=True)
    return folder / "plain.pdf"


def output(*argv: str | Path) -> str:
    """What a command prints; tesseract's threads cost more than they bring, four times as much beside other work."""
    env = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.run(argv, capture_output=True, text=True, check=True, env=env).stdout


def page_words(book: Path, page: int) -> list[str]:
    return WORD.findall(output("pdftotext", "-raw", "-f", str(page), "-l", str(page), book, "-"))


def seen_words(book: Path, page: int, folder: Path) -> list[str]:
    """The words on the picture of a page."""
    place = ("-f", str(page), "-l", str(page))
    output("pdftoppm", "-r", "250", "-gray", "-png", "-singlefile", *place, book, folder / "page")
    return WORD.findall(output("tesseract", folder / "page.png", "-", "-l", "vie", "--psm", "4"))


def accuracy(wanted: list[str], seen: list[str]) -> float:
    """The share of a page's words that were read in their order."""
    blocks = difflib.SequenceMatcher(None, wanted, seen, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def prose(book: Path) -> list[int]:
    """The ten pages with the most running words, from the chapters."""
    with pikepdf.open(book) as document:
        pages = len(document.pages)
    return sorted(range(6, pages + 1), key=lambda page: -len(page_words(book, page)))[:10]


@pytest.mark.parametrize("name", ["d2l-linear.vi.docx", "d2l-long.vi.docx", "guide"])
def test_pages_show_the_words_that_they_hold(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    if name == "guide":
        manuscript = ROOT / "manuscripts" / "guide.vi.docx"
    else:
        manuscript = request.getfixturevalue("shared_data") / "books" / name
    result = build(manuscript, tmp_path / "out", options=BuildOptions(("pdf",), check=False, language="vi"))
    ours = result.outputs[0].path
    control = plain(manuscript, tmp_path / "plain")
    pages = prose(ours)
    read_ours = [accuracy(page_words(ours, page), seen_words(ours, page, tmp_path)) for page in pages]
    read_control = [accuracy(page_words(control, page), seen_words(control, page, tmp_path)) for page in pages]
    mine, theirs = sum(read_ours) / len(pages), sum(read_control) / len(pages)
    print(f"{name}: {mine:.4f} of the words on {len(pages)} pages, control {theirs:.4f}")  # noqa: T201
    assert mine >= 0.95
    assert mine >= theirs - 0.01
