"""The smallest tools for writing XML by hand: escaping, attributes and safe ids.

A string writer is some ten times faster than building a tree that is only written out again; the
price is that every text must pass through ``text()`` and every value through ``attr()``.
"""

from __future__ import annotations

import re
from hashlib import sha256

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z", re.ASCII)
SHORT = 7
PARTED = 80
RESERVED_IDS = re.compile(r"(b\d+|page-.*|ref-.*|chapter-title)\Z")


def clean(value: str) -> str:
    """``value`` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", value) if _FORBIDDEN.search(value) else value


def text(value: str) -> str:
    """``value`` as XML text; characters that XML cannot hold are left out."""
    value = clean(value)
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    return value


def bound(value: str) -> str:
    """``value`` with its last two words kept together, so that a title never ends in a line of one short word."""
    head, space, last = value.rpartition(" ")
    return f"{head}\u00a0{last}" if space and " " in head and len(last) <= SHORT else value


def parted(title: str) -> list[str]:
    """A title of display size in the lines that its sense makes: what stands before a colon, and what after it.

    A long title stays whole, since its lines are full anyway.
    """
    head, colon, tail = title.partition(": ")
    apart = colon and len(title) <= PARTED and min(len(head), len(tail)) >= SHORT
    return [f"{head}:", bound(tail)] if apart else [bound(title)]


def attr(value: str) -> str:
    """``value`` as the inside of a double-quoted XML attribute."""
    return text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def attrs(**values: str | int | None) -> str:
    """Attributes that have a value, each with a leading space; ``_`` in a name stands for ``-`` (``__``: ``:``)."""
    return "".join(
        f' {name.rstrip("_").replace("__", ":").replace("_", "-")}="{attr(str(value))}"'
        for name, value in values.items()
        if value not in ("", None)
    )


def safe_id(value: str) -> str:
    """``value`` where it can be an XML id beside our own, else a stable one made from it."""
    if _ID.match(value) and not RESERVED_IDS.match(value):
        return value
    return "x" + sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:12]
