"""Citations that Word, Zotero or Mendeley manage: each becomes a link to its work in the list made of them.

Word keeps the works as XML of their own (ISO 29500-1, 22.6.2) and neither citation nor list says which is
which. A work is found in the list by its author and year, or by its title; one that is not found stays words.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipeline.intake.ooxml import Element, W, Word
from pipeline.intake.rescue.fields import Field, complex_fields
from pipeline.intake.rescue.tree import above

B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
_ITEM, _LIST = "CSL_CITATION", "CSL_BIBLIOGRAPHY"
"""What the codes of Zotero's and Mendeley's fields hold: ADDIN ZOTERO_ITEM CSL_CITATION {…}."""
_FIRST_ID = 900_000
"""Numbers of our bookmarks, above those of any manuscript."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A cited work: what a line of the list has to say to be it."""

    tag: str
    author: str
    year: str
    title: str

    def is_said(self, line: str) -> bool:
        named = bool(self.author) and self.author.casefold() in line.casefold() and self.year in line
        return named or (len(self.title) > 8 and self.title.casefold() in line.casefold())


def link(root: Element, file: Word) -> None:
    """Give the works of the list bookmarks, and citations links to them."""
    fields = [one for one in complex_fields(root) if one.end is not None and one.separate is not None]
    lists = [one for one in fields if one.words[:1] == ["BIBLIOGRAPHY"] or _LIST in one.words]
    cited = [one for one in fields if (one.words[:1] == ["CITATION"] and len(one.words) > 1) or _ITEM in one.words]
    if not cited or not lists:
        return
    sources = {source.tag: source for source in _sources(file)}
    marks = _Marks([line for one in lists for line in _paragraphs(root, one)])
    for one in cited:
        if one.depth or above(one.begin, "hyperlink") is not None:
            continue
        works = _managed(one) if _ITEM in one.words else [sources.get(one.words[1])]
        places = [marks.place(work) if work else "" for work in works]
        if len(places) > 1 and _each(one, places):
            places = [""]
        elif places and places[0]:
            places[0] = f' HYPERLINK \\l "{places[0]}" '
        if places and (places[0] or len(works) > 1):
            one.codes[0].text = places[0]
            for code in one.codes[1:]:
                code.text = ""


class _Marks:
    """The lines of the list of works, and the bookmarks that they were given."""

    def __init__(self, lines: list[Element]) -> None:
        self.lines = lines
        self.places: dict[_Source, str] = {}

    def place(self, work: _Source) -> str:
        """The bookmark of a work; empty where no line is the work's."""
        if work not in self.places:
            self.places[work] = _mark(work, self.lines, _FIRST_ID + len(self.places))
        return self.places[work]


def _managed(one: Field) -> list[_Source | None]:
    """The works of a citation by Zotero or Mendeley, which keep what they cite as CSL-JSON in the field's code."""
    code = "".join(code.text or "" for code in one.codes).partition(_ITEM)[2]
    try:
        items = json.loads(code)["citationItems"]
        return [_of_csl(item["itemData"]) for item in items]
    except (ValueError, KeyError, TypeError):
        return []


def _of_csl(data: dict[str, Any]) -> _Source:
    authors = data.get("author") or data.get("editor") or [{}]
    name = str(authors[0].get("family") or authors[0].get("literal") or "")
    dates = data.get("issued", {}).get("date-parts") or [[""]]
    return _Source(str(data.get("id", "")), name.strip(), str(dates[0][0]), str(data.get("title", "")).strip())


def _each(one: Field, places: list[str]) -> bool:
    """Lead each work of "(An 2019; Bình 2020)" to its own line; False where the parts cannot be told apart."""
    first, last = above(one.separate, "r"), above(one.end, "r")
    if first is None or last is None:
        return False
    runs = []
    for run in first.itersiblings():
        if run is last:
            break
        runs.append(run)
    texts = [text for run in runs for text in run.iter(W + "t")]
    parts = (texts[0].text or "").split(";") if len(texts) == 1 else []
    if len(parts) != len(places) or len(runs) != 1:
        return False
    [run] = runs
    for number, (part, place) in enumerate(zip(parts, places, strict=True)):
        made = deepcopy(run)
        [text] = made.iter(W + "t")
        text.text = part + (";" if number < len(parts) - 1 else "")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if place:
            outer = etree.Element(W + "hyperlink", {W + "anchor": place})
            outer.append(made)
            made = outer
        run.addprevious(made)
    run.getparent().remove(run)
    return True


def _sources(file: Word) -> list[_Source]:
    found = []
    for name in sorted(file.names):
        if not (name.startswith("customXml/item") and name.endswith(".xml")):
            continue
        root = file.part(name)
        for node in root.iter(B + "Source") if root is not None else ():
            last = next((item.text or "" for item in node.iter(B + "Last", B + "Corporate")), "")
            said = {kind: node.findtext(B + kind, "").strip() for kind in ("Tag", "Year", "Title")}
            found.append(_Source(said["Tag"], last.strip(), said["Year"], said["Title"]))
    return found


def _paragraphs(root: Element, one: Field) -> list[Element]:
    """The paragraphs of a field's result."""
    inside, found = False, []
    first, last = above(one.begin, "p"), above(one.end, "p") if one.end is not None else None
    for paragraph in root.iter(W + "p"):
        inside = inside or paragraph is first
        if inside:
            found.append(paragraph)
        if paragraph is last:
            break
    return found


def _mark(source: _Source, lines: list[Element], number: int) -> str:
    """Put a bookmark on the line of a work; its name, or nothing when no line is the work's."""
    for line in lines:
        if source.is_said("".join(node.text or "" for node in line.iter(W + "t"))):
            name = f"_Cited{number}"
            begin = etree.Element(W + "bookmarkStart", {W + "id": str(number), W + "name": name})
            end = etree.Element(W + "bookmarkEnd", {W + "id": str(number)})
            at = 1 if line.find(W + "pPr") is not None else 0
            line.insert(at, begin)
            line.insert(at + 1, end)
            return name
    return ""
