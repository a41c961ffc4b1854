"""What a heading or the beginning of a paragraph is by its words: Điều 5, Article 5, 第五条, المادة 5."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.checks.completeness.numbers import stated, table
from pipeline.checks.completeness.spelling import implied, leading

_HAN_OR_DIGITS = r"\s*[\d〇零一二三四五六七八九十百]+\s*"
_HAN = re.compile("第[〇零一二三四五六七八九十百]+")
_END = re.compile(r"\s*(?:[.:：．。)–—-]|$)")


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    made = []
    for kind, names in table()["divisions"].items():
        for name in names:
            head, sign, tail = name.partition("#")
            if sign:
                made.append((kind, re.compile(head + _HAN_OR_DIGITS + tail)))
            else:
                made.append((kind, re.compile(rf"{re.escape(head)}(?![^\W\d_])\s*", re.IGNORECASE)))
    return sorted(made, key=lambda pair: -len(pair[1].pattern))


def division_of(text: str, language: str, *, heading: bool) -> tuple[str, str]:
    """Kind and number of a numbered division, "" where there is none.

    In running text only a division that ends there counts ("Điều 5. Quyền sống"), not a sentence that begins with
    one ("Article 5 of the Covenant says").
    """
    for kind, pattern in _patterns():
        match = pattern.match(text)
        if not match:
            continue
        number = _first(match.group(), language) or _next(text[match.end() :], language)
        if number and (heading or _is_label(text, match)):
            return kind, number
    if heading:
        return "", _first(" ".join(text.split()[:2]), language)
    return "", ""


def _is_label(text: str, match: re.Match[str]) -> bool:
    digits = re.compile(r"[\s\d]*").match(text, match.end())
    assert digits
    return bool(_END.match(text, digits.end()))


def _next(rest: str, language: str) -> str:
    """The number with which the rest of a line begins: 5, V, premier, thứ hai."""
    if rest[:1].isdigit():
        return _first(rest[:12], language)
    said = leading(rest, language)
    return min(said, key=len) if said else ""


def _first(text: str, language: str) -> str:
    numbers = stated(text, language)
    if not numbers:
        said = implied(text, language) if _HAN.search(text) else []
        return min(said[0], key=len) if said else ""
    return min(numbers[0].values, key=len)
