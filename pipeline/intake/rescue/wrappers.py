"""Wrappers that only wrap: alternatives, content controls, smart tags, custom XML, directions, ruby, hidden runs."""

from __future__ import annotations

from lxml import etree

from pipeline.intake.ooxml import MC, Element, W, chosen, is_on
from pipeline.intake.rescue.found import Found
from pipeline.intake.rescue.tree import drop, replace, words_in
from pipeline.intake.rescue.tree import unwrap as put_children

_PROPERTIES = tuple(W + tag for tag in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))
_WRAPPERS = tuple(W + tag for tag in ("sdt", "sdtContent", "smartTag", "customXml"))
_DIRECTIONS = (W + "dir", W + "bdo")


def alternatives(root: Element) -> None:
    """Of the ways in which Word saved one thing (new drawing, old picture) keep one."""
    for node in list(root.iter(MC + "AlternateContent")):
        branch = chosen(node)
        replace(node, list(branch) if branch is not None else [])


def unwrap(root: Element) -> None:
    """Take wrappers away and leave what they hold, at whatever level they stand."""
    for node in list(root.iter(*_PROPERTIES)):
        drop(node)
    for node in list(root.iter(*_WRAPPERS)):
        put_children(node)
    for node in list(root.iter(*_DIRECTIONS)):
        if node.get(W + "val") == "rtl":
            for run in node.iter(W + "r"):
                _properties(run).append(etree.Element(W + "rtl"))
        put_children(node)


def small(root: Element, found: Found) -> None:
    """Ruby becomes its base with the reading in brackets; hidden runs go; old carriage returns are line breaks."""
    for node in list(root.iter(W + "ruby")):
        _ruby(node)
    for node in list(root.iter(W + "vanish")):
        run = node.getparent().getparent()
        if run is not None and run.tag == W + "r" and is_on(run.find(W + "rPr"), "vanish") and words_in(run).strip():
            found.hidden.append(words_in(run))
            drop(run)
    for node in root.iter(W + "cr"):
        node.tag = W + "br"
    found.embedded += sum(1 for _ in root.iter(W + "altChunk"))


def _ruby(node: Element) -> None:
    """The ruby's own runs replace the run that holds it."""
    base, reading = node.find(W + "rubyBase"), node.find(W + "rt")
    runs = list(base) if base is not None else []
    if reading is not None and words_in(reading).strip():
        said = etree.Element(W + "r")
        etree.SubElement(said, W + "t").text = f"({words_in(reading)})"
        runs.append(said)
    outer = node.getparent()
    rest = [child for child in outer if child is not node and child.tag != W + "rPr"]
    if outer.tag == W + "r" and not rest:
        replace(outer, runs)
    else:
        replace(node, [child for run in runs for child in run if child.tag != W + "rPr"])


def _properties(run: Element) -> Element:
    found = run.find(W + "rPr")
    if found is None:
        found = etree.Element(W + "rPr")
        run.insert(0, found)
    return found
