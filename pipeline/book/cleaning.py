"""Characters and spaces as a book needs them, whatever the word processor left behind.

Only what carries no meaning goes: control characters, soft hyphens (a book is hyphenated by its own
language's rules), runs of spaces, tabs and non-breaking spaces used as layout. Words are never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.book.model import Break, Image, Inline, Link, NoteRef, Span, Styled, Text
from pipeline.book.signs import PAGE

# Not allowed in XML (production 2), or meaningless inside text: BOM, soft hyphen, Unicode tag characters, and a
# sign of ours that stands where none of its links came to be.
_DEBRIS = re.compile(f"[{PAGE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]")
_SPACES = re.compile("[ \t\n\r\x0b\x0c\x85\xa0\u2028\u2029]{2,}|[\t\n\r\x0b\x0c\x85\u2028\u2029]")
_STARS = re.compile(r"(?:(?:\*\s*){1,5}|⁂|(?:[~•]\s*){3,}|(?:[-–—_]\s*){3,})\Z")
_ZERO_WIDTH_SPACE = "\u200b"
_NEEDS_ZERO_WIDTH_SPACE = frozenset(("km", "lo", "th", "my"))


def clean(text: str, language: str = "") -> str:
    """A run of text in NFC, without debris, every run of white space one space.

    Joiners (U+200C, U+200D) stay: Arabic and Indic spelling needs them. The zero-width space
    stays only in languages that write no spaces between words, where the author put it.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    text = _DEBRIS.sub("", _SPACES.sub(" ", text))
    if _ZERO_WIDTH_SPACE in text and language.partition("-")[0] not in _NEEDS_ZERO_WIDTH_SPACE:
        text = text.replace(_ZERO_WIDTH_SPACE, "")
    # What went may have stood between two spaces, or between a letter and its mark.
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text))


def verbatim(text: str) -> str:
    """Code as it may stand in XML: NFC would change it, so only forbidden characters go."""
    return _DEBRIS.sub("", text) if not text.isascii() or not text.isprintable() else text


def trimmed(inlines: list[Inline]) -> list[Inline]:
    """The line without the spaces and line breaks at its ends, which were layout."""
    while inlines and _is_space(inlines[0]):
        del inlines[0]
    while inlines and _is_space(inlines[-1]):
        del inlines[-1]
    if inlines:
        if isinstance(first := inlines[0], Text):
            first.text = first.text.lstrip(" \xa0")
        if isinstance(last := inlines[-1], Text):
            last.text = last.text.rstrip(" \xa0")
    return inlines


def divided(inlines: list[Inline]) -> list[list[Inline]]:
    """One paragraph cut where two or more manual line breaks stood for a new one."""
    parts: list[list[Inline]] = [[]]
    breaks = 0
    for inline in inlines:
        if isinstance(inline, Break):
            breaks += 1
            continue
        if isinstance(inline, Text) and breaks and not inline.text.strip():
            continue
        if breaks > 1:
            parts.append([])
        elif breaks:
            parts[-1].append(Break())
        breaks = 0
        parts[-1].append(inline)
    return parts if len(parts) == 1 else [part for part in map(trimmed, parts) if not is_empty(part)]


def is_pause(text: str) -> bool:
    """Whether a line is only stars or a drawn line."""
    return bool(_STARS.match(text))


def is_scene_break(inlines: Sequence[Inline]) -> bool:
    """Whether a paragraph is only stars or a drawn line: a pause, not words."""
    return len(inlines) == 1 and isinstance(only := inlines[0], Text) and is_pause(only.text)


def is_empty(inlines: Sequence[Inline]) -> bool:
    """Whether nothing in these inlines shows, or is needed as a place to link to."""
    return all(_shows_nothing(inline) for inline in inlines)


def _is_space(inline: Inline) -> bool:
    return isinstance(inline, Break) or (isinstance(inline, Text) and not inline.text.strip(" \xa0"))


def _shows_nothing(inline: Inline) -> bool:
    match inline:
        case Text():
            return not inline.text.strip()
        case Break():
            return True
        case Span():
            return not inline.id and is_empty(inline.children)
        case Styled() | Link():
            return is_empty(inline.children)
        case _:
            return False


def plain(inlines: Sequence[Inline]) -> str:
    """The words of some inlines without notes and marks, for contents, titles and findings."""
    return "".join(map(_plain, inlines)).strip()


def _plain(inline: Inline) -> str:
    match inline:
        case NoteRef() | Image():
            return ""
        case Break():
            return " "
        case Styled() | Link() | Span():
            return "".join(map(_plain, inline.children))
        case _ if hasattr(inline, "tex"):
            return inline.tex
        case _:
            return inline.text
