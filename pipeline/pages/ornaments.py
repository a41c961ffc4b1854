"""What covers are painted with: the ground of each design and how its words stand on it.

*General*: a quiet ground, a thin frame and a sun with rings, after the bronze drums. *Reference*: a block of one
colour above ruled lines, like a page of articles. *Young*: hills, a sun and a paper kite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.pages.drawing import Drawing, Shape, disc, star
from pipeline.pages.lettering import LEADING
from pipeline.styles.palettes import Colour, Palette


@dataclass(frozen=True, slots=True)
class Manner:
    """How a design sets its cover; places are pixels, or shares of the height."""

    paint: Callable[[Drawing, Palette, bytes, int], None]
    """Draws the ground under words that end at a given height; the bytes vary it from title to title."""
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
    leading: float = LEADING


def _sun_and_frame(drawing: Drawing, colours: Palette, _: bytes, words_end: int) -> None:
    """A sun as large as the words leave room for, in a frame."""
    top, bottom = words_end + 40, drawing.height - 260
    x, y = drawing.width / 2, max((top + bottom) / 2, min(drawing.height * 0.66, bottom - (bottom - top) / 2))
    radius = min(drawing.width * 0.26, (bottom - top) / 2)
    if radius > drawing.width * 0.1:
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


def _block_and_lines(drawing: Drawing, colours: Palette, seed: bytes, words_end: int) -> None:
    """A block behind the words, and below it lines as long as the seed says."""
    width, height, past = drawing.width, drawing.height, 60
    edge = max(round(height * 0.66), words_end + 50)
    drawing.shapes.append(Shape("rect", (-past, -past, width + past, edge), colours.shade))
    drawing.shapes.append(Shape("rect", (-past, edge, width + past, edge + 16), colours.more[0]))
    top, step = edge + 84, 34
    for number in range((height - 300 - top) // step):
        short = 0.35 + 0.6 * seed[number + 1] / 255 if number % 4 == 3 else 1.0
        right = 130 + (width - 260) * short
        drawing.shapes.append(
            Shape("rect", (130, top + number * step, right, top + number * step + 5), (203, 205, 206))
        )


def _hills_and_kite(drawing: Drawing, colours: Palette, seed: bytes, words_end: int) -> None:
    """Hills at the foot, a sun behind them, and a kite where the words leave it room."""
    width, height = drawing.width, drawing.height
    far, middle, near, kite = colours.more
    drawing.shapes.append(disc(width * 0.78, max(height * 0.67, words_end + 190), 150, colours.shade))
    for x, y, rx, ry, colour in (
        (0.15, 1.02, 0.75, 0.30, far), (0.95, 1.06, 0.80, 0.30, middle), (0.30, 1.16, 1.00, 0.30, near),
    ):  # fmt: skip
        box = (width * (x - rx), height * (y - ry), width * (x + rx), height * (y + ry))
        drawing.shapes.append(Shape("ellipse", box, colour))
    x, y = width * (0.16 + 0.1 * seed[1] / 255), height * 0.63
    if y - 110 < words_end:
        return
    drawing.shapes.append(Shape("polygon", (x, y - 92, x + 66, y - 14, x, y + 84, x - 66, y - 14), kite))
    drawing.shapes.append(Shape("polygon", (x, y - 92, x + 66, y - 14, x, y - 14), colours.shade))
    for number in range(1, 6):
        sway = 1 if number % 2 else 0.55
        drawing.shapes.append(disc(x + 16 * number * sway, y + 92 + 26 * number, 8, kite))


GROUNDS: dict[str, Manner] = {
    "general": Manner(_sun_and_frame, 150, 165, 0.19, 0.47, 118, 600, 225),
    "reference": Manner(_block_and_lines, 130, 140, 0.17, 0.33, 112, 700, 190, "start", sans=True, leading=1.2),
    "young": Manner(_hills_and_kite, 120, 130, 0.15, 0.30, 150, 800, 170, sans=True, weight=700, leading=1.14),
}
GROUNDS["paper"] = GROUNDS["general"]
"""By design; a paper's is only seen where somebody asks for an EPUB of it."""
