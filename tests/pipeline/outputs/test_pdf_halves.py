"""A book laid out by two processes is the book that one lays out: page for page, link for link, tag for tag."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pipeline.book import assemble
from pipeline.intake.gate import receive
from pipeline.intake.read import read
from pipeline.metadata import EditionRecord
from pipeline.outputs import pdf
from pipeline.outputs.pdf import LONG, middle
from pipeline.pages.cover import draw

WORDS = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền. "
TABLE = "| Năm | Số đầu sách |\n|-----|-----|\n| 2025 | 412 |\n| 2026 | 1.000 |\n"
DIVIDED = ("Phần thứ nhất", "Chương 1", "Chương 2", "Chương 3", "Phần thứ hai", "Chương 4", "Chương 5", "Chương 6")


def manuscript(lengths: list[int]) -> str:
    """Chapters of so many paragraphs, with notes, a table and a picture in each, and links to the others."""
    found = []
    for number, (name, length) in enumerate(zip(DIVIDED, lengths, strict=True)):
        level = "#" if name.startswith("Phần") else "##"
        link = f"Xem [chương kia](#c{(number + 5) % len(DIVIDED)}) và [trang mạng](https://example.org/{number})."
        paragraphs = [f"{WORDS * 4}[^{number}-{n}]\n\n[^{number}-{n}]: Chú thích {n}, *{name}*." for n in range(length)]
        found += [f"{level} {name} {{#c{number}}}", link, *paragraphs, TABLE, "![Bản đồ](a.png)"]
    return "\n\n".join(found)


def job(folder: Path, lengths: list[int]) -> Path:
    """The child's folder for a manuscript, as a build makes it."""
    (folder / "reading").mkdir(parents=True)
    Image.new("RGB", (90, 60), "navy").save(folder / "a.png")
    (folder / "book.md").write_text(manuscript(lengths), encoding="utf-8")
    record = EditionRecord.model_validate({"book": {"title": "Hai nửa", "language": "vi"}})
    book, _ = assemble(read(receive(folder / "book.md"), folder / "reading"), record, "vi")
    work = folder / "job"
    work.mkdir()
    pdf.prepare(book, record, work, size="a5", cover=draw(book, record))
    return work


def laid_out(work: Path, split: int) -> dict[str, Any]:
    """Everything that a reader or a reading program finds in the PDF of a job."""
    told = json.loads((work / "job.json").read_text(encoding="utf-8"))
    (work / "job.json").write_text(json.dumps(told | {"split": split}), encoding="utf-8")
    pages = pdf.run_child(work)
    with pikepdf.open(work / "book.pdf") as document:
        return {"anchors": pages["pages"], **described(document)}


def described(document: pikepdf.Pdf) -> dict[str, Any]:
    """Pages, links, destinations, outline, tags, labels and faces, without the numbers of objects."""
    at = {page.objgen: number for number, page in enumerate(document.pages)}
    names = list(document.Root.Names.Dests.Names)
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    return {
        "streams": [page.Contents.read_bytes() for page in document.pages],
        "links": [[link(note, parents) for note in page.get("/Annots", [])] for page in document.pages],
        "names": [(str(k), at[v[0].objgen], *map(float, v[2:])) for k, v in zip(names[::2], names[1::2], strict=True)],
        "outline": outline(document.Root.Outlines.First, at),
        "tags": tag(document.Root.StructTreeRoot.K[0], at),
        "parents": [
            [str(tagged.S) for tagged in parents[int(page.StructParents)] if tagged] for page in document.pages
        ],
        "labels": document.Root.PageLabels.unparse(),
        "faces": [sorted(page.Resources.Font.keys()) for page in document.pages],
        "root": sorted(document.Root.keys()),
        "sorted": [int(n) for n in numbers[::2]] == sorted(parents),
        "fonts": len({font.objgen for page in document.pages for font in page.Resources.Font.values()}),
        "pictures": sum(isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image" for o in document.objects),
    }


def link(note: pikepdf.Object, parents: dict[int, Any]) -> tuple[Any, ...]:
    """Where a link stands and leads, and whether the tree of parents finds it."""
    kids = [kid for kid in parents[int(note.StructParent)].K if not isinstance(kid, int) and "/Obj" in kid]
    found = [kid.Obj.objgen == note.objgen for kid in kids]
    return (str(note.get("/Dest", "")), str(note.get("/A", {}).get("/URI", "")), [*map(float, note.Rect)], found)


def outline(first: pikepdf.Object | None, at: dict[Any, int]) -> list[Any]:
    """The outline from one entry on: title, page, entries below."""
    found = []
    while first is not None:
        found.append((str(first.Title), at[first.Dest[0].objgen], outline(first.get("/First"), at)))
        first = first.get("/Next")
    return found


def tag(element: Any, at: dict[Any, int]) -> Any:
    """A tag with what is in it; marked content by its number, a link by where it leads."""
    if isinstance(element, int):
        return element
    if "/Obj" in element:
        return (at[element.Pg.objgen], str(element.Obj.get("/Dest", "")), [*map(float, element.Obj.Rect)])
    inside = element.get("/K", [])
    kids = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    headers = len(element.get("/A", {}).get("/Headers", [])) if "/A" in element else 0
    page = at[element.Pg.objgen] if "/Pg" in element else None
    return (str(element.S), page, str(element.get("/Alt", "")), headers, [tag(kid, at) for kid in kids])


LENGTHS = [[1, 3, 4, 6, 1, 5, 3, 2], [1, 7, 4, 6, 1, 5, 3, 2], [2, 3, 9, 2, 2, 9, 3, 2]]
"""Of the paragraphs of each chapter: so the second half begins on either side, before and after a part."""


@pytest.mark.parametrize(
    "lengths", [LENGTHS[0], *(pytest.param(more, marks=pytest.mark.slow) for more in LENGTHS[1:])], ids=["a", "b", "c"]
)
def test_two_halves_make_the_same_book(tmp_path: Path, lengths: list[int]) -> None:
    work = job(tmp_path, lengths)
    whole = laid_out(work, 0)
    assert len(whole["streams"]) > 12
    assert len(whole["outline"]) > 1
    made = set()
    for split in (2, 3, 3, 6):
        halved = laid_out(work, split)
        made.add((work / "book.pdf").read_bytes())
        assert [key for key, value in whole.items() if halved[key] != value] == [], split
    assert len(made) == 3, "the same bytes come out every time"


def test_only_a_long_book_is_halved_and_never_before_a_part() -> None:
    half = LONG // 2
    assert middle([half - 1, half], set()) == 0
    assert middle([half, half], set()) == 1
    assert middle([half, half], {1}) == 0
    assert middle([LONG, 10, 10], set()) == 0
    assert middle([half // 2, half // 2, half // 2, half // 2], {2}) == 1
    assert middle([], set()) == 0
