"""A cover for a book that has none, in the manner of its design, drawn the same every time.

Cover 1 shows the title, the people and the house and nothing else, as Article 27(1)(a) of the Law on
Publishing asks. HarfBuzz (Raqm) shapes the words, so that every script comes out right; long titles
get smaller type and more lines, never a cut.
"""

from __future__ import annotations

import hashlib
import io

from pipeline.book.languages import direction
from pipeline.book.model import Book
from pipeline.markup import parted
from pipeline.metadata import EditionRecord
from pipeline.pages.drawing import Drawing
from pipeline.pages.edition import Edition
from pipeline.pages.lettering import LEADING, Letters
from pipeline.pages.ornaments import GROUNDS, Manner
from pipeline.styles import fonts, tokens

WIDTH = 1240


def draw(book: Book, record: EditionRecord) -> bytes:
    """The cover as a JPEG, 1240 pixels wide, in the proportions of the book's trim."""
    out = io.BytesIO()
    front(Edition.of(book, record)).picture().save(out, "JPEG", quality=88)
    return out.getvalue()


def front(edition: Edition) -> Drawing:
    """Cover 1."""
    record, name = edition.record, edition.record.design.name
    trim = tokens.trim(record.design.size)
    height = round(WIDTH * trim.height / trim.width)
    colours = edition.colours
    manner = GROUNDS[name]
    drawing = Drawing(WIDTH, height, colours.ground)
    language = edition.language
    display = fonts.headings(language, name) if manner.sans else fonts.body(language, name)

    def letters(families: tuple[str, ...], leading: float) -> Letters:
        families = tuple(dict.fromkeys((*families, *fonts.body(language, name))))
        return Letters(
            language, edition.direction, WIDTH,
            margin=manner.margin, families=families, align=manner.align, leading=leading,
        )  # fmt: skip

    large, small = letters(display, manner.leading), letters(fonts.body(language, name), LEADING)
    y = small.block(_people(edition), manner.top, 46, colours.ink, limit=round(height * 0.13), weight=manner.weight)
    title_top = max(y + 60, round(height * manner.title_at))
    y = large.block(
        parted(edition.title), title_top, manner.title_size, colours.title, weight=manner.title_weight,
        limit=round(height * manner.title_room),
    )  # fmt: skip
    if edition.subtitle:
        y = small.block(
            [edition.subtitle], y + 28, 54, colours.accent, limit=round(height * 0.12), weight=manner.weight
        )  # fmt: skip
    other = _second(edition, manner, name)
    if edition.second_title:
        size = 54 if edition.subtitle else 68
        y = other.block([edition.second_title], y + 28, size, colours.accent, limit=round(height * 0.12))
    manner.paint(drawing, colours, hashlib.sha256(edition.title.encode()).digest(), y)
    if record.book.publisher:
        small.block(
            [record.book.publisher], height - manner.foot, 44, colours.house, limit=110, weight=manner.weight
        )  # fmt: skip
    drawing.runs = [*large.runs, *small.runs, *other.runs]
    return drawing


def _second(edition: Edition, manner: Manner, name: str) -> Letters:
    """The letters of a bilingual edition's other title: in the faces and direction of its own language."""
    language = edition.second or edition.language
    return Letters(
        language, direction(language), WIDTH, margin=manner.margin, families=fonts.body(language, name),
        align=manner.align,
    )  # fmt: skip


def _people(edition: Edition) -> list[str]:
    """Names as cover 1 may show them: those above the title, then the others with what they did."""
    lines = [edition.leading_line] if edition.leading_line else []
    return [*lines, *(f"{role}: {names}" for role, names in edition.others())][:4]
