"""Formulas are set in MathML and as pictures, or shown as they were typed; none is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.book import formulas
from pipeline.book.model import Book, Formula
from pipeline.book.visit import every_in

BODY = "# Chương A\n\nTrước ${}$ sau.\n\n# B\n\nx"


def rendered(book: Book, work: Path, *, pictures: bool = True) -> tuple[list[Formula], list[str]]:
    findings = formulas.render(book, work, pictures=pictures)
    found = [node for chapter in book.chapters for node in every_in(chapter) if isinstance(node, Formula)]
    return found, [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\frac{a}{b}", "ab"),
        (r"\mathbf{w}^\top \mathbf{x}", "𝐰⊤𝐱"),
        (r"\boldsymbol{w}", "𝒘"),
        (r"\text{diện\_tích}", "diện_tích"),
        ("a < b", "a<b"),
    ],
)
def test_a_formula_keeps_its_letters(book_of: Callable[..., Any], tmp_path: Path, tex: str, letters: str) -> None:
    (formula,), codes = rendered(book_of(BODY.format(tex)).book, tmp_path)
    math = etree.fromstring(formula.mathml)
    assert ("".join(math.itertext()), codes) == (letters, [])
    assert math.get("alttext") == tex


def test_a_picture_stands_on_the_base_line(book_of: Callable[..., Any], tmp_path: Path) -> None:
    (high, deep), _ = rendered(book_of("# A\n\n$x$ và $y_i$\n\n# B\n\nx").book, tmp_path)
    bottoms = []
    for formula in (high, deep):
        _, top, _, height = map(float, etree.fromstring(formula.svg).attrib["viewBox"].split())
        assert top < 0
        bottoms.append(top + height)
    assert bottoms[0] < bottoms[1] < formulas.FONT_SIZE


def test_a_formula_on_its_own_line_says_so(book_of: Callable[..., Any], tmp_path: Path) -> None:
    (formula,), _ = rendered(book_of("# A\n\n$$x$$\n\n# B\n\nx").book, tmp_path)
    assert etree.fromstring(formula.mathml).get("display") == "block"


def test_what_cannot_be_set_stays_as_typed_and_is_told(book_of: Callable[..., Any], tmp_path: Path) -> None:
    book = book_of(BODY.format(r"\khongco{x}")).book
    findings = formulas.render(book, tmp_path, pictures=True)
    (formula,) = (node for node in every_in(book.chapters[0]) if isinstance(node, Formula))
    assert (formula.tex, formula.mathml, formula.svg) == (r"\khongco{x}", "", "")
    assert [(f.code, f.where.chapter) for f in findings] == [("ma-001", "Chương A")]


def test_the_same_formulas_give_the_same_pictures(book_of: Callable[..., Any], tmp_path: Path) -> None:
    text = BODY.format(r"\sum_{i=1}^n \sqrt{x_i}")
    first, _ = rendered(book_of(text).book, tmp_path)
    second, _ = rendered(book_of(text).book, tmp_path)
    assert first == second


def test_an_epub_alone_needs_no_pictures(book_of: Callable[..., Any], tmp_path: Path) -> None:
    (formula,), _ = rendered(book_of(BODY.format("x")).book, tmp_path, pictures=False)
    assert formula.svg == ""
    assert formula.mathml.startswith("<math ")
