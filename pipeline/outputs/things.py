"""What stands in a finished book, counted in the file itself and by the names of the account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

KINDS = ("headings", "notes", "images", "tables", "formulas")
_STARTS = re.compile(
    r"<(?:(?P<headings>h[1-6])\b|(?P<tables>table)\b|(?P<notes>aside) epub:type=\"footnote\""
    r"|(?P<formulas>math\b|(?:img|code) class=\"math\b)|(?P<images>img)\b)"
)


def in_pages(bodies: Iterable[str]) -> dict[str, int]:
    """Things in content documents of ours (EPUB), by kind; a formula may be MathML, a picture or its source text."""
    found = Counter(start.lastgroup or "" for body in bodies for start in _STARTS.finditer(body))
    return {kind: found[kind] for kind in KINDS}
