"""What a line of a manuscript is by its words: "Chương I", "Điều 5.", "Lời nói đầu", a line of the contents."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.book.looks import Look
from pipeline.book.roles import is_contents, is_part, role_of

Kind = Literal["", "part", "chapter", "section", "article", "matter", "numbered", "apart"]
ORDER: tuple[Kind, ...] = ("part", "chapter", "matter", "section", "article", "numbered", "apart")
"""From the widest to the narrowest division."""

_WORDS = 25
_NUMBER = (
    r"(?:[ivxlcdm]+|\d+[a-zđ]?|thứ\s+\w+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:\s\w+)?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|un|deux|trois)(?=\W|$)"
)
_CJK = r"第\s*[0-9０-９一二三四五六七八九十百〇零]+\s*"
_NAMED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "chapter",
        re.compile(
            rf"(?:chương|hồi|chapter|chapitre|capítulo|глава|ជំពូក(?:ទី)?|ບົດທີ|บทที่|الفصل)\s*{_NUMBER}|{_CJK}[章回]",
            re.IGNORECASE,
        ),
    ),
    ("section", re.compile(rf"(?:mục|tiết|section|sección|раздел)\s+{_NUMBER}|{_CJK}[节節]", re.IGNORECASE)),
    (
        "article",
        re.compile(rf"(?:điều|article|artículo|статья|មាត្រា|ມາດຕາ|المادة)\s*{_NUMBER}|{_CJK}[条條]", re.IGNORECASE),
    ),
)
_PART = re.compile(
    rf"(?:phần|quyển|tập|part|book|partie|livre|parte|libro|часть|книга|teil|band)\s+{_NUMBER}", re.IGNORECASE
)
_OUTLINE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]+|[A-Z])(?:\.|\)|\s[-–])?\s+(?=\w)")
_ENTRY = re.compile(r"(?:[.…·_\s]{2,}|\s)(\d{1,4}|[ivxlc]{1,7})\s*\Z")
_LEADERS = re.compile(r"[.…·_]{3,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*\Z")
_SENTENCE = re.compile(r"[.;,:…]\s*\Z")
_PAGE = re.compile(r"(?:[-–—]\s*(\d{1,4})\s*[-–—]|(?:trang|page)\s+(\d{1,4}))\Z", re.IGNORECASE)


def kind_of(line: str, look: Look) -> Kind:
    """What kind of heading a line may be; "" for one that reads like text.

    A named division (Chương I) needs no look when nothing but its number or a title follows; other
    lines must be set apart by their look.
    """
    if not line or len(line.split()) > _WORDS or _LEADERS.search(line) or is_contents(line):
        return ""
    if role_of(line) != "chapter":
        told = not _SENTENCE.search(line) and (set_apart(line, look) or len(line.split()) <= 6)
        return "matter" if told else ""
    if named := _named(line, look):
        return named
    if not set_apart(line, look) or _SENTENCE.search(line):
        return ""
    return "numbered" if _OUTLINE.match(line) and look.bold else "apart" if _is_apart(line, look) else ""


def _named(line: str, look: Look) -> Kind:
    kind: Kind = "part" if is_part(line) and (_PART.match(line) or not line[0].isascii()) else ""
    for name, pattern in _NAMED:
        if pattern.match(line):
            kind = name
    if not kind:
        return ""
    if kind == "article" and not look.bold and not is_bare(line):
        return ""  # the article's own text begins in the same line
    return kind if set_apart(line, look) or is_bare(line) or not _SENTENCE.search(line) else ""


def is_chapter(line: str) -> bool:
    """Whether a heading names itself a chapter (Chương I, Chapter 2)."""
    return any(name == "chapter" and pattern.match(line) for name, pattern in _NAMED)


def is_bare(line: str) -> bool:
    """Whether a line is a division's name and number alone: its title may follow in the next."""
    found = any((match := pattern.match(line)) and not line[match.end() :].strip(" .:–-*") for _, pattern in _NAMED)
    return found or (is_part(line) and len(line.split()) <= 3)


def set_apart(line: str, look: Look) -> bool:
    """Whether a line differs from the text around it: bold, centred, larger, in the outline, or all capitals."""
    return look.bold or look.centred or look.large or bool(look.outline) or in_capitals(line)


def in_capitals(line: str) -> bool:
    """Whether all letters of a line are capitals, and there are enough of them to mean it."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)


def _is_apart(line: str, look: Look) -> bool:
    """Two signs at least: one alone may be emphasis."""
    signs = (look.bold, look.centred, look.large, in_capitals(line))
    return sum(signs) >= 2 and any(c.isalpha() for c in line) and len(line.split()) <= 15


def page_of(line: str) -> int | None:
    """The page number at the end of a short line, as in a typed table of contents; None for any other line."""
    found = _ENTRY.search(line) if len(line.split()) <= 2 * _WORDS else None
    return (int(found.group(1)) if found.group(1).isdigit() else 0) if found else None


def is_title_like(line: str) -> bool:
    """Whether a line could be a heading by its length and its end alone."""
    return len(line.split()) <= _WORDS and not _SENTENCE.search(line)


def page_number(line: str) -> int:
    """The number of a line that is only a page number typed by hand; 0 for any other line."""
    found = _PAGE.match(line)
    return int(found.group(1) or found.group(2)) if found else 0
