"""A design's style sheet for a book's cleaned chapters: what the EPUB looks like, without opening the EPUB's own.

Cleaning gives classes a prefix and takes the landmarks (``section``, ``header``) away; the selectors of our designs
are rewritten to what it leaves. Colours and letters stay those of the device that is shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.styles.sheets import epub_sheet

DEVICE = """\
html { background: #fff; color: #1c1c1c; font-size: 1.0625rem; font-family: "Source Serif 4", serif; }
body { margin: 0; padding: 1.25rem 1.1rem 3rem; overflow-wrap: break-word; }
article { max-width: 38rem; margin: 0 auto; }
a { color: #1c4a6e; }
.k-page { display: none; }
.k-table { overflow-x: auto; }
math { max-width: 100%; overflow-x: auto; }
.turn { display: flex; justify-content: space-between; max-width: 38rem; margin: 2rem auto 0; font-size: .9rem; }
"""
"""A plain e-reader: its letters, its paper, room at the edges."""
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.(?=[A-Za-z])")


@lru_cache(maxsize=64)
def sheet(design: str, language: str) -> str:
    """The style sheet of one of ``pipeline.styles.tokens.DESIGNS`` for a book in ``language``."""
    own = _COMMENT.sub("", epub_sheet(design, language))
    return DEVICE + "".join(f"{_selectors(before)} {{{inside}}}\n" for before, inside in _RULE.findall(own))


def _selectors(before: str) -> str:
    said = _CLASS.sub(".k-", " ".join(before.split()))
    said = said.replace("section > header", ".k-opening").replace("section >", "article >")
    return re.sub(r"(?<![\w.-])header\b", ".k-opening", said)
