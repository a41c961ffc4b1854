"""Plain text made safe for a Markdown reader: layout is no code, typed numbers stay, lines may be paragraphs."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\A(\d+)([.)])(?=\s|$)")
_RULE = re.compile(r"\A([-=])(?=\1*\s*$)")
_MARKUP = re.compile(r"[\\`*_\[\]<>&]|\A[#+]")
_BULLET = re.compile(r"\A[-*•](?=\s)")
_LONG = 160
"""Characters: no program wraps lines so late, so such a line is a whole paragraph."""
_SHARE = 0.05


def as_markdown(text: str) -> str:
    """The text with what Markdown would change escaped.

    A list "1. 2. 4." would be counted anew from its first number, which falsifies a law; a line that
    begins with four spaces would become code, one above a drawn rule a heading, what stands between
    angle brackets would be gone. Only a bullet at the head of a line stays one.
    """
    lines = [_literal(line.lstrip()) for line in text.splitlines()]
    said = [line for line in lines if line]
    long = sum(len(line) > _LONG for line in said)
    return ("\n\n" if said and long / len(said) >= _SHARE else "\n").join(lines)


def _literal(line: str) -> str:
    bullet = _BULLET.match(line)
    head, rest = ("-", line[1:]) if bullet else ("", line)
    rest = _MARKUP.sub(r"\\\g<0>", rest)
    return head + _RULE.sub(r"\\\1", _NUMBER.sub(r"\1\\\2", rest))
