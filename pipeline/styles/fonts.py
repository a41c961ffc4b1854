"""Fonts by language, from pinned packages: whole files with their licence texts, never the system's.

Each language has a list of families: its script first, then a Latin companion, since the script fonts hold
no Latin. CJK is chosen by language, never by fallback order, or Japanese would be set in Chinese forms.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from pipeline.styles.scripts import script_of
from pipeline.styles.tokens import design


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family."""

    family: str
    package: str
    file: str
    weight: str = "400"
    style: str = "normal"

    @property
    def path(self) -> Path:
        """Where the file lies. Raises FileNotFoundError when its package is not installed."""
        if not self.package:
            return OWN_FILES / self.file
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(self.package)
        return Path(spec.submodule_search_locations[0]) / self.file

    @property
    def url(self) -> str:
        """The name under which a style sheet asks for it."""
        return f"asset:fonts/{self.family.replace(' ', '-')}-{self.style}-{self.weight.replace(' ', '-')}"


OWN_FILES = Path(__file__).with_name("faces")
"""Files that no package index holds; see the README there."""
_SERIF, _SANS, _MONO, _WIDE = "Source Serif 4", "Be Vietnam Pro", "JetBrains Mono", "Noto Serif"
_BE = "fontpkg_be_vietnam_pro"
_PLEX, _PLEX_SANS, _NUNITO, _BALOO = "IBM Plex Serif", "IBM Plex Sans", "Nunito", "Baloo 2"
_PS = "fontpkg_ibm_plex_serif"
_SEA = "justmytype_intl_sea"
# Chinese, Japanese and Korean text in a face with serifs is emphasised by the even strokes of the other one,
# as is the custom there, and not by a heavier cut of its own.
FACES: dict[str, tuple[Face, ...]] = {
    _SERIF: (
        Face(_SERIF, "fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf", "200 900"),
        Face(_SERIF, "fontpkg_source_serif_4", "files/SourceSerif4-Italic[opsz,wght].ttf", "200 900", "italic"),
    ),
    _SANS: (
        Face(_SANS, _BE, "files/BeVietnamPro-Regular.ttf"),
        Face(_SANS, _BE, "files/BeVietnamPro-Italic.ttf", "400", "italic"),
        Face(_SANS, _BE, "files/BeVietnamPro-SemiBold.ttf", "600"),
        Face(_SANS, _BE, "files/BeVietnamPro-Bold.ttf", "700"),
        Face(_SANS, _BE, "files/BeVietnamPro-BoldItalic.ttf", "700", "italic"),
    ),
    _MONO: (
        Face(_MONO, "fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf", "100 800"),
        Face(_MONO, "fontpkg_jetbrains_mono", "files/JetBrainsMono-Italic[wght].ttf", "100 800", "italic"),
    ),
    _WIDE: (
        Face(_WIDE, "fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf", "100 900"),
        Face(_WIDE, "fontpkg_noto_serif", "files/NotoSerif-Italic[wdth,wght].ttf", "100 900", "italic"),
    ),
    _PLEX: (
        Face(_PLEX, _PS, "files/IBMPlexSerif-Regular.ttf"),
        Face(_PLEX, _PS, "files/IBMPlexSerif-Italic.ttf", "400", "italic"),
        Face(_PLEX, _PS, "files/IBMPlexSerif-SemiBold.ttf", "600"),
        Face(_PLEX, _PS, "files/IBMPlexSerif-Bold.ttf", "700"),
        Face(_PLEX, _PS, "files/IBMPlexSerif-BoldItalic.ttf", "700", "italic"),
    ),
    _PLEX_SANS: (
        Face(_PLEX_SANS, "fontpkg_ibm_plex_sans", "files/IBMPlexSans[wdth,wght].ttf", "100 700"),
        Face(_PLEX_SANS, "fontpkg_ibm_plex_sans", "files/IBMPlexSans-Italic[wdth,wght].ttf", "100 700", "italic"),
    ),
    _NUNITO: (
        Face(_NUNITO, "fontpkg_nunito", "files/Nunito[wght].ttf", "200 1000"),
        Face(_NUNITO, "fontpkg_nunito", "files/Nunito-Italic[wght].ttf", "200 1000", "italic"),
    ),
    _BALOO: (Face(_BALOO, "fontpkg_baloo_2", "files/Baloo2[wght].ttf", "400 800"),),
    "Noto Sans Lao": (Face("Noto Sans Lao", _SEA, "fonts/ofl/notosanslao/NotoSansLao[wdth,wght].ttf", "100 900"),),
    "Noto Sans Khmer": (
        Face("Noto Sans Khmer", _SEA, "fonts/ofl/notosanskhmer/NotoSansKhmer[wdth,wght].ttf", "100 900"),
    ),
    "Noto Sans Thai": (Face("Noto Sans Thai", _SEA, "fonts/ofl/notosansthai/NotoSansThai[wdth,wght].ttf", "100 900"),),
    "Noto Sans Myanmar": (
        Face("Noto Sans Myanmar", _SEA, "fonts/ofl/notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf", "100 900"),
    ),
    "Noto Serif Lao": (
        Face("Noto Serif Lao", "", "NotoSerifLao-Regular.ttf"),
        Face("Noto Serif Lao", "", "NotoSerifLao-Bold.ttf", "700"),
    ),
    "Noto Serif Khmer": (
        Face("Noto Serif Khmer", "", "NotoSerifKhmer-Regular.ttf"),
        Face("Noto Serif Khmer", "", "NotoSerifKhmer-Bold.ttf", "700"),
    ),
    "Noto Serif Thai": (
        Face("Noto Serif Thai", "", "NotoSerifThai-Regular.ttf"),
        Face("Noto Serif Thai", "", "NotoSerifThai-Bold.ttf", "700"),
    ),
    "Noto Sans Cham": (
        Face("Noto Sans Cham", "", "NotoSansCham-Regular.ttf"),
        Face("Noto Sans Cham", "", "NotoSansCham-Bold.ttf", "700"),
    ),
    "Noto Sans Tai Viet": (Face("Noto Sans Tai Viet", "", "NotoSansTaiViet-Regular.ttf"),),
    "Noto Sans Devanagari": (
        Face(
            "Noto Sans Devanagari", "fontpkg_noto_sans_devanagari", "files/NotoSansDevanagari[wdth,wght].ttf", "100 900"
        ),
    ),
    "Noto Naskh Arabic": (Face("Noto Naskh Arabic", "pylopdf_fonts_ar", "NotoNaskhArabic-Variable.ttf", "400 700"),),
    "Noto Serif JP": (
        Face("Noto Serif JP", "pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),
        Face("Noto Serif JP", "pylopdf_fonts_jp", "NotoSansJP-Regular.otf", "700"),
    ),
    "Noto Serif KR": (
        Face("Noto Serif KR", "pylopdf_fonts_ko", "NotoSerifKR-Regular.otf"),
        Face("Noto Serif KR", "pylopdf_fonts_ko", "NotoSansKR-Regular.otf", "700"),
    ),
    "Noto Serif SC": (
        Face("Noto Serif SC", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
        Face("Noto Serif SC", "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf", "700"),
    ),
    "Noto Serif TC": (
        Face("Noto Serif TC", "pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
        Face("Noto Serif TC", "pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf", "700"),
    ),
    "STIX Two Math": (Face("STIX Two Math", "ziamath", "fonts/STIXTwoMath-Regular.ttf"),),
    "Noto Sans JP": (Face("Noto Sans JP", "pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),),
    "Noto Sans KR": (Face("Noto Sans KR", "pylopdf_fonts_ko", "NotoSansKR-Regular.otf"),),
    "Noto Sans SC": (Face("Noto Sans SC", "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),),
    "Noto Sans TC": (Face("Noto Sans TC", "pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),),
}
_SCRIPT = {
    "Laoo": ("Noto Serif Lao", "Noto Sans Lao"),
    "Khmr": ("Noto Serif Khmer", "Noto Sans Khmer"),
    "Thai": ("Noto Serif Thai", "Noto Sans Thai"),
    "Mymr": ("Noto Sans Myanmar", "Noto Sans Myanmar"),
    "Arab": ("Noto Naskh Arabic", "Noto Naskh Arabic"),
    "Deva": ("Noto Sans Devanagari", "Noto Sans Devanagari"),
    "Cham": ("Noto Sans Cham", "Noto Sans Cham"),
    "Tavt": ("Noto Sans Tai Viet", "Noto Sans Tai Viet"),
    "Jpan": ("Noto Serif JP", "Noto Sans JP"),
    "Kore": ("Noto Serif KR", "Noto Sans KR"),
    "Hans": ("Noto Serif SC", "Noto Sans SC"),
    "Hant": ("Noto Serif TC", "Noto Sans TC"),
}
"""By ISO 15924 code: a face with serifs, or what comes nearest, and one without."""
_SQUARE = frozenset(f"Noto {kind} {region}" for kind in ("Serif", "Sans") for region in ("SC", "TC", "JP", "KR"))
_WITH_SERIFS = frozenset((_SERIF, _PLEX))
"""Latin companions beside which a script is set in its own serifs."""
_CYRILLIC_OR_GREEK = frozenset(("Cyrl", "Grek"))
"""Be Vietnam Pro and Baloo 2 have neither, so headings of these languages take the face of the text."""
_WITH_CYRILLIC = {_PLEX_SANS}


def body(language: str, style: str = "general") -> tuple[str, ...]:
    """Families for running text, script first."""
    latin = design(style).body
    faces = _SCRIPT.get(script_of(language))
    return (faces[0] if latin in _WITH_SERIFS else faces[1], latin) if faces else (latin,)


def headings(language: str, style: str = "general") -> tuple[str, ...]:
    """Families for headings and furniture."""
    script, latin = script_of(language), design(style).heads
    if script in _SCRIPT:
        return (_SCRIPT[script][1], latin)
    lacks = script in _CYRILLIC_OR_GREEK and latin not in _WITH_CYRILLIC
    return (design(style).body,) if lacks else (latin,)


_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
"""Categories of characters that leave no mark: spaces, joiners, marks of direction."""
_RESERVES = (
    _WIDE, "Noto Sans Lao", "Noto Sans Khmer", "Noto Sans Thai", "Noto Sans Myanmar", "Noto Naskh Arabic",
    "Noto Sans Devanagari", "Noto Sans Cham", "Noto Sans Tai Viet", "Noto Serif SC", "Noto Serif JP", "Noto Serif KR",
    "Noto Serif TC", "STIX Two Math", _MONO,
)  # fmt: skip
"""Families for letters that a book's own lack: foreign words and signs."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families of one book, in the order in which CSS should try them."""

    body: tuple[str, ...]
    heads: tuple[str, ...]
    mono: tuple[str, ...]
    missing: frozenset[str] = frozenset()
    """Letters that none of our faces has."""

    @property
    def faces(self) -> list[Face]:
        """Every file that the book's style sheet names."""
        return [face for name in dict.fromkeys((*self.body, *self.heads, *self.mono)) for face in FACES[name]]


def choose(language: str, characters: Iterable[str], *, code: bool = False, style: str = "general") -> Fonts:
    """Families for a book of ``language`` holding ``characters``: enough that none falls back to chance.

    ``style`` is a design of ``pipeline.styles.tokens.DESIGNS``.
    """
    base = list(body(language, style))
    if base[0] in _SQUARE:
        base.reverse()  # the companion's Latin letters are better; han, kana and hangul follow
    missing = {ord(c) for c in characters if unicodedata.category(c) not in _UNSEEN} - covered(*base)
    reserves: list[str] = []
    for family in _RESERVES:
        if family not in base and missing & covered(family):
            reserves.append(family)
            missing -= covered(family)
    heads = list(dict.fromkeys([*headings(language, style), *base]))
    if base[-1] in _SQUARE:
        latin = design(style).heads
        heads = [latin, *(name for name in heads if name != latin)]
    mono = [_MONO] if code else []
    lacking = frozenset(map(chr, missing))
    return Fonts((*base, *reserves), (*heads, *reserves), (*mono, *base, *reserves), lacking)


@lru_cache(maxsize=64)
def _coverage(family: str) -> frozenset[int]:
    with TTFont(FACES[family][0].path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=64)
def covered(*families: str) -> frozenset[int]:
    """Code points that the upright faces of the families have."""
    return frozenset().union(*(_coverage(family) for family in families))
