"""Formulas as they were typed (TeX) become MathML for the EPUB and pictures for the PDF.

MathML is pandoc's, in one sandboxed call for all formulas of a book, and only where there are any.
Compared on 714 formulas of a real textbook with latex2mathml 3.81: both took all of them, but
latex2mathml left raw ``\\_`` in 4, wrote XML that does not parse in 16, and set ``\\widehat`` as a bare
``^``. Pictures are ziamath's, drawn from that MathML, since WeasyPrint lays out no MathML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from xml.etree.ElementTree import ParseError

from pipeline import pandoc, sandbox
from pipeline.book.cleaning import plain
from pipeline.book.model import Book, Formula
from pipeline.book.visit import every_in
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_

NOT_SET = rule(
    "ma-001",
    Severity.WARNING,
    N_("The formula “{tex}” cannot be set and is shown as it was typed."),
    N_("Write it again with Word's equation editor, or check its LaTeX."),
)

FONT_SIZE = 12.0
"""Units of a picture to one em of the text around it."""

_LIMITS = sandbox.Limits(wall_s=120, cpu_s=120, memory_mb=0)
_PANDOC_API = [1, 23, 1]
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_MATH = re.compile(r"<math\b.*</math>", re.DOTALL)
_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>|</?semantics>", re.DOTALL)
_BOLD_ITALIC = re.compile(r"\\(boldsymbol|bm|mathbfit|symbf)\b")
_UPRIGHT = {0x1D468 + n: 0x1D400 + n for n in range(52)}
"""Mathematical bold italic Latin letters to bold upright ones."""

Key = tuple[str, bool]


def render(book: Book, work: Path, *, pictures: bool) -> list[Finding]:
    """Fill in every formula of the book, equal ones once; ``pictures`` when a PDF is to be made.

    A formula that cannot be set keeps its TeX and no MathML: outputs show it as code. ``work`` is an
    empty folder for pandoc.
    """
    found: dict[Key, list[Formula]] = {}
    places: dict[Key, str] = {}
    for chapter in book.chapters:
        for node in every_in(chapter):
            if isinstance(node, Formula):
                key = (node.tex, node.display)
                found.setdefault(key, []).append(node)
                places.setdefault(key, plain(chapter.title))
    if not found:
        return []
    findings = []
    for key, mathml in zip(found, _mathml(list(found), work), strict=True):
        svg = _svg(mathml) if pictures and mathml else ""
        if not mathml or (pictures and not svg):
            findings.append(Finding(NOT_SET, {"tex": key[0][:200]}, Where(places[key], key[0][:80])))
            mathml = svg = ""  # noqa: PLW2901 - the same in both formats: shown as typed
        for formula in found[key]:
            formula.mathml, formula.svg = mathml, svg
    return findings


def _mathml(keys: Sequence[Key], work: Path) -> list[str]:
    """MathML of each formula, "" where pandoc could not read it."""
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, tex]}]}
        for tex, display in keys
    ]
    tree = {"pandoc-api-version": _PANDOC_API, "meta": {}, "blocks": blocks}
    argv = [pandoc.program(), "--sandbox", "-f", "json", "-t", "html5", "--mathml", "--wrap=none"]
    done = sandbox.run(argv, folder=work, stdin=json.dumps(tree).encode(), limits=_LIMITS)
    found = _PARAGRAPH.findall(done.stdout.decode()) if done.returncode == 0 else []
    if len(found) != len(keys):
        return [""] * len(keys)
    return [_tidy(piece, tex) for piece, (tex, _) in zip(found, keys, strict=True)]


def _tidy(piece: str, tex: str) -> str:
    r"""The math element alone, with its TeX as ``alttext``, and ``\mathbf`` upright as in TeX.

    pandoc 3.9 writes bold italic letters for ``\mathbf`` and ``\boldsymbol`` alike; vectors and
    matrices set with ``\mathbf`` are upright.
    """
    match = _MATH.search(piece)
    if match is None:
        return ""
    math = _ANNOTATION.sub("", match.group(0))
    if r"\mathbf" in tex and not _BOLD_ITALIC.search(tex):
        math = re.sub(
            r'<mi mathvariant="bold-italic">([\U0001d468-\U0001d49b]+)</mi>',
            lambda m: f'<mi mathvariant="bold">{m.group(1).translate(_UPRIGHT)}</mi>',
            math,
        )
    return math.replace("<math ", f'<math alttext="{escape(tex)}" ', 1)


def _svg(mathml: str) -> str:
    """A picture with its baseline at y = 0, or "" when the formula cannot be drawn."""
    from ziamath.zmath import Math

    try:
        return str(Math(mathml, size=FONT_SIZE).svg())
    except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, ParseError):
        return ""  # ziamath has no error class of its own; the finding says which formula it was
