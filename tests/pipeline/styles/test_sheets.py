"""Style sheets keep the reader's choices in EPUB and the trim in print."""

from __future__ import annotations

import re

import pytest

from pipeline.styles.fonts import choose
from pipeline.styles.sheets import epub_sheet, print_sheet
from pipeline.styles.tokens import TRIMS


def test_the_epub_fixes_no_size_no_face_and_no_colour() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", epub_sheet("general", "vi"), flags=re.DOTALL)
    assert re.findall(r"\d(?:px|pt|mm|cm)\b", sheet) == []
    assert re.findall(r"(?:^|[;{\s])(?:color|background|background-color|font-family)\s*:", sheet) == []


@pytest.mark.parametrize("size", list(TRIMS))
def test_the_page_has_the_size_asked_for(size: str) -> None:
    sheet = print_sheet("general", "vi", size, choose("vi", ""))
    assert f"size: {TRIMS[size].width:g}mm {TRIMS[size].height:g}mm" in sheet


def test_nothing_is_left_to_fill_in() -> None:
    assert "$" not in print_sheet("general", "ar", "a5", choose("ar", ""))


@pytest.mark.parametrize(("language", "style"), [("vi", "italic"), ("km", "normal"), ("ja", "normal")])
def test_scripts_without_italics_are_not_slanted(language: str, style: str) -> None:
    assert f"em {{ font-style: {style};" in print_sheet("general", language, "a5", choose(language, ""))
