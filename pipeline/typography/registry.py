"""All rules of typography, and their use on a run of words in one language."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.typography import common, english, european, french, vietnamese
from pipeline.typography.quotes import curled
from pipeline.typography.rule import TypographyRule

RULES: tuple[TypographyRule, ...] = (*common.RULES, *vietnamese.RULES, *french.RULES, *english.RULES, *european.RULES)
OPENINGS: tuple[TypographyRule, ...] = vietnamese.OPENINGS
"""Rules for the first words of a paragraph only."""

_ADDRESS = re.compile(r"((?:[a-z][a-z0-9+.-]*://|www\.)\S+|\S+@\S+\.\S+)", re.IGNORECASE)


@lru_cache(maxsize=64)
def rules_for(language: str) -> tuple[TypographyRule, ...]:
    """The rules that hold for words in ``language``, in the order of their use."""
    return tuple(rule for rule in RULES if rule.covers(language))


def typeset(text: str, language: str) -> str:
    """A run of words as its language sets it; web and mail addresses stay as they are."""
    if "://" in text or "www." in text or "@" in text:
        pieces = _ADDRESS.split(text)
        pieces[::2] = (_typeset(piece, language) for piece in pieces[::2])
        return "".join(pieces)
    return _typeset(text, language)


def typeset_opening(text: str, language: str) -> str:
    """The first run of a paragraph, where a dialogue's dash stands."""
    for rule in OPENINGS:
        if rule.covers(language):
            text = rule.apply(text)
    return text


def _typeset(text: str, language: str) -> str:
    for rule in rules_for(language):
        text = rule.apply(text)
    return curled(text, language) if '"' in text else text
