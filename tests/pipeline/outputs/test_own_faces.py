"""The typefaces that we bring ourselves can be read from inside the sandbox."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline import BuildOptions, build


@pytest.mark.parametrize(("language", "words", "face"), [("km", "សិទ្ធិ", "Serif-Khmer"), ("cjm-Cham", "ꨌꩌ", "Sans-Cham")])
def test_a_book_is_set_in_a_face_of_our_own(tmp_path: Path, language: str, words: str, face: str) -> None:
    (tmp_path / "a.md").write_text(f"# {words}\n\n{words}\n", encoding="utf-8")
    result = build(tmp_path / "a.md", tmp_path / "out", options=BuildOptions(("pdf",), language=language))
    assert result.status == "built"
    pdf = next(output.path for output in result.outputs if output.path.suffix == ".pdf")
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    assert f"Noto-{face}" in fonts
