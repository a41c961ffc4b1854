"""The style sheets: templates filled from the tokens.

``book.css`` is shared by EPUB and PDF, ``epub.css`` and ``print.css`` are for one of them; a design adds its own of
each (``young.css``, ``young.epub.css``, ``young.print.css``), and a kind of PDF what it alone needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Literal

from pipeline.styles import tokens
from pipeline.styles.fonts import Face, Fonts
from pipeline.styles.palettes import palette
from pipeline.styles.scripts import counter_style, demands
from pipeline.styles.tokens import design, leading

HERE = Path(__file__).parent
Kind = Literal["screen", "print", "archive"]
"""What a PDF is for."""
OWN: dict[Kind, tuple[str, ...]] = {"screen": (), "print": ("press.css",), "archive": ("archive.css",)}
PRESS = {"accent": "#000", "ink": "#000", "soft": "#000", "wash": "#ebebeb"}
"""On press all type is one black: a tint of small type falls apart into dots."""


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    return Template((HERE / name).read_text(encoding="utf-8"))


def _values(name: str, language: str) -> dict[str, str]:
    chosen = design(name)
    script = demands(language)
    upright = script.upright
    indent = script.indent if script.indent is not None and chosen.indent else chosen.indent
    return {
        "emphasis": "normal" if upright else "italic",
        "emphasis_weight": "bold" if upright else "inherit",
        "slant": "normal" if upright else "italic",
        "leading": f"{leading(name, language):g}",
        "indent": f"{indent:g}em",
        "set": "start" if script.ragged else "justify",
        "apart": f"{chosen.apart:g}em",
        "ink": chosen.ink,
        "soft": chosen.soft,
        "counter": counter_style(language),
    }


def epub_sheet(name: str, language: str) -> str:
    """The EPUB's style sheet: proportions only; size, face and colours stay the reader's."""
    return _filled(("book.css", "epub.css", f"{name}.css", f"{name}.epub.css"), _values(name, language))


def print_sheet(
    name: str,
    language: str,
    size: str,
    fonts: Fonts,
    kind: Kind = "screen",
    title: str = "",
    others: Mapping[str, Fonts] | None = None,
    colours: int = 0,
) -> str:
    """A PDF's style sheet: trim, margins, faces, running heads, notes at the foot.

    The book's ``title`` decides its colours, as it does on the cover, unless the palette ``colours`` was chosen.
    ``others`` are the faces of passages in other languages, so that Japanese words in a Vietnamese book have
    Japanese forms.
    """
    others = others or {}
    trim = tokens.trim(size)
    values = _values(name, language) | {
        "width": f"{trim.width:g}mm",
        "height": f"{trim.height:g}mm",
        "top": f"{trim.top:g}mm",
        "bottom": f"{trim.bottom:g}mm",
        "inner": f"{trim.inner:g}mm",
        "outer": f"{trim.outer:g}mm",
        "size": f"{trim.body * design(name).scale:g}pt",
        "measure": f"{trim.width - trim.inner - trim.outer:g}mm",
        "accent": palette(name, title, colours).inside,
        "wash": palette(name, title, colours).wash,
        "small": f"{tokens.TABLE * tokens.SMALL:g}",
        "smallest": f"{tokens.TABLE * tokens.SMALLEST:g}",
        "drop": f"{design(name).chapter_drop:g}mm",
        "body": names(fonts.body, "serif"),
        "heads": names(fonts.heads, "sans-serif"),
        "mono": names(fonts.mono, "monospace"),
    }
    if kind == "print":
        values |= PRESS
    sheets = ("book.css", "print.css", f"{name}.css", f"{name}.print.css", *OWN[kind])
    faces = dict.fromkeys([*fonts.faces, *(face for chosen in others.values() for face in chosen.faces)])
    rules = "".join(_in_language(name, tag, chosen) for tag, chosen in others.items())
    return font_faces(faces) + _filled(sheets, values) + rules


def _in_language(name: str, tag: str, fonts: Fonts) -> str:
    """Faces, leading and setting of passages in another language than the book's."""
    heads = ", ".join(f"{element} :lang({tag}), {element}:lang({tag})" for element in ("h1", "h2", "h3", "h4", "th"))
    way = "start" if demands(tag).ragged else "inherit"
    return (
        f":lang({tag}) {{ font-family: {names(fonts.body, 'serif')}; }}\n"
        f"{heads} {{ font-family: {names(fonts.heads, 'sans-serif')}; }}\n"
        f"code:lang({tag}), pre:lang({tag}) {{ font-family: {names(fonts.mono, 'monospace')}; }}\n"
        f"div:lang({tag}), p:lang({tag}) {{ line-height: {leading(name, tag):g}; text-align: {way}; }}\n"
    )


def font_faces(faces: Iterable[Face]) -> str:
    """The rules that name the font files."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("{face.url}"); }}\n'
        for face in faces
    )


def names(families: tuple[str, ...], last: str) -> str:
    """Families as the value of CSS ``font-family``."""
    return ", ".join(f'"{family}"' for family in families) + f", {last}"


def _filled(sheets: tuple[str, ...], values: dict[str, str]) -> str:
    return "".join(_template(name).substitute(values) for name in sheets if (HERE / name).exists())
