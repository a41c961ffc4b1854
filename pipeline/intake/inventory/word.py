"""The inventory of a Word file: every w:t that Word would print, once, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.findings import Finding, ManuscriptRefused
from pipeline.intake.inventory.looks import Looker
from pipeline.intake.inventory.model import DAMAGED, Aside, Inventory, Passage, PassageKind
from pipeline.intake.ooxml import DGM, MC, A, Element, M, R, V, W, Word, chosen, is_on

_SPACES = frozenset(W + tag for tag in ("tab", "br", "cr", "ptab"))
_SKIPPED = frozenset(
    W + tag
    for tag in (
        "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr",
    )
)  # fmt: skip
"""What holds no words that Word prints: deletions, codes and properties."""
_NOTE_CALLS = frozenset((W + "footnoteReference", W + "endnoteReference"))
_RULE_NOTES = ("separator", "continuationSeparator", "continuationNotice")


def read(path: Path) -> Inventory:
    """Everything in the main part, its notes and its diagrams. Raises ManuscriptRefused for damaged XML."""
    with Word(path) as file:
        reader = _Reader(file)
        root = file.part(file.main)
        if root is None:
            raise ManuscriptRefused(Finding(DAMAGED, {"part": file.main}))
        reader.walk(root)
        for kind in ("footnotes", "endnotes"):
            for name in file.of_kind(kind):
                reader.notes(file.part(name))
        found = reader.found
        found.passages = [p for p in found.passages if p.text.strip()]
        for name in file.of_kind("styles"):
            styles = file.part(name)
            lang = styles.find(f"{W}docDefaults//{W}lang") if styles is not None else None
            found.language = lang.get(W + "val", "") if lang is not None else ""
    return found


@dataclass(slots=True)
class _Field:
    """A field that is being read: its code, and what it shows once that has begun."""

    code: list[str] = field(default_factory=list)
    shows: list[str] | None = None
    contents: bool = False


def _leads(code: list[str]) -> bool:
    """Whether a field is a link (17.16.5.25, 17.16.5.45, 17.16.5.51)."""
    name = code[0].upper() if code else ""
    return name == "HYPERLINK" or (name in ("REF", "PAGEREF") and "\\h" in code)


class _Reader:
    """One walk over the XML; ``_open`` is the stack of paragraphs that are being read."""

    def __init__(self, file: Word) -> None:
        self.file = file
        self.found = Inventory()
        self._headings = _heading_styles(file)
        self._looker = Looker(next((file.part(name) for name in file.of_kind("styles")), None))
        self._open: list[Passage] = []
        self._kind: PassageKind = "text"
        self._near = ""
        self._aside: Aside = ""
        self._unended: Passage | None = None
        self._fields: list[_Field] = []
        self._related = file.related(file.main)
        self._outside = file.outside(file.main)
        self._makers: dict[str, Callable[[Element], None]] = {
            W + "p": self._paragraph,
            W + "t": self._text,
            W + "r": self._run,
            W + "noBreakHyphen": lambda _: self._say("-"),
            W + "tbl": self._table,
            W + "tr": self._row,
            W + "sdt": self._control,
            W + "txbxContent": self._box,
            W + "hyperlink": self._link,
            W + "fldSimple": self._simple_field,
            W + "fldChar": self._field,
            A + "blip": self._picture,
            V + "imagedata": self._picture,
            M + "oMath": self._formula,
            MC + "AlternateContent": self._alternate,
            DGM + "relIds": self._diagram,
            V + "textpath": self._word_art,
        }

    def walk(self, parent: Element) -> None:
        """Read everything below an element."""
        for child in parent:
            tag = child.tag
            if (make := self._makers.get(tag)) is not None:
                make(child)
            elif tag in _SPACES:
                self._say(" ")
                self._shown(" ")
            elif tag in _NOTE_CALLS:
                self.found.holds.notes += not self._aside
            elif tag == W + "instrText" and self._fields:
                self._fields[-1].code.append(child.text or "")
            elif tag not in _SKIPPED and isinstance(tag, str):
                self.walk(child)

    def notes(self, root: Element | None) -> None:
        """The notes of a part, without the rules that Word draws above them."""
        self._kind, self._near = "note", ""
        for note in root if root is not None else ():
            if note.get(W + "type") not in _RULE_NOTES:
                self.walk(note)

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _paragraph(self, node: Element) -> None:
        style = node.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and style.get(W + "val") in self._headings and not self._aside
        passage = self._unended or Passage("", "heading" if heading else self._kind, self._near, self._aside)
        if passage is not self._unended:
            self.found.passages.append(passage)
        self._unended = passage if _runs_on(node) else None
        self._open.append(passage)
        self.walk(node)
        self._open.pop()
        self._shown("\n")
        # A field may begin or end inside a paragraph: what was said in it decides.
        if not heading and passage.kind == "text" and not self._open:
            passage.look = self._looker.of(node, passage.text)
        if heading and passage.text.strip():
            self.found.holds.headings += 1
            self._near = passage.text.strip()

    def _text(self, node: Element) -> None:
        self._say(node.text or "")
        self._shown(node.text or "")

    def _shown(self, text: str) -> None:
        """What a field shows as its result."""
        for one in self._fields:
            if one.shows is not None:
                one.shows.append(text)

    def _run(self, node: Element) -> None:
        properties = node[0] if len(node) else None
        if self._open and properties is not None and properties.tag == W + "rPr" and is_on(properties, "vanish"):
            whole = Passage("", self._kind, self._near, "hidden")
            self.found.passages.append(whole)
            self._open.append(whole)
            self.walk(node)
            self._open.pop()
        else:
            self.walk(node)

    def _table(self, node: Element) -> None:
        self.found.holds.tables += not self._aside
        self.walk(node)

    def _row(self, node: Element) -> None:
        if node.find(f"{W}trPr/{W}del") is None:
            self.walk(node)

    def _control(self, node: Element) -> None:
        gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        before = self._aside
        if gallery is not None and gallery.get(W + "val") == "Table of Contents":
            self._aside = "contents"
        self.walk(node)
        self._aside = before

    def _box(self, node: Element) -> None:
        before, self._kind = self._kind, "box"
        self.walk(node)
        self._kind = before

    def _link(self, node: Element) -> None:
        self.found.holds.links += not self._aside
        self.walk(node)

    def _simple_field(self, node: Element) -> None:
        self._fields.append(_Field([node.get(W + "instr", "")], shows=[]))
        self.walk(node)
        self._ended()

    def _field(self, node: Element) -> None:
        """Complex fields (17.16.18); the generated contents are one, over many paragraphs."""
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            one = self._fields[-1]
            one.shows = []
            if is_contents("".join(one.code).split()) and not self._aside:
                self._aside, one.contents = "contents", True
                self._turn()
        elif kind == "end" and self._fields:
            self._ended()

    def _ended(self) -> None:
        one = self._fields.pop()
        said = "".join(one.shows or ())
        if one.contents:
            self._aside = ""
            self._turn()
        elif said.strip() and not self._aside:
            self.found.fields.append(said.strip())
            self.found.holds.links += _leads("".join(one.code).split())

    def _turn(self) -> None:
        """What follows in the open paragraph is, or is no more, set aside."""
        if self._open:
            self._open[-1] = Passage("", self._open[-1].kind, self._near, self._aside)
            self.found.passages.append(self._open[-1])

    def _picture(self, node: Element) -> None:
        inside = bool(node.get(R + "embed") or node.get(R + "id"))
        self.found.holds.images += inside and not self._aside
        if not inside and not self._aside:
            place = next((node.get(key, "") for key in (R + "link", R + "href") if key in node.attrib), "")
            if place in self._outside:
                self.found.linked.append(self._outside[place])

    def _formula(self, _: Element) -> None:
        self.found.holds.formulas += not self._aside

    def _alternate(self, node: Element) -> None:
        branch = chosen(node)
        if branch is not None:
            self.walk(branch)

    def _diagram(self, node: Element) -> None:
        _, name = self._related.get(node.get(R + "dm", ""), ("", ""))
        root = self.file.part(name)
        for paragraph in root.iter(A + "p") if root is not None else ():
            text = "".join(t.text or "" for t in paragraph.iter(A + "t"))
            self.found.passages.append(Passage(text, "drawing", self._near, self._aside))

    def _word_art(self, node: Element) -> None:
        self.found.passages.append(Passage(node.get("string", ""), "drawing", self._near, self._aside))


def is_contents(code: list[str]) -> bool:
    r"""Whether a field's code makes contents or index of the book: TOC, but not a list of figures (\\c, \\a)."""
    return code[:1] == ["INDEX"] or (code[:1] == ["TOC"] and not {"\\c", "\\a", "\\C", "\\A"} & set(code))


def _runs_on(paragraph: Element) -> bool:
    """Whether the next paragraph belongs to this one: it is a drop cap, or its end mark was deleted."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    drops = frame is not None and frame.get(W + "dropCap", "none") != "none"
    return drops or paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _heading_styles(file: Word) -> set[str]:
    """Ids of the styles that pandoc too takes as headings: named "heading n", or based on one that is."""
    found: set[str] = set()
    based: dict[str, str] = {}
    for name in file.of_kind("styles"):
        root = file.part(name)
        for style in root.iter(W + "style") if root is not None else ():
            named, parent = style.find(W + "name"), style.find(W + "basedOn")
            own = style.get(W + "styleId", "")
            if named is not None and named.get(W + "val", "").lower().startswith("heading "):
                found.add(own)
            elif parent is not None:
                based[own] = parent.get(W + "val", "")
    for own, parent_of_own in based.items():
        seen, up = {own}, parent_of_own
        while up in based and up not in seen:
            seen.add(up)
            up = based[up]
        if up in found:
            found.add(own)
    return found
