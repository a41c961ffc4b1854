"""What covers are painted with: the colours and the ground of each design.

*General*: a quiet ground, a thin frame and a sun with rings, after the bronze drums. *Reference*: a block of one
colour above ruled lines, like a page of articles. *Young*: hills, a sun and a paper kite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.pages.drawing import Colour, Drawing, Shape, disc, star


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


@dataclass(frozen=True, slots=True)
class Manner:
    """How a design sets its cover; places are pixels, or shares of the height."""

    paint: Callable[[Drawing, Palette, bytes], None]
    margin: int
    top: int
    title_at: float
    title_room: float
    title_size: int
    title_weight: int
    foot: int
    """From the name of the house to the page's foot."""
    align: Literal["start", "center"] = "center"
    sans: bool = False
    """Whether the title takes the face of the headings."""
    weight: int = 400


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


def back(name: str, colours: Palette) -> tuple[Colour, Colour, Colour]:
    """Ground, words and spine of the back of a printed cover."""
    match name:
        case "reference":
            return colours.shade, colours.title, colours.shade
        case "young":
            return colours.ground, colours.ink, colours.more[2]
        case _:
            return colours.ground, colours.ink, colours.ground


def palette(name: str, seed: bytes) -> Palette:
    """One of the design's palettes, the same for the same seed."""
    return PALETTES[name][seed[0] % len(PALETTES[name])]


def _sun_and_frame(drawing: Drawing, colours: Palette, _: bytes) -> None:
    x, y, radius = drawing.width / 2, drawing.height * 0.69, drawing.width * 0.26
    for share, width in ((1.0, 4), (0.94, 2), (0.80, 2), (0.74, 4), (0.50, 2)):
        r = radius * share
        drawing.shapes.append(Shape("ellipse", (x - r, y - r, x + r, y + r), stroke=colours.shade, width=width))
    drawing.shapes.append(Shape("polygon", star(x, y, radius * 0.46, radius * 0.19, 14), colours.shade))
    _dots(drawing, x, y, radius * 0.87, radius * 0.022, 56, colours.shade)
    _dots(drawing, x, y, radius * 0.62, radius * 0.045, 28, colours.shade)
    box = (58, 58, drawing.width - 58, drawing.height - 58)
    drawing.shapes.append(Shape("rect", box, stroke=colours.accent, width=2.5))


def _dots(drawing: Drawing, x: float, y: float, ring: float, size: float, count: int, colour: Colour) -> None:
    corners = star(x, y, ring, ring, count // 2)
    drawing.shapes += [disc(corners[i], corners[i + 1], size, colour) for i in range(0, len(corners), 2)]


def _block_and_lines(drawing: Drawing, colours: Palette, seed: bytes) -> None:
    width, height, past = drawing.width, drawing.height, 60
    edge = round(height * 0.66)
    drawing.shapes.append(Shape("rect", (-past, -past, width + past, edge), colours.shade))
    drawing.shapes.append(Shape("rect", (-past, edge, width + past, edge + 16), colours.more[0]))
    top, step = edge + 84, 34
    for number in range((height - 300 - top) // step):
        short = 0.35 + 0.6 * seed[number + 1] / 255 if number % 4 == 3 else 1.0
        right = 130 + (width - 260) * short
        drawing.shapes.append(
            Shape("rect", (130, top + number * step, right, top + number * step + 5), (203, 205, 206))
        )


def _hills_and_kite(drawing: Drawing, colours: Palette, seed: bytes) -> None:
    width, height = drawing.width, drawing.height
    far, middle, near, kite = colours.more
    drawing.shapes.append(disc(width * 0.78, height * 0.67, 150, colours.shade))
    for x, y, rx, ry, colour in (
        (0.15, 1.02, 0.75, 0.30, far), (0.95, 1.06, 0.80, 0.30, middle), (0.30, 1.16, 1.00, 0.30, near),
    ):  # fmt: skip
        box = (width * (x - rx), height * (y - ry), width * (x + rx), height * (y + ry))
        drawing.shapes.append(Shape("ellipse", box, colour))
    x, y = width * (0.16 + 0.1 * seed[1] / 255), height * 0.63
    drawing.shapes.append(Shape("polygon", (x, y - 92, x + 66, y - 14, x, y + 84, x - 66, y - 14), kite))
    drawing.shapes.append(Shape("polygon", (x, y - 92, x + 66, y - 14, x, y - 14), colours.shade))
    drawing.shapes += [
        disc(x + 16 * number * (1 if number % 2 else 0.55), y + 92 + 26 * number, 8, kite) for number in range(1, 6)
    ]


GROUNDS: dict[str, Manner] = {
    "general": Manner(_sun_and_frame, 150, 165, 0.19, 0.47, 118, 620, 225),
    "reference": Manner(_block_and_lines, 130, 140, 0.17, 0.33, 112, 700, 190, "start", sans=True),
    "young": Manner(_hills_and_kite, 120, 130, 0.15, 0.30, 150, 800, 170, sans=True, weight=700),
}
