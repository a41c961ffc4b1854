"""Quotation marks follow the language of the words they stand in."""

from __future__ import annotations

import pytest

from pipeline.typography.quotes import quote_marks


@pytest.mark.parametrize(
    ("language", "outer", "inner"),
    [
        ("vi", "“”", "‘’"),
        ("en-GB", "“”", "‘’"),
        ("fr", "«\u202f\u202f»", "“”"),
        ("fr-CH", "«»", "‹›"),
        ("de", "„“", "‚‘"),
        ("ru", "«»", "„“"),
        ("ja", "「」", "『』"),
        ("zh-Hans", "“”", "‘’"),
        ("zh-Hant-TW", "「」", "『』"),
        ("tlh", "“”", "‘’"),
    ],
)
def test_each_language_has_its_marks(language: str, outer: str, inner: str) -> None:
    assert ("".join(quote_marks(language)), "".join(quote_marks(language, single=True))) == (outer, inner)
