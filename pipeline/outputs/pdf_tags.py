"""One tree of tags for the whole book, where WeasyPrint 70 makes one for each page.

A paragraph, list or table that goes over a page is one element for a reader, the header rows that a table repeats
and what stands in a page's margins are none, a note follows the paragraph that calls it, and formulas and notes are
called so (ISO 32000-1, 14.8.4; ISO 14289-1, 7.1, 7.5, 7.7, 7.9). Only the WeasyPrint process loads this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

if TYPE_CHECKING or __name__.startswith("pipeline."):
    from pipeline.outputs.pdf_join import number, referred, whole
else:  # beside the isolated script that loads this
    from pdf_join import number, referred, whole

_build = tags._build_box_tree  # noqa: SLF001 - where WeasyPrint names the element of a box
_add_tags = tags.add_tags
_TITLED = frozenset(("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"))
_WHOLE = frozenset(("/Link", "/Figure", "/Formula"))
"""Elements with marked content of their own, which stay a piece each: a link has one place on each line."""
_THINGS: dict[str, Callable[[Any], bool]] = {
    "headings": lambda element: re.fullmatch("h[1-6]", element.tag) is not None,
    "notes": lambda element: element.get("class") == "footnote",
    "formulas": lambda element: "math" in element.get("class", "").split(),
    "images": lambda element: element.tag == "img",
    "tables": lambda element: element.tag == "table",
}
_AREA = (None, "footnotes", "")


class Mark(pydyf.Object):  # type: ignore[misc]
    """The operator that opens marked content, which can still become an artifact."""

    data = b""

    def __init__(self, tag: str, number: int) -> None:
        super().__init__()
        self.data = b"/%s <</MCID %d>> BDC" % (tag.encode(), number)

    def forget(self) -> None:
        """Mark it as something that belongs to the page and not to the text."""
        self.data = b"/Artifact <</Type /Pagination>> BDC"


class Tags:
    """Follows what WeasyPrint makes of the boxes, and puts the pieces together."""

    def __init__(self) -> None:
        self._sources: dict[int, tuple[Any, str, str]] = {}
        """Of each element by its object's number: the element of the source, its name there, its tag."""
        self._inline: set[int] = set()
        self._calls: dict[Any, Any] = {}
        self._pages: list[tuple[dict[int, bytes], dict[int, Mark]]] = []
        """Of each page what its marked content belongs to, and its marks, by number."""
        self._at: dict[bytes, int] = {}
        """Numbers of the pages by reference."""
        self._pdf: pydyf.PDF

    def install(self) -> None:
        """Stand in the places of WeasyPrint's."""
        weasyprint.pdf.add_tags = self._add
        tags._build_box_tree = self._elements  # noqa: SLF001
        Stream.marked = _marked

    def ends(self, root: Any) -> tuple[Any, Any]:
        """The first and the last element of the document, named as both halves of a book know them."""
        order = {element: number for number, element in enumerate(root.iter())}
        kids = whole(self._pdf)["K"]
        first, last = (self._sources[number(kid)] for kid in (kids[0], kids[-1]))
        return (order[first[0]], *first[1:]), (order[last[0]], *last[1:])

    def things(self, root: Any) -> dict[str, int]:
        """What of the chapters has a tag, by the names of the account."""
        drawn = {source for source, _, _ in self._sources.values()}
        found = dict.fromkeys(_THINGS, 0)
        for element in root.find("body").findall("*")[-1].iter():
            if element in drawn:
                kind = next((kind for kind, meant in _THINGS.items() if meant(element)), None)
                if kind:
                    found[kind] += 1
        return found

    def _elements(
        self, box: Any, parent: Any, pdf: Any, page: int, nums: Any, links: Any, marked: Any
    ) -> Iterator[Any]:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if isinstance(box, boxes.PageBox):
            self._pages.append((nums, {kid["mcid"]: kid["mark"] for kid in marked.values()}))
        elif isinstance(box, boxes.MarginBox) or box.is_leader:
            for inner in _drawn(box):
                if kid := marked.pop(inner, None):
                    kid["mark"].forget()
            box.children = []
        for element in _build(box, parent, pdf, page, nums, links, marked):
            if element.number not in self._sources:
                self._name(element, box)
            yield element

    def _name(self, element: Any, box: Any) -> None:
        name = box.element_tag or ""
        if isinstance(box, boxes.FootnoteAreaBox):
            self._sources[element.number] = _AREA
            return
        if element["S"] == "/Figure" and _THINGS["formulas"](box.element):
            element["S"] = "/Formula"
        elif name.endswith("::footnote-marker"):
            element["S"] = "/Lbl"
        elif name.endswith("::footnote-call"):
            element["S"] = "/Reference"
            self._calls[box.element] = element
        if isinstance(box, boxes.InlineLevelBox):
            self._inline.add(element.number)
        self._sources[element.number] = (box.element, name, element["S"])

    def _add(self, pdf: pydyf.PDF, document: Any, version: Any, streams: Any) -> None:
        _add_tags(pdf, document, version, streams)
        self._pdf = pdf
        self._at = {reference: page for page, reference in enumerate(pdf.page_references)}
        root = whole(pdf)
        notes: list[bytes] = []
        flow: list[bytes] = []
        for kid in root["K"]:
            if self._sources[number(kid)] == _AREA:
                notes += self._emptied(kid)
            else:
                flow.append(kid)
        root["K"] = pydyf.Array(flow)
        self._level(root)
        aside = pydyf.Dictionary({"K": pydyf.Array(notes), "S": "", "P": root.reference})
        self._level(aside)
        self._place(aside["K"])
        parents = referred(pdf, referred(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
        for page, (nums, _) in enumerate(self._pages):
            parents[2 * page + 1] = pydyf.Array([nums.get(n, "null") for n in range(max(nums, default=-1) + 1)])

    def _emptied(self, reference: bytes) -> list[bytes]:
        """What an element held; itself it is no more."""
        element = self._of(reference)
        kids = list(element["K"])
        element.clear()
        return kids

    def _level(self, element: Any) -> None:
        """Make one of the pieces of each element inside, and go on with what is in them."""
        pieces: list[Any] = []
        anywhere = element["S"] in ("/Table", "/TR")
        for kid in element["K"]:
            source = self._sources.get(number(kid)) if isinstance(kid, bytes) else None
            if source is None or source[2] in _WHOLE:
                pieces.append(kid)
                continue
            before = pieces if anywhere else pieces[-1:]
            same = next((b for b in before if isinstance(b, bytes) and self._sources.get(number(b)) == source), None)
            if same is None:
                pieces.append(kid)
            elif source[2] in ("/THead", "/TFoot"):
                self._repeated(self._of(same), self._of(kid))
            else:
                self._join(self._of(same), kid)
        element["K"] = pydyf.Array(pieces)
        mine = self._sources.get(element.number)
        for kid in pieces:
            if isinstance(kid, bytes):
                inner = self._of(kid)
                if inner.get("K") and inner["S"] not in _WHOLE:
                    self._level(inner)
                if mine and self._sources.get(inner.number) == mine:
                    inner["S"] = "/NonStruct"  # an anonymous box, which goes by the name of what it is in
        if element["S"] == "/LI":
            self._item(element)

    def _item(self, item: Any) -> None:
        """An entry of a list is its label and one body (ISO 32000-1, table 336)."""
        kids = [(kid, self._of(kid)) for kid in item["K"]]
        labels = [kid for kid, inner in kids if inner["S"] == "/Lbl"]
        if [inner["S"] for _, inner in kids[len(labels) :]] == ["/LBody"]:
            return
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
        )
        self._pdf.add_object(body)
        for kid, inner in kids:
            if inner["S"] == "/LBody":
                self._join(body, kid)
            elif kid not in labels:
                inner["P"] = body.reference
                body["K"].append(kid)
        item["K"] = pydyf.Array([*labels, *([body.reference] if body["K"] else [])])

    def _join(self, first: Any, reference: bytes) -> None:
        more = self._of(reference)
        if "ID" in more:
            _answer(more, first)
        for kid in self._emptied(reference):
            if isinstance(kid, bytes) and "P" in self._of(kid):
                self._of(kid)["P"] = first.reference
            first["K"].append(kid)

    def _repeated(self, first: Any, again: Any) -> None:
        """Rows that stand once more at the head of a page: for the eye only."""
        heads, others = list(self._below(first)), list(self._below(again))
        named = [[e for e in found if "ID" in e] for found in (heads, others)]
        for mine, theirs in zip(*named, strict=False):
            _answer(theirs, mine)
        for element in others:
            nums, marks = self._pages[self._at[element["Pg"]]]
            for kid in element["K"]:
                if isinstance(kid, int):
                    marks[kid].forget()
                    nums.pop(kid)
        for element in [again, *others]:
            element.clear()

    def _below(self, element: Any) -> Iterator[Any]:
        for kid in element.get("K", ()):
            if isinstance(kid, bytes):
                inner = self._of(kid)
                yield inner
                yield from self._below(inner)

    def _place(self, notes: list[bytes]) -> None:
        """Put each note behind the paragraph that calls it, or at the end of the cell or entry."""
        last: dict[int, bytes] = {}
        for reference in notes:
            note = self._of(reference)
            note["S"] = "/Note"
            note["ID"] = pydyf.String(f"n{note.number}")
            call = self._calls.get(self._sources[note.number][0])
            block = self._of(call["P"]) if call else whole(self._pdf)
            while block.number in self._inline:
                block = self._of(block["P"])
            if block["S"] in _TITLED:
                before = last.get(block.number, block.reference)
                last[block.number] = reference
                block = self._of(block["P"])
                block["K"].insert(block["K"].index(before) + 1, reference)
            else:
                block["K"].append(reference)
            note["P"] = block.reference

    def _of(self, reference: bytes) -> Any:
        return referred(self._pdf, reference)


def _answer(again: Any, first: Any) -> None:
    """Let the cells that name a header cell by its second piece name the first."""
    again["ID"].string = first["ID"].string


def _drawn(box: Any) -> Iterator[Any]:
    """A box with all that is in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from _drawn(child._box if isinstance(child, AbsolutePlaceholder) else child)  # noqa: SLF001


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """WeasyPrint's own, with a mark that can be changed."""
    held = stream._tags  # noqa: SLF001
    if held is not None:
        assert box not in held
        mark = Mark(tag, len(held))
        held[box] = {"tag": tag, "mcid": len(held), "mark": mark}
        stream.stream.append(mark)
    try:
        yield
    finally:
        if held is not None:
            stream.end_marked_content()
