"""A cover as a list of shapes and runs of letters, drawn from there to pixels (EPUB) or to a page (print).

Lengths are pixels of a front 1240 wide; shapes may run past the edges, where the printed cover's bleed is.
Letters always stand on top of the shapes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from pipeline.markup import attrs, text
from pipeline.styles import fonts
from pipeline.styles.palettes import Colour, css

POINTS = 411 / 1240
"""Points of a printed cover per pixel of its drawing: letters are cut for the size at which they are printed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle or ellipse by its box (left, top, right, bottom), or a polygon by its corners."""

    kind: Literal["rect", "ellipse", "polygon"]
    points: tuple[float, ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one face: ``x`` is their left edge, ``weight`` 100 to 900, ``way`` the direction of writing."""

    x: float
    baseline: float
    text: str
    family: str
    size: int
    weight: int
    ink: Colour
    way: Literal["ltr", "rtl"] = "ltr"


@dataclass(slots=True)
class Drawing:
    """A panel of a cover."""

    width: int
    height: int
    ground: Colour
    shapes: list[Shape] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def picture(self) -> Image.Image:
        """The drawing in pixels; shapes are drawn twice as large and reduced, so that their edges are smooth."""
        large = Image.new("RGB", (2 * self.width, 2 * self.height), self.ground)
        canvas = ImageDraw.Draw(large)
        for shape in self.shapes:
            _paint(canvas, shape)
        small = large.reduce(2)
        canvas = ImageDraw.Draw(small)
        for run in self.runs:
            font = face(run.family, run.size, run.weight)
            canvas.text((run.x, run.baseline), run.text, run.ink, font, anchor="ls", direction=run.way)
        return small

    def svg(self, left: float, top: float, width: float, height: float) -> str:
        """Ground and shapes as SVG, seen through the window that is given; letters are set by the page engine."""
        window = f"{left:g} {top:g} {width:g} {height:g}"
        ground = Shape("rect", (left, top, left + width, top + height), self.ground)
        drawn = "".join(_svg(shape) for shape in (ground, *self.shapes))
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{window}">{drawn}</svg>'

    def letters(self, scale: float) -> str:
        """The runs as absolutely placed elements of a page; ``scale`` is millimetres per pixel."""
        return "".join(_placed(run, scale) for run in self.runs)


def _paint(canvas: ImageDraw.ImageDraw, shape: Shape) -> None:
    points = [2 * value for value in shape.points]
    width = max(1, round(2 * shape.width))
    match shape.kind:
        case "rect":
            canvas.rectangle(points, shape.fill, shape.stroke, width)
        case "ellipse":
            canvas.ellipse(points, shape.fill, shape.stroke, width)
        case "polygon":
            canvas.polygon(points, shape.fill, shape.stroke, width)


def _svg(shape: Shape) -> str:
    paint = attrs(
        fill=css(shape.fill) if shape.fill else "none",
        stroke=css(shape.stroke) if shape.stroke else "",
        stroke_width=f"{shape.width:g}" if shape.stroke else "",
    )
    if shape.kind == "polygon":
        corners = " ".join(f"{value:.1f}" for value in shape.points)
        return f'<polygon points="{corners}"{paint}/>'
    left, top, right, bottom = shape.points
    half = shape.width / 2 if shape.stroke else 0  # Pillow draws an outline inside the box, SVG astride it
    left, top, right, bottom = left + half, top + half, right - half, bottom - half
    if shape.kind == "rect":
        return f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"{paint}/>'
    x, y, rx, ry = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}"{paint}/>'


def _placed(run: Run, scale: float) -> str:
    """A run on its baseline: an empty box of known height stands on the baseline and holds it in place."""
    style = (
        f"left:{run.x * scale:.3f}mm;top:{(run.baseline - run.size) * scale:.3f}mm;direction:{run.way};"
        f"font:{run.weight} {run.size * scale:.3f}mm/0 '{run.family}';color:{css(run.ink)}"
    )
    strut = f'<i style="display:inline-block;width:0;height:{run.size * scale:.3f}mm"></i>'
    return f'<div class="run" style="{style}">{strut}{text(run.text)}</div>\n'


def star(x: float, y: float, outer: float, inner: float, rays: int) -> tuple[float, ...]:
    """Corners of a star around (x, y)."""
    return tuple(
        value
        for i in range(2 * rays)
        for r, a in [(inner if i % 2 else outer, math.pi * i / rays)]
        for value in (x + r * math.sin(a), y - r * math.cos(a))
    )


def disc(x: float, y: float, radius: float, fill: Colour) -> Shape:
    """A filled circle around (x, y)."""
    return Shape("ellipse", (x - radius, y - radius, x + radius, y + radius), fill)


@lru_cache(maxsize=256)
def face(family: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels; of a family without a weight axis, the nearest of its files."""
    upright = [found for found in fonts.FACES[family] if found.style == "normal"]
    nearest = min(upright, key=lambda found: abs(int(found.weight.split()[0]) - weight))
    font = ImageFont.truetype(nearest.path, size, layout_engine=ImageFont.Layout.RAQM)
    try:
        axes = font.get_variation_axes()
    except OSError:  # not a variable font
        return font
    values: list[float] = []
    for axis in axes:
        low, high, default = (int(axis[key] or 0) for key in ("minimum", "maximum", "default"))
        name = bytes(axis["name"] or b"")
        wanted = weight if b"Weight" in name else size * POINTS if b"Optical" in name else default
        values.append(min(max(wanted, low), high))
    font.set_variation_by_axes(values)
    return font
