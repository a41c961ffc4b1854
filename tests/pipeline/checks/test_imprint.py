"""The record is measured by what Article 27 asks of the imprint page."""

from __future__ import annotations

from typing import Any

from pipeline.checks.imprint import check_imprint
from pipeline.metadata import EditionRecord

WHOLE: dict[str, Any] = {
    "book": {"publisher": "NXB Tư pháp"},
    "people": [{"name": "Lê A"}],
    "isbn": {"epub": "9786040000019"},
    "imprint": {
        "director": "B", "editor_in_chief": "C", "editor": "D",
        "registration_number": "1-2026/CXBIPH/1-1/TP", "decision_number": "2/QĐ-NXBTP",
    },
}  # fmt: skip


def codes(record: dict[str, Any]) -> list[str]:
    return [finding.code for finding in check_imprint(EditionRecord.model_validate(record))]


def test_a_complete_record_passes() -> None:
    assert codes(WHOLE) == []


def test_an_empty_record_is_one_advice_and_not_eight() -> None:
    assert codes({}) == ["ip-001"]


def test_each_missing_line_is_named() -> None:
    assert codes({"book": {"publisher": "NXB Tư pháp"}}) == [
        "ip-003", "ip-004", "ip-005", "ip-006", "ip-007", "ip-008", "ip-010",
    ]  # fmt: skip


def test_a_translation_names_its_original() -> None:
    people = [{"name": "Lê A"}, {"name": "Ngô B", "role": "trl"}]
    assert codes({**WHOLE, "people": people}) == ["ip-009"]
    assert codes({**WHOLE, "people": people, "book": {"publisher": "X", "original_title": "Rights"}}) == []


def test_what_only_paper_must_show_is_asked_of_a_printed_book_alone() -> None:
    record = EditionRecord.model_validate({**WHOLE, "imprint": {**WHOLE["imprint"], "printer": "In Một"}})
    assert list(check_imprint(record)) == []
    said = [(finding.code, finding.params["what"]) for finding in check_imprint(record, press=True)]
    assert said == [
        ("ip-013", "proofreader"), ("ip-013", "number of copies"), ("ip-013", "address of the printing house"),
    ]  # fmt: skip
