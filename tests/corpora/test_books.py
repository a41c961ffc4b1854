"""Long real books: every picture of the manuscript is in both formats."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from pipeline import BuildOptions, build


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_picture_of_a_long_textbook_is_in_both_formats(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "books" / "d2l-long.vi.docx"
    with zipfile.ZipFile(source) as word:
        wanted = sum(name.startswith("word/media/") for name in word.namelist())
    result = build(source, tmp_path, options=BuildOptions(language="vi"))
    assert result.status == "built"
    assert [f.said(str)["message"] for f in result.findings if f.code.startswith("ec-")] == []
    with zipfile.ZipFile(result.outputs[0].path) as book:
        shown = set()
        for name in book.namelist():
            if name.endswith(".xhtml"):
                shown |= set(re.findall(r'src="images/(image-[^"]+)"', book.read(name).decode()))
        assert len(shown & {name.rpartition("/")[2] for name in book.namelist()}) == wanted
    with pikepdf.open(result.outputs[1].path) as document:
        pictures = {image.objgen for page in document.pages for image in page.get_images().values()}
    assert len(pictures) >= wanted
