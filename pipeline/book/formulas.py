"""Formulas as they were typed (TeX) become MathML for the EPUB and pictures for the PDF.

MathML is pandoc's, in one more sandboxed call for all formulas of a book together, and only where there are
any: its texmath is what wrote the TeX of a Word formula, so the round trip is the most faithful one
(compared with latex2mathml, which refused environments that pandoc reads). The pictures are ziamath's,
drawn from that MathML, since WeasyPrint lays out no MathML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pypandoc

from pipeline import sandbox
from pipeline.book.model import Book, Formula
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)
_LIMITS = sandbox.Limits(wall_s=120, cpu_s=120, memory_mb=0)
FONT_SIZE = 12.0

NOT_SET = rule(
    "ma-001",
    Severity.WARNING,
    N_("The formula “{tex}” cannot be set and is shown as it was typed."),
    N_("Write it again with Word's equation editor, or check its LaTeX."),
)


def render(book: Book, work: Path, *, pictures: bool) -> list[Finding]:
    """Fill in every formula of the book; ``pictures`` when a PDF is to be made."""
    formulas = list(_formulas(book))
    if not formulas:
        return []
    unique = list(dict.fromkeys((f.tex, f.display) for f in formulas))
    mathml = dict(zip(unique, _mathml(unique, work), strict=True))
    svg = {key: _svg(value) for key, value in mathml.items()} if pictures else {}
    findings = []
    for key, value in mathml.items():
        if not value or (pictures and not svg[key]):
            findings.append(Finding(NOT_SET, {"tex": key[0][:200]}, Where(paragraph=key[0][:80])))
    for formula in formulas:
        key = (formula.tex, formula.display)
        formula.mathml = mathml[key]
        formula.svg = svg.get(key, "")
    return findings


def _formulas(book: Book) -> Iterator[Formula]:
    for chapter in book.chapters:
        for node in (chapter.title, chapter.blocks, chapter.notes):
            yield from _inside(node)


def _inside(node: Any) -> Iterator[Formula]:
    if isinstance(node, Formula):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _inside(item)
    elif is_dataclass(node):
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, list):
                yield from _inside(value)


def _mathml(keys: Sequence[tuple[str, bool]], work: Path) -> list[str]:
    """MathML of each formula, "" where pandoc could not read it."""
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, tex]}]}
        for tex, display in keys
    ]
    tree = {"pandoc-api-version": _api_version(), "meta": {}, "blocks": blocks}
    argv = [pypandoc.get_pandoc_path(), "--sandbox", "-f", "json", "-t", "html5", "--mathml", "--wrap=none"]
    done = sandbox.run(argv, folder=work, stdin=json.dumps(tree).encode(), limits=_LIMITS)
    if done.returncode:
        return [""] * len(keys)
    found = re.findall(r"<p>(.*?)</p>", done.stdout.decode(), re.DOTALL)
    if len(found) != len(keys):
        return [""] * len(keys)
    return [_only_math(piece) for piece in found]


def _only_math(piece: str) -> str:
    match = _MATH.search(piece)
    return (
        _ANNOTATION.sub("", match.group(0)).replace("<semantics>", "").replace("</semantics>", "")
        if match
        else ""
    )


def _api_version() -> list[int]:
    return [1, 23, 1]


def _svg(mathml: str) -> str:
    """A picture with its baseline at y = 0, or "" when the formula cannot be drawn."""
    if not mathml:
        return ""
    import ziamath  # noqa: PLC0415 - slow to import, and few books need it

    try:
        return str(ziamath.Math(mathml, size=FONT_SIZE).svg())
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, ZeroDivisionError):
        return ""  # ziamath has no error class of its own; the finding says which formula it was
