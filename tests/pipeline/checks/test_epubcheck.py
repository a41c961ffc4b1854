"""EPUBCheck's messages arrive as findings with its id and the place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline import check
from pipeline.checks.epubcheck import epubcheck


def test_a_broken_epub_is_told_with_ids_and_places(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", "<container/>")
    found = epubcheck(path, tmp_path)
    assert found != []
    assert {finding.code for finding in found} <= {"ec-010", "ec-011", "ec-012"}
    assert all(finding.params["id"] for finding in found)


def test_without_java_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [finding.code for finding in epubcheck(tmp_path / "a.epub", tmp_path)] == ["ec-001"]


def test_a_pdf_with_a_password_cannot_be_checked(tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "a.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path, encryption=pikepdf.Encryption(owner="x", user="y"))
    assert [finding.severity.value for finding in check(path)] == ["error"]
