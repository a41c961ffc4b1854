"""What people decide about findings holds, is on record, and does not outlive its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import BuildOptions, EditionRecord, Finding, build, report
from pipeline.book import images  # noqa: F401 - its rules are used here
from pipeline.book.model import Book
from pipeline.checks import account
from pipeline.decisions import decide
from pipeline.findings import Where

SIGNED = {"reason": "Bìa phụ không in lại", "by": "Nguyễn An", "on": "2026-11-02"}
LOST = Finding("acc-001", {"missing": 3, "total": 2000})
PICTURE = Finding("im-001", {"number": 1}, Where(chapter="Chương một", paragraph="Ảnh Bác Hồ"))


def decided(findings: list[Finding], **tables: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    standing, away = decide(findings, EditionRecord.model_validate(tables))
    return [finding.code for finding in standing], [one.finding.code for one in away]


def test_nothing_decided_changes_nothing() -> None:
    assert decided([LOST, PICTURE]) == (["acc-001", "im-001"], [])


def test_an_error_with_reason_name_and_date_no_longer_stands() -> None:
    assert decided([LOST, PICTURE], accept=[{"code": "acc-001", **SIGNED}]) == (["im-001"], ["acc-001"])


@pytest.mark.parametrize("lacking", ["reason", "by", "on"])
def test_an_unsigned_acceptance_has_no_effect_and_is_told(lacking: str) -> None:
    answer = {key: value for key, value in SIGNED.items() if key != lacking}
    assert decided([LOST], accept=[{"code": "acc-001", **answer}]) == (["acc-001", "md-021"], [])


@pytest.mark.parametrize("table", ["accept", "suppress"])
def test_nobody_can_set_a_grave_error_aside(table: str) -> None:
    grave = Finding("acc-002", {"missing": 300, "total": 2000})
    assert decided([grave], **{table: [{"code": "acc-002", **SIGNED}]}) == (["acc-002", "md-022"], [])


@pytest.mark.parametrize(("where", "away"), [("", ["im-001"]), ("bác hồ", ["im-001"]), ("Chương hai", [])])
def test_a_warning_is_suppressed_at_the_place_that_is_named(where: str, away: list[str]) -> None:
    standing, found = decided([PICTURE], suppress=[{"code": "im-001", "where": where, **SIGNED}])
    assert (found, standing) == (away, [] if away else ["im-001", "md-020"])


def test_a_decision_that_matches_nothing_is_itself_a_finding() -> None:
    assert decided([], accept=[{"code": "acc-001", **SIGNED}], suppress=[{"code": "im-001", **SIGNED}]) == (
        ["md-020", "md-020"],
        [],
    )


def test_a_suppression_without_a_name_is_no_valid_metadata() -> None:
    with pytest.raises(ValueError, match="by"):
        EditionRecord.model_validate({"suppress": [{"code": "im-001", "reason": "x", "on": "2026-11-02"}]})


def test_a_book_that_lacks_words_is_built_when_somebody_answers_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pipeline loses no words by itself, so the Book is made to lose a paragraph here."""
    settle = account.settle

    def short(inventory: Any, book: Book, findings: Any, words: Any) -> Any:
        book.chapters[-1].blocks.pop()
        return settle(inventory, book, findings, words)

    monkeypatch.setattr(account, "settle", short)
    path = tmp_path / "a.docx"
    import docx

    document = docx.Document()
    document.add_heading("Chương một", 1)
    document.add_paragraph("Mọi người sinh ra đều được tự do. " * 100)
    document.add_paragraph("Năm chữ này sẽ mất.")
    document.save(str(path))
    options = BuildOptions(("epub",), check=False, language="vi")
    refused = build(path, tmp_path / "no", options=options)
    assert (refused.status, [f.code for f in refused.findings if f.code.startswith("acc-")]) == (
        "refused",
        ["acc-001", "acc-003"],
    )
    record = EditionRecord.model_validate({"accept": [{"code": "acc-001", **SIGNED}]})
    made = build(path, tmp_path / "yes", record, options)
    assert made.status == "built"
    told = report.report(made, str)
    assert told["decided"][0]["decision"] == SIGNED
    assert [finding["code"] for finding in told["findings"] if finding["code"] == "acc-001"] == []
    assert told["account"]["words"]["missing"] == 5
    json.dumps(told)
