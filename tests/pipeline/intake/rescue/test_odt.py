"""Everything that Writer prints reaches the book; pandoc alone drops each of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Odt = Callable[[str], Any]


def par(inside: str) -> str:
    return f"<text:p>{inside}</text:p>"


RUBY = "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>hán</text:ruby-text></text:ruby> x"
BOX = f"<draw:frame><draw:text-box>{par('one')}{par('two')}</draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    "inside",
    [
        "a <text:date>b</text:date> c",
        "a <text:user-field-get>b</text:user-field-get> c",
        "a <text:variable-set>b</text:variable-set> <text:variable-set text:display='none'>9</text:variable-set>c",
        "a <text:meta-field>b</text:meta-field> c",
        "a <text:drop-down><text:label text:value='x'/>b</text:drop-down> c",
        "a <text:span><text:placeholder>b</text:placeholder></text:span> c",
        "a b<office:annotation><dc:creator>T</dc:creator><text:p>Sửa</text:p></office:annotation> c",
        "a<text:s/>b<text:tab/>c",
    ],
)
def test_fields_show_what_they_showed(odt: Odt, inside: str) -> None:
    read = odt(par(inside))
    assert (read.lines, read.words) == (["a b c"], 3)


@pytest.mark.parametrize(
    "drawing",
    [
        BOX,
        f"<draw:g>{BOX}</draw:g>",
        f"<draw:custom-shape>{par('one')}{par('two')}</draw:custom-shape>",
    ],
)
def test_boxes_and_shapes_follow_the_paragraph_in_which_they_are_anchored(odt: Odt, drawing: str) -> None:
    read = odt(par(f"before {drawing}after") + par("next"))
    assert read.lines == ["before after", "one", "two", "next"]
    assert (read.words, read.codes) == (5, ["rs-001"])


def test_boxes_that_open_a_paragraph_or_hang_on_the_page_come_first(odt: Odt) -> None:
    assert odt(BOX + par(f"{BOX}text")).lines == ["one", "two", "one", "two", "text"]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<text:numbered-paragraph><text:p>a</text:p></text:numbered-paragraph>", ["a"]),
        (
            par("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>hán</text:ruby-text></text:ruby> x"),
            ["漢(hán) x"],
        ),
        (
            "<text:bibliography><text:index-body><text:p>Sách A</text:p></text:index-body></text:bibliography>",
            ["Sách A"],
        ),
    ],
)
def test_other_wrappers_leave_their_words(odt: Odt, body: str, lines: list[str]) -> None:
    assert odt(body).lines == lines


def rows(*texts: str) -> str:
    cells = "".join(f"<table:table-row><table:table-cell>{text}</table:table-cell></table:table-row>" for text in texts)
    return f"<table:table><table:table-row-group>{cells}</table:table-row-group></table:table>"


def test_grouped_rows_and_tables_in_cells_keep_their_words(odt: Odt) -> None:
    assert odt(rows(par("a"), par("b") + rows(par("c")))).lines == ["a", "b", "c"]


def test_tracked_deletions_are_no_words_and_are_told(odt: Odt) -> None:
    gone = f"<text:changed-region><text:deletion>{par('cũ')}</text:deletion></text:changed-region>"
    read = odt(f"<text:tracked-changes>{gone}</text:tracked-changes>" + par("mới"))
    assert (read.lines, read.words, read.codes) == (["mới"], 1, ["rs-002"])


def test_generated_contents_are_left_out_and_told(odt: Odt) -> None:
    body = "<text:table-of-content><text:index-body><text:p>Một 5</text:p></text:index-body></text:table-of-content>"
    read = odt(body + par("x"))
    assert (read.lines, read.words, read.codes) == (["x"], 1, ["rs-005"])
