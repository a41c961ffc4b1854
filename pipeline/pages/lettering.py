"""Lines of type on a cover, in any of our scripts: broken, fitted, placed run by run.

A drawing has no font fallback of its own, so each line is cut into runs by which of the families has its
letters; runs go from right to left in a right-to-left book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from unicodedata import bidirectional

from icu import BreakIterator, Locale

from pipeline.pages.drawing import Run, face
from pipeline.styles import fonts
from pipeline.styles.palettes import Colour

Way = Literal["ltr", "rtl"]
SMALLEST = 20
_WORD = re.compile(r"\S+\s*|\s+")
LEADING = 1.34
LONELY = 0.7
"""How far type may shrink so that no short word stands in a line of its own."""


class Letters:
    """Sets blocks of lines between the margins of a panel; ``runs`` collects them. Lengths are pixels."""

    def __init__(
        self,
        language: str,
        direction: str,
        width: int,
        *,
        margin: int,
        families: tuple[str, ...] = (),
        align: Literal["start", "center"] = "center",
        leading: float = LEADING,
    ) -> None:
        self.language, self.direction, self.align = language, direction, align
        self.width, self.margin, self.room = width, margin, width - 2 * margin
        self.families = families or fonts.body(language)
        stacked = len(fonts.body(language)) > 1
        self.leading = LEADING * 1.15 if stacked else leading
        self.runs: list[Run] = []

    def block(
        self, paragraphs: Sequence[str], top: int, size: int, ink: Colour, *, limit: int, weight: int = 400
    ) -> int:
        """Place lines from ``top`` down in the largest type up to ``size`` that fits; returns where they end (px)."""
        most = size
        while True:
            lines = [line for text in paragraphs for line in self._lines(text, size, weight)]
            height = round(len(lines) * size * self.leading)
            widths = [self._width(line, size, weight) for line in lines]
            fits = height <= limit and all(width <= self.room for width in widths)
            if size <= SMALLEST or (fits and (size < most * LONELY or not _lonely(paragraphs, widths))):
                break
            size = max(SMALLEST, round(size * 0.94))
        for number, line in enumerate(lines):
            self._place(line, round(top + number * size * self.leading + size), size, weight, ink)
        return top + height

    def length(self, line: str, size: int, weight: int) -> float:
        """How long ``line`` is in one line, in pixels."""
        return self._width(line, size, weight)

    def _place(self, line: str, baseline: int, size: int, weight: int, ink: Colour) -> None:
        spare = self.room - self._width(line, size, weight)
        share = 0.5 if self.align == "center" else float(self.direction == "rtl")
        x = self.margin + spare * share
        for family, text, way in self._ordered(line):
            self.runs.append(Run(x, baseline, text, family, size, weight, ink, way))
            x += face(family, size, weight).getlength(text, direction=way)

    def _ordered(self, line: str) -> list[tuple[str, str, Way]]:
        """Runs from left to right: in a right-to-left book the stretches of each direction stand in reverse."""
        stretches: list[list[tuple[str, str, Way]]] = []
        for family, text in self._runs(line):
            way: Way = "rtl" if any(bidirectional(char) in ("R", "AL") for char in text) else "ltr"
            if not stretches or stretches[-1][0][2] != way:
                stretches.append([])
            if way == "rtl":
                stretches[-1].insert(0, (family, text, way))
            else:
                stretches[-1].append((family, text, way))
        if self.direction == "rtl":
            stretches.reverse()
        return [run for stretch in stretches for run in stretch]

    def _width(self, line: str, size: int, weight: int) -> float:
        return sum(face(family, size, weight).getlength(text) for family, text in self._runs(line))

    def _lines(self, text: str, size: int, weight: int) -> list[str]:
        """``text`` broken where its language allows, into lines of about the same length."""
        pieces = _pieces(text, self.language)
        if size <= SMALLEST:  # a word longer than the line: better parted than run over the edge
            pieces = [
                part
                for piece in pieces
                for part in (piece if self._width(piece, size, weight) > self.room else (piece,))
            ]
        total = self._width(text, size, weight)
        count = max(1, -(-int(total) // self.room))
        lines = self._filled(pieces, size, weight, self.room)
        for share in (1.02, 1.1, 1.2, 1.35):  # the most even setting that needs no more lines
            even = self._filled(pieces, size, weight, min(self.room, total / count * share))
            if len(even) <= len(lines):
                return even
        return lines

    def _filled(self, pieces: Sequence[str], size: int, weight: int, room: float) -> list[str]:
        lines, line = [], ""
        for piece in pieces:
            if line and self._width((line + piece).rstrip(), size, weight) > room:
                lines.append(line.strip())
                line = ""
            line += piece
        return [*lines, line.strip()] if line.strip() else lines

    def _runs(self, line: str) -> list[tuple[str, str]]:
        """The line in runs of one family each: Latin words share one; others are of one that has all their letters."""
        runs: list[tuple[str, str]] = []
        tokens = _WORD.findall(line)
        latin = [token for token in tokens if _latin(token)]
        shared = next((f for f in self.families if all(_has(f, token) for token in latin)), "")
        for token in tokens:
            whole = (shared if _latin(token) else "") or next((f for f in self.families if _has(f, token)), "")
            for char in (token,) if whole else token:
                family = whole or (runs[-1][0] if runs and char.isspace() else self._family(char))
                if runs and runs[-1][0] == family:
                    runs[-1] = (family, runs[-1][1] + char)
                else:
                    runs.append((family, char))
        return runs

    def _family(self, char: str) -> str:
        for family in self.families:
            if ord(char) in fonts.covered(family):
                return family
        return _reserve(char) or self.families[-1]


def _lonely(paragraphs: Sequence[str], widths: Sequence[float]) -> bool:
    """Whether a line is far shorter than the others in a title without spaces, where one word should not be alone."""
    spaced = any(" " in text.strip() for text in paragraphs)
    return not spaced and len(widths) > 1 and min(widths) < max(widths) * 0.35


def _latin(token: str) -> bool:
    """Whether the letters of a word are Latin ones; a name must not change its face within."""
    letters = [char for char in token if char.isalpha()]
    return bool(letters) and all(char < "\u0250" or "\u1e00" <= char <= "\u1eff" for char in letters)


def _has(family: str, token: str) -> bool:
    return all(ord(char) in fonts.covered(family) or char.isspace() for char in token)


@lru_cache(maxsize=512)
def _reserve(char: str) -> str:
    return next((family for family in fonts.FACES if ord(char) in fonts.covered(family)), "")


def _pieces(text: str, language: str) -> list[str]:
    """``text`` cut at every place where a line may end."""
    iterator = BreakIterator.createLineInstance(Locale(language.split("-", maxsplit=1)[0]))
    iterator.setText(text)
    units = text.encode("utf-16-le")
    ends = list(iterator)
    return [units[2 * a : 2 * b].decode("utf-16-le") for a, b in zip([0, *ends], ends, strict=False)]
