"""A finding is kept as data and said in the words, and with the numbers, of whoever reads it."""

from __future__ import annotations

import pytest

from pipeline.checks import printing
from pipeline.findings import RETIRED, Finding, Severity, retold, rule
from pipeline.i18n import translator


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "rộng 12,5 mm, tính cho 1234 trang"), ("en", "12.5 mm wide, for 1234 pages")]
)
def test_numbers_are_written_as_the_reader_writes_them(language: str, said: str) -> None:
    spine = Finding(printing.SPINE, {"spine": 12.5, "pages": 1234, "gsm": 70, "bulk": 1.3})
    assert said in spine.said(translator(language))["message"]


@pytest.mark.parametrize(("language", "said"), [("vi", "91.879 chữ cái"), ("en", "91,879 letters")])
def test_large_numbers_are_grouped_and_years_and_articles_are_not(language: str, said: str) -> None:
    assert said in Finding(printing.BLURB_CUT, {"count": 91_879}).said(translator(language))["message"]
    assert " 1948 " in Finding(printing.BLURB_CUT, {"count": 1948}).said(translator(language))["message"]


def test_what_was_kept_is_said_even_when_its_rule_is_gone() -> None:
    kept = {**Finding(printing.BLURB_CUT, {"count": 3}).kept(), "code": "xx-999", "message": "{count} of {lost}"}
    assert retold(kept, translator("en"))["message"] == "3 of {lost}"


def test_a_code_is_never_given_twice() -> None:
    for code in (printing.SPINE, min(RETIRED)):
        with pytest.raises(ValueError, match=code):
            rule(code, Severity.ADVICE, "Something else")
