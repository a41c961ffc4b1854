"""Rules of English."""

from __future__ import annotations

import re

from pipeline.typography.rule import TypographyRule

_TITLED = re.compile(r"\b((?:Mr|Mrs|Ms|Dr|Prof|St|Messrs)\.) (?=[^\W\d_])")
_NUMBERED = re.compile(r"\b(Articles?|Art\.|Arts\.|Sections?|Chapters?|No\.|Nos\.|pp?\.) (?=\d)")


def title_pair(text: str) -> str:
    """Mr. and the name after it stay on one line."""
    return _TITLED.sub("\\1\xa0", text)


def numbered_pair(text: str) -> str:
    """A word and its number stay on one line: Article 27, No. 5, p. 12."""
    return _NUMBERED.sub("\\1\xa0", text)


RULES = (
    TypographyRule("en-title-pair", "Mr. Smith is not broken.", title_pair, ("en",)),
    TypographyRule("en-numbered-pair", "Article 27 is not broken.", numbered_pair, ("en",)),
)
