"""What comes in as a picture can be drawn in both formats, or is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake.pictures import Pictures


@pytest.mark.parametrize("box", ["0 0 10 10", "-1,-1,20,20", "0 0 1e2 .5", " 0, 0, 10.5, 7 "])
def test_a_drawing_with_its_measures_comes_in(tmp_path: Path, box: str) -> None:
    assert taken(tmp_path, box) == ("image-001.svg", [])


@pytest.mark.parametrize("box", ["abc", "0 0", "0 0 10", "0 0 10 10 10", "0 0 10 x", ""])
def test_a_drawing_whose_measures_make_no_sense_is_told(tmp_path: Path, box: str) -> None:
    assert taken(tmp_path, box) == ("", ["im-010"])


def taken(folder: Path, box: str) -> tuple[str, list[str]]:
    (folder / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>')
    pictures = Pictures(folder, None)
    return pictures.take("a.svg", ""), [finding.code for finding in pictures.findings]
