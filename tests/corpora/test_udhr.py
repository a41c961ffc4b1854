"""The Universal Declaration in twelve languages: real text in every script we set, as a book."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pytest

from pipeline import BuildOptions, build

SOON = ("ar", "lo", "vi", "zh-Hans")
"""One of each kind of script; the others are slow only because they are many."""
LANGUAGES = [
    *SOON,
    *(pytest.param(tag, marks=pytest.mark.slow) for tag in ("en", "es", "fr", "ja", "km", "ko", "ru", "th")),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_declaration_becomes_a_valid_book(shared_data: Path, tmp_path: Path, language: str) -> None:
    source = shared_data / "udhr" / f"{language}.docx"
    result = build(source, tmp_path, options=BuildOptions(language=language, size="a5"))
    assert result.status == "built"
    assert [f.said(str)["message"] for f in result.findings if f.code.startswith("ec-")] == []
    with zipfile.ZipFile(result.outputs[0].path) as book:
        nav = book.read("EPUB/nav.xhtml").decode()
        texts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
        package = book.read("EPUB/content.opf").decode()
    articles = re.findall(r"<a href=\"c\d+[^\"]*\">", nav.partition('epub:type="landmarks"')[0])
    assert len(articles) == 32  # the title, the preamble and 30 articles
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
    assert all(f'lang="{language}"' in text for text in texts)
    assert ('page-progression-direction="rtl"' in package) == (language == "ar")


@pytest.mark.parametrize(
    "language",
    ["lo", "ar", "zh-Hans", pytest.param("km", marks=pytest.mark.slow), pytest.param("vi", marks=pytest.mark.slow)],
)
def test_no_word_runs_off_the_page_and_no_system_font_creeps_in(
    shared_data: Path, tmp_path: Path, language: str
) -> None:
    source = shared_data / "udhr" / f"{language}.docx"
    result = build(source, tmp_path, options=BuildOptions(("pdf",), language=language, size="a5"))
    pdf = result.outputs[0].path
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r'<page width="([\d.]+)"', boxes).group(1))  # type: ignore[union-attr]
    rightmost = max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes))
    assert rightmost < width - 28  # 10 mm
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    names = {line.split()[0].partition("+")[2] or line.split()[0] for line in fonts}
    assert {
        name for name in names if not name.startswith(("Source", "BeVietnam", "Be-Vietnam", "Noto", "JetBrains"))
    } == set()
    assert {line.split()[-5] for line in fonts} == {"yes"}
