"""Tables too wide for the page are set smaller, then turned; no word is broken while there is a way."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from pipeline.book.columns import least, pressed
from pipeline.book.model import Book, Cell, Chapter, Heading, ListBlock, Paragraph, Table, Text
from pipeline.metadata import EditionRecord
from pipeline.outputs import xhtml
from pipeline.outputs.pdf import write
from pipeline.outputs.wide import Measure, way
from pipeline.pages.cover import draw
from pipeline.styles.tokens import DESIGNS, TRIMS

MEASURE = Measure.of(TRIMS["14.5x20.5"], DESIGNS["general"])


def table(columns: int, word: str = "1.234.567", rows: int = 3) -> Table:
    head = [Cell([Paragraph([Text(f"Cột {number}")])], header=True) for number in range(columns)]
    body = [[Cell([Paragraph([Text(word)])]) for _ in range(columns)] for _ in range(rows)]
    return Table([head, *body], head=1, widths=[0.0] * columns)


@pytest.mark.parametrize(
    ("columns", "classes", "whole"),
    [(5, "", True), (7, "small", True), (8, "turned", True), (11, "turned small", True), (13, "turned smallest", True),
     (20, "turned smallest", False)],
)  # fmt: skip
def test_each_step_is_taken_only_when_the_one_before_does_not_do(columns: int, classes: str, whole: bool) -> None:
    found = way(table(columns), MEASURE)
    assert (found.classes, found.whole) == (classes, whole)


def test_every_column_has_room_for_its_longest_word_and_the_rest_goes_where_most_is_said() -> None:
    made = table(8)
    for row in made.rows[1:]:
        row[3].blocks = [Paragraph([Text("Số liệu sơ bộ, cần kiểm tra lại với địa phương")])]
    room = sum(least(made)) + 10
    shares = pressed(made, room)
    assert sum(shares) == pytest.approx(1, abs=0.001)
    assert all(share * room >= need - 0.01 for share, need in zip(shares, least(made), strict=True))
    assert shares.index(max(shares)) == 3


@pytest.fixture(scope="module", params=["screen", "print"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, pikepdf.Pdf, str]:
    """A book with one turned table under a heading of its own, and one in a list that cannot be turned."""
    folder = tmp_path_factory.mktemp("wide")
    text = Paragraph([Text("Mọi người sinh ra đều được tự do và bình đẳng.")])
    nested = ListBlock([[Paragraph([Text("Bảng:")]), table(14)]])
    blocks = [text, Heading(2, [Text("Bảng số liệu")], "bang"), table(11, rows=40), text, nested]
    book = Book("Sách", "vi", [Chapter("c001", [Text("Một")], blocks)])
    (folder / "work").mkdir()
    kind = request.param
    write(book, EditionRecord(), folder / "a.pdf", folder / "work", kind=kind, cover=draw(book, EditionRecord()))
    said = subprocess.run(["pdftotext", "-layout", folder / "a.pdf", "-"], capture_output=True, text=True, check=True)
    return kind, pikepdf.open(folder / "a.pdf"), said.stdout


def _box(page: pikepdf.Page, name: str) -> list[float]:
    return [round(float(value), 1) for value in page.obj[name]]


def test_a_turned_page_lies_on_a_screen_and_stands_among_the_others_in_print(
    pages: tuple[str, pikepdf.Pdf, str],
) -> None:
    kind, document, _ = pages
    sizes = [_box(page, "/TrimBox")[2:] for page in document.pages]
    assert sizes[0] == [411.0, 581.1]
    lying = [number for number, size in enumerate(sizes) if size == [581.1, 411.0]]
    assert (len(lying) >= 2) == (kind == "screen")
    assert set(map(tuple, sizes)) == ({(411.0, 581.1), (581.1, 411.0)} if kind == "screen" else {(411.0, 581.1)})


def test_no_number_of_a_turned_table_is_broken_and_its_heading_goes_along(
    pages: tuple[str, pikepdf.Pdf, str], tmp_path: Path
) -> None:
    kind, document, _ = pages
    document.save(tmp_path / "a.pdf")
    argv = ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"]
    boxes = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split("<page ")[1:]
    turned = [page for page in boxes if page.count(">1.234.567<") > 50]
    assert sum(page.count(">1.234.567<") for page in turned) == 440
    assert ">liệu<" in turned[0], "the heading stands with its table"
    for page in boxes:
        wide, high = map(float, re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        for left, top, right, bottom in re.findall(r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)"', page):
            assert float(left) > 15
            assert float(top) > 15
            assert float(right) < wide - 15
            assert float(bottom) < high - 15
    assert kind == "screen" or all("/Annots" not in page.obj for page in document.pages)


def test_a_table_that_a_phone_moves_sideways_can_be_moved_by_keyboard_and_has_a_name() -> None:
    named = table(7)
    named.caption = [Paragraph([Text("Bảng 1. Dân số")])]
    book = Book("Sách", "vi", [Chapter("c001", [Text("Một")], [named, table(3)])])
    body = xhtml.write(book, "epub").documents[0].body
    assert '<div class="table" tabindex="0" role="region" aria-label="Bảng 1. Dân số"><table class="wide"' in body
    assert body.count("tabindex") == 1
    assert "tabindex" not in xhtml.write(book, "print", measure=MEASURE).documents[0].body
