"""Words that we add to a book, in the book's own language: Contents, Notes, Page, imprint labels.

They belong to the book, not to the person who reads our messages, so they do not pass through gettext.
A language that is not here takes English, which ``known`` tells; one of Vietnam's minorities takes Vietnamese.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

OF_VIETNAM = frozenset(
    ("bdq", "blt", "cjm", "hmn", "hmv", "hnj", "jra", "kpm", "mnn", "mtq", "mww", "nut", "rad", "sed", "tyz", "twh")
)
"""Languages of Vietnam's minorities: their books are printed with Vietnamese on the added pages."""
_FILE = Path(__file__).with_name("words.json")


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def spoken(language: str) -> str:
    """The language in which we speak within a book of ``language``: itself, or what its readers read besides."""
    table = _table()["contents"]
    parts = language.split("-")
    primary = parts[0].lower()
    if primary == "zh":
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & {p.lower() for p in parts[1:]} else "zh-Hans"
    return primary if primary in table else "vi" if primary in OF_VIETNAM else "en"


def known(language: str) -> bool:
    """Whether the table has the language itself."""
    return spoken(language).partition("-")[0] == language.partition("-")[0].lower()


def word(key: str, language: str) -> str:
    """The word for ``key`` in the book's language. Raises KeyError for an unknown key."""
    row = _table()[key]
    return row.get(spoken(language)) or row["en"]
