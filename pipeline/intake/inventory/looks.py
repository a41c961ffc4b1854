"""How Word's paragraphs look: bold, centred, large, by their own settings or by those of their styles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.book.looks import Look
from pipeline.intake.ooxml import Element, W, is_on

_MONO = re.compile(
    r"courier|consolas|menlo|monaco|lucida (?:console|sans typewriter)|andale mono|cascadia|source code|fira code"
    r"|jetbrains|.*\bmono\b",
    re.IGNORECASE,
)
_LONGEST = 250
"""Characters: a longer paragraph is no heading."""
_LARGER = 4
"""Half points above the usual size."""


@dataclass(slots=True)
class _Style:
    """What a style says; None where it leaves it to the style that it is based on."""

    parent: str = ""
    bold: bool | None = None
    aligned: str | None = None
    mono: bool | None = None
    size: int | None = None
    outline: int | None = None


class Looker:
    """Knows the styles of a file and tells how a paragraph looks."""

    def __init__(self, styles: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._usual = 20
        for style in styles.iter(W + "style") if styles is not None else ():
            self._take(style)
        sizes = styles.find(f"{W}docDefaults//{W}sz") if styles is not None else None
        self._usual = _size(sizes) or self._usual
        self._usual = self._resolved(self._default, "size") or self._usual

    def of(self, paragraph: Element, text: str) -> Look | None:
        """The look of a paragraph that says ``text``; None for one too long to be a heading."""
        if len(text) > _LONGEST or not text.strip():
            return None
        properties = paragraph.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else self._default
        aligned = _alignment(properties) or self._resolved(style, "aligned")
        mono = bool(self._resolved(style, "mono"))
        runs = [run for run in paragraph.iter(W + "r") if any((t.text or "").strip() for t in run.iter(W + "t"))]
        bold = bool(self._resolved(style, "bold"))
        size = int(self._resolved(style, "size") or self._usual)
        sizes = [_size(run.find(f"{W}rPr/{W}sz")) or size for run in runs]
        return Look(
            bold=bool(runs) and all(self._is_bold(run, bold) for run in runs),
            centred=aligned == "center",
            right=aligned in ("right", "end") and not _is_from_the_right(properties),
            code=text if bool(runs) and all(self._is_mono(run, mono) for run in runs) else "",
            large=bool(sizes) and min(sizes) >= self._usual + _LARGER,
            outline=_outline(properties) or int(self._resolved(style, "outline") or 0),
        )

    def _take(self, style: Element) -> None:
        name = style.get(W + "styleId", "")
        parent = style.find(W + "basedOn")
        made = _Style(parent.get(W + "val", "") if parent is not None else "")
        run, paragraph = style.find(W + "rPr"), style.find(W + "pPr")
        if run is not None and run.find(W + "b") is not None:
            made.bold = is_on(run, "b")
        made.aligned = _alignment(paragraph)
        made.mono = _mono(run)
        made.size = _size(run.find(W + "sz")) if run is not None else None
        made.outline = _outline(paragraph) or None
        self._styles[name] = made
        if style.get(W + "default") in ("1", "true") and style.get(W + "type") == "paragraph":
            self._default = name

    def _resolved(self, name: str, what: str) -> Any:
        """A setting of a style or of the first one that it is based on and says something."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            value = getattr(self._styles[name], what)
            if value is not None:
                return value
            name = self._styles[name].parent
        return None

    def _is_mono(self, run: Element, inherited: bool) -> bool:
        own = _mono(run.find(W + "rPr"))
        return inherited if own is None else own

    def _is_bold(self, run: Element, inherited: bool) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return inherited
        if properties.find(W + "b") is not None:
            return is_on(properties, "b")
        named = properties.find(W + "rStyle")
        own = self._resolved(named.get(W + "val", ""), "bold") if named is not None else None
        return inherited if own is None else bool(own)


def _alignment(properties: Element | None) -> str | None:
    found = properties.find(W + "jc") if properties is not None else None
    return found.get(W + "val") if found is not None else None


def _is_from_the_right(properties: Element | None) -> bool:
    """Whether a paragraph is written from right to left, where the right is nothing special."""
    return properties is not None and is_on(properties, "bidi")


def _mono(properties: Element | None) -> bool | None:
    """Whether run properties name a typewriter's face; None where they name none."""
    fonts = properties.find(W + "rFonts") if properties is not None else None
    name = (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""
    return bool(_MONO.match(name)) if name else None


def _outline(properties: Element | None) -> int:
    """The level in Word's outline from 1; 0 for body text (17.3.1.20: 9 means none)."""
    found = properties.find(W + "outlineLvl") if properties is not None else None
    value = found.get(W + "val", "9") if found is not None else "9"
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _size(node: Element | None) -> int | None:
    """Half points."""
    value = node.get(W + "val", "") if node is not None else ""
    return int(value) if value.isdigit() else None
