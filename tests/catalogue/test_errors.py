"""What is refused is said in the reader's language, its days as people there write them."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.errors import Refusal
from catalogue.services.targets import BACKWARDS
from catalogue.wording import Wording


@pytest.mark.parametrize(
    ("language", "first", "last"), [("vi", "5/3/2026", "31/12/2028"), ("en", "5 March 2026", "31 December 2028")]
)
def test_a_day_stands_as_people_write_it(language: str, first: str, last: str) -> None:
    refusal = Refusal("tgt-004", BACKWARDS, start=date(2028, 12, 31), deadline=date(2026, 3, 5))
    said = refusal.said(Wording(language).say)
    assert (first in said, last in said, "-" in said) == (True, True, False)
