"""What a PDF asks of the press is read from its pages as they are drawn."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.checks.inks import Inks, Picture, inks


def pdf(folder: Path, content: str, *, form: str = "", colours: str = "/DeviceRGB") -> Path:
    """One page with a picture of 300 x 100 pixels as /Im and, when given, a form as /Fm."""
    path = folder / "a.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        picture = document.make_stream(
            bytes(300 * 100 * 3), Type=Name.XObject, Subtype=Name.Image, Width=300, Height=100,
            ColorSpace=Name(colours), BitsPerComponent=8,
        )  # fmt: skip
        objects = Dictionary(Im=picture)
        if form:
            resources = Dictionary(XObject=Dictionary(Im=picture))
            objects.Fm = document.make_stream(
                form.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]),
                Matrix=Array([2, 0, 0, 2, 0, 0]), Resources=resources,
            )  # fmt: skip
        document.pages[0].Resources = Dictionary(XObject=objects)
        document.pages[0].Contents = document.make_stream(content.encode())
        document.save(path)
    return path


def test_resolution_is_that_of_the_printed_size(tmp_path: Path) -> None:
    found = inks(pdf(tmp_path, "q 72 0 0 24 10 10 cm /Im Do Q q 0 36 -12 0 0 0 cm /Im Do Q"))
    assert found == Inks(1, [Picture(1, 300, True), Picture(1, 600, True)], [])


def test_pictures_inside_forms_are_seen_at_their_size(tmp_path: Path) -> None:
    found = inks(pdf(tmp_path, "q 2 0 0 2 0 0 cm /Fm Do Q", form="q 36 0 0 12 0 0 cm /Im Do Q"))
    assert found.pictures == [Picture(1, 150, True)]


def test_a_grey_picture_needs_no_other_ink(tmp_path: Path) -> None:
    assert inks(pdf(tmp_path, "72 0 0 24 0 0 cm /Im Do", colours="/DeviceGray")).pictures == [Picture(1, 300, False)]


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        ("BT (a) Tj ET", []),
        ("0 g BT (a) Tj ET 1 0 0 rg 0 0 5 5 re f", []),
        ("0 0 0 1 k BT (a) Tj ET", []),
        ("q 1 0 0 rg Q BT (a) Tj ET", []),
        ("1 g BT (a) Tj ET", []),
        ("0 0 0 rg BT (a) Tj ET", [1]),
        ("0.4 g BT (a) Tj ET", [1]),
        ("1 0 0 rg BT [(a)] TJ ET", [1]),
        ("/DeviceCMYK cs 0.6 0.4 0.4 1 scn BT (a) Tj ET", [1]),
    ],
)
def test_letters_in_anything_but_one_black_are_found(tmp_path: Path, content: str, pages: list[int]) -> None:
    assert inks(pdf(tmp_path, content)).coloured == pages
