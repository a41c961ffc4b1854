"""Words on covers and pages can be read: their contrast is that of WCAG 2.2, 1.4.3."""

from __future__ import annotations

import pytest

from pipeline.styles.palettes import PALETTES, Colour, back, palette
from pipeline.styles.tokens import DESIGNS

ALL = [(name, number) for name, palettes in PALETTES.items() for number in range(len(palettes))]


def luminance(colour: Colour) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def parsed(css: str) -> Colour:
    return int(css[1:3], 16), int(css[3:5], 16), int(css[5:7], 16)


def test_every_design_has_colours() -> None:
    assert list(PALETTES) == list(DESIGNS)


@pytest.mark.parametrize(("name", "number"), ALL)
def test_words_stand_out_from_their_ground(name: str, number: int) -> None:
    colours = PALETTES[name][number]
    ground = colours.shade if name == "reference" else colours.ground
    foot = colours.more[2] if name == "young" else colours.ground
    pairs = [(colours.ink, ground), (colours.title, ground), (colours.accent, ground), (colours.house, foot)]
    pairs += [back(name, colours)[:2], (parsed(colours.inside), (255, 255, 255)), (parsed(colours.inside), parsed(colours.wash))]  # fmt: skip  # noqa: E501
    assert [round(contrast(*pair), 1) for pair in pairs if contrast(*pair) < 4.5] == []


def test_a_title_keeps_its_colours() -> None:
    assert palette("young", "Quyền trẻ em") == palette("young", "Quyền trẻ em")
