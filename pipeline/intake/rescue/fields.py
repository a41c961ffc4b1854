"""Fields: what they show stays; their codes go, but for links and index entries, which pandoc understands."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipeline.book.signs import PAGE
from pipeline.intake.ooxml import Element, W
from pipeline.intake.rescue.found import Found
from pipeline.intake.rescue.tree import above, drop, unwrap

_KEPT = frozenset(("HYPERLINK", "REF", "NOTEREF", "PAGEREF", "XE", "INDEX"))
_MANY = 20
"""Tables of contents in one text; each that is taken out costs a walk through all of it."""
_LISTS = frozenset(("\\c", "\\a", "\\C", "\\A"))


@dataclass(slots=True)
class Field:
    """A complex field (17.16.18): its marks in order, the elements of its code, whether a code runs still."""

    begin: Element
    codes: list[Element] = field(default_factory=list)
    separate: Element | None = None
    end: Element | None = None
    depth: int = 0

    @property
    def words(self) -> list[str]:
        """The code, cut at spaces: TOC \\o "1-3"."""
        return "".join(code.text or "" for code in self.codes).split()


def complex_fields(root: Element) -> list[Field]:
    """All complex fields of a part, in the order in which they begin; an unended one has no ``end``."""
    found: list[Field] = []
    stack: list[Field] = []
    for node in root.iter(W + "fldChar", W + "instrText"):
        if node.tag == W + "instrText":
            if stack and stack[-1].separate is None:
                stack[-1].codes.append(node)
            continue
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            made = Field(node, depth=len(stack))
            found.append(made)
            stack.append(made)
        elif kind == "separate" and stack:
            stack[-1].separate = node
        elif kind == "end" and stack:
            stack.pop().end = node
    return found


def settle(root: Element) -> None:
    """Leave of every field what it shows; links stay links, whether simple or complex, but not one in another."""
    for node in list(root.iter(W + "fldSimple")):
        code = node.get(W + "instr", "").split()
        if code and code[0].upper() in ("HYPERLINK", "REF", "NOTEREF", "PAGEREF"):
            _as_complex(node)
        else:
            for child in node.findall(W + "fldData"):
                drop(child)
            unwrap(node)
    for one in complex_fields(root):
        code = [word.upper() for word in one.words[:1]]
        linked = above(one.begin, "hyperlink") is not None
        whole = one.end is not None and (one.separate is not None or code[:1] in (["XE"], ["INDEX"]))
        if code and code[0] in _KEPT and one.depth == 0 and not linked and whole:
            if code == ["PAGEREF"]:
                _say_page(one)
            elif code == ["NOTEREF"]:
                _lead_to_note(one)
            continue
        _clear(one)


def _clear(one: Field) -> None:
    """Take a field's marks and code out; its result is what stands between the last two marks."""
    if one.separate is None:
        for code in one.codes:
            drop(code)
    for mark in (one.begin, *one.codes, one.separate, one.end):
        if mark is not None and mark.getparent() is not None:
            drop(mark)


def _say_page(one: Field) -> None:
    """Mark a page number that Word worked out: it is another in our book, which works it out anew.

    A reference without ``\\h`` is no link in Word (17.16.5.45), yet its page is as much another: it becomes one.
    """
    if len(one.words) < 2 or one.words[1].startswith("\\"):
        _clear(one)
        return
    if "\\h" not in one.words:
        one.codes[-1].text = f"{one.codes[-1].text or ''} \\h "
    separate = above(one.separate, "r") if one.separate is not None else None
    for run in separate.itersiblings(W + "r") if separate is not None else ():
        shown = run.find(W + "t")
        if shown is not None and shown.text:
            shown.text = PAGE + shown.text
            return
    _clear(one)


def _lead_to_note(one: Field) -> None:
    """Make a link of the number of a note said in the text (17.16.5.39): pandoc keeps its figure and no link."""
    if len(one.words) < 2 or one.words[1].startswith("\\"):
        _clear(one)
        return
    one.codes[0].text = f' HYPERLINK \\l "{one.words[1]}" '
    for code in one.codes[1:]:
        code.text = ""


def _as_complex(node: Element) -> None:
    """A simple field as the complex one that pandoc reads."""
    parent = node.getparent()
    at = parent.index(node)
    runs = [child for child in node if child.tag != W + "fldData"]
    code = etree.Element(W + "r")
    etree.SubElement(code, W + "instrText").text = node.get(W + "instr")
    parent[at : at + 1] = [_mark("begin"), code, _mark("separate"), *runs, _mark("end")]


def _mark(kind: str) -> Element:
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "fldChar").set(W + "fldCharType", kind)
    return run


# ---------------------------------------------------------------- the contents that Word made


def contents(root: Element, found: Found) -> None:
    """Drop the generated table of contents, as a content control or a bare TOC field; lists of figures stay."""
    for control in list(root.iter(W + "sdt")):
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(W + "val") == "Table of Contents":
            found.contents += 1
            drop(control)
    generated = 0
    for one in complex_fields(root):
        words = one.words
        if words[:1] == ["TOC"] and not _LISTS & set(words) and one.separate is not None and one.end is not None:
            generated += 1
            if generated > _MANY:
                break
            found.contents += 1
            _drop_between(root, one.begin, one.end)


def index(root: Element) -> None:
    """Drop the index that Word made where its entries are marked: the book makes one with its own pages."""
    made = [one for one in complex_fields(root) if one.words[:1] in (["XE"], ["INDEX"])]
    if any(one.words[0] == "XE" for one in made):
        for one in made:
            if one.words[0] == "INDEX" and one.separate is not None and one.end is not None:
                _drop_between(root, one.begin, one.end)


def _drop_between(root: Element, begin: Element, end: Element) -> None:
    """Drop the runs from one mark to the other, and the paragraphs that have nothing else."""
    inside = False
    runs: list[Element] = []
    for node in root.iter(W + "r"):
        inside = inside or begin.getparent() is node
        if inside:
            runs.append(node)
        if end.getparent() is node:
            break
    for run in runs:
        paragraph = above(run, "p")
        drop(run)
        if paragraph is not None and next(paragraph.iter(W + "r"), None) is None:
            drop(paragraph)
