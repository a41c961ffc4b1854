"""Draws the picture of the README: our sample book in every design, as PDF pages and on a phone.

    uv run python tools/contact_sheet.py     writes docs/designs.jpg

Needs poppler (pdftoppm, pdftotext) and Chromium besides what a build needs; `make setup-test` installs both.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from PIL import Image

from pipeline import BuildOptions, EditionRecord, build
from pipeline.styles.tokens import DESIGNS

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "designs.jpg"
GUIDE = ROOT / "manuscripts" / "guide.vi.docx"
HIGH, GAP, PHONE = 330, 12, (390, 560)
TABLE = re.compile(r"^Bảng \d+\.", re.MULTILINE)


def main() -> None:
    """Build, render and paste."""
    with tempfile.TemporaryDirectory() as name:
        rows = [list(_row(design, Path(name) / design)) for design in DESIGNS]
    TARGET.parent.mkdir(exist_ok=True)
    width = max(sum(page.width + GAP for page in row) for row in rows) + GAP
    sheet = Image.new("RGB", (width, len(rows) * (HIGH + GAP) + GAP), (226, 226, 222))
    for line, row in enumerate(rows):
        left = GAP
        for page in row:
            sheet.paste(page, (left, GAP + line * (HIGH + GAP)))
            left += page.width + GAP
    sheet.save(TARGET, quality=82, optimize=True, progressive=True)
    print(TARGET.relative_to(ROOT), f"{sheet.width} x {sheet.height}, {TARGET.stat().st_size // 1000} kB")


def _row(design: str, folder: Path) -> Iterator[Image.Image]:
    """The pages of one design that show it best, and a chapter on a phone."""
    folder.mkdir()
    record = EditionRecord.from_toml(GUIDE.with_suffix(".toml"))
    result = build(GUIDE, folder, record, BuildOptions(design=design, check=False))
    if result.status != "built":
        sys.exit(f"the sample book was refused: {[finding.code for finding in result.findings]}")
    epub, pdf = (next(o.path for o in result.outputs if o.path.suffix == end) for end in (".epub", ".pdf"))
    for number in _pages(pdf):
        yield _thumbnail(_pdf_page(pdf, number, folder))
    yield _thumbnail(_phone(epub, folder))


def _pages(pdf: Path) -> list[int]:
    """Cover, title page, first page of the contents, a chapter's opening, and pages with a picture and a table."""
    with pikepdf.open(pdf) as document:
        with document.open_outline() as outline:
            places = [item.destination for item in outline.root]
        objects = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        openings = [objects[place[0].objgen] for place in places if isinstance(place, pikepdf.Array)]
        pictured = [n for n, page in enumerate(document.pages, 1) if page.get_images()]
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    tables = [number for number, page in enumerate(text.split("\f"), 1) if TABLE.search(page)]
    opening = openings[1]
    picture = next(number for number in pictured if number > opening)
    return [1, 4, 6, opening, picture, next(number for number in tables if number > picture)]


def _pdf_page(pdf: Path, number: int, folder: Path) -> Path:
    stem = folder / f"p{number}"
    argv = ["pdftoppm", "-r", "90", "-png", "-singlefile", "-f", str(number), "-l", str(number), str(pdf), str(stem)]
    subprocess.run(argv, check=True)
    return stem.with_suffix(".png")


def _phone(epub: Path, folder: Path) -> Path:
    """The third chapter in a window of a phone's size."""
    with zipfile.ZipFile(epub) as book:
        book.extractall(folder / "epub")
    chapter = min((folder / "epub" / "EPUB").glob("c003*.xhtml")).rename(folder / "epub" / "EPUB" / "shown.xhtml")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or sys.exit("Chromium is missing")
    out = folder / "phone.png"
    argv = [
        chromium, "--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--hide-scrollbars", "--force-device-scale-factor=2", f"--window-size={PHONE[0]},{PHONE[1]}",
        f"--screenshot={out}", chapter.as_uri(),
    ]  # fmt: skip
    subprocess.run(argv, check=True, capture_output=True)
    return out


def _thumbnail(path: Path) -> Image.Image:
    with Image.open(path) as page:
        return page.convert("RGB").resize((round(page.width * HIGH / page.height), HIGH), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
