"""A cover for a book that has none: type on a quiet ground, drawn the same every time.

Cover 1 shows the title, the people and the house and nothing else, as Article 27(1)(a) of the Law on
Publishing asks. HarfBuzz (Raqm) shapes the words, so that every script comes out right; long titles get smaller type
and more lines, never a cut.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Sequence

from icu import BreakIterator, Locale
from PIL import Image, ImageDraw, ImageFont

from pipeline.book.model import Book
from pipeline.metadata import EditionRecord
from pipeline.pages.edition import Edition
from pipeline.styles import fonts

WIDTH, HEIGHT, MARGIN = 1200, 1800, 120
GROUNDS = (
    ((38, 70, 83), (244, 238, 224), (214, 164, 92)),
    ((92, 36, 44), (247, 240, 228), (222, 178, 110)),
    ((34, 60, 48), (243, 239, 226), (205, 170, 98)),
    ((44, 48, 84), (243, 240, 232), (216, 160, 104)),
)
"""Ground, ink and accent; the title decides which."""


def draw(book: Book, record: EditionRecord) -> bytes:
    """The cover as a JPEG of 1200 by 1800 pixels."""
    ground, ink, accent = GROUNDS[hashlib.sha256(book.title.encode()).digest()[0] % len(GROUNDS)]
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((MARGIN - 60, 60, WIDTH - MARGIN + 60, HEIGHT - 60), outline=accent, width=3)
    y = _text(canvas, _people(Edition.of(book, record)), 210, 46, ink, book, 400, limit=300)
    y = max(y + 90, 470)
    canvas.rectangle((WIDTH // 2 - 70, y, WIDTH // 2 + 70, y + 5), fill=accent)
    y = _text(canvas, [book.title], y + 70, 116, ink, book, 650, limit=760)
    if book.subtitle:
        _text(canvas, [book.subtitle], y + 30, 52, ink, book, 400, limit=HEIGHT - 330 - y)
    if record.book.publisher:
        _text(canvas, [record.book.publisher], HEIGHT - 230, 42, accent, book, 500, limit=150)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _people(edition: Edition) -> list[str]:
    """Names as cover 1 may show them: those above the title, then the others with what they did."""
    lines = [edition.leading_line] if edition.leading_line else []
    return [*lines, *(f"{role}: {names}" for role, names in edition.others())][:4]


def _text(
    canvas: ImageDraw.ImageDraw,
    paragraphs: Sequence[str],
    top: int,
    size: int,
    ink: tuple[int, int, int],
    book: Book,
    weight: int,
    *,
    limit: int,
) -> int:
    """Set centred lines from ``top`` down, in the largest type up to ``size`` that fits ``limit`` pixels."""
    while True:
        face = _font(book.language, " ".join(paragraphs), size, weight)
        lines = [line for text in paragraphs for line in _lines(canvas, text, face, book)]
        leading = round(size * 1.32)
        if len(lines) * leading <= limit or size <= 24:
            break
        size = round(size * 0.92)
    for number, line in enumerate(lines):
        canvas.text((WIDTH / 2, top + number * leading), line, ink, face, anchor="ma", direction=book.direction)
    return top + len(lines) * leading


def _lines(canvas: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, book: Book) -> list[str]:
    """``text`` broken where its language allows."""
    room = WIDTH - 2 * MARGIN
    lines, line = [], ""
    for piece in _pieces(text, book.language):
        if line and canvas.textlength((line + piece).rstrip(), face, direction=book.direction) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def _pieces(text: str, language: str) -> list[str]:
    iterator = BreakIterator.createLineInstance(Locale(language.split("-", maxsplit=1)[0]))
    iterator.setText(text)
    units = text.encode("utf-16-le")
    ends = list(iterator)
    return [units[2 * a : 2 * b].decode("utf-16-le") for a, b in zip([0, *ends], ends, strict=False)]


def _font(language: str, text: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """The language's first family, or the Latin one for a text that has none of its script."""
    families = fonts.body(language)
    latin = all("LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())
    family = families[-1] if latin else families[0]
    face = ImageFont.truetype(fonts.FACES[family][0].path, size, layout_engine=ImageFont.Layout.RAQM)
    axes = _axes(face)
    if axes:
        face.set_variation_by_axes(
            [min(max(weight, low), high) if name else default for name, low, high, default in axes]
        )
    return face


def _axes(face: ImageFont.FreeTypeFont) -> list[tuple[bool, int, int, int]]:
    """Each axis of a variable font: whether it is weight, its least, greatest and default value."""
    try:
        found = face.get_variation_axes()
    except OSError:
        found_axes = []
    for axis in found:
        low, high, default = (int(axis[key] or 0) for key in ("minimum", "maximum", "default"))  # type: ignore[literal-required]
        found_axes.append((b"Weight" in (axis["name"] or b""), low, high, default))
    return found_axes
