"""Drawings: words in text boxes and shapes become paragraphs beside their anchor, pictures plain ones.

pandoc drops text that shares a run with a picture or a paragraph with a text box, all but the first
picture of an old (VML) group, and the description of old pictures.
"""

from __future__ import annotations

import copy
import re

from lxml import etree

from pipeline.intake.ooxml import CHART, DGM, PIC, WP, A, Element, R, V, W, Word
from pipeline.intake.rescue.found import Found
from pipeline.intake.rescue.tree import above, drop, replace, words_in

_SHELLS = (W + "drawing", W + "pict", W + "object")
_SAYS = (W + "t", W + "footnoteReference", W + "endnoteReference")
_RULE = "{urn:schemas-microsoft-com:office:office}hr"
_POINTS = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?")
_EMU = {"pt": 12700.0, "in": 914400.0, "cm": 360000.0, "mm": 36000.0, "px": 9525.0, "": 12700.0}


def free(root: Element, file: Word, name: str, found: Found) -> None:
    """Take words and pictures out of the drawings of a part."""
    placed: dict[Element, Element] = {}
    for box in list(root.iter(W + "txbxContent")):
        _box(box, placed, found)
    related = file.related(name)
    for shell in list(root.iter(*_SHELLS)):
        if shell.getparent() is not None and next(shell.iterancestors(*_SHELLS), None) is None:
            _words(shell, file, related, placed, found)
            _pictures(shell)
    for run in {shell.getparent(): None for shell in root.iter(*_SHELLS)}:
        _split(run)


def _box(box: Element, placed: dict[Element, Element], found: Found) -> None:
    """The blocks of a text box, before the paragraph that it is anchored in if it opens it, else after.

    An outer box comes before those inside it; ``placed`` keeps what stands last after each paragraph.
    """
    paragraph, run = above(box, "p"), above(box, "r")
    drop(box)
    blocks = [block for block in box if block.tag in (W + "p", W + "tbl")]
    if paragraph is None or not any(_holds(block) for block in blocks):
        return
    found.boxes += 1
    _beside(paragraph, blocks, run, placed)


def _holds(block: Element) -> bool:
    return bool(words_in(block).strip()) or next(block.iter(A + "blip", V + "imagedata"), None) is not None


def _beside(paragraph: Element, blocks: list[Element], run: Element | None, placed: dict[Element, Element]) -> None:
    parent = paragraph.getparent()
    if _opens(paragraph, run):
        at = parent.index(paragraph)
    else:
        at = parent.index(placed.get(paragraph, paragraph)) + 1
        placed[paragraph] = blocks[-1]
    parent[at:at] = blocks


def _opens(paragraph: Element, run: Element | None) -> bool:
    """Whether nothing is said in the paragraph before this run."""
    for node in paragraph.iter(W + "r", *_SAYS):
        if node is run:
            return True
        if node.tag in _SAYS and (node.text or node.tag != W + "t"):
            return False
    return True


def _words(
    shell: Element,
    file: Word,
    related: dict[str, tuple[str, str]],
    placed: dict[Element, Element],
    found: Found,
) -> None:
    """Words that a drawing holds outside text boxes: WordArt in an attribute, diagrams in a part of their own."""
    lines = [art.get("string", "") for art in shell.iter(V + "textpath")]
    for ids in shell.iter(DGM + "relIds"):
        _, name = related.get(ids.get(R + "dm", ""), ("", ""))
        data = file.part(name)
        said = ["".join(t.text or "" for t in p.iter(A + "t")) for p in data.iter(A + "p")] if data is not None else []
        lines += said
        found.diagrams += [line for line in said if line.strip()][:1]
    found.charts += sum(1 for _ in shell.iter(CHART + "chart"))
    paragraph = above(shell, "p")
    if paragraph is not None and (blocks := [_paragraph(line) for line in lines if line.strip()]):
        found.boxes += 1
        _beside(paragraph, blocks, above(shell, "r"), placed)


def _paragraph(text: str) -> Element:
    made = etree.Element(W + "p")
    etree.SubElement(etree.SubElement(made, W + "r"), W + "t").text = text
    return made


def _pictures(shell: Element) -> None:
    """Put one plain drawing for each picture in a shell's place, if pandoc would not find them as they are."""
    blips = list(shell.iter(A + "blip"))
    if shell.tag == W + "drawing" and blips and all(_is_plain(blip) for blip in blips):
        return
    if any(shape.get(_RULE) for shape in shell.iter(V + "rect", V + "shape")):
        return  # a drawn line, which pandoc knows
    made = [_drawing(*found) for found in _of(shell)]
    if made or shell.tag != W + "object":
        replace(shell, made)


def _is_plain(blip: Element) -> bool:
    return above_tag(blip, PIC + "pic") is not None


def above_tag(node: Element, tag: str) -> Element | None:
    """The nearest element with a full tag that holds this one."""
    return next(node.iterancestors(tag), None)


def _of(shell: Element) -> list[tuple[str, str, str, dict[str, int]]]:
    """Relation, description, name and size (EMU) of each picture in a shell."""
    found = []
    said = shell.find(f".//{WP}docPr")
    extent = shell.find(f".//{WP}extent")
    for blip in shell.iter(A + "blip"):
        size = {k: int(v) for k in ("cx", "cy") if extent is not None and (v := extent.get(k, "")).isdigit()}
        if blip.get(R + "embed"):
            found.append((blip.get(R + "embed"), said.get("descr", "") if said is not None else "", "", size))
    for data in shell.iter(V + "imagedata", V + "fill"):
        if data.get(R + "id"):
            shape = data.getparent()
            alt = shape.get("alt") or ""
            found.append((data.get(R + "id"), alt, data.get("title", ""), _size(shape.get("style", ""))))
    return found


def _size(style: str) -> dict[str, int]:
    names = {"width": "cx", "height": "cy"}
    return {names[key]: round(float(number) * _EMU[unit or ""]) for key, number, unit in _POINTS.findall(style)}


def _drawing(relation: str, description: str, title: str, size: dict[str, int]) -> Element:
    # pandoc goes by the usual prefixes, not by what they stand for.
    made = etree.Element(W + "drawing")
    inline = etree.SubElement(made, WP + "inline")
    if len(size) == 2:
        etree.SubElement(inline, WP + "extent", {key: str(value) for key, value in size.items()})
    etree.SubElement(inline, WP + "docPr", id="1", name="", descr=description, title=title)
    data = etree.SubElement(etree.SubElement(inline, A + "graphic"), A + "graphicData", uri=PIC[1:-1])
    fill = etree.SubElement(etree.SubElement(data, PIC + "pic"), PIC + "blipFill")
    etree.SubElement(fill, A + "blip").set(R + "embed", relation)
    return made


def _split(run: Element) -> None:
    """A run of its own for each drawing that shares one with words."""
    if run.tag != W + "r" or len([child for child in run if child.tag != W + "rPr"]) < 2:
        return
    properties = run.find(W + "rPr")
    runs: list[Element] = []
    for child in list(run):
        if child is properties:
            continue
        if not runs or child.tag in _SHELLS or next(runs[-1].iterchildren(*_SHELLS), None) is not None:
            runs.append(etree.Element(W + "r"))
            if properties is not None:
                runs[-1].append(copy.deepcopy(properties))
        runs[-1].append(child)
    replace(run, runs)
