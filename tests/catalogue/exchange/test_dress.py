"""A design's style sheet for cleaned chapters: the same look without the EPUB's own sheet or landmarks."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from catalogue.exchange.books import chapters, dress
from catalogue.exchange.books.package import Package, Section
from pipeline.styles.tokens import DESIGNS

CHAPTER = """<html xmlns="http://www.w3.org/1999/xhtml" lang="vi"><body>
<section><header><h1 class="l1">Tự do</h1></header>
<p>Mọi người sinh ra đều tự do.</p></section></body></html>"""


def test_a_chapters_title_stays_together_for_its_design_and_is_loose_on_the_sites_own_pages(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("c.xhtml", CHAPTER)
    package, section = Package(path, "Sách", "vi", "ltr"), Section("c", "c.xhtml", "Tự do", 200)
    [dressed] = chapters.chapter(package, section, "/publisher/builds/b/preview", opening=True).parts
    [plain] = chapters.chapter(package, section, "/publisher/builds/b/preview").parts
    assert '<div class="k-opening"><h1 class="k-l1">Tự do</h1></div>' in dressed
    assert "k-opening" not in plain
    assert '<h1 class="k-l1">Tự do</h1>' in plain


@pytest.mark.parametrize("design", DESIGNS)
def test_every_selector_of_a_design_speaks_of_what_cleaning_leaves(design: str) -> None:
    said = dress.sheet(design, "vi").removeprefix(dress.DEVICE)
    selectors = re.findall(r"([^{}]+)\{[^{}]*\}", said)
    assert len(selectors) > 60
    for selector in selectors:
        assert not re.search(r"(?<![\w.-])(section|header)\b", selector), selector
        assert all(name.startswith("k-") for name in re.findall(r"\.([\w-]+)", selector)), selector
