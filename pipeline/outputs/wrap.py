"""The cover of a printed book as one sheet: back, spine and front, with bleed, crop and fold marks.

The back shows what Circular 05/2016 asks of cover 4: the ISBN as an EAN-13 at the lower left, the price at the lower
right. A right-to-left book is bound on its other side, so its sheet is the other way round.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from stdnum import isbn as stdnum_isbn

from pipeline.book.model import Book
from pipeline.markup import attrs, bound, text
from pipeline.metadata import EditionRecord
from pipeline.outputs.pdf import BLEED, give, run_child
from pipeline.outputs.xhtml import shortened
from pipeline.pages import cover, ean13, uploaded
from pipeline.pages.drawing import POINTS
from pipeline.pages.edition import Edition
from pipeline.pages.imprint import hyphenated, sale_line
from pipeline.pages.lettering import Letters
from pipeline.styles import tokens
from pipeline.styles.fonts import Fonts, body, choose
from pipeline.styles.palettes import back, css
from pipeline.styles.sheets import font_faces, names

LETTERED_SPINE = 6.0
"""Millimetres under which words on a spine would run over its edges."""
MM_PER_PIXEL = POINTS * 25.4 / 72
SPINE_MARGIN, SPINE_GAP = 12.0, 8.0
BLURB_TOP, BLURB_SIDE, CODE_TOP = 22.0, 15.0, 50.0
"""White around the words on the back; the last is from the foot, above the bar code. Millimetres."""
CODE_WHITE = 1.5
"""White around the bar code beyond what its quiet zones need, so that digits and ISBN do not touch the edge."""
POINT = 25.4 / 72
_SHEET = """
@page {{ size: {width:g}mm {height:g}mm; margin: 0; bleed: 10mm; }}
html, body {{ margin: 0; font: 10pt/1.5 {body}; }}
div, img {{ position: absolute; }}
.run {{ white-space: pre; }}
.blurb {{ left: {blurb:g}mm; top: {blurb_top:g}mm; width: {room:g}mm; color: {ink}; font-size: {blurb_size}pt; }}
.blurb h1 {{ font: 700 {heading}pt/1.3 {heads}; margin: 0 0 6mm; padding-bottom: 4mm; border-bottom: .8pt solid; }}
.blurb p {{ margin: 0 0 .6em; }}
.name {{ white-space: pre; transform-origin: 0 0; transform: rotate(90deg); color: {spine_ink}; }}
.code {{ background: #fff; font: 9pt/1 {heads}; }}
.code b {{ position: absolute; left: 0; right: 0; top: 1.6mm; text-align: center; font-weight: 500; font-size: 7.2pt; }}
.code span {{ position: absolute; text-align: center; font: 9pt/1 {mono}; }}
.price {{ color: {ink}; text-align: right; white-space: pre; font-weight: 600; }}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of a cover, in millimetres from the trim's upper left corner."""

    trim: float
    height: float
    spine: float
    rtl: bool

    @property
    def front(self) -> float:
        return 0 if self.rtl else self.trim + self.spine

    @property
    def back(self) -> float:
        return self.trim + self.spine if self.rtl else 0

    @property
    def width(self) -> float:
        return 2 * self.trim + self.spine

    def panel(self, left: float) -> str:
        """Where a panel with its bleed lies: over the outer edges, but not over the spine."""
        outer = -BLEED if left == 0 else left
        return f"left:{outer:g}mm;top:{-BLEED:g}mm;width:{self.trim + BLEED:g}mm;height:{self.height + 2 * BLEED:g}mm"


def spine_width(record: EditionRecord, pages: int) -> float:
    """Millimetres from page count and paper, unless the binder's own measure is given."""
    paper = record.print
    if paper.spine is not None:
        return paper.spine
    return round(math.ceil(pages / 2) * paper.paper_gsm * paper.paper_bulk / 1000 + 2 * paper.cover_thickness, 1)


@dataclass(frozen=True, slots=True)
class Wrap:
    """A finished cover: its spine in millimetres, and how many letters of the blurb had no room."""

    path: Path
    spine: float
    cut: int


def write(book: Book, record: EditionRecord, path: Path, work: Path, pages: int) -> Wrap:
    """Leave the cover for a book of ``pages`` printed pages at ``path``.

    Raises ManuscriptRefused when the page engine fails.
    """
    edition = Edition.of(book, record)
    trim = tokens.trim(record.design.size)
    sheet = Sheet(trim.width, trim.height, spine_width(record, pages), book.direction == "rtl")
    words = " ".join((edition.title, _names(edition), _blurb(edition), record.book.publisher, _price(edition)))
    fonts = choose(book.language, set(words) | set("ISBN 0123456789-"), code=True, style=record.design.name)
    assets = {face.url: ["font/ttf", str(face.path.resolve())] for face in fonts.faces}
    panels = [_spine(edition, sheet), _back(edition, sheet), _front(edition, sheet, work, assets)]
    words_on = [_spine_words(edition, sheet), _code(edition, sheet, work, assets)]
    head = f"<html{attrs(lang=book.language)}><head><title>{text(edition.title)}</title></head><body>\n"
    source = head + "\n".join([*panels, *words_on]) + "\n</body></html>\n"
    press = {"bleed": BLEED, "folds": sorted({sheet.trim, sheet.trim + sheet.spine}), "grey": False}
    give(work, source, _style(edition, sheet, fonts), {"assets": assets, "press": press, "profile": True})
    run_child(work)
    (work / "book.pdf").rename(path)
    return Wrap(path, sheet.spine, _cut(edition, sheet))


def _style(edition: Edition, sheet: Sheet, fonts: Fonts) -> str:
    name = edition.record.design.name
    ground, ink, spine = back(name, edition.colours)
    measures = {
        "width": sheet.width, "height": sheet.height, "blurb": sheet.back + BLURB_SIDE, "blurb_top": BLURB_TOP,
        "room": sheet.trim - 2 * BLURB_SIDE, "heading": _heading_size(edition),
        "blurb_size": _blurb_set(edition, sheet)[0],
    }  # fmt: skip
    filled = _SHEET.format(
        **measures, ink=css(ink), spine_ink=css(ink if spine == ground else (255, 255, 255)),
        body=names(fonts.body, "serif"), heads=names(fonts.heads, "sans-serif"), mono=names(fonts.mono, "monospace"),
    )  # fmt: skip
    return font_faces(fonts.faces) + filled


def _front(edition: Edition, sheet: Sheet, work: Path, assets: dict[str, list[str]]) -> str:
    own = edition.record.design.cover
    if own:
        _asset(work, assets, "front", "image/jpeg", uploaded.read(Path(own)).full)
        return f'<img src="asset:front" style="{sheet.panel(sheet.front)};object-fit:cover"/>'
    drawing = cover.front(edition)
    scale = sheet.trim / drawing.width
    past = BLEED / scale
    left = -past if sheet.front == 0 else 0
    art = drawing.svg(left, -past, drawing.width + past, drawing.height + 2 * past)
    _asset(work, assets, "front", "image/svg+xml", art.encode())
    letters = f'<div style="left:{sheet.front:g}mm;top:0">{drawing.letters(scale)}</div>'
    return f'<img src="asset:front" style="{sheet.panel(sheet.front)}"/>{letters}'


def _back(edition: Edition, sheet: Sheet) -> str:
    name = edition.record.design.name
    ground, _, _ = back(name, edition.colours)
    rtl = "rtl" if sheet.rtl else ""
    paragraphs = "".join(f"<p>{text(line)}</p>" for line in _blurb_set(edition, sheet)[1].splitlines())
    right = sheet.width - sheet.back - sheet.trim + 12
    heading = f"<h1>{text(bound(edition.title))}</h1>" if paragraphs else ""
    return (
        f'<div style="{sheet.panel(sheet.back)};background:{css(ground)}"></div>'
        f'<div class="blurb"{attrs(dir=rtl)}>{heading}{paragraphs}</div>'
        f'<div class="price" style="right:{right:g}mm;top:{sheet.height - 17:g}mm">'
        f"{text(_price(edition))}</div>"
    )


def _spine(edition: Edition, sheet: Sheet) -> str:
    """The ground under spine and joints: a hair wider than the spine, so that no seam shows through."""
    name = edition.record.design.name
    _, _, colour = back(name, edition.colours)
    place = (
        f"left:{sheet.trim - 1:g}mm;top:{-BLEED:g}mm;width:{sheet.spine + 2:g}mm;height:{sheet.height + 2 * BLEED:g}mm"
    )
    return f'<div style="{place};background:{css(colour)}"></div>'


def _spine_words(edition: Edition, sheet: Sheet) -> str:
    """Title, people and house where the spine is wide enough, read from head to foot (ISO 6357)."""
    if sheet.spine < LETTERED_SPINE:
        return ""
    size = min(4.6, sheet.spine * 0.42)
    small = min(3.3, size * 0.8)
    people, house = _names(edition), edition.record.book.publisher
    given = [(shortened(edition.title), size, 700), (shortened(people), small, 400), (house, small, 400)]
    lengths = [_length(edition, words, points, weight) for words, points, weight in given]
    share = min(1.0, (sheet.height - 2 * SPINE_MARGIN - 2 * SPINE_GAP) / max(1.0, sum(lengths)))
    tops = [
        SPINE_MARGIN,
        SPINE_MARGIN + lengths[0] * share + SPINE_GAP,
        sheet.height - SPINE_MARGIN - lengths[2] * share,
    ]
    middle = sheet.trim + sheet.spine / 2
    return "".join(
        f'<div class="name" style="left:{middle + points * share * 0.62:.2f}mm;top:{top:.2f}mm;'
        f'font-size:{points * share:.3f}mm;line-height:1.24;font-weight:{weight}">{text(words)}</div>'
        for (words, points, weight), top in zip(given, tops, strict=True)
        if words
    )


def _length(edition: Edition, words: str, size: float, weight: int) -> float:
    """How long words set in the book's face are, in millimetres as ``size`` is."""
    families = body(edition.language, edition.record.design.name)
    letters = Letters(edition.language, edition.direction, 0, margin=0, families=families)
    pixels = max(1, round(size / MM_PER_PIXEL))  # letters differ in shape by size, not in size alone
    return letters.length(words, pixels, weight) / pixels * size


def _code(edition: Edition, sheet: Sheet, work: Path, assets: dict[str, list[str]]) -> str:
    """The EAN-13 of the printed book's ISBN in a white box, with the ISBN above it."""
    digits = stdnum_isbn.compact(edition.record.isbn.print)
    try:
        art = ean13.svg(digits)
    except ValueError:
        return ""
    _asset(work, assets, "code", "image/svg+xml", art.encode())
    m, top = ean13.MODULE, 5.0
    width = (ean13.QUIET_LEFT + ean13.MODULES + ean13.QUIET_RIGHT) * m
    left = ean13.QUIET_LEFT * m
    groups = [(0, 8, digits[0]), (14, 42, digits[1:7]), (61, 42, digits[7:])]
    spans = "".join(
        "".join(
            f'<span style="left:{CODE_WHITE + (at + number * wide / len(group)) * m:.3f}mm;'
            f"width:{wide / len(group) * m:.3f}mm;"
            f'top:{top + ean13.BAR + 0.45:.2f}mm">{digit}</span>'
            for number, digit in enumerate(group)
        )
        for at, wide, group in groups
    )
    place = (
        f"left:{sheet.back + 12 - CODE_WHITE:g}mm;top:{sheet.height - 44:g}mm;"
        f"width:{width + 2 * CODE_WHITE:.3f}mm;height:{31 + CODE_WHITE:g}mm"
    )
    left += CODE_WHITE
    bars = f"left:{left:.3f}mm;top:{top}mm;width:{ean13.MODULES * m:.3f}mm;height:{ean13.GUARD}mm"
    return (
        f'<div class="code" style="{place}">'
        f"<b>ISBN {text(hyphenated(digits))}</b>"
        f'<img src="asset:code" style="{bars}"/>{spans}</div>'
    )


def _cut(edition: Edition, sheet: Sheet) -> int:
    said, shown = ("".join(words.split()) for words in (_blurb(edition), _blurb_set(edition, sheet)[1]))
    return 0 if said == shown else len(said) - len(shown) + 1


def _heading_size(edition: Edition) -> float:
    """Points of the title above the blurb."""
    return 17 if len(edition.title) < 60 else 12 if len(edition.title) < 160 else 9.5


def _blurb_set(edition: Edition, sheet: Sheet) -> tuple[float, str]:
    """The blurb and its size in points: the largest that leaves the bar code free, cut short where even 8 does not."""
    width = sheet.trim - 2 * BLURB_SIDE
    heading = _heading_size(edition)
    title_lines = _length(edition, edition.title, heading * POINT, 700) / width * 1.15 + 1
    room = sheet.height - BLURB_TOP - title_lines * heading * POINT * 1.3 - 10 - CODE_TOP
    paragraphs = [line.strip() for line in _blurb(edition).splitlines() if line.strip()]
    share = 1.0
    for size in (11.5, 10.5, 9.5, 8.75, 8.0):
        lines = sum(math.ceil(_length(edition, line, size * POINT, 400) / width * 1.06) + 0.4 for line in paragraphs)
        share = room / max(1.0, lines * size * POINT * 1.5)
        if share >= 1:
            return size, "\n".join(paragraphs)
    whole = "\n".join(paragraphs)
    return 8.0, whole[: int(len(whole) * share * 0.97)].rpartition(" ")[0].rstrip(" ,.;:") + "…"


def _names(edition: Edition) -> str:
    return edition.names(edition.leading)


def _blurb(edition: Edition) -> str:
    """What stands on the back."""
    return edition.record.print.blurb or edition.record.book.description


def _price(edition: Edition) -> str:
    price = edition.record.imprint.price
    return f"{edition.word('price')}: {edition.apart(price)}" if price else sale_line(edition)


def _asset(work: Path, assets: dict[str, list[str]], name: str, media_type: str, data: bytes) -> None:
    path = work / f"asset-{name}"
    path.write_bytes(data)
    assets[f"asset:{name}"] = [media_type, str(path.resolve())]
