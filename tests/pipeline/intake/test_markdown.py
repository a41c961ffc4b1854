"""The head of a Markdown file and its remarks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import BuildOptions, build
from pipeline.findings import ManuscriptRefused
from pipeline.intake.gate import receive
from pipeline.intake.markdown import separate, without_remarks
from pipeline.intake.read import read

HEAD = """---
title: "Quyền con người"
authors:
  - Lê Thị Hoa
  - 'Trần Đức'
lang: vi
# a remark
keywords: [a, b]
---

# Chương một

Chữ.
"""


def test_the_head_names_the_book_and_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEAD, encoding="utf-8")
    result = build(tmp_path / "a.md", tmp_path / "out", options=BuildOptions(formats=("epub",), check=False))
    assert (result.title, result.language, result.counts.tables) == ("Quyền con người", "vi", 0)
    found = separate(HEAD)
    assert found.said == {"title": ["Quyền con người"], "author": ["Lê Thị Hoa", "Trần Đức"]}
    assert found.text == "\n# Chương một\n\nChữ.\n"


@pytest.mark.parametrize(
    "text",
    ["---\nĐây là một câu giữa hai vạch.\n---\n\nChữ.\n", "---\n", "Chữ.\n\n---\ntitle: x\n---\n", "---\n- a\n---\n"],
)
def test_text_between_two_rules_is_text(text: str) -> None:
    assert (separate(text).text, separate(text).said) == (text, {})


def test_a_value_may_go_on_in_the_next_line() -> None:
    assert separate("---\ntitle: Một\n  hai\n---\nChữ").said == {"title": ["Một hai"]}


def test_remarks_are_not_text_and_code_keeps_them() -> None:
    text = "Một <!-- giấu\nkỹ --> hai.\n\n```html\n<!-- thấy -->\n```\n\n<!-- cuối -->\n"
    assert without_remarks(text) == "Một  hai.\n\n```html\n<!-- thấy -->\n```\n\n\n"


def test_a_file_of_remarks_alone_is_no_book(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<!-- nothing to read -->\n", encoding="utf-8")
    with pytest.raises(ManuscriptRefused, match="in-025"):
        read(receive(tmp_path / "a.md"), tmp_path)
