"""The command line, as a person at a terminal meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def nghinsach(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from catalogue.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_build_writes_the_books_and_the_reports(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Một\n\nChữ.\n", encoding="utf-8")
    done = nghinsach("build", "a.md", "--lang", "vi", "--out", "o", "--size", "a5", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "o").iterdir())
    assert names == ["a.cover.jpg", "a.epub", "a.pdf", "report.json", "timings.json"]
    assert "Dàn trang PDF" in done.stderr


def test_a_refused_manuscript_ends_with_1_and_leaves_only_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    done = nghinsach("build", "a.docx", "--out", "o", "--ui-lang", "en", folder=tmp_path)
    assert done.returncode == 1
    assert "in-001" in done.stdout
    assert "The file “a.docx” is empty." in done.stdout
    content = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert (content["status"], content["outputs"]) == ("refused", [])
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["report.json", "timings.json"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "nowhere.docx"), "nowhere.docx"),
        (("build", "a.md", "--format", "mobi"), "--format"),
        (("build", "a.md", "--size", "a3"), "--size"),
        (("build", "a.md", "--design", "baroque"), "--design"),
        (("build", "a.md", "--pdf", "poster"), "--pdf"),
        (("build", "a.md", "--metadata", "broken.toml"), "broken.toml"),
        (("build", "a.md", "--metadata", "wrong.toml"), "[book.titel]"),
        (("check", "nowhere.docx"), "nowhere.docx"),
    ],
)
def test_wrong_use_ends_with_2_and_one_plain_message(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "a.md").write_text("# Một\n\nChữ.\n", encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[book\n", encoding="utf-8")
    (tmp_path / "wrong.toml").write_text('[book]\ntitel = "x"\n', encoding="utf-8")
    done = nghinsach(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_check_says_findings_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Chỉ có chữ, không có đề mục.\n", encoding="utf-8")
    done = nghinsach("check", "a.md", "--json", folder=tmp_path)
    content = json.loads(done.stdout)
    assert content["schema"] == 1
    assert "st-001" in [finding["code"] for finding in content["findings"]]


def test_accounts_are_made_and_listed_and_a_lost_password_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"sqlite:///{tmp_path / 'catalogue.db'}")
    house = ("--organisation", "Nhà xuất bản Tư pháp")
    made = nghinsach("user", "add", "Ha@nxb.vn", "--role", "director", *house, "--ui-lang", "en", folder=tmp_path)
    assert (made.returncode, "Password: " in made.stdout) == (0, True)
    again = nghinsach("user", "add", "ha@nxb.vn", "--role", "member", *house, "--ui-lang", "en", folder=tmp_path)
    assert (again.returncode, "Password" in again.stdout) == (0, False)
    renewed = nghinsach("user", "passwd", "ha@nxb.vn", folder=tmp_path)
    assert renewed.stdout.split()[-1] != made.stdout.split()[-1]
    listed = nghinsach("user", "list", folder=tmp_path).stdout
    assert listed.startswith("ha@nxb.vn\t")
    assert "director (Nhà xuất bản Tư pháp)" in listed
    assert "member (Nhà xuất bản Tư pháp)" in listed


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "add", "x@nxb.vn", "--role", "king", "--organisation", "A"),
        ("user", "add", "x@nxb.vn", "--role", "member"),
        ("user", "passwd", "nobody@nxb.vn"),
    ],
)
def test_wrong_use_of_accounts_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"sqlite:///{tmp_path / 'catalogue.db'}")
    nghinsach("db", "upgrade", folder=tmp_path)
    done = nghinsach(*arguments, folder=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_the_sample_stands_on_the_shelf_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"sqlite:///{tmp_path / 'catalogue.db'}")
    monkeypatch.setenv("NGHINSACH_STORAGE_URL", f"file:{tmp_path / 'files'}")
    monkeypatch.setenv("NGHINSACH_WORK_FOLDER", str(tmp_path / "work"))
    for _ in range(2):
        done = nghinsach("sample", "--catalogue", "--ui-lang", "en", folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert done.stderr.count("on the shelf already") == 2
    status = json.loads(nghinsach("programme", "status", "--json", folder=tmp_path).stdout)
    assert (status["released"], status["counts"]["foreign"], status["counts"]["ebook"]) == (2, 1, 0)


def test_a_taken_address_is_said_and_ends_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"sqlite:///{tmp_path / 'catalogue.db'}")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = nghinsach("serve", "--port", str(taken.getsockname()[1]), "--ui-lang", "en", folder=tmp_path)
    assert (done.returncode, "--port" in done.stderr) == (2, True)
