"""What a chapter is by its title: foreword, appendix, bibliography; a table by language, as data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import cast

from pipeline.book.model import ChapterRole

_VOLUME = re.compile(
    r"^(quyển|tập|book|volume|livre|tome|libro|книга|том|buch|band|第\s*\w+\s*卷)(\W|\d|$)", re.IGNORECASE
)
_PART = re.compile(
    r"^(phần|part|partie|parte|часть|teil|ភាគ|ພາກ|ภาค|ส่วนที่|الجزء|الباب|第\s*\w+\s*[部编編篇])(\W|\d|$)", re.IGNORECASE
)
_NUMBERING = re.compile(r"^([ivxlc]+|\d+)\s*[.:)–-]\s*")


def _load() -> dict[str, dict[str, list[str]]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


_TABLES = _load()
"""Language -> role -> titles."""
_BY_TITLE = {title: role for roles in _TABLES.values() for role, titles in roles.items() for title in titles}
"""Title -> role in every language: what Vietnam prints often mixes them, and none clash."""
_CLOSING = frozenset(
    ("conclusion", "epilogue", "afterword", "appendix", "bibliography", "glossary", "index", "acknowledgments")
)
_APPENDIX = tuple(title for title, role in _BY_TITLE.items() if role == "appendix")


def role_of(title: str) -> ChapterRole:
    """The role of a chapter with this title; "chapter" when it tells nothing."""
    key = _key(title)
    if (found := _BY_TITLE.get(key)) and found != "contents":
        return cast("ChapterRole", found)
    if any(key.startswith(word) and not key[len(word)].isalpha() for word in _APPENDIX):
        return "appendix"
    return "chapter"


def title_of(role: ChapterRole, language: str) -> str:
    """What a chapter of this role is called in a language, its shortest name; the role's own name in others."""
    table = _TABLES.get(language) or _TABLES.get(language.partition("-")[0]) or {}
    title = min(table.get(role, [role]), key=len)
    return title[:1].upper() + title[1:]


def part_rank(title: str) -> int:
    """1 for a volume or book within the book, 2 for a part (Phần thứ nhất, Part I, 第一编), 0 for others."""
    key = _key(title)
    if key in _BY_TITLE:  # "Phần mở đầu" is an introduction
        return 0
    return 1 if _VOLUME.match(key) else 2 if _PART.match(key) else 0


def is_part(title: str) -> bool:
    """Whether a title is that of a part or volume, which holds chapters."""
    return part_rank(title) > 0


def stands_alone(title: str) -> bool:
    """Whether a chapter closes the book rather than the part before it: appendix, bibliography, index."""
    return role_of(title) in _CLOSING


def is_contents(title: str) -> bool:
    """Whether a chapter is a table of contents typed by hand."""
    return _BY_TITLE.get(_key(title)) == "contents"


@lru_cache(maxsize=1 << 14)
def _key(title: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    return _NUMBERING.sub("", text).strip(" .:*-–—[]〈〉《》")
