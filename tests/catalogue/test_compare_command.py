"""``nghinsach compare`` as a translator meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ONE = "# Chương 1\n\nMọi người đều tự do.[^1] Có 30 điều.\n\n[^1]: Từ năm 1948.\n"
TWO = "# Chapter 1\n\nAll are free.[^1] There are 30 articles.\n\n[^1]: Since 1948.\n"


def nghinsach(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from catalogue.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def compare(folder: Path, one: str, two: str, *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "goc.md").write_text(one, encoding="utf-8")
    (folder / "dich.md").write_text(two, encoding="utf-8")
    return nghinsach(folder, "compare", "goc.md", "dich.md", "--original-lang", "vi", "--lang", "en", *more)


def test_a_complete_translation_ends_with_0(tmp_path: Path) -> None:
    done = compare(tmp_path, ONE, TWO, "--ui-lang", "en")
    assert (done.returncode, done.stdout) == (
        0, "Nothing is missing: 100% of the original was found again in the translation.\n",
    )  # fmt: skip


def test_a_missing_note_ends_with_1_and_is_named(tmp_path: Path) -> None:
    done = compare(tmp_path, ONE, TWO.replace("free.[^1]", "free."), "--json", "--ui-lang", "en")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert (said["schema"], said["complete"], said["original"]["language"]) == (1, False, "vi")
    assert [f["message"] for f in said["findings"]] == ["A note is missing from the translation: “Từ năm 1948.”."]
    assert (said["original"]["counts"]["notes"], said["translation"]["counts"]["notes"]) == (1, 0)


def test_a_finished_book_is_turned_away(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n")
    done = nghinsach(tmp_path, "compare", "b.pdf", "b.pdf")
    assert (done.returncode, "cmp-020" in done.stdout) == (1, True)


def test_no_file_is_wrong_use(tmp_path: Path) -> None:
    done = nghinsach(tmp_path, "compare", "a.docx", "b.docx")
    assert (done.returncode, "a.docx" in done.stderr) == (2, True)


def test_a_record_beside_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "goc.toml").write_text("book = ", encoding="utf-8")
    done = compare(tmp_path, ONE, TWO, "--ui-lang", "en")
    assert (done.returncode, done.stderr.startswith("The metadata file “goc.toml” is not valid TOML")) == (2, True)
