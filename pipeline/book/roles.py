"""What a chapter is by its title: foreword, appendix, bibliography; a table by language, as data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import cast

from pipeline.book.model import ChapterRole

_PART = re.compile(
    r"^(phần|quyển|part|book|volume|partie|livre|parte|libro|часть|книга|teil|buch|ភាគ|ພາກ|ภาค|ส่วนที่|الجزء|الباب"
    r"|第\s*[一二三四五六七八九十百\d]+\s*[部编編篇])(\W|\d|$)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^([ivxlc]+|\d+)\s*[.:)–-]\s*")


def _load() -> dict[str, str]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        tables = tomllib.load(file)
    return {title: role for roles in tables.values() for role, titles in roles.items() for title in titles}


_BY_TITLE = _load()
"""Title -> role in every language: what Vietnam prints often mixes them, and none clash."""
_APPENDIX = tuple(title for title, role in _BY_TITLE.items() if role == "appendix")


def role_of(title: str) -> ChapterRole:
    """The role of a chapter with this title; "chapter" when it tells nothing."""
    key = _key(title)
    if (found := _BY_TITLE.get(key)) and found != "contents":
        return cast("ChapterRole", found)
    if any(key.startswith(word) and not key[len(word)].isalpha() for word in _APPENDIX):
        return "appendix"
    return "chapter"


def is_part(title: str) -> bool:
    """Whether a title is that of a part: Phần thứ nhất, Part I, Часть первая, 第一编."""
    return bool(_PART.match(_key(title)))


def is_contents(title: str) -> bool:
    """Whether a chapter is a table of contents typed by hand."""
    return _BY_TITLE.get(_key(title)) == "contents"


def _key(title: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    return _NUMBERING.sub("", text).strip(" .:*-–—[]〈〉《》")
