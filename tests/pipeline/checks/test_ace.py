"""What Ace reports is said in words of ours, beside what EPUBCheck says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from books import epub
from typer.testing import CliRunner

from catalogue.cli import app
from pipeline.checks import ace
from pipeline.checks.epubcheck_words import meaning
from pipeline.i18n import translator

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "rules" / "ace-001" / "breaks.json"


def test_it_is_said_in_vietnamese_with_its_own_words_beside() -> None:
    [found] = ace.findings(EXAMPLE.read_bytes())
    said = found.said(translator("vi"))
    assert said["message"] == "Ace image-alt: hình không có mô tả thay thế."
    assert said["hint"].endswith("Element does not have an alt attribute")
    assert said["where"] == {"file": "c001.xhtml", "paragraph": '<img src="a.png"/>'}


@pytest.mark.parametrize("report", [b"", b"[]", b"{}", b'{"assertions": [{}]}', b'"x"'])
def test_what_is_no_report_is_told(report: bytes) -> None:
    assert [finding.code for finding in ace.findings(report)] == ["ace-003"]


def test_a_rule_that_nobody_has_put_into_words_is_told_all_the_same() -> None:
    report = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    report["assertions"][0]["assertions"][0]["earl:test"]["dct:title"] = "a-rule-of-tomorrow"
    [found] = ace.findings(json.dumps(report).encode())
    assert found.said(str)["message"] == "Ace a-rule-of-tomorrow: a rule of accessibility is not kept."


def test_the_command_tells_both(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(epub({"one": "<h1>Một</h1><p>Tự do.</p>"}))
    done = CliRunner().invoke(app, ["check", str(tmp_path / "a.epub"), "--ace", str(EXAMPLE), "--json"])
    codes = [finding["code"] for finding in json.loads(done.output)["findings"]]
    assert "ace-001" in codes
    assert any(code.startswith("ec-") for code in codes)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("RSC-012", "liên kết dẫn đến một chỗ không tồn tại"),
        ("OPF-096b", "một trang ngoài trình tự đọc không có liên kết nào dẫn đến"),
        ("CSS-999", "bảng kiểu trình bày phạm một quy định của tiêu chuẩn"),
        ("XYZ-001", "chưa theo đúng một quy định của tiêu chuẩn"),
    ],
)
def test_every_message_of_epubcheck_means_something_in_vietnamese(code: str, said: str) -> None:
    assert translator("vi")(meaning(code)) == said
