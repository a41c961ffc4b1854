"""Colours of each design, shared by the cover and the pages inside, so that a book is of one piece."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

Colour = tuple[int, int, int]


def css(colour: Colour) -> str:
    """A colour as CSS writes it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one cover: ground, ornament, words, title, subtitle, and the house at the foot."""

    ground: Colour
    shade: Colour
    ink: Colour
    accent: Colour
    title: Colour
    house: Colour
    more: tuple[Colour, ...] = ()

    @property
    def inside(self) -> str:
        """The accent of the pages: the darkest colour of the cover, as CSS writes it."""
        return css(min((self.ground, self.shade, self.title, self.house), key=sum))

    @property
    def wash(self) -> str:
        """A breath of the accent, for grounds of boxes and table heads."""
        dark = min((self.ground, self.shade, self.title, self.house), key=sum)
        red, green, blue = (round(255 - (255 - value) * 0.1) for value in dark)
        return css((red, green, blue))


def _plain(ground: Colour, shade: Colour, ink: Colour, accent: Colour) -> Palette:
    return Palette(ground, shade, ink, accent, title=ink, house=ink)


def _block(block: Colour, people: Colour, subtitle: Colour, band: Colour) -> Palette:
    """A block of one colour with white words, above paper."""
    return Palette(PAPER, block, people, subtitle, title=WHITE, house=block, more=(band,))


WHITE, PAPER, NIGHT = (255, 255, 255), (247, 246, 242), (24, 52, 66)
PALETTES: dict[str, tuple[Palette, ...]] = {
    "general": (
        _plain((31, 58, 71), (46, 76, 90), (246, 241, 228), (219, 172, 104)),
        _plain((98, 34, 38), (119, 50, 52), (248, 241, 230), (224, 182, 118)),
        _plain((32, 62, 50), (47, 81, 67), (244, 240, 227), (210, 176, 106)),
        _plain((42, 46, 80), (59, 64, 102), (244, 241, 233), (220, 166, 112)),
        _plain((74, 50, 36), (94, 68, 52), (248, 240, 226), (221, 178, 112)),
    ),
    "reference": (
        _block((29, 63, 102), (222, 230, 240), (190, 206, 224), (176, 58, 46)),
        _block((110, 28, 36), (244, 224, 222), (236, 200, 190), (196, 150, 70)),
        _block((28, 74, 66), (218, 234, 228), (184, 214, 204), (200, 146, 60)),
        _block((48, 50, 58), (228, 228, 232), (204, 206, 212), (182, 60, 48)),
    ),
    "young": (
        Palette((253, 240, 213), (244, 162, 76), NIGHT, (176, 68, 36), (13, 94, 91), (255, 255, 255),
                ((150, 200, 168), (74, 156, 140), (16, 96, 92), (214, 74, 58))),
        Palette((222, 240, 247), (255, 206, 92), NIGHT, (40, 88, 140), (24, 68, 122), (255, 255, 255),
                ((166, 208, 178), (84, 158, 116), (30, 104, 84), (224, 94, 62))),
        Palette((252, 228, 216), (250, 190, 88), (66, 40, 58), (140, 54, 88), (122, 36, 72), (255, 255, 255),
                ((226, 166, 150), (176, 98, 112), (112, 46, 80), (40, 122, 128))),
    ),
}  # fmt: skip
OFFICE = (_plain((42, 42, 46), (80, 80, 86), (250, 250, 248), (156, 42, 31)),)
"""Of papers, which are no books and have no covers."""


def back(name: str, colours: Palette) -> tuple[Colour, Colour, Colour]:
    """Ground, words and spine of the back of a printed cover."""
    match name:
        case "reference":
            return colours.shade, colours.title, colours.shade
        case "young":
            return colours.ground, colours.ink, colours.more[2]
        case _:
            return colours.ground, colours.ink, colours.ground


def number(name: str, title: str, chosen: int = 0) -> int:
    """Which of the design's palettes (from 1) a book has: the ``chosen`` one, else one that its title decides.

    A title keeps its own through every edition and format; a choice made for another design with more of them holds
    in this one as well.
    """
    count = len(PALETTES.get(name, OFFICE))
    return (chosen - 1 if chosen else sha256(title.encode()).digest()[0]) % count + 1


def palette(name: str, title: str, chosen: int = 0) -> Palette:
    """The palette of that number."""
    return PALETTES.get(name, OFFICE)[number(name, title, chosen) - 1]
