"""What a word processor leaves behind goes; what the author wrote stays."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.book.cleaning import clean, plain
from pipeline.book.model import Break, CodeBlock, Paragraph, SceneBreak, Text


@pytest.mark.parametrize(
    ("typed", "language", "kept"),
    [
        ("Nghị\u00adđịnh", "vi", "Nghịđịnh"),
        (unicodedata.normalize("NFD", "Đường tới quyền"), "vi", "Đường tới quyền"),
        ("a\xa0\xa0\xa0b", "vi", "a b"),
        ("Điều\xa027", "vi", "Điều\xa027"),
        ("a\tb\x00\x1fc", "vi", "a bc"),
        ("nửa ½ № ²", "vi", "nửa ½ № ²"),
        ("می\u200cخواهم", "fa", "می\u200cخواهم"),
        ("ສິດ\u200bທິ", "lo", "ສິດ\u200bທິ"),
        ("a\u200bb", "vi", "ab"),
    ],
)
def test_a_run_of_text_keeps_its_words(typed: str, language: str, kept: str) -> None:
    assert clean(typed, language) == kept


@given(st.text(max_size=100))
def test_cleaned_text_is_fit_for_xml_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(ord(c) < 0x20 or 0xD800 <= ord(c) < 0xE000 for c in once)


def test_empty_paragraphs_and_spaces_at_the_ends_are_layout(book_of: Callable[..., Any]) -> None:
    made = book_of("<h1>A</h1><p>&nbsp;</p><p><br/> một <br/></p><p></p><h1>B</h1><p>x</p>", source="html")
    assert made.blocks[1:] == [Paragraph([Text("một")])]


def test_two_line_breaks_begin_a_paragraph_and_one_stays(book_of: Callable[..., Any]) -> None:
    made = book_of("<h1>A</h1><p>một<br/><br/>hai<br/>ba</p><h1>B</h1><p>x</p>", source="html")
    assert made.blocks[1:] == [Paragraph([Text("một")]), Paragraph([Text("hai"), Break(), Text("ba")])]


@pytest.mark.parametrize("stars", ["<p>* * *</p>", "<p>***</p>", "<hr/>", "<p>⁂</p>"])
def test_stars_and_rules_are_pauses(book_of: Callable[..., Any], stars: str) -> None:
    made = book_of(f"<h1>A</h1><p>x</p>{stars}<p>y</p><h1>B</h1><p>z</p>{stars}", source="html")
    assert [type(block) for block in made.blocks[1:]] == [Paragraph, SceneBreak, Paragraph]
    assert [type(block) for block in made.book.chapters[1].blocks[1:]] == [Paragraph]


def test_code_is_kept_to_the_letter(book_of: Callable[..., Any]) -> None:
    made = book_of('# A\n\n```python\na  = "..."\n\tb\n```\n\n# B\n\nx')
    assert made.blocks[1] == CodeBlock('a  = "..."\n    b', "python")


def test_runs_of_words_and_spaces_are_one_text(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\nMọi người\nsinh ra **tự do** và bình đẳng.\n\n# B\n\nx")
    assert len(made.blocks[1].children) == 3
    assert plain(made.blocks[1].children) == "Mọi người sinh ra tự do và bình đẳng."
