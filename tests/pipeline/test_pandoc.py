"""pandoc is the one of the locked package, whatever else is on the machine."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pypandoc
import pytest

from pipeline import pandoc


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    for known in (pandoc.program, pandoc.version):
        known.cache_clear()
    yield
    for known in (pandoc.program, pandoc.version):
        known.cache_clear()


def newer(folder: Path) -> Path:
    """A program that says it is a much newer pandoc."""
    made = folder / "pandoc"
    made.write_text("#!/bin/sh\necho pandoc 99.1\n")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return made


def test_a_newer_pandoc_on_the_machine_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert pandoc.program() == str(Path(pypandoc.__file__).parent / "files" / "pandoc")


def test_its_version_is_what_it_says_itself() -> None:
    assert pandoc.version() == str(pypandoc.get_pandoc_version())


def test_an_administrator_may_name_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pypandoc.clean_pandocpath_cache()
    monkeypatch.setenv("PYPANDOC_PANDOC", str(newer(tmp_path)))
    try:
        assert (pandoc.program(), pandoc.version()) == (str(tmp_path / "pandoc"), "99.1")
    finally:
        pypandoc.clean_pandocpath_cache()
