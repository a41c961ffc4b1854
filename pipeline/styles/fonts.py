"""Fonts by language, from pinned packages: whole files with their licence texts, never the system's.

Each language has a list of families: its script first, then a Latin companion, since the script fonts hold
no Latin. CJK is chosen by language, never by fallback order, or Japanese would be set in Chinese forms.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


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
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(self.package)
        return Path(spec.submodule_search_locations[0]) / self.file


_SERIF, _SANS, _MONO = "Source Serif 4", "Be Vietnam Pro", "JetBrains Mono"
_BE = "fontpkg_be_vietnam_pro"
_SEA = "justmytype_intl_sea"
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
    _MONO: (Face(_MONO, "fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf", "100 800"),),
    "Noto Sans Lao": (Face("Noto Sans Lao", _SEA, "fonts/ofl/notosanslao/NotoSansLao[wdth,wght].ttf", "100 900"),),
    "Noto Sans Khmer": (
        Face("Noto Sans Khmer", _SEA, "fonts/ofl/notosanskhmer/NotoSansKhmer[wdth,wght].ttf", "100 900"),
    ),
    "Noto Sans Thai": (Face("Noto Sans Thai", _SEA, "fonts/ofl/notosansthai/NotoSansThai[wdth,wght].ttf", "100 900"),),
    "Noto Sans Myanmar": (
        Face("Noto Sans Myanmar", _SEA, "fonts/ofl/notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf", "100 900"),
    ),
    "Noto Naskh Arabic": (Face("Noto Naskh Arabic", "pylopdf_fonts_ar", "NotoNaskhArabic-Variable.ttf", "400 700"),),
    "Noto Serif JP": (Face("Noto Serif JP", "pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),),
    "Noto Serif KR": (Face("Noto Serif KR", "pylopdf_fonts_ko", "NotoSerifKR-Regular.otf"),),
    "Noto Serif SC": (Face("Noto Serif SC", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),),
    "Noto Serif TC": (Face("Noto Serif TC", "pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),),
}
_SCRIPT = {
    "lo": "Noto Sans Lao", "km": "Noto Sans Khmer", "th": "Noto Sans Thai", "my": "Noto Sans Myanmar",
    "ar": "Noto Naskh Arabic", "fa": "Noto Naskh Arabic", "ur": "Noto Naskh Arabic",
    "ja": "Noto Serif JP", "ko": "Noto Serif KR", "zh-Hans": "Noto Serif SC", "zh-Hant": "Noto Serif TC",
}  # fmt: skip
_NO_SANS = {"ru", "uk", "el", "bg", "sr", "be", "mn"}
"""Be Vietnam Pro has neither Cyrillic nor Greek."""


def key(language: str) -> str:
    """The part of a BCP 47 tag that decides the fonts: the language, for Chinese with its script."""
    parts = [part.lower() for part in language.split("-")]
    if parts[0] == "zh":
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-Hans"
    return parts[0]


def body(language: str) -> tuple[str, ...]:
    """Families for running text, script first."""
    script = _SCRIPT.get(key(language))
    return (script, _SERIF) if script else (_SERIF,)


def headings(language: str) -> tuple[str, ...]:
    """Families for headings and furniture."""
    script = _SCRIPT.get(key(language))
    if script:
        return (script, _SANS)
    return (_SERIF,) if key(language) in _NO_SANS else (_SANS,)


def families(languages: set[str]) -> list[str]:
    """Every family that a book in these languages may need, in a fixed order."""
    wanted = {_SERIF, _SANS, _MONO} | {name for tag in languages for name in (*body(tag), *headings(tag))}
    return [name for name in FACES if name in wanted]


@lru_cache(maxsize=1)
def everything() -> dict[str, Path]:
    """All font files by the name under which style sheets ask for them."""
    return {f"fonts/{face.path.name}": face.path for faces in FACES.values() for face in faces}


def quoted(names: tuple[str, ...], generic: str) -> str:
    """A CSS font-family value."""
    return ", ".join([*(f'"{name}"' for name in names), generic])


def font_faces(languages: set[str]) -> str:
    """The @font-face rules for a book in these languages."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("asset:fonts/{face.path.name}"); '
        f"font-weight: {face.weight}; font-style: {face.style}; }}"
        for name in families(languages)
        for face in FACES[name]
    )
