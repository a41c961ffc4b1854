"""Ace by DAISY, the accessibility checker of the EPUB world, has nothing to object to in our sample book."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from languages import DECLARATION, SAMPLES, manuscript

from pipeline import BuildOptions, EditionRecord, build
from pipeline.styles.tokens import DESIGNS

ROOT = Path(__file__).resolve().parent.parent.parent
ACE = ROOT / "tools" / "ace" / "node_modules" / ".bin" / "ace-puppeteer"
pytestmark = pytest.mark.slow


def violations(epub: Path, folder: Path, chromium: str) -> list[tuple[str, str]]:
    """File and rule of everything that Ace reports."""
    if not ACE.exists():
        pytest.skip("Ace is not on this machine; `make test-full` installs it where npm is")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "HOME": str(folder)}
    subprocess.run(
        [ACE, "-f", "-s", "-o", folder / "ace", epub], env=environment, check=True, capture_output=True, timeout=240
    )
    report = json.loads((folder / "ace" / "report.json").read_text(encoding="utf-8"))
    return [
        (subject["earl:testSubject"]["url"], found["earl:test"]["dct:title"])
        for subject in report["assertions"]
        for found in subject["assertions"]
    ]


@pytest.mark.parametrize("design", list(DESIGNS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sample_book_has_no_violations(tmp_path: Path, chromium: str, language: str, design: str) -> None:
    manuscript = ROOT / "manuscripts" / f"guide.{language}.docx"
    record = EditionRecord.from_toml(manuscript.with_suffix(".toml"))
    result = build(manuscript, tmp_path / "out", record, BuildOptions(design=design, check=False))
    epub = next(output.path for output in result.outputs if output.path.suffix == ".epub")
    assert violations(epub, tmp_path, chromium) == []


@pytest.mark.parametrize("language", list(SAMPLES))
def test_a_book_in_each_language_has_no_violations(tmp_path: Path, chromium: str, language: str) -> None:
    (tmp_path / "a.md").write_text(manuscript(language), encoding="utf-8")
    record = EditionRecord.model_validate({"book": {"title": SAMPLES[language].title, "language": language}})
    result = build(tmp_path / "a.md", tmp_path / "out", record, BuildOptions(("epub",), check=False))
    assert violations(result.outputs[0].path, tmp_path, chromium) == []


@pytest.mark.parametrize("language", DECLARATION)
def test_the_declaration_has_no_violations(shared_data: Path, tmp_path: Path, chromium: str, language: str) -> None:
    source = shared_data / "udhr" / f"{language}.docx"
    result = build(source, tmp_path / "out", options=BuildOptions(language=language, check=False))
    assert violations(result.outputs[0].path, tmp_path, chromium) == []
