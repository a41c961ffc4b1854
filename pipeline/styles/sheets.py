"""The style sheets: templates in ``book.css``, ``epub.css`` and ``print.css`` filled from the tokens."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Template

from pipeline.styles.fonts import Fonts
from pipeline.styles.tokens import DEFAULT_TRIM, TRIMS, UPRIGHT_SCRIPTS, design, leading

HERE = Path(__file__).parent


@lru_cache(maxsize=8)
def _template(name: str) -> Template:
    return Template((HERE / name).read_text(encoding="utf-8"))


def _values(name: str, language: str) -> dict[str, str]:
    chosen = design(name)
    upright = language.split("-", maxsplit=1)[0].lower() in UPRIGHT_SCRIPTS
    return {
        "emphasis": "normal" if upright else "italic",
        "emphasis_weight": "bold" if upright else "inherit",
        "slant": "normal" if upright else "italic",
        "leading": f"{leading(name, language):g}",
        "indent": f"{chosen.indent:g}em",
        "accent": chosen.accent,
        "ink": chosen.ink,
        "soft": chosen.soft,
    }


def epub_sheet(name: str, language: str) -> str:
    """The EPUB's style sheet: proportions only; size, face and colours stay the reader's."""
    values = _values(name, language)
    return _template("book.css").substitute(values) + _template("epub.css").substitute(values)


def print_sheet(name: str, language: str, size: str, fonts: Fonts) -> str:
    """The PDF's style sheet: trim, margins, faces, running heads, notes at the foot."""
    trim = TRIMS.get(size, TRIMS[DEFAULT_TRIM])
    values = _values(name, language) | {
        "width": f"{trim.width:g}mm",
        "height": f"{trim.height:g}mm",
        "top": f"{trim.top:g}mm",
        "bottom": f"{trim.bottom:g}mm",
        "inner": f"{trim.inner:g}mm",
        "outer": f"{trim.outer:g}mm",
        "size": f"{trim.body:g}pt",
        "drop": f"{design(name).chapter_drop:g}mm",
        "body": _names(fonts.body, "serif"),
        "heads": _names(fonts.heads, "sans-serif"),
        "mono": _names(fonts.mono, "monospace"),
    }
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("{face.url}"); }}\n'
        for face in fonts.faces
    )
    return faces + _template("book.css").substitute(values) + _template("print.css").substitute(values)


def _names(families: tuple[str, ...], last: str) -> str:
    return ", ".join(f'"{family}"' for family in families) + f", {last}"
