"""Sentences with numbers, as a reader of each language writes them."""

from __future__ import annotations

import pytest

from catalogue.errors import Refusal
from catalogue.services.targets import OVER
from catalogue.services.telling import SENTENCES
from catalogue.services.terms import IN_USE
from catalogue.wording import TITLES, Wording
from pipeline.i18n import Voice, translator


@pytest.mark.parametrize(
    ("number", "english", "vietnamese"),
    [
        (0, "0 titles behind the plan.", "Chậm 0 đầu sách so với kế hoạch."),
        (1, "1 title behind the plan.", "Chậm 1 đầu sách so với kế hoạch."),
        (2, "2 titles behind the plan.", "Chậm 2 đầu sách so với kế hoạch."),
        (1234, "1,234 titles behind the plan.", "Chậm 1.234 đầu sách so với kế hoạch."),
    ],
)
def test_one_is_said_otherwise_than_many_and_thousands_are_separated(
    number: int, english: str, vietnamese: str
) -> None:
    said = [Wording(language).say(SENTENCES["behind"], number=number) for language in ("en", "vi")]
    assert said == [english, vietnamese]


def test_a_pace_of_one_a_week_is_one_and_any_other_is_many() -> None:
    english, vietnamese = Wording("en"), Wording("vi")
    assert [english.say(TITLES, count=pace) for pace in (1.0, 1.5, 0.5)] == ["1 title", "1.5 titles", "0.5 titles"]
    assert vietnamese.say(TITLES, count=1.5) == "1,5 đầu sách"


@pytest.mark.parametrize("say", [translator("en"), Wording("en").say])
def test_a_refusal_says_numbers_so_on_every_face_and_leaves_years_alone(say: Voice) -> None:
    assert Refusal("t", IN_USE, count=1, name="CRC").said(say) == "1 title bears “CRC”; let it rest instead."
    assert Refusal("t", OVER, year=2025, titles=1200).said(say) == (
        "The milestone of 2025 is higher than the target of 1,200."
    )
