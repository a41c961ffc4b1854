"""What a printing house would ask about is told beforehand."""

from __future__ import annotations

import pytest

from pipeline.checks.inks import Inks, Picture
from pipeline.checks.printing import check_inks, check_sheets
from pipeline.findings import Finding


def found(*pictures: Picture, coloured: tuple[int, ...] = ()) -> list[Finding]:
    return list(check_inks(Inks(200, list(pictures), list(coloured))))


def test_sharp_grey_pictures_and_black_letters_raise_nothing() -> None:
    assert found(Picture(3, 300, False), Picture(9, 1200, False)) == []


def test_coarse_pictures_are_told_apart_from_soft_ones() -> None:
    pictures = (Picture(7, 149, False), Picture(3, 72, False), Picture(9, 150, False), Picture(9, 299, False))
    assert found(*pictures) == [
        Finding("pr-001", {"count": 2, "pages": "3, 7", "limit": 150, "dpi": 72}),
        Finding("pr-002", {"count": 2, "pages": "9", "limit": 300, "dpi": 150}),
    ]


def test_coloured_pictures_and_letters_are_told_with_their_pages() -> None:
    told = found(Picture(3, 400, True), coloured=tuple(range(1, 20)))
    assert told == [
        Finding("pr-003", {"count": 1, "pages": "3"}),
        Finding("pr-004", {"count": 19, "pages": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 …"}),
    ]


@pytest.mark.parametrize(("pages", "signature", "sheets", "empty"), [(187, 16, 12, 5), (8, 16, 1, 8), (33, 8, 5, 7)])
def test_sheets_that_are_not_full_are_told(pages: int, signature: int, sheets: int, empty: int) -> None:
    params = {"pages": pages, "signature": signature, "sheets": sheets, "empty": empty}
    assert list(check_sheets(pages, signature)) == [Finding("pr-005", params)]


@pytest.mark.parametrize(("pages", "signature"), [(192, 16), (188, 4)])
def test_full_sheets_raise_nothing(pages: int, signature: int) -> None:
    assert list(check_sheets(pages, signature)) == []
