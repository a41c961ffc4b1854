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


@pytest.mark.parametrize(
    ("typed", "language", "printed"),
    [
        ('Tôi hỏi: "Ai cũng tự do ư?"', "vi", "Tôi hỏi: “Ai cũng tự do ư?”"),
        ('"Một" và ("hai")', "vi", "“Một” và (“hai”)"),
        ('Il dit "oui".', "fr", "Il dit «\u202foui\u202f»."),
        ('Er sagt "ja".', "de", "Er sagt „ja“."),
        ('5" x 7"', "en", '5" x 7"'),
        ('một "hai', "vi", 'một "hai'),
        ('" một "', "vi", '" một "'),
    ],
)
def test_straight_marks_become_those_of_the_language(typed: str, language: str, printed: str) -> None:
    from pipeline.typography.registry import typeset

    assert typeset(typed, language) == printed
    assert typeset(printed, language) == printed
