"""Words that we add to a book, in the book's own language: Contents, Notes, Page, imprint labels.

They belong to the book, not to the person who reads our messages, so they do not pass through gettext.
A language that is not here takes English, which ``known`` tells.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.json")


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def _column(language: str) -> str:
    """The column of the table for a BCP 47 tag: the whole tag, script or region, then the language."""
    table = _table()["contents"]
    parts = language.split("-")
    if parts[0].lower() == "zh":
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & {p.lower() for p in parts[1:]} else "zh-Hans"
    return parts[0].lower() if parts[0].lower() in table else "en"


def known(language: str) -> bool:
    """Whether the table has the language itself."""
    return _column(language) != "en" or language.split("-", maxsplit=1)[0].lower() == "en"


def word(key: str, language: str) -> str:
    """The word for ``key`` in the book's language. Raises KeyError for an unknown key."""
    row = _table()[key]
    return row.get(_column(language)) or row["en"]
