"""Typefaces are pinned by version and hash, and each has an open licence."""

from __future__ import annotations

from pipeline.styles import lock


def test_the_installed_typefaces_are_the_locked_ones() -> None:
    assert lock.installed() == lock.locked()


def test_every_typeface_is_under_the_open_font_license_and_says_its_version() -> None:
    faces = lock.locked()
    assert {name for name, face in faces.items() if face["licence"] != "OFL-1.1"} == set()
    assert {name for name, face in faces.items() if not face["version"] or len(face["sha256"]) != 64} == set()
