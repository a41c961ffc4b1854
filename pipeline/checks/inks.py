"""What a PDF asks of the press, read from its own pages: the colour of its letters, the pixels of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

_OPERATORS = "q Q cm g rg k cs sc scn Do Tj TJ ' \""
_DEEPEST = 8
BLACK = (0.0,)
"""One black, as DeviceGray 0 or as the black plate alone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of pixels as it lies on a page."""

    page: int
    dpi: int
    colour: bool


@dataclass(slots=True)
class Inks:
    """What was found in one PDF; ``coloured`` are the pages with letters in anything but one black or white."""

    pages: int = 0
    pictures: list[Picture] = field(default_factory=list)
    coloured: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """The part of the graphics state that matters: scale of the plane, and the fill colour."""

    matrix: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0)
    fill: tuple[float, ...] = BLACK
    space: str = "/DeviceGray"


def inks(path: Path) -> Inks:
    """Read every page of the PDF at ``path``. Raises pikepdf.PdfError for a damaged one."""
    found = Inks()
    with pikepdf.open(path) as document:
        found.pages = len(document.pages)
        for number, page in enumerate(document.pages, 1):
            for kind, value in _walk(page.obj, page.resources, _State(), 0):
                if kind == "picture":
                    found.pictures.append(Picture(number, *value))
                elif not found.coloured or found.coloured[-1] != number:
                    found.coloured.append(number)
    return found


def _walk(source: Any, resources: Any, state: _State, depth: int) -> Iterator[tuple[str, Any]]:
    """Pictures drawn, and letters set in a colour, in the order of the page."""
    stack: list[_State] = []
    for instruction in pikepdf.parse_content_stream(source, _OPERATORS):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append(_State(state.matrix, state.fill, state.space))
            case "Q":
                state = stack.pop() if stack else state
            case "cm":
                state.matrix = _times([float(value) for value in operands[:4]], state.matrix)
            case "g" | "rg" | "k":
                state.space, state.fill = "", tuple(float(value) for value in operands)
            case "cs":
                state.space, state.fill = str(operands[0]), (0.0,)
            case "sc" | "scn":
                state.fill = tuple(float(v) for v in operands if not isinstance(v, pikepdf.Name))
            case "Do":
                yield from _drawn(operands[0], resources, state, depth)
            case _ if not _black_or_white(state.fill):
                yield "letters", None


def _drawn(name: Any, resources: Any, state: _State, depth: int) -> Iterator[tuple[str, Any]]:
    found = resources.get("/XObject", {}).get(name)
    if found is None:
        return
    if found.get("/Subtype") == "/Image" and "/ImageMask" not in found:
        a, b, _, _ = state.matrix
        inches = (a * a + b * b) ** 0.5 / 72
        if inches > 0:
            yield "picture", (round(int(found.Width) / inches), _coloured(found.get("/ColorSpace")))
    elif found.get("/Subtype") == "/Form" and depth < _DEEPEST:
        matrix = [float(value) for value in found.get("/Matrix", [1, 0, 0, 1, 0, 0])][:4]
        inner = _State(_times(matrix, state.matrix), state.fill, state.space)
        yield from _walk(found, found.get("/Resources", resources), inner, depth + 1)


def _coloured(space: Any) -> bool:
    """Whether a picture has more than one ink."""
    if isinstance(space, pikepdf.Array) and len(space) > 1 and str(space[0]) == "/ICCBased":
        return int(space[1].get("/N", 3)) > 1
    if isinstance(space, pikepdf.Array) and len(space) > 1 and str(space[0]) == "/Indexed":
        return _coloured(space[1])
    return str(space) not in ("/DeviceGray", "/CalGray")


def _black_or_white(fill: tuple[float, ...]) -> bool:
    """Whether letters in this colour need the black plate alone, in full, or no ink at all."""
    return fill in {(0.0,), (1.0,), (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)}


def _times(first: list[float], second: tuple[float, ...]) -> tuple[float, ...]:
    """The product of two matrices without their shifts."""
    a, b, c, d = first
    e, f, g, h = second
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
