"""What German, Spanish, Russian and Ukrainian keep on one line."""

from __future__ import annotations

import pytest

from pipeline.typography.registry import typeset


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("siehe Art. 5 und § 3, z. B. hier", "de", "siehe Art.~5 und §~3, z.~B. hier"),
        ("el artículo 5, pág. 12", "es", "el artículo~5, pág.~12"),
        ("право — это в ст. 5, 1948 г.", "ru", "право~— это в~ст.~5, 1948~г."),
        ("А. С. Пушкин и я", "ru", "А.~С.~Пушкин и~я"),
        ("у статті 5 — це № 3", "uk", "у~статті~5~— це №~3"),
    ],
)
def test_pairs_are_bound(text: str, language: str, expected: str) -> None:
    made = typeset(text, language)
    assert made.replace("\xa0", "~") == expected
    assert typeset(made, language) == made


def test_other_languages_keep_their_spaces() -> None:
    assert typeset("Art. 5 — z. B.", "vi") == "Art. 5 — z. B."
