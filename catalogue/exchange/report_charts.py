"""The report's pictures: the same drawings as on the programme's page, as SVG files with their meaning in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import resvg_py

from catalogue.exchange import charts
from catalogue.exchange.report_tables import Sheet
from catalogue.services import programme, sentences
from catalogue.services.programme import View
from catalogue.wording import Wording
from pipeline.i18n import N_
from pipeline.styles.fonts import FACES

FACE = "Source Serif 4, serif"
INK, SOFT, LINE, ACCENT, RANGE, EDGE = "#1a1a1a", "#4f4f4f", "#d5d0c6", "#9c2a1f", "#dcebdd", "#2f6b3f"
DRAWN = ("publisher", "body", "convention")
"""Tables that get bars above them."""
MOST = 12
"""Bars of a picture, the longest; the table beneath has every line."""
SHARPNESS = 2.5
"""Pixels of a painted picture for each of a drawing's: 300 to the inch where it fills the text's width."""
NAMES = 3
"""Bars that a picture's meaning in words names."""
BENEATH = N_("The table beneath has every figure.")
NAMED = 46
"""Letters of a bar's name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that stands above the table ``key``; ``caption`` says what it shows."""

    key: str
    caption: str
    svg: str
    meaning: str
    """What it shows, in words for whoever does not see it."""


def pictures(seen: View, status: Mapping[str, Any], sheets: Sequence[Sheet], words: Wording) -> tuple[Picture, ...]:
    """The way to the target, and bars for the tables that compare."""
    caption, beneath = words.say(N_("Plan and released titles")), words.say(BENEATH)
    meaning = f"{caption}: {sentences.sentence(dict(status), words)} {beneath}"
    found = [Picture("figures", caption, _burn_up(seen, status, words), meaning)]
    for sheet in sheets:
        lines = _lines(sheet) if sheet.key in DRAWN else ()
        if len(lines) > 1:
            caption = words.say(N_("{table}: released titles"), table=sheet.name)
            said = "; ".join(f"{name} {words.number(number)}" for name, number in lines[:NAMES])
            meaning = f"{caption}: {said}{'; …' if len(lines) > NAMES else '.'} {beneath}"
            found.append(Picture(sheet.key, caption, _bars(lines[:MOST], words), meaning))
    return tuple(found)


def painted(picture: Picture) -> bytes:
    """The drawing as PNG, for offices whose word processors do not show SVG."""
    files = [str(face.path) for face in FACES["Source Serif 4"]]
    return bytes(resvg_py.svg_to_bytes(
        svg_string=picture.svg, zoom=SHARPNESS, background="white", skip_system_fonts=True, font_files=files,
        serif_family="Source Serif 4",
    ))  # fmt: skip


def _lines(sheet: Sheet) -> list[tuple[str, int]]:
    """The rows of one value each that have titles; the last of a table that adds up is all of them together."""
    return [
        (str(row[0]), int(row[1]))
        for at, row in enumerate(sheet.rows)
        if row[1] and (at, 1) in sheet.behind and getattr(sheet.behind[at, 1], sheet.key)
    ]


def _burn_up(seen: View, status: Mapping[str, Any], words: Wording) -> str:
    outlook = status["forecast"]
    expected = (outlook["low"], outlook["middle"], outlook["high"]) if outlook else None
    burn = charts.burn_up(
        programme.milestones(seen.plan), [one.counted_on for one in seen.past], seen.as_of, expected
    )  # fmt: skip
    parts = []
    for y, level in burn.levels:
        parts.append(f'<line x1="0" x2="720" y1="{y}" y2="{y}" stroke="{LINE}"/>')
        parts.append(_text(-8, y + 4, words.number(level), anchor="end"))
    for x, year in burn.years:
        parts.append(f'<line x1="{x}" x2="{x}" y1="260" y2="266" stroke="{LINE}"/>')
        parts.append(_text(x + 60, 281, str(year), anchor="middle"))
    if burn.range:
        parts.append(f'<polygon points="{burn.range}" fill="{RANGE}" stroke="{EDGE}"/>')
        parts.append(f'<polyline points="{burn.middle}" fill="none" stroke="{EDGE}" stroke-dasharray="2 4"/>')
    parts.append(
        f'<polyline points="{burn.plan}" fill="none" stroke="{SOFT}" stroke-width="2" stroke-dasharray="6 5"/>'
    )  # fmt: skip
    parts.append(f'<polyline points="{burn.actual}" fill="none" stroke="{ACCENT}" stroke-width="3"/>')
    parts.append(f'<circle cx="{burn.now_x}" cy="{burn.now_y}" r="5" fill="{ACCENT}"/>')
    parts.append(
        _text(burn.now_x, burn.label_y, words.number(status["released"]), anchor="middle", weight="bold", fill=INK)
    )
    x = 0
    for name, colour in ((N_("Released"), ACCENT), (N_("Plan"), SOFT), (N_("Expected range"), EDGE)):
        if colour != EDGE or burn.range:
            parts.append(f'<rect x="{x}" y="294" width="18" height="5" fill="{colour}"/>')
            parts.append(_text(x + 24, 301, words.say(name)))
            x += 190
    return _svg(-48, -10, 800, 320, parts)


def _bars(rows: Sequence[tuple[str, int]], words: Wording) -> str:
    parts = []
    for at, bar in enumerate(charts.bars(rows)):
        name = bar.name if len(bar.name) <= NAMED else bar.name[: NAMED - 1].rstrip() + "…"
        parts.append(_text(0, at * 22 + 14, name))
        parts.append(f'<rect x="330" y="{at * 22 + 4}" width="{bar.length}" height="13" fill="{ACCENT}"/>')
        parts.append(_text(336 + bar.length, at * 22 + 15, words.number(bar.count)))
    return _svg(0, 0, 720, len(rows) * 22 + 4, parts)


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", fill: str = SOFT) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="{FACE}" font-size="13" font-weight="{weight}" '
        f'fill="{fill}">{escape(text)}</text>'
    )


def _svg(left: float, top: float, width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" width="{width}" '
        f'height="{height}">{"".join(parts)}</svg>\n'
    )
