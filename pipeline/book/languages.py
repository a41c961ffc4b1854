"""Languages and directions: of the book, and of words inside it that differ."""

from __future__ import annotations

import re
from typing import Literal

Direction = Literal["", "ltr", "rtl"]
_TAG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-Arab", "ps", "sd", "syr", "ug", "ur", "yi"))


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way a language runs, by its primary subtag or script."""
    parts = language.split("-")
    if any(part.title() in ("Arab", "Hebr", "Thaa", "Syrc") for part in parts[1:]):
        return "rtl"
    if any(part.title() in ("Latn", "Cyrl") for part in parts[1:]):
        return "ltr"
    return "rtl" if parts[0].lower() in _RTL else "ltr"


def attributes(pairs: list[tuple[str, str]], current: str) -> tuple[str, Direction]:
    """Language and direction that pandoc's key-values ask for; empty where they are the current ones."""
    if not pairs:
        return "", ""
    found = dict(pairs)
    lang = found.get("lang", found.get("xml:lang", "")).replace("_", "-")
    if not _TAG.match(lang) or lang == current:
        lang = ""
    asked = found.get("dir", "").lower()
    way: Direction = "rtl" if asked == "rtl" else "ltr" if asked == "ltr" else ""
    if not way and lang and direction(lang) != direction(current):
        way = direction(lang)
    return lang, way
