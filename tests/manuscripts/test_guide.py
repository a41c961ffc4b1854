"""The user's guide is a manuscript that a publisher could learn from, the same in both languages."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pypandoc
import pytest

from pipeline.metadata import EditionRecord

ROOT = Path(__file__).resolve().parents[2]
MANUSCRIPTS = ROOT / "manuscripts"
LANGUAGES = ["vi", "en"]
LIMIT = 1_500_000  # bytes; a sample book should be quick to clone


def maker() -> ModuleType:
    """The guide's own script, loaded from its file since manuscripts/ is no package."""
    spec = importlib.util.spec_from_file_location("guide_make", MANUSCRIPTS / "guide" / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("guide_make", module)
    spec.loader.exec_module(module)
    return module


@cache
def tree(language: str) -> list[dict[str, Any]]:
    """The manuscript as an independent reader of Word files sees it."""
    command = [pypandoc.get_pandoc_path(), str(MANUSCRIPTS / f"guide.{language}.docx"), "--to", "json"]
    blocks = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["blocks"]
    assert isinstance(blocks, list)
    return blocks


def every(node: object, kind: str) -> list[Any]:
    """All parts of one kind below a node, in reading order."""
    if isinstance(node, list):
        return [found for child in node for found in every(child, kind)]
    if isinstance(node, dict):
        here = [node] if node.get("t") == kind else []
        return here + [found for value in node.values() for found in every(value, kind)]
    return []


def chapters(language: str) -> list[list[dict[str, Any]]]:
    """The blocks of each chapter, its title first."""
    found: list[list[dict[str, Any]]] = []
    for block in tree(language):
        if block["t"] == "Header" and block["c"][0] == 1:
            found.append([])
        found[-1].append(block)
    return found


def shape(chapter: list[dict[str, Any]]) -> dict[str, Any]:
    """What a reader of either language would find in a chapter."""
    return {
        "headings": [heading["c"][0] for heading in every(chapter, "Header")],
        "notes": len(every(chapter, "Note")),
        "rows": [len(every_row(table)) for table in every(chapter, "Table")],
        "pictures": len(every(chapter, "Image")),
        "lists": [len(block["c"]) for block in chapter if block["t"] in ("BulletList", "DefinitionList")],
        "numbered": [len(block["c"][1]) for block in chapter if block["t"] == "OrderedList"],
        "code": len(every(chapter, "CodeBlock")),
        "outside": len([link for link in every(chapter, "Link") if not link["c"][2][0].startswith("#")]),
    }


def every_row(table: dict[str, Any]) -> list[Any]:
    """The rows of a table's head and bodies."""
    _, _, _, head, bodies, _ = table["c"]
    return [*head[1], *(row for body in bodies for row in body[3])]


def words(node: object) -> str:
    """The text below a node."""
    return " ".join(part["c"] for part in every(node, "Str"))


def test_both_languages_say_the_same_things_in_the_same_order() -> None:
    assert [shape(chapter) for chapter in chapters("vi")] == [shape(chapter) for chapter in chapters("en")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_what_a_real_book_holds(language: str) -> None:
    blocks = tree(language)
    whole = {
        "chapters": len(chapters(language)),
        "notes": len(every(blocks, "Note")),
        "tables": len(every(blocks, "Table")),
        "pictures": len(every(blocks, "Image")),
        "quotations": len(every(blocks, "BlockQuote")),
    }
    assert whole == {"chapters": 15, "notes": 16, "tables": 12, "pictures": 7, "quotations": 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_has_an_alternative_text_of_its_own(language: str) -> None:
    figures = every(tree(language), "Figure")
    texts = [words(image["c"][1]) for figure in figures for image in every(figure["c"][2], "Image")]
    captions = [words(figure["c"][1]) for figure in figures]
    assert len(texts) == 7
    assert [text for text in texts if len(text) < 60] == []
    assert set(texts) & set(captions) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_header_row_and_a_caption(language: str) -> None:
    tables = every(tree(language), "Table")
    assert [len(table["c"][3][1]) for table in tables] == [1] * 12
    word = {"vi": "Bảng", "en": "Table"}[language]
    starts = [words(table["c"][1]).split(".")[0] for table in tables]
    assert starts == [f"{word} {number}" for number in range(1, 13)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cross_reference_leads_somewhere(language: str) -> None:
    blocks = tree(language)
    places = {heading["c"][1][0] for heading in every(blocks, "Header")}
    places |= {span["c"][0][0] for span in every(blocks, "Span")}
    targets = [link["c"][2][0] for link in every(blocks, "Link")]
    inside = [target[1:] for target in targets if target.startswith("#")]
    assert len(inside) == 22
    assert [target for target in inside if target not in places] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_legal_lists_keep_the_vietnamese_letters(language: str) -> None:
    paragraphs = [words(block) for block in tree(language) if block["t"] == "Para"]
    letters = [text.split(")")[0] for text in paragraphs if text[1:3] == ") "]
    assert letters == ["a", "b", "c", "d", "đ", "e"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_is_up_to_date_with_its_sources(language: str) -> None:
    assert maker().up_to_date(language) is True, "run: uv run python manuscripts/guide/make.py"


def test_making_it_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    make = maker()
    make.make("vi", tmp_path / "one.docx")
    make.make("vi", tmp_path / "two.docx")
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    assert (tmp_path / "one.docx").stat().st_size < LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_record_is_valid_and_claims_no_number_it_was_never_given(language: str) -> None:
    record = EditionRecord.from_toml(MANUSCRIPTS / f"guide.{language}.toml")
    assert record.book.language == language
    assert (record.isbn.epub, record.isbn.pdf, record.isbn.print) == ("", "", "")
    assert (record.imprint.registration_number, record.imprint.decision_number) == ("", "")


def test_the_example_records_in_the_guide_are_accepted() -> None:
    """A reader who copies an example from the book must not be refused."""
    for language in LANGUAGES:
        blocks = [code["c"][1] for code in every(tree(language), "CodeBlock")]
        examples = [code for code in blocks if code.startswith("[")]
        assert len(examples) == 2
        for example in examples:
            EditionRecord.model_validate(tomllib.loads(example))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_families_of_codes_it_names_exist(language: str) -> None:
    named = [code["c"][1] for code in every(every(tree(language), "Table")[-1], "Code")]
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    real = set(re.findall(r'"([a-z]{2,3})-[0-9]{3}"', sources))
    assert len(named) == len(set(named)) == 21
    assert [family for family in named if family not in real] == []
