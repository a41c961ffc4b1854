"""Words in another language say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.book.languages import direction
from pipeline.book.model import Box, Span, Text


@pytest.mark.parametrize(
    ("tag", "way"), [("vi", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("az-Arab", "rtl"), ("ku-Latn", "ltr")]
)
def test_the_direction_of_a_language(tag: str, way: str) -> None:
    assert direction(tag) == way


def test_a_foreign_phrase_keeps_its_language_direction_and_quotes(book_of: Callable[..., Any]) -> None:
    made = book_of('# A\n\nNói ["oui !"]{lang=fr} và [سلام]{lang=ar}.\n\n# B\n\nx')
    french, arabic = (child for child in made.blocks[1].children if isinstance(child, Span))
    assert french == Span([Text("«\u202foui\u202f!\u202f»")], lang="fr")
    assert (arabic.lang, arabic.dir) == ("ar", "rtl")


def test_the_books_own_language_is_not_repeated(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\n[một]{lang=vi}\n\n::: {lang=en}\nhello\n:::\n\n# B\n\nx")
    assert made.blocks[1].children == [Text("một")]
    assert isinstance(made.blocks[2], Box)
    assert made.blocks[2].lang == "en"
