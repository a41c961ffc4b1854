"""Ace by DAISY, the accessibility checker of the EPUB world, has nothing to object to in our sample book."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from languages import DECLARATION, SAMPLES, manuscript

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.checks import ace
from pipeline.styles.tokens import DESIGNS

ROOT = Path(__file__).resolve().parent.parent.parent
ACE = ROOT / "tools" / "ace" / "node_modules" / ".bin" / "ace-puppeteer"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]


def violations(epub: Path, folder: Path, chromium: str) -> list[tuple[str, str]]:
    """File and rule of everything that Ace reports."""
    if not ACE.exists():
        pytest.skip("Ace is not on this machine; `make test-full` installs it where npm is")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "HOME": str(folder)}
    subprocess.run(
        [ACE, "-f", "-s", "-o", folder / "ace", epub], env=environment, check=True, capture_output=True, timeout=240
    )
    told = ace.findings((folder / "ace" / "report.json").read_bytes())
    return [(finding.where.file, str(finding.params["id"])) for finding in told]


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


def untold(found: list[tuple[str, str]], result: BuildResult) -> list[tuple[str, str]]:
    """Violations without those of pictures that the manuscript describes in no word, each told by a finding."""
    mute = [one for one in found if one[1] == "image-alt"]
    told = sum(finding.code == "im-001" for finding in result.findings)
    return [one for one in found if one not in mute] if len(mute) <= told else found


def test_real_and_odd_manuscripts_have_no_violations(shared_data: Path, tmp_path: Path, chromium: str) -> None:
    paths = [path for path in sorted(shared_data.glob("books/*")) if path.suffix in (".docx", ".md")]
    paths += [path for path in sorted(shared_data.glob("odd/**/*")) if path.suffix in (".docx", ".odt", ".md")]
    found, looked = {}, 0
    for number, path in enumerate(paths):
        folder = tmp_path / str(number)
        language = "vi" if ".vi." in path.name else "en"
        record = EditionRecord.model_validate({"book": {"title": path.stem}})
        result = build(path, folder / "out", record, BuildOptions(("epub",), check=False, language=language))
        if result.status == "built":
            looked += 1
            if faults := untold(violations(result.outputs[0].path, folder, chromium), result):
                found[path.name] = faults
                print(path.name, faults)  # noqa: T201 - at once: a whole run is long
        shutil.rmtree(folder)
    assert found == {}
    assert looked > len(paths) * 0.8
