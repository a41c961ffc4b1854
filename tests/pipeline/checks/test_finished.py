"""A PDF made elsewhere is judged by what it is for: a screen or a press."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary

from pipeline import check


def pdf(folder: Path, *, trim: bool, content: str = "1 0 0 rg BT (a) Tj ET", language: str = "vi") -> Path:
    path = folder / "a.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(400, 600))
        page = document.pages[0]
        if trim:
            page.TrimBox = Array([20, 20, 380, 580])
        page.Resources = Dictionary()
        page.Contents = document.make_stream(content.encode())
        if language:
            document.Root.Lang = pikepdf.String(language)
        document.save(path)
    return path


@pytest.mark.parametrize(
    ("trim", "content", "language", "codes"),
    [
        (False, "1 0 0 rg BT (a) Tj ET", "vi", []),
        (False, "", "", ["pd-012"]),
        (True, "1 0 0 rg BT (a) Tj ET", "", ["pr-004"]),
        (True, "0 g BT (a) Tj ET", "", []),
    ],
)
def test_only_a_press_file_is_asked_about_inks(
    tmp_path: Path, trim: bool, content: str, language: str, codes: list[str]
) -> None:
    found = check(pdf(tmp_path, trim=trim, content=content, language=language))
    assert [finding.code for finding in found] == codes


def test_a_damaged_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing")
    assert [finding.code for finding in check(tmp_path / "a.pdf")] == ["pd-010"]
