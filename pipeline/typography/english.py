"""Rules of English."""

from __future__ import annotations

import re

from pipeline.typography.rule import TypographyRule, after

_TITLES = after(r"Mr\. ", r"Mrs\. ", r"Ms\. ", r"Dr\. ", r"Prof\. ", r"St\. ", r"Messrs\. ")
_COUNTED = after(
    "Article ", "Articles ", r"Art\. ", r"Arts\. ", "Section ", "Sections ", "Chapter ", "Chapters ",
    r"No\. ", r"Nos\. ", r"p\. ", r"pp\. ",
)  # fmt: skip
_TITLED = re.compile(r"\. (?=[^\W\d_])" + _TITLES)
_NUMBERED = re.compile(r" (?=\d)" + _COUNTED)


def title_pair(text: str) -> str:
    """Mr. and the name after it stay on one line."""
    return _TITLED.sub(".\xa0", text)


def numbered_pair(text: str) -> str:
    """A word and its number stay on one line: Article 27, No. 5, p. 12."""
    return _NUMBERED.sub("\xa0", text)


RULES = (
    TypographyRule("en-title-pair", "Mr. Smith is not broken.", title_pair, ("en",)),
    TypographyRule("en-numbered-pair", "Article 27 is not broken.", numbered_pair, ("en",)),
)
