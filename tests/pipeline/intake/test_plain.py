"""Plain text is taken literally where Markdown would change what it says."""

from __future__ import annotations

from pathlib import Path

from pipeline.intake.gate import receive
from pipeline.intake.read import read


def blocks(folder: Path, text: str) -> list[str]:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    work = folder / "work"
    work.mkdir()
    return [block["t"] for block in read(receive(path), work).ast["blocks"]]


def test_typed_numbers_are_not_counted_anew(tmp_path: Path) -> None:
    assert blocks(tmp_path, "1. Một\n\n2. Hai\n\n4. Bốn") == ["Para", "Para", "Para"]


def test_spaces_before_a_line_are_no_code(tmp_path: Path) -> None:
    assert blocks(tmp_path, "Một\n\n        Chương V\n\nHai") == ["Para", "Para", "Para"]


def test_lines_that_no_program_wrapped_are_paragraphs(tmp_path: Path) -> None:
    assert blocks(tmp_path, f"Điều 1\n{'chữ ' * 60}\nĐiều 2") == ["Para", "Para", "Para"]


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    assert blocks(tmp_path, "một hai\nba bốn") == ["Para"]


def test_what_looks_like_markup_is_text(tmp_path: Path) -> None:
    lines = ["a <b>c</b> &amp; \\d", "# e *f* _g_ [h](i) `j`", "![k](l)", "+ m"]
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    (tmp_path / "work").mkdir()
    tree = read(receive(path), tmp_path / "work").ast["blocks"]
    assert [block["t"] for block in tree] == ["Para"] * 4
    said = ["".join(i["c"] if i["t"] == "Str" else " " for i in block["c"]) for block in tree]
    assert said == lines
