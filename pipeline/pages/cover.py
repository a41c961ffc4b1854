"""A cover for a book that has none: type and one ornament on a quiet ground, drawn the same every time.

Cover 1 shows the title, the people and the house and nothing else, as Article 27(1)(a) of the Law on
Publishing asks. HarfBuzz (Raqm) shapes the words, so that every script comes out right; long titles
get smaller type and more lines, never a cut. The ornament is a sun with rings, after the bronze drums.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from pipeline.book.model import Book
from pipeline.metadata import EditionRecord
from pipeline.pages.edition import Edition
from pipeline.pages.lettering import Colour, Letters
from pipeline.styles.tokens import DEFAULT_TRIM, TRIMS

WIDTH = 1240


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one cover: ground, ornament (near the ground), ink and accent."""

    ground: Colour
    shade: Colour
    ink: Colour
    accent: Colour


PALETTES = (
    Palette((31, 58, 71), (46, 76, 90), (246, 241, 228), (219, 172, 104)),
    Palette((98, 34, 38), (119, 50, 52), (248, 241, 230), (224, 182, 118)),
    Palette((32, 62, 50), (47, 81, 67), (244, 240, 227), (210, 176, 106)),
    Palette((42, 46, 80), (59, 64, 102), (244, 241, 233), (220, 166, 112)),
    Palette((74, 50, 36), (94, 68, 52), (248, 240, 226), (221, 178, 112)),
)


def draw(book: Book, record: EditionRecord) -> bytes:
    """The cover as a JPEG, 1240 pixels wide, in the proportions of the book's trim."""
    edition = Edition.of(book, record)
    trim = TRIMS.get(record.design.size, TRIMS[DEFAULT_TRIM])
    height = round(WIDTH * trim.height / trim.width)
    palette = PALETTES[hashlib.sha256(book.title.encode()).digest()[0] % len(PALETTES)]
    picture = _ground(height, palette)
    letters = Letters(ImageDraw.Draw(picture), book.language, book.direction, WIDTH, margin=150)
    y = letters.block(_people(edition), 165, 46, palette.ink, limit=round(height * 0.13))
    title_top = max(y + 60, round(height * 0.19))
    y = letters.block([book.title], title_top, 118, palette.ink, weight=620, limit=round(height * 0.47))
    if book.subtitle:
        y = letters.block([book.subtitle], y + 28, 54, palette.accent, limit=round(height * 0.12))
    if record.book.publisher:
        letters.block([record.book.publisher], height - 225, 44, palette.ink, limit=110)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _people(edition: Edition) -> list[str]:
    """Names as cover 1 may show them: those above the title, then the others with what they did."""
    lines = [edition.leading_line] if edition.leading_line else []
    return [*lines, *(f"{role}: {names}" for role, names in edition.others())][:4]


def _ground(height: int, palette: Palette) -> Image.Image:
    """Ground, frame and ornament; drawn twice as large and reduced, so that its lines are smooth."""
    large = Image.new("RGB", (2 * WIDTH, 2 * height), palette.ground)
    canvas = ImageDraw.Draw(large)
    _sun(canvas, WIDTH, round(height * 1.38), round(WIDTH * 0.52), palette.shade)
    inset = 116
    canvas.rectangle((inset, inset, 2 * WIDTH - inset, 2 * height - inset), outline=palette.accent, width=5)
    return large.reduce(2)


def _sun(canvas: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: Colour) -> None:
    """Fourteen rays within rings of lines and dots."""
    for share, width in ((1.0, 8), (0.94, 4), (0.80, 4), (0.74, 8), (0.50, 4)):
        r = round(radius * share)
        canvas.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=width)
    canvas.polygon(_star(x, y, radius * 0.46, radius * 0.19, 14), fill=colour)
    _dots(canvas, x, y, radius * 0.87, radius * 0.022, 56, colour)
    _dots(canvas, x, y, radius * 0.62, radius * 0.045, 28, colour)


def _star(x: int, y: int, outer: float, inner: float, rays: int) -> Sequence[tuple[float, float]]:
    return [
        (x + r * math.sin(a), y - r * math.cos(a))
        for i in range(2 * rays)
        for r, a in [(inner if i % 2 else outer, math.pi * i / rays)]
    ]


def _dots(canvas: ImageDraw.ImageDraw, x: int, y: int, ring: float, size: float, count: int, colour: Colour) -> None:
    for i in range(count):
        angle = 2 * math.pi * i / count
        cx, cy = x + ring * math.sin(angle), y - ring * math.cos(angle)
        canvas.ellipse((cx - size, cy - size, cx + size, cy + size), fill=colour)
