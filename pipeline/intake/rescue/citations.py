"""Citations that Word manages: each becomes a link to its work in the list that Word made of them.

Word keeps the works as XML of their own (ISO 29500-1, 22.6.2) and neither citation nor list says which is
which. A work is found in the list by its author and year, or by its title; one that is not found stays words.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pipeline.intake.ooxml import Element, W, Word
from pipeline.intake.rescue.fields import Field, complex_fields
from pipeline.intake.rescue.tree import above

B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
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
    cited = [one for one in fields if one.words[:1] == ["CITATION"] and len(one.words) > 1]
    lists = [one for one in fields if one.words[:1] == ["BIBLIOGRAPHY"]]
    if not cited or not lists:
        return
    sources = {source.tag: source for source in _sources(file)}
    lines = [line for one in lists for line in _paragraphs(root, one)]
    places: dict[str, str] = {}
    for one in cited:
        source = sources.get(one.words[1])
        if source is None or one.depth or above(one.begin, "hyperlink") is not None:
            continue
        place = places.get(source.tag) or _mark(source, lines, _FIRST_ID + len(places))
        if place:
            places[source.tag] = place
            one.codes[0].text = f' HYPERLINK \\l "{place}" '
            for code in one.codes[1:]:
                code.text = ""


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
