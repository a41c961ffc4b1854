"""Typefaces inside an EPUB, for scripts that many e-readers have no letters for: cut down to the book's own letters.

Latin, Greek and Cyrillic stay in the reader's own face. Chinese, Japanese and Korean do too: every device that people
read them on has them, the language of the text chooses the right forms, and a book's share of them weighs megabytes.
Each file keeps its copyright and its licence in its name table, as the Open Font License asks of a copy (condition 2).
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from pipeline.styles.fonts import FACES, Face, body, covered
from pipeline.styles.scripts import digits, script_of

SCRIPTS = frozenset(("Laoo", "Khmr", "Mymr", "Thai", "Deva", "Arab", "Cham", "Tavt"))
"""Scripts that lack on common e-readers, or come there without all their joined forms."""
_WEIGHTS = (400, 700)
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Copyright, family, style, id, full name, version, PostScript name, licence and its address."""
_ALWAYS = "\u200b\u200c\u200d\u25cc"
"""Joiners, and the circle that carries a mark without a letter."""
_KHMER_E = "\u17c1"
_KHMER_SPLIT = frozenset("\u17be\u17bf\u17c0\u17c4\u17c5")
"""Vowels on both sides of their letter; Unicode gives them no parts (OpenType's Khmer shaping does)."""
_SHARED = frozenset((*range(0x80), *map(ord, _ALWAYS)))
"""Characters that do not tell that a script is there; spaces, digits and marks come with it where they stand."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font file of the book, and how its style sheet names it."""

    name: str
    data: bytes
    rule: str


def typefaces(language: str, others: Sequence[str], letters: Iterable[str], design: str) -> tuple[list[Typeface], str]:
    """Files for the languages that need one, and the rules that use them; nothing for most books.

    ``letters`` are all characters of the book. The same letters give the same bytes.
    """
    said = {letter for letter in letters if not (letter.isascii() and letter.isalpha())}
    held = set(map(ord, said.union(*map(_parts, said), _ALWAYS, digits("0123456789", language))))
    wanted: dict[str, list[str]] = {}
    for tag in [language, *others]:
        family = body(tag, design)[0]
        if script_of(tag) in SCRIPTS and held & covered(family) - _SHARED:
            wanted.setdefault(family, []).append(tag)
    files: list[Typeface] = []
    rules: list[str] = []
    for family, tags in wanted.items():
        files += [_cut(face, held) for face in FACES[family]]
        named = ", ".join("body" if tag == language else f":lang({tag})" for tag in tags)
        rules.append(f'{named} {{ font-family: "{family}", serif; }}\n')
    return files, "".join([*(file.rule for file in files), *rules])


def _parts(letter: str) -> str:
    """What a shaping engine makes of a letter before it looks into the face: Thai and Lao am, Khmer's split vowels."""
    return unicodedata.normalize("NFKD", letter) + (_KHMER_E if letter in _KHMER_SPLIT else "")


def _cut(face: Face, held: set[int]) -> Typeface:
    font = TTFont(face.path, recalcTimestamp=False, recalcBBoxes=False)
    options = subset.Options(layout_features=["*"], hinting=False, name_IDs=list(_NAMES), notdef_outline=True)
    options.drop_tables += ["DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=held)
    cutter.subset(font)
    weight = face.weight
    if "fvar" in font:
        limits: dict[str, float | tuple[float, float]] = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        if "wght" in limits:
            limits["wght"] = _WEIGHTS
            weight = " ".join(map(str, _WEIGHTS))
        font = instancer.instantiateVariableFont(font, limits)
    kept = io.BytesIO()
    font.save(kept)
    name = f"{face.family.replace(' ', '')}-{weight.replace(' ', '-')}.ttf"
    return Typeface(
        name,
        kept.getvalue(),
        f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; font-style: {face.style}; '
        f'src: url("fonts/{name}"); }}\n',
    )
