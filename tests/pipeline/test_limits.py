"""A tool that meets its limit is stopped and told of; what can go on without it goes on, the rest leaves nothing."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import BuildOptions, EditionRecord, Side, build
from pipeline.checks import resident

RECORD = EditionRecord.model_validate({"book": {"title": "Sách", "language": "vi"}})


def manuscript(folder: Path) -> Path:
    (folder / "a.md").write_text("# Một\n\nMọi người đều tự do.\n", encoding="utf-8")
    return folder / "a.md"


@pytest.mark.parametrize(("code", "module"), [("in-022", "pipeline.intake.read"), ("pd-001", "pipeline.outputs.pdf")])
def test_a_tool_that_takes_too_long_is_stopped_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, module: str
) -> None:
    tool = importlib.import_module(module)
    monkeypatch.setattr(tool, "LIMITS", replace(tool.LIMITS, wall_s=0.001))
    result = build(manuscript(tmp_path), tmp_path / "out", RECORD, BuildOptions(("pdf",), check=False))
    assert (result.status, code in [finding.code for finding in result.findings]) == ("refused", True)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_check_that_does_not_end_is_told_and_the_book_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(resident.VARIABLE)  # a process for this book, so that its limit can be met
    tool = importlib.import_module("pipeline.checks.epubcheck")
    monkeypatch.setattr(tool, "LIMITS", replace(tool.LIMITS, wall_s=0.02))
    result = build(manuscript(tmp_path), tmp_path / "out", RECORD, BuildOptions(("epub",)))
    assert (result.status, "ec-002" in [finding.code for finding in result.findings]) == ("built", True)


def test_an_original_that_cannot_be_read_stops_no_translation(tmp_path: Path) -> None:
    (tmp_path / "goc.docx").write_bytes(b"PK nothing")
    options = BuildOptions(("epub",), check=False, language="en", original=Side(tmp_path / "goc.docx"))
    result = build(manuscript(tmp_path), tmp_path / "out", RECORD, options)
    assert (result.status, [f.params["name"] for f in result.findings if f.code == "cmp-021"]) == (
        "built",
        ["goc.docx"],
    )
