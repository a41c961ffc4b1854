"""Header cells that nobody marked: found by their look, told, overruled in the metadata, and never made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.book import assemble
from pipeline.book.model import Table
from pipeline.book.visit import every_in
from pipeline.intake.gate import receive
from pipeline.intake.read import read


def tables(folder: Path, html: str, *accept: dict[str, str]) -> tuple[list[list[str]], list[str]]:
    """Rows of each table as a word of h (header) and c (cell), and the codes of what is told of tables."""
    (folder / "a.html").write_text(f"<html><body><h1>Một</h1><p>Chữ.</p>{html}</body></html>", encoding="utf-8")
    (folder / "read").mkdir()
    record = EditionRecord.model_validate({"book": {"title": "S"}, "accept": accept})
    book, findings = assemble(read(receive(folder / "a.html"), folder / "read"), record, "vi")
    found = [node for chapter in book.chapters for node in every_in(chapter) if isinstance(node, Table)]
    shapes = [["".join("hc"[not cell.header] for cell in row) for row in table.rows] for table in found]
    return shapes, [finding.code for finding in findings if finding.code in ("tb-001", "tb-002", "md-020")]


def rows(*lines: str) -> str:
    """A table of lines with cells between bars; *a* is bold."""
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    made = [[f"<b>{c[1:-1]}</b>" if c.startswith("*") else c for c in line] for line in cells]
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in made) + "</table>"


BOLD_ROW = rows("*Tên*|*Nơi*", "An|Huế", "Ân|Vinh")
PLAIN = rows("Tên|Nơi", "An|Huế", "Ân|Vinh")


@pytest.mark.parametrize(
    ("html", "shape", "codes"),
    [
        (BOLD_ROW, ["hh", "cc", "cc"], ["tb-001"]),
        (rows("*An*|Huế", "*Ân*|Vinh"), ["hc", "hc"], ["tb-001"]),
        (rows("*Tên*|*Nơi*", "*An*|Huế", "*Ân*|Vinh"), ["hh", "hc", "hc"], ["tb-001"]),
        (rows("Năm|Số đầu sách", "nay|412", "sau|1.000"), ["hh", "cc", "cc"], ["tb-001"]),
        (rows("Khoản|Tỷ lệ", "một|17,2%", "hai|–", "ba|(15,0)"), ["hh", "cc", "cc", "cc"], ["tb-001"]),
        (PLAIN, ["cc", "cc", "cc"], ["tb-002"]),
        (rows("*An*|*Huế*", "*Ân*|*Vinh*"), ["cc", "cc"], ["tb-002"]),
        (rows("2024|2025", "12|13", "14|15"), ["cc", "cc", "cc"], ["tb-002"]),
        (rows("một|hai|ba"), ["ccc"], []),
        (rows("một", "hai"), ["c", "c"], []),
        ("<table><tr><th>Tên</th><th>Nơi</th></tr><tr><td>An</td><td>Huế</td></tr></table>", ["hh", "cc"], []),
    ],
)
def test_a_header_is_what_its_author_set_apart(tmp_path: Path, html: str, shape: list[str], codes: list[str]) -> None:
    assert tables(tmp_path, html) == ([shape], codes)


@pytest.mark.parametrize(
    ("html", "accept", "shape", "codes"),
    [
        (BOLD_ROW, {"code": "tb-001", "value": "none"}, ["cc", "cc", "cc"], []),
        (BOLD_ROW, {"code": "tb-001", "value": "yes"}, ["hh", "cc", "cc"], []),
        (BOLD_ROW, {"code": "tb-001", "value": "both", "where": "Tên | Nơi"}, ["hh", "hc", "hc"], []),
        (PLAIN, {"code": "tb-002", "value": "row"}, ["hh", "cc", "cc"], []),
        (PLAIN, {"code": "tb-002", "value": "column"}, ["hc", "hc", "hc"], []),
        (PLAIN, {"code": "tb-002", "value": "perhaps"}, ["cc", "cc", "cc"], ["tb-002", "md-020"]),
        (PLAIN, {"code": "tb-002", "value": "row", "where": "Khác"}, ["cc", "cc", "cc"], ["tb-002", "md-020"]),
    ],
)
def test_the_metadata_decide(
    tmp_path: Path, html: str, accept: dict[str, str], shape: list[str], codes: list[str]
) -> None:
    assert tables(tmp_path, html, accept) == ([shape], codes)


def test_tables_of_one_kind_are_told_together(tmp_path: Path) -> None:
    shapes, codes = tables(tmp_path, BOLD_ROW + "<p>x</p>" + PLAIN + "<p>y</p>" + BOLD_ROW)
    assert len(shapes) == 3
    assert codes == ["tb-001", "tb-002"]


def test_a_table_without_headers_claims_none(tmp_path: Path) -> None:
    """In the EPUB it is for the eye alone, in the PDF no table to a screen reader."""
    (tmp_path / "a.html").write_text(f"<html><body><h1>Một</h1><p>Chữ.</p>{PLAIN}{BOLD_ROW}</body></html>")
    result: BuildResult = build(
        tmp_path / "a.html", tmp_path / "out", EditionRecord(), BuildOptions(check=False, language="vi")
    )
    with pikepdf.open(next(o.path for o in result.outputs if o.path.suffix == ".pdf")) as document:
        tags = [str(found.S) for found in every_tag(document.Root.StructTreeRoot.K[0])]
    assert {name: tags.count(name) for name in ("/Table", "/TR", "/TH", "/TD")} == {
        "/Table": 1, "/TR": 3, "/TH": 2, "/TD": 4,
    }  # fmt: skip


def every_tag(element: Any) -> list[Any]:
    """A structure element and all below it."""
    kids = element.get("/K", [])
    inside = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [element, *(tag for kid in inside if not isinstance(kid, int) and "/S" in kid for tag in every_tag(kid))]
