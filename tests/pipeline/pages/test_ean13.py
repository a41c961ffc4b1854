"""Bar codes are those of the standard, and a number that is none gets none."""

from __future__ import annotations

import pytest

from pipeline.pages import ean13


def test_a_published_example_has_the_published_modules() -> None:
    left = "0001101 0100111 0111101 0001011 0010111 0011101"
    right = "1100110 1001110 1001110 1011100 1001000 1010000"
    assert ean13.modules("4003994155486") == f"101{left}01010{right}101".replace(" ", "")


def test_bars_cover_the_dark_modules_and_only_the_guards_reach_down() -> None:
    dark = [place for bar in ean13.bars("9786045712344") for place in range(bar.at, bar.at + bar.width)]
    assert "".join("1" if place in dark else "0" for place in range(95)) == ean13.modules("9786045712344")
    guards = [bar.at for bar in ean13.bars("9786045712344") if bar.guard]
    assert guards == [0, 2, 46, 48, 92, 94]


@pytest.mark.parametrize("digits", ["", "978604571234", "9786045712343", "97860457123X4", "٩٧٨٦٠٤٥٧١٢٣٤٤"])
def test_what_is_no_ean_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match=digits or "^$"):
        ean13.modules(digits)
