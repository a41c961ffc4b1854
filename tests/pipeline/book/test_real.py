"""Real manuscripts: what the Book holds is what the Word file holds, counted by another reader."""

from __future__ import annotations

import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.book import assemble
from pipeline.book.counts import count
from pipeline.book.model import Book, Code, CodeBlock, Formula, ListBlock, Text
from pipeline.book.toc import Entry, toc
from pipeline.book.visit import every_in
from pipeline.findings import ManuscriptRefused
from pipeline.intake.gate import receive
from pipeline.intake.read import read
from pipeline.metadata import EditionRecord

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGES = ["ar", "en", "es", "fr", "ja", "km", "ko", "lo", "ru", "th", "vi", "zh-Hans"]


def made(path: Path, work: Path, language: str) -> Book:
    return assemble(read(receive(path), work), EditionRecord(), language)[0]


def titles(entries: list[Entry]) -> list[str]:
    return [title for entry in entries for title in (entry.title, *titles(entry.children))]


def word_counts(path: Path) -> tuple[int, int, int, int, int, int]:
    """Headings, notes, images, tables, formulas and links of a Word file's own XML."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    styles = [style.get(f"{W}val", "") for style in root.iter(f"{W}pStyle")]
    tags = (f"{W}footnoteReference", "{*}blip", f"{W}tbl", "{*}oMath", f"{W}hyperlink")
    notes, images, tables, formulas, links = (sum(1 for _ in root.iter(tag)) for tag in tags)
    return sum(style.startswith("Heading") for style in styles), notes, images, tables, formulas, links


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_thirty_articles_of_the_declaration_are_all_in_the_contents(
    shared_data: Path, tmp_path: Path, language: str
) -> None:
    path = shared_data / "udhr" / f"{language}.docx"
    book = made(path, tmp_path, language)
    listed = titles(toc(book))
    assert len(book.chapters) == 1
    assert len(listed) == len(set(listed)) == 32  # title, preamble, 30 articles


@pytest.mark.parametrize(
    ("name", "language", "dropped"),
    [
        ("d2l-long.vi.docx", "vi", 0),
        ("d2l-linear.vi.docx", "vi", 1),  # its one heading of level 1 is the title of the book
        ("war-and-peace-10.docx", "en", 0),
        ("war-and-peace-300.docx", "en", 0),
    ],
)
def test_a_real_book_keeps_all_its_parts(
    shared_data: Path, tmp_path: Path, name: str, language: str, dropped: int
) -> None:
    path = shared_data / "books" / name
    found = count(made(path, tmp_path, language), 0)
    headings, *rest = word_counts(path)
    assert found.headings == headings - dropped
    assert [found.notes, found.images, found.tables, found.formulas, found.links] == rest


def tree_letters(node: Any) -> Iterator[str]:
    """Every letter and figure of pandoc's tree that is text."""
    if isinstance(node, list):
        for item in node:
            yield from tree_letters(item)
    elif isinstance(node, dict) and node["t"] != "Image":
        content = node.get("c")
        if node["t"] in ("Code", "CodeBlock", "Math"):
            content = content[1]
        yield from filter(str.isalnum, content) if isinstance(content, str) else tree_letters(content)


def book_letters(book: Book) -> Iterator[str]:
    for chapter in book.chapters:
        for node in every_in(chapter):
            match node:
                case Text() | Code() | CodeBlock():
                    yield from filter(str.isalnum, node.text)
                case Formula():
                    yield from filter(str.isalnum, node.tex)
                case ListBlock():
                    yield from filter(str.isalnum, "".join(node.labels))


def test_no_letter_of_an_odd_file_is_lost(shared_data: Path, tmp_path: Path) -> None:
    lost, tried = {}, 0
    for path in sorted((shared_data / "odd").rglob("*.docx")):
        work = tmp_path / path.stem
        work.mkdir()
        try:
            document = read(receive(path), work)
        except ManuscriptRefused:
            continue
        tried += 1
        book, _ = assemble(document, EditionRecord.model_validate({"book": {"title": "Odd"}}), "en")
        typed = Counter(unicodedata.normalize("NFC", "".join(tree_letters(document.ast["blocks"]))))
        if missing := typed - Counter(book_letters(book)):
            lost[path.name] = missing
    assert lost == {}
    assert tried > 50
