"""One PDF of two: the objects of the second half under new numbers behind those of the first.

Tags, the tree that leads from marked content to them, destinations and pages are put together; a picture that
stands in both halves is kept once. Only the WeasyPrint process loads this (``pdf_halves``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pydyf

_REFERENCE = re.compile(rb"(\d+) 0 R\Z")


def packed(pdf: pydyf.PDF, fonts: pydyf.Dictionary, *, goes_on: bool) -> dict[str, Any]:
    """The second half's PDF as plain objects, its streams compressed already.

    ``goes_on`` says that its first tag is the last one of the first half.
    """
    root = referred(pdf, pdf.catalog["StructTreeRoot"])
    content, document = referred(pdf, root["ParentTree"]), whole(pdf)
    for name in _names(pdf):
        name.string = f"b{name.string}"
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    dropped = {item.number for item in (pdf.objects[0], pdf.pages, pdf.catalog, root, content, document)}
    return {
        "objects": [(item.number, _plain(item)) for item in pdf.objects if item.number not in dropped],
        "kids": list(pdf.pages["Kids"][::3]),
        "content": list(content["Nums"]),
        "elements": list(document["K"]),
        "goes_on": goes_on,
        "fonts": fonts.number,
        "stands": {pdf.pages.number: "pages", document.number: "document"},
        "names": [(name.string, place) for name, place in zip(names[::2], names[1::2], strict=True)],
    }


def _names(pdf: pydyf.PDF) -> Iterable[pydyf.String]:
    """What tags are called by, each once: a header cell's name stands in its cells too."""
    tags = [item for item in pdf.objects if isinstance(item, dict)]
    named = [tag["ID"] for tag in tags if "ID" in tag]
    heads = [head for tag in tags if isinstance(tag.get("A"), dict) for head in tag["A"].get("Headers", ())]
    return {id(name): name for name in named + heads}.values()


def _plain(item: Any) -> Any:
    """A stream without what belongs to its process."""
    if not isinstance(item, pydyf.Stream):
        return item
    extra = pydyf.Dictionary(item.extra)
    head, _, rest = item.data.partition(b"\nstream\n")
    if b"/FlateDecode" in head:
        extra["Filter"] = "/FlateDecode"
    return pydyf.Stream([rest[: -len(b"\nendstream")]], extra)


def join(pdf: pydyf.PDF, fonts: pydyf.Dictionary, theirs: dict[str, Any]) -> None:
    """Put the pages of the second half behind those of the first, with all that hangs on them."""
    root = referred(pdf, pdf.catalog["StructTreeRoot"])
    content, document = referred(pdf, root["ParentTree"]), whole(pdf)
    stands = {"pages": pdf.pages.number, "document": document.number}
    numbers = {old: stands[name] for old, name in theirs["stands"].items()}
    pictures = {seen: item.number for item in pdf.objects if (seen := _picture(item))}
    kept = []
    for old, item in theirs["objects"]:
        if (same := pictures.get(_picture(item))) is None:
            pdf.add_object(item)
            kept.append(item)
        numbers[old] = item.number if same is None else same
    moved = _Moved(numbers)
    for item in kept:
        moved.within(item.extra if isinstance(item, pydyf.Stream) else item)
    for name, reference in fonts.items():
        _object_at(pdf, numbers[theirs["fonts"]]).setdefault(name, reference)
    first, second = pdf.pages["Count"], len(theirs["kids"])
    for old in theirs["kids"]:
        page = _object_at(pdf, numbers[old])
        page["StructParents"] += first
        pdf.pages["Kids"].extend([page.number, 0, "R"])
        pdf.pages["Count"] += 1
    elements = [moved.of(reference) for reference in theirs["elements"]]
    if theirs["goes_on"]:
        _go_on(pdf, document["K"][-1], elements.pop(0))
    document["K"].extend(elements)
    _parents(pdf, content["Nums"], [moved.of(value) for value in theirs["content"]], first, second)
    _destinations(pdf, [(name, moved.of(place)) for name, place in theirs["names"]])


def _go_on(pdf: pydyf.PDF, reference: bytes, more: bytes) -> None:
    """Put what the second half holds of an element behind what the first holds of it."""
    element, rest = referred(pdf, reference), referred(pdf, more)
    for kid in rest["K"]:
        referred(pdf, kid)["P"] = reference
    element["K"].extend(rest["K"])
    rest.clear()


def _picture(item: Any) -> tuple[bytes, ...]:
    """What makes a picture the same as another, which may stand in both halves; empty for what is none."""
    if not isinstance(item, pydyf.Stream) or item.extra.get("Subtype") != "/Image":
        return ()
    told = sorted((key, value) for key, value in item.extra.items() if key not in ("SMask", "Filter", "Length"))
    return (repr(told).encode(), item.data.partition(b"\nstream\n")[2])


def _parents(pdf: pydyf.PDF, ours: list[Any], theirs: list[Any], first: int, second: int) -> None:
    """The tree of parents by number: the pages of both halves, then the links of both."""
    mine = [value for _, value in zip(ours[::2], ours[1::2], strict=True)]
    others = [value for _, value in zip(theirs[::2], theirs[1::2], strict=True)]
    links = mine[first:] + others[second:]
    for number, element in enumerate(links, start=first + second):
        _link(pdf, element)["StructParent"] = number
    whole = mine[:first] + others[:second] + links
    ours[:] = [part for pair in enumerate(whole) for part in pair]


def _link(pdf: pydyf.PDF, element: bytes) -> Any:
    """The annotation that a tag is about."""
    kids = [referred(pdf, kid) for kid in referred(pdf, element)["K"] if isinstance(kid, bytes)]
    return next(referred(pdf, kid["Obj"]) for kid in kids if kid.get("Type") == "/OBJR")


def _destinations(pdf: pydyf.PDF, theirs: list[tuple[str, Any]]) -> None:
    """Where links lead, by name, in the order of the names."""
    if not theirs:
        return
    names = pdf.catalog.setdefault("Names", pydyf.Dictionary())
    ours = names.setdefault("Dests", pydyf.Dictionary({"Names": pydyf.Array()}))["Names"]
    both = [(name.string, place) for name, place in zip(ours[::2], ours[1::2], strict=True)] + theirs
    ours[:] = [part for name, place in sorted(both, key=lambda pair: pair[0]) for part in (pydyf.String(name), place)]


class _Moved:
    """References to objects of the second half under their new numbers."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self._numbers = numbers

    def of(self, value: Any) -> Any:
        """A value with what it refers to moved."""
        if isinstance(value, bytes):
            found = _REFERENCE.match(value)
            return b"%d 0 R" % self._numbers[int(found[1])] if found else value
        if isinstance(value, dict | list):
            self.within(value)
        return value

    def within(self, value: Any) -> None:
        """Move the references inside a dictionary or list."""
        if isinstance(value, dict):
            for key, held in value.items():
                value[key] = self.of(held)
        elif isinstance(value, list):
            value[:] = [self.of(held) for held in value]


def whole(pdf: pydyf.PDF) -> Any:
    """The tag of the whole document."""
    return referred(pdf, referred(pdf, pdf.catalog["StructTreeRoot"])["K"][0])


def referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    """The object that a reference means."""
    return _object_at(pdf, number(reference))


def number(reference: bytes) -> int:
    """The number of the object that a reference means."""
    found = _REFERENCE.match(reference)
    assert found
    return int(found[1])


def _object_at(pdf: pydyf.PDF, number: int) -> Any:
    return pdf.objects[number]
