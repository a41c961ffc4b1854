"""Each rule has a folder in ``docs/rules`` with an input that breaks it and one that keeps it; both are judged here.

The findings must be those of ``expected.json``, all of them. To write that file anew for a folder, run this file with
``NGHINSACH_WRITE_EXPECTED=1`` and read the difference.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
from pathlib import Path
from typing import Any

import pytest
from examples import FOLDER, SIDES, Example, codes

import pipeline
from pipeline.findings import RULES
from pipeline.intake.legacy import office

ELSEWHERE = {"pd-013": "it is about the website, where a corrected file takes the place of a built one"}
"""Rules that no manuscript can break, and why; they are tested beside what they are about."""
OFFICE = ("enc-011", "enc-012")


@pytest.fixture(scope="module")
def judged() -> dict[str, list[dict[str, Any]]]:
    """Findings by all that an example consists of: several rules are kept by one and the same book."""
    return {}


def found(example: Example, work: Path, judged: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    key = example.content()
    if key not in judged:
        judged[key] = example.found(work)
    return judged[key]


@pytest.mark.parametrize("code", codes())
def test_the_input_that_breaks_a_rule_is_told_and_the_one_that_keeps_it_is_not(
    tmp_path: Path, code: str, judged: dict[str, list[dict[str, Any]]]
) -> None:
    if code in OFFICE and office.program() is None:
        from conftest import absent

        absent("no LibreOffice on this machine; `make setup` installs it")
    said = {}
    for side in SIDES:
        (tmp_path / side).mkdir()
        said[side] = found(Example(FOLDER / code, side), tmp_path / side, judged)
    if os.environ.get("NGHINSACH_WRITE_EXPECTED"):
        text = json.dumps(said, ensure_ascii=False, indent=1)
        (FOLDER / code / "expected.json").write_text(text + "\n", encoding="utf-8")
    assert code in [finding["code"] for finding in said["breaks"]]
    assert code not in [finding["code"] for finding in said["keeps"]]
    assert said == {side: Example(FOLDER / code, side).expected() for side in SIDES}


def test_no_rule_is_without_a_folder_and_no_folder_without_a_rule() -> None:
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith(("_child", "sandbox", "confine")):
            importlib.import_module(module.name)
    assert sorted(set(RULES) - set(ELSEWHERE)) == codes()


def test_the_folders_hold_nothing_but_text_that_people_can_read() -> None:
    for path in FOLDER.rglob("*"):
        if path.is_file():
            path.read_text(encoding="utf-8")


def test_an_example_that_finds_something_else_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "no-001", tmp_path / "no-001")
    other = Example(tmp_path / "no-001", "keeps")
    (tmp_path / "work").mkdir()
    assert other.found(tmp_path / "work") == other.expected() == []
    shutil.rmtree(other.source)
    shutil.copytree(FOLDER / "no-001" / "breaks.docx", tmp_path / "no-001" / "keeps.docx")
    (tmp_path / "again").mkdir()
    assert [finding["code"] for finding in other.found(tmp_path / "again")] == ["no-001"]
