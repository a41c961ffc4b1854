"""Names for files and addresses out of titles in any script."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def folded(text: str) -> str:
    """``text`` without marks and case, đ as d: how a person types it who leaves the accents out."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c)).casefold()


def latin(text: str) -> str:
    """The Latin words of a text as ``[a-z0-9-]``; empty for scripts that have no Latin base letters.

    >>> latin("Đường tới quyền con người")
    'duong-toi-quyen-con-nguoi'
    """
    return re.sub(r"[^a-z0-9]+", "-", folded(unicodedata.normalize("NFKC", text))).strip("-")


def slug(title: str, *, longest: int = 80) -> str:
    """``[a-z0-9-]``, never empty: a title in another script gives ``book-`` and eight digits of its hash."""
    found = latin(title)
    if not found:
        return "book-" + hashlib.sha256(title.encode()).hexdigest()[:8]
    return found if len(found) <= longest else found[:longest].rpartition("-")[0] or found[:longest]
