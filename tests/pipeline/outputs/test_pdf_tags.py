"""A screen reader hears a PDF as one text, wherever its pages end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypandoc
import pytest

from pipeline import BuildOptions, EditionRecord, build

WORDS = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền. "
ROWS = "".join(f"| {year} | {year - 1000} |\n" for year in range(2000, 2060))
MANUSCRIPT = f"""
# Chương một

Mở đầu có chú thích[^a] và công thức $E = mc^2$ ở giữa câu. {WORDS * 60}

[^a]: Chú thích đầu tiên.

| Năm | Số đầu sách |
|-----|-----|
{ROWS}
1.  {WORDS * 3}

    Đoạn thứ hai của mục một.

2.  Mục hai có chú thích.[^b]

[^b]: Chú thích thứ hai.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[pikepdf.Pdf, dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("tags")
    pypandoc.convert_text(MANUSCRIPT, "docx", format="markdown", outputfile=str(folder / "book.docx"))
    record = EditionRecord.model_validate({"book": {"title": "Thẻ", "language": "vi"}})
    result = build(folder / "book.docx", folder / "out", record, BuildOptions(check=False))
    assert result.account is not None
    [path] = [output.path for output in result.outputs if output.path.suffix == ".pdf"]
    with pikepdf.open(path) as document:
        yield document, result.account.said()


@pytest.fixture
def tree(made: tuple[pikepdf.Pdf, dict[str, Any]]) -> Any:
    return made[0].Root.StructTreeRoot.K[0]


def below(element: Any) -> Iterator[Any]:
    """An element with all elements inside, in the order of reading."""
    yield element
    for kid in element.get("/K", []):
        if not isinstance(kid, int) and "/S" in kid:
            yield from below(kid)


def pages(element: Any, document: pikepdf.Pdf) -> set[int]:
    at = {page.objgen: number for number, page in enumerate(document.pages)}
    return {at[one.Pg.objgen] for one in below(element)}


def named(tree: Any, name: str) -> list[Any]:
    return [element for element in below(tree) if str(element.S) == f"/{name}"]


def test_a_paragraph_over_a_page_is_one(made: tuple[pikepdf.Pdf, dict[str, Any]], tree: Any) -> None:
    long = [paragraph for paragraph in named(tree, "P") if len(pages(paragraph, made[0])) > 1]
    assert len(long) == 1
    assert len(named(long[0], "Reference")) == 1


def test_a_table_over_pages_is_one_with_its_header_once(made: tuple[pikepdf.Pdf, dict[str, Any]], tree: Any) -> None:
    [table] = named(tree, "Table")
    assert len(pages(table, made[0])) > 1
    assert Counter(str(one.S) for one in below(table))["/TR"] == 61
    heads = {str(cell.ID) for cell in named(table, "TH")}
    assert len(heads) == 2
    assert all({str(head) for head in cell.A.Headers} <= heads and cell.A.Headers for cell in named(table, "TD"))


def test_notes_follow_what_calls_them(tree: Any) -> None:
    order = [str(element.S) for element in below(tree) if str(element.S) in ("/P", "/Note", "/LI", "/Table")]
    assert order[order.index("/Note") - 1] == "/P"
    assert order.index("/Note") < order.index("/Table")
    last = named(tree, "Note")[-1]
    assert str(last.P.S) in ("/LBody", "/L", "/LI")
    assert len({str(note.ID) for note in named(tree, "Note")}) == 2
    assert all(str(note.K[0].S) == "/Lbl" for note in named(tree, "Note"))


def test_a_formula_is_one_and_says_how_it_reads(tree: Any) -> None:
    assert [str(formula.Alt) for formula in named(tree, "Formula")] == ["E = mc^{2}"]


def test_entries_of_a_list_have_a_label_and_a_body(tree: Any) -> None:
    numbered = [entry for entry in named(tree, "LI") if any(str(kid.S) == "/Lbl" for kid in entry.K)]
    assert len(numbered) > 1
    assert {tuple(str(kid.S) for kid in entry.K) for entry in numbered} == {("/Lbl", "/LBody")}


def test_heads_of_pages_and_dots_of_the_contents_are_not_read(made: tuple[pikepdf.Pdf, dict[str, Any]]) -> None:
    document, _ = made
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    reached = {element.objgen for element in below(document.Root.StructTreeRoot.K[0])}
    artifacts = 0
    for page in document.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                owner = parents[int(page.StructParents)][int(operands[1].MCID)]
                assert owner.objgen in reached
            artifacts += str(operator) == "BDC" and operands[1].get("/Type") == "/Pagination"
    assert artifacts > len(document.pages)


def test_what_the_files_hold_is_in_the_account(made: tuple[pikepdf.Pdf, dict[str, Any]]) -> None:
    held = {kind: made[1][kind] for kind in ("headings", "notes", "tables", "formulas")}
    assert held == {
        "headings": {"in": 1, "out": 1, "epub": 1, "pdf": 1},
        "notes": {"in": 2, "out": 2, "epub": 2, "pdf": 2},
        "tables": {"in": 1, "out": 1, "epub": 1, "pdf": 1},
        "formulas": {"in": 1, "out": 1, "epub": 1, "pdf": 1},
    }
