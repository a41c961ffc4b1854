"""An EPUB in a script that e-readers lack letters for brings its own, cut down, with their licence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from languages import SAMPLES, manuscript

from pipeline import BuildOptions, EditionRecord, build
from pipeline.outputs.typefaces import typefaces

EPUB = BuildOptions(("epub",), check=False)
COPYRIGHT, LICENCE = 0, 13


def made(folder: Path, language: str, text: str, design: str = "general") -> dict[str, bytes]:
    """The files of an EPUB by name."""
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(text, encoding="utf-8")
    record = EditionRecord.model_validate(
        {"book": {"title": SAMPLES[language].title, "language": language}, "design": {"name": design}}
    )
    result = build(folder / "a.md", folder / "out", record, EPUB)
    with zipfile.ZipFile(result.outputs[0].path) as book:
        return {name: book.read(name) for name in book.namelist()}


def fonts(files: dict[str, bytes]) -> list[TTFont]:
    return [TTFont(io.BytesIO(files[name])) for name in sorted(files) if name.startswith("EPUB/fonts/")]


@pytest.mark.parametrize(("language", "design"), [("lo", "general"), ("ar", "young"), ("cjm-Cham", "reference")])
def test_every_letter_of_the_script_is_in_the_book_with_its_licence(tmp_path: Path, language: str, design: str) -> None:
    files = made(tmp_path, language, manuscript(language), design)
    faces = fonts(files)
    assert faces
    block = {"lo": range(0x0E80, 0x0F00), "ar": range(0x0600, 0x0700), "cjm-Cham": range(0xAA00, 0xAA60)}[language]
    text = "".join(content.decode() for name, content in files.items() if name.endswith(".xhtml"))
    for face in faces:
        assert {letter for letter in text if ord(letter) in block} - set(map(chr, face.getBestCmap())) == set()
        assert ord("a") not in face.getBestCmap()
        assert "open font license" in face["name"].getDebugName(LICENCE).lower()
        assert face["name"].getDebugName(COPYRIGHT)
    assert b'body { font-family: "Noto' in files["EPUB/style.css"]
    assert sum(len(content) for name, content in files.items() if "fonts/" in name) < 200_000


def test_a_book_in_latin_letters_brings_none(tmp_path: Path) -> None:
    assert fonts(made(tmp_path, "vi", manuscript("vi"))) == []


def test_a_passage_in_khmer_brings_its_letters_for_that_passage_alone(tmp_path: Path) -> None:
    files = made(tmp_path, "vi", "# Một\n\nTiếng Khmer: [សិទ្ធិមនុស្ស]{lang=km}.\n")
    assert [face["name"].getDebugName(1) for face in fonts(files)] == ["Noto Serif Khmer", "Noto Serif Khmer"]
    assert b':lang(km) { font-family: "Noto Serif Khmer", serif; }' in files["EPUB/style.css"]
    assert b"body { font-family" not in files["EPUB/style.css"]


def test_the_same_letters_give_the_same_bytes() -> None:
    once, again = (typefaces("my", [], letters, "general") for letters in ("မြန်မာ", "ာမြန်မ"))
    assert once == again


@pytest.mark.parametrize(
    ("language", "letter", "parts"),
    [("th", "ำ", "\u0e4d\u0e32"), ("lo", "ຳ", "\u0ecd\u0eb2"), ("km", "\u17c4", "\u17c1"), ("hi", "क़", "क\u093c")],
)
def test_the_parts_are_there_that_shaping_makes_of_a_letter(language: str, letter: str, parts: str) -> None:
    files, _ = typefaces(language, [], letter, "general")
    assert set(map(ord, parts)) - set(TTFont(io.BytesIO(files[0].data)).getBestCmap()) == set()


def test_list_markers_find_the_digits_of_the_language() -> None:
    files, _ = typefaces("fa", [], "سلام", "general")
    assert set(map(ord, "۰۱۲۳۴۵۶۷۸۹")) - set(TTFont(io.BytesIO(files[0].data)).getBestCmap()) == set()
