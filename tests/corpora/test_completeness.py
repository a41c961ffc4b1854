"""The Universal Declaration in twelve languages, each held against each: the omissions that are really there."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations
from pathlib import Path

import pytest
from languages import DECLARATION

from pipeline.book.model import Book
from pipeline.checks.completeness import compare
from pipeline.comparing import Side, book_of
from pipeline.findings import Finding

LANGUAGES = DECLARATION


@lru_cache(maxsize=12)
def book(folder: Path, language: str) -> Book:
    return book_of(Side(folder / f"{language}.docx", language=language)).book


@pytest.fixture(scope="module")
def found(shared_data: Path) -> dict[tuple[str, str], list[Finding]]:
    """Findings of every pair."""
    folder = shared_data / "udhr"
    return {pair: compare(*(book(folder, tag) for tag in pair)).findings for pair in permutations(LANGUAGES, 2)}


def test_every_article_is_found_again_and_only_lines_of_the_preamble_are_not(
    found: dict[tuple[str, str], list[Finding]],
) -> None:
    """No two languages divide the last sentence of the Preamble alike: it has from one to four lines."""
    assert {f.code for findings in found.values() for f in findings} == {"cmp-004"}
    assert max(map(len, found.values())) == 2
    assert sum(map(len, found.values())) == 25  # in 132 pairs


@pytest.mark.parametrize("language", ["ar", "th"])
def test_a_clause_that_the_text_really_lacks_is_named(
    found: dict[tuple[str, str], list[Finding]], language: str
) -> None:
    texts = [str(f.params["text"]) for f in found["en", language]]
    assert texts == ["Whereas it is essential to promote the development of…"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirty_articles_are_known_as_such(shared_data: Path, language: str) -> None:
    one = book(shared_data / "udhr", language)
    assert compare(one, one).findings == []
    # The Japanese file writes one of them 弟23条, with a wrong first sign.
    assert compare(one, one).original["articles"] == (29 if language == "ja" else 30)
