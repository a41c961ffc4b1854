"""Every language in every design on every page: nothing off the page, no strange face, no box for a letter.

Run with ``make test-languages``. The Declaration is real text in twelve languages; our own samples add the rest
of the programme's languages. Each PDF is measured by other programs than the one that made it.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from languages import DECLARATION, SAMPLES, manuscript
from playwright.sync_api import Browser, sync_playwright

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.styles.fonts import FACES
from pipeline.styles.sheets import font_faces
from pipeline.styles.tokens import DESIGNS, TRIMS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
MM = 72 / 25.4
OURS = {re.sub(r"\W", "", name) for name in FACES}
STYLES = re.compile(r"-?(Semi-?Bold|Ultra-?Bold|Extra-?Bold|Medium|Light|Bold|Italic|Regular|Oblique|Condensed)")


def faults(pdf: Path, size: str) -> list[str]:
    """What is wrong with the pages of a PDF."""
    return [*_outside(pdf, size), *_strange_faces(pdf), *_boxes(pdf)]


def _outside(pdf: Path, size: str) -> Iterator[str]:
    """Words beyond the text box: left, right or into the next page's gutter; the cover is a picture."""
    trim = TRIMS[size]
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True)
    for number, page in enumerate(done.stdout.split("<page ")[2:], 2):
        words = re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page
        )
        if not words:
            continue
        left, right = min(float(w[0]) for w in words), max(float(w[2]) for w in words)
        margins = [(trim.inner, trim.outer), (trim.outer, trim.inner)]
        if not any(left >= a * MM - 1.5 and right <= (trim.width - b) * MM + 1.5 for a, b in margins):
            yield f"page {number}: words from {left / MM:.1f} to {right / MM:.1f} mm of {trim.width:g}"
        low = max(float(w[3]) for w in words)
        if low > (trim.height - 4) * MM:  # a folio stands in the margin
            yield f"page {number}: words down to {low / MM:.1f} mm of {trim.height:g}"


def _strange_faces(pdf: Path) -> Iterator[str]:
    done = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines()[2:]:
        name = line.split()[0].rpartition("+")[2].rstrip(",")
        if re.sub(r"\W", "", STYLES.sub("", name)) not in OURS:
            yield f"face {name}"
        if line.split()[-5] != "yes":
            yield f"face {name} is not inside"


def _boxes(pdf: Path) -> Iterator[str]:
    """Glyph 0 (.notdef) where text is shown."""
    with pikepdf.open(pdf) as document:
        for number, page in enumerate(document.pages, 1):
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) not in ("Tj", "TJ"):
                    continue
                shown = operands[0] if str(operator) == "TJ" else operands
                codes = [bytes(item) for item in shown if isinstance(item, pikepdf.String)]
                if any(code[at : at + 2] == b"\0\0" for code in codes for at in range(0, len(code), 2)):
                    yield f"page {number}: .notdef"


def made(
    folder: Path, source: Path, language: str, design: str, size: str, *, epub: bool, title: str = ""
) -> BuildResult:
    record = EditionRecord.model_validate(
        {"book": {"title": title, "language": language, "publisher": "NXB", "published": "2026-05-14"}}
        if title
        else {"book": {"language": language}}
    )
    options = BuildOptions(("epub", "pdf") if epub else ("pdf",), language=language, design=design, size=size)
    return build(source, folder, record, options)


@pytest.mark.parametrize("design", list(DESIGNS))
@pytest.mark.parametrize("language", DECLARATION)
def test_the_declaration_sets_well_on_every_page_size(
    shared_data: Path, tmp_path: Path, language: str, design: str
) -> None:
    source = shared_data / "udhr" / f"{language}.docx"
    found = {}
    for size in TRIMS:
        result = made(tmp_path / size, source, language, design, size, epub=size == "a5")
        assert result.status == "built"
        assert [f.code for f in result.findings if f.code.startswith(("ec-", "gl-", "pd-"))] == []
        pdf = next(output.path for output in result.outputs if output.path.suffix == ".pdf")
        found[size] = list(faults(pdf, size))
    assert {size: faults for size, faults in found.items() if faults} == {}


@pytest.mark.parametrize("design", list(DESIGNS))
@pytest.mark.parametrize("language", list(SAMPLES))
def test_our_own_samples_set_well(tmp_path: Path, language: str, design: str) -> None:
    (tmp_path / "a.md").write_text(manuscript(language), encoding="utf-8")
    title = SAMPLES[language].title
    result = made(tmp_path / "out", tmp_path / "a.md", language, design, "a5", epub=True, title=title)
    assert result.status == "built"
    assert [f.code for f in result.findings if f.code.startswith(("ec-", "gl-", "pd-"))] == []
    pdf = next(output.path for output in result.outputs if output.path.suffix == ".pdf")
    assert faults(pdf, "a5") == []


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Stands for the engine that most EPUB readers are made of."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("language", ["ar", "fa", "vi", "km", "blt-Tavt"])
def test_pages_run_the_right_way_in_a_browser(browser: Browser, tmp_path: Path, language: str) -> None:
    (tmp_path / "a.md").write_text(manuscript(language), encoding="utf-8")
    title = SAMPLES[language].title
    result = made(tmp_path / "out", tmp_path / "a.md", language, "general", "a5", epub=True, title=title)
    epub = next(output.path for output in result.outputs if output.path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(tmp_path / "book")
    rtl = language in ("ar", "fa")
    page = browser.new_page(viewport={"width": 600, "height": 900})
    pages = sorted((tmp_path / "book" / "EPUB").glob("*.xhtml"))
    assert len(pages) >= 5
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("getComputedStyle(document.documentElement).direction") == ("rtl" if rtl else "ltr")
        assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.close()
    package = (tmp_path / "book" / "EPUB" / "content.opf").read_text(encoding="utf-8")
    assert ('page-progression-direction="rtl"' in package) == rtl


@pytest.mark.parametrize(("language", "script"), [("lo", "LAO"), ("km", "KHMER"), ("th", "THAI"), ("my", "MYANMAR")])
def test_no_break_mark_is_left_in_an_epub(tmp_path: Path, language: str, script: str) -> None:
    """Zero-width spaces are for the PDF alone: in the EPUB they would spoil search."""
    (tmp_path / "a.md").write_text(manuscript(language), encoding="utf-8")
    result = made(
        tmp_path / "out", tmp_path / "a.md", language, "general", "a5", epub=True, title=SAMPLES[language].title
    )
    epub = next(output.path for output in result.outputs if output.path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")]
    assert any(unicodedata.name(c, "").startswith(script) for text in texts for c in text)
    assert [text for text in texts if "\u200b" in text] == []


@pytest.mark.parametrize("language", ["lo", "km", "my", "th", "hi", "ar", "fa", "cjm-Cham", "blt-Tavt"])
def test_a_cut_typeface_joins_letters_as_the_whole_one_does(browser: Browser, tmp_path: Path, language: str) -> None:
    """A lost ligature or mark would change the width of some line."""
    (tmp_path / "a.md").write_text(manuscript(language), encoding="utf-8")
    title = SAMPLES[language].title
    result = made(tmp_path / "out", tmp_path / "a.md", language, "general", "a5", epub=True, title=title)
    epub = next(output.path for output in result.outputs if output.path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(tmp_path / "book")
    sheet = tmp_path / "book" / "EPUB" / "style.css"
    cut = sheet.read_text(encoding="utf-8")
    family = next(name for name in FACES if f'body {{ font-family: "{name}"' in cut)
    whole = font_faces(FACES[family]).replace(" }", "; unicode-range: U+0-40, U+5B-60, U+7B-10FFFF }")
    for face in FACES[family]:
        whole = whole.replace(face.url, face.path.as_uri())
    page = browser.new_page(viewport={"width": 600, "height": 900})
    for path in sorted((tmp_path / "book" / "EPUB").glob("c*.xhtml")):
        sizes = []
        for rules in (cut, re.sub(r"@font-face[^}]*}", "", cut) + whole):
            sheet.write_text(rules, encoding="utf-8")
            page.goto(path.as_uri())
            page.evaluate("document.fonts.ready")
            assert page.evaluate("[...document.fonts].filter(f => f.status == 'error').length") == 0
            assert page.evaluate("[...document.fonts].some(f => f.status == 'loaded')")
            sizes.append(page.evaluate(LINES))
        assert len(sizes[0]) == len(sizes[1])
        # without hints a letter may be wider by a hair, a tenth of a pixel in a line
        assert [pair for pair in zip(*sizes, strict=True) if abs(pair[0][0] - pair[1][0]) > 2] == []
    page.close()


LINES = """[...document.querySelectorAll('p, h1, h2, h3, li, td')].flatMap(e => {
  const range = document.createRange(); range.selectNodeContents(e);
  return [...range.getClientRects()].map(r => [Math.round(r.width * 10), Math.round(r.height * 10)]); })"""
