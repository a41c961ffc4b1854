"""Style sheets keep the reader's choices in EPUB and the trim in print."""

from __future__ import annotations

import re

import pytest

from pipeline.styles.fonts import choose
from pipeline.styles.palettes import palette
from pipeline.styles.sheets import OWN, Kind, epub_sheet, print_sheet
from pipeline.styles.tokens import DESIGNS, TRIMS


@pytest.mark.parametrize("design", list(DESIGNS))
def test_the_epub_fixes_no_size_no_face_and_no_colour(design: str) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", epub_sheet(design, "vi"), flags=re.DOTALL)
    assert re.findall(r"\d(?:px|pt|mm|cm)\b", sheet) == []
    ground = "@media (prefers-color-scheme: dark) { img { background-color: #fff; } }"
    assert sheet.count(ground) == 1, "black lines on a clear ground must be seen at night too"
    sheet = sheet.replace(ground, "")
    assert re.findall(r"(?:^|[;{\s])(?:color|background|background-color|font-family)\s*:", sheet) == []


@pytest.mark.parametrize("size", list(TRIMS))
def test_the_page_has_the_size_asked_for(size: str) -> None:
    sheet = print_sheet("general", "vi", size, choose("vi", ""))
    assert f"size: {TRIMS[size].width:g}mm {TRIMS[size].height:g}mm" in sheet


@pytest.mark.parametrize("design", list(DESIGNS))
@pytest.mark.parametrize("kind", list(OWN))
def test_nothing_is_left_to_fill_in(design: str, kind: Kind) -> None:
    assert "$" not in print_sheet(design, "ar", "a5", choose("ar", "", style=design), kind)
    assert "$" not in epub_sheet(design, "ar")


@pytest.mark.parametrize("design", list(DESIGNS))
def test_the_press_gets_black_type_and_the_screen_the_colour_of_the_cover(design: str) -> None:
    colour = palette(design, "Sách").inside
    fonts = choose("vi", "", style=design)
    assert colour in print_sheet(design, "vi", "a5", fonts, "screen", "Sách")
    assert colour not in print_sheet(design, "vi", "a5", fonts, "print", "Sách")


@pytest.mark.parametrize(
    ("design", "family"), [("general", "Source Serif 4"), ("reference", "IBM Plex Serif"), ("young", "Nunito")]
)
def test_each_design_has_its_own_face(design: str, family: str) -> None:
    assert f'"{family}"' in print_sheet(design, "vi", "a5", choose("vi", "", style=design))


@pytest.mark.parametrize(("language", "style"), [("vi", "italic"), ("km", "normal"), ("ja", "normal")])
def test_scripts_without_italics_are_not_slanted(language: str, style: str) -> None:
    assert f"em {{ font-style: {style};" in print_sheet("general", language, "a5", choose(language, ""))


def test_the_contents_of_an_epub_have_no_numbers_of_ours_before_those_of_the_chapters() -> None:
    """Lists are numbered in the language's digits; the rule for contents must be the stronger one."""
    sheet = epub_sheet("general", "vi")
    numbered, plain = (
        sheet.index("ol:not([type]) { list-style-type"),
        sheet.index("nav ol:not([type]) { list-style: none"),
    )
    assert numbered < plain
