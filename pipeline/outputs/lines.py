"""Places where a line may end in scripts written without spaces between words.

WeasyPrint's text engine breaks Lao, Khmer and Burmese at spaces only, and a line that finds none runs
off the page. ICU knows the words; a zero-width space at each break point mends it. It is done
for print alone: e-readers break by themselves, and the marks would spoil their search.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import lru_cache

from icu import BreakIterator, Locale

NEEDY = {
    "lo": re.compile("[\u0e80-\u0eff]"),
    "km": re.compile("[\u1780-\u17ff]"),
    "my": re.compile("[\u1000-\u109f]"),
}
MARK = "\u200b"


@lru_cache(maxsize=64)
def breaker(language: str) -> Callable[[str], str] | None:
    """A function that marks break points in text of ``language`` (BCP 47), or None where none are needed."""
    primary = language.split("-", 1)[0].lower()
    script = NEEDY.get(primary)
    if script is None:
        return None
    iterator = BreakIterator.createLineInstance(Locale(primary))

    def mark(value: str) -> str:
        if not script.search(value):
            return value
        return _marked(iterator, value)

    return mark


def _marked(iterator: BreakIterator, value: str) -> str:
    """``value`` with a mark at each break that does not touch a space: beside one it would make empty lines."""
    units = value.encode("utf-16-le")  # ICU counts UTF-16 units
    iterator.setText(value)
    pieces: list[str] = []
    start = 0
    for end in iterator:
        pieces.append(units[2 * start : 2 * end].decode("utf-16-le"))
        start = end
    out = pieces[:1]
    for before, piece in itertools.pairwise(pieces):
        if not (before[-1:].isspace() or piece[:1].isspace() or before.endswith(MARK) or piece.startswith(MARK)):
            out.append(MARK)
        out.append(piece)
    return "".join(out)
