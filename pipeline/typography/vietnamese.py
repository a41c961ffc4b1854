"""Rules of Vietnamese, as its editors hold them; spelling and the place of tone marks are never touched."""

from __future__ import annotations

import re

from pipeline.typography.rule import TypographyRule, after

_NBSP = "\xa0"
# Not between figures ("tỉ lệ 1 : 2"), and only where the mark ends a word.
_SPACE_BEFORE_MARK = re.compile(r" (?= *[,.;:?!](?:[\s”’)\]]|\Z))(?:(?<=[^\W\d_] )|(?<=[”’)\]%…] )|(?<=\d )(?! *:)) *")
_COUNTED = "điều|khoản|điểm|chương|mục|phần|tập|quyển|phụ lục|số|ngày|tháng|năm|quý|trang|bảng|hình|thế kỷ|thế kỉ|tr\\."
_NUMBERED = re.compile(r" (?=\d|[IVXLC]+\b)" + after(*(f"(?i:{word}) " for word in _COUNTED.split("|"))))
_TITLES = ("PGS", "GS", "TSKH", "TS", "ThS", "BS", "KS", "LS", "NXB", "TP", "Tp")
_TITLED = re.compile(r"\. (?=[^\W\d_])" + after(*(rf"{title}\. " for title in _TITLES)))
_DASH = re.compile(r"\A-[ \xa0](?=\S)")


def space_before_mark(text: str) -> str:
    """No space before , . ; : ? and !."""
    return _SPACE_BEFORE_MARK.sub("", text)


def numbered_pair(text: str) -> str:
    """A word and its number stay on one line: Điều 27, khoản 1, ngày 14, tháng 9, năm 2022."""
    return _NUMBERED.sub(_NBSP, text)


def title_pair(text: str) -> str:
    """An abbreviated title and the name after it stay on one line: TS. Lan, TP. Huế."""
    return _TITLED.sub("." + _NBSP, text)


def dialogue_dash(text: str) -> str:
    """A line of dialogue begins with an en dash; for the start of a paragraph."""
    return _DASH.sub("– ", text)


RULES = (
    TypographyRule("vi-space-before-mark", "No space before , . ; : ? !", space_before_mark, ("vi",)),
    TypographyRule("vi-numbered-pair", "Điều 27 is not broken.", numbered_pair, ("vi",)),
    TypographyRule("vi-title-pair", "TS. Lan is not broken.", title_pair, ("vi",)),
)
OPENINGS = (TypographyRule("vi-dialogue-dash", "Dialogue begins with –.", dialogue_dash, ("vi",)),)
