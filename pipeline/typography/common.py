"""Rules of many languages."""

from __future__ import annotations

import re

from pipeline.typography.rule import TypographyRule

_THREE_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")


def ellipsis(text: str) -> str:
    """Exactly three full stops become one ellipsis; longer rows of dots are leaders or blanks to fill in."""
    return _THREE_DOTS.sub("…", text) if "..." in text else text


RULES = (TypographyRule("ellipsis", "Three full stops are one ellipsis.", ellipsis, except_in=("zh", "ja", "ko")),)
