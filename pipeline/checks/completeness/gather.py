"""A Book becomes the row of items that two languages of it have in common."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.book.cleaning import plain
from pipeline.book.model import (
    Block,
    Book,
    Box,
    Chapter,
    CodeBlock,
    DefinitionList,
    Figure,
    Formula,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    NoteRef,
    Paragraph,
    Quotation,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)
from pipeline.book.visit import every
from pipeline.checks.completeness.divisions import division_of
from pipeline.checks.completeness.items import Item, Kind, Row, Thing, opening
from pipeline.checks.completeness.numbers import stated
from pipeline.checks.completeness.spelling import implied
from pipeline.findings import Where

_NAME = re.compile(r"[^\W\d_]{3,}")
_LABEL = re.compile(r"[(\[]?(\d{1,3}(?:\.\d{1,3})*)[.)\]](?=\D)")
_EXTERNAL = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def items_of(book: Book) -> list[Item]:
    """The whole book in order."""
    gather = Gatherer(book)
    for chapter in book.chapters:
        gather.chapter(chapter)
    headings = [item for item in gather.items if item.kind == "heading"]
    top = min((item.level for item in headings), default=1)
    for item in headings:
        item.level -= top - 1
    return gather.items


class Gatherer:
    """Walks the blocks; ``items`` grows in the order of reading."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.items: list[Item] = []
        self.language = book.language
        self.title = ""
        self.base = 0
        self.top = 1
        self.role = ""
        self.notes: dict[str, list[Block]] = {}
        self.near = ""

    def chapter(self, chapter: Chapter) -> None:
        """One chapter; its notes are reached by their calls."""
        self.enter(chapter)
        self.items += self.blocks(chapter.blocks)

    def enter(self, chapter: Chapter) -> None:
        """Begin a chapter: what follows stands in it."""
        self.title = _line(chapter.title)
        self.base, self.role = chapter.level - 1, chapter.role
        self.language = chapter.lang or self.book.language
        self.notes = {note.id: note.blocks for note in chapter.notes}
        self.near = self.title
        self.top = min((block.level for block in chapter.blocks if isinstance(block, Heading)), default=1)

    def blocks(self, blocks: Sequence[Block], *, in_list: bool = False) -> Iterator[Item]:
        """Items of blocks, lists and quotations opened."""
        for block in blocks:
            match block:
                case Paragraph():
                    yield self._paragraph(block.children, in_list=in_list)
                case Heading():
                    yield self._heading(block)
                case ListBlock():
                    for entry in block.items:
                        yield from self.blocks(entry, in_list=True)
                case DefinitionList():
                    yield from self._terms(block)
                case Quotation() | Box():
                    yield from self.blocks(block.blocks)
                case CodeBlock():
                    yield self._item("code", block.text, [])
                case Verse():
                    for line in block.lines:
                        yield self._paragraph(line, in_list=True)
                case Table():
                    yield self._table(block)
                    yield from self.blocks(block.caption)
                case Figure():
                    yield from self.blocks(block.blocks)
                    yield from self.blocks(block.caption)
                case _:
                    pass

    # ------------------------------------------------------------ each kind

    def _terms(self, block: DefinitionList) -> Iterator[Item]:
        for definition in block.items:
            parts = [self._paragraph(definition.term, in_list=True)]
            for meaning in definition.meanings:
                parts += self.blocks(meaning, in_list=True)
            for part in parts:
                part.sorted_by_word = True
                yield part

    def _heading(self, block: Heading) -> Item:
        if block.level == self.top:  # a short manuscript is one chapter to us, and several to its readers
            self.title = _line(block.children)
        made = self._item("heading", plain(block.children), block.children)
        made.level = self.base + block.level
        made.chapter_role = self.role if block.level == 1 else ""
        made.division, made.ordinal = division_of(made.text, self.language, heading=True)
        return made

    def _paragraph(self, children: Sequence[Inline], *, in_list: bool) -> Item:
        text = plain(children)
        kinds = {type(node) for node in every(children)}
        kind: Kind = "text"
        bare = not text or all(isinstance(child, Formula) for child in children)
        if bare and Image in kinds:
            kind = "picture"
        elif bare and Formula in kinds:
            kind = "formula"
        made = self._item(kind, text if kind != "formula" else "", children)
        made.in_list = in_list
        if kind == "text":
            self._label(made, in_list=in_list)
        return made

    def _label(self, made: Item, *, in_list: bool) -> None:
        """A number that only counts the paragraph ("Điều 5.", "2)") is no number of its text: a list may do as well."""
        if not in_list:
            made.division, made.ordinal = division_of(made.text, self.language, heading=False)
        label = _LABEL.match(made.text)
        if made.numbers and (made.division or label):
            del made.numbers[: 1 if made.division else len(stated(label.group(1), self.language)) if label else 0]

    def _table(self, table: Table) -> Item:
        caption = " ".join(item.text for item in _Quiet(self).blocks(table.caption))
        rows = [self._row(row) for row in table.rows]
        text = caption or next((row.whole.text for row in rows if row.whole.text), "")
        self.near = text or self.near
        made = Item("table", text, self._where())
        made.rows = rows
        made.length = sum(row.whole.length for row in rows)
        made.names = frozenset().union(*(row.whole.names for row in rows))
        return made

    def _row(self, row: Sequence[object]) -> Row:
        cells = []
        for cell in row:
            parts = list(self.blocks(cell.blocks))  # type: ignore[attr-defined]
            cells.append(joined(parts, self._where()))
        whole = joined(cells, self._where(), " | ")
        return Row(cells, whole, sum(cell.colspan for cell in row))  # type: ignore[attr-defined]

    def _item(self, kind: Kind, text: str, children: Sequence[Inline]) -> Item:
        self.near = opening(text) or self.near
        made = Item(kind, text, self._where(), length=sum(not c.isspace() for c in text))
        counted = "" if kind == "code" else _said(children) if children else text
        made.numbers = stated(counted, self.language)
        made.implied = implied(counted, self.language)
        made.names = frozenset(folded(word) for word in _NAME.findall(text))
        for node in every(children):
            self._inside(node, made)
        return made

    def _inside(self, node: object, made: Item) -> None:
        match node:
            case NoteRef():
                near = self.near
                parts = list(self.blocks(self.notes.get(node.note, [])))
                said = joined(parts, made.where)
                self.near = near
                made.notes.append(Thing("", opening(said.text, 100), said))
            case Image():
                media = self.book.media.get(node.media)
                key = hashlib.sha256(media.data).hexdigest() if media else node.media
                made.pictures.append(Thing(key, node.alt or self.near))
            case Link():
                words = plain(node.children)
                made.links.append(Thing(node.href if _EXTERNAL.match(node.href) else "#", words))
            case Formula():
                made.formulas.append(Thing(" ".join(node.tex.split()), node.tex))
            case _:
                pass

    def _where(self) -> Where:
        return Where(chapter=self.title, paragraph=self.near)


class _Quiet(Gatherer):
    """Looks ahead (at a caption) without moving the place."""

    def __init__(self, other: Gatherer) -> None:
        super().__init__(other.book)
        self.language, self.title, self.notes = other.language, other.title, other.notes


def joined(parts: Sequence[Item], where: Where, between: str = " ") -> Item:
    """Several items as one: a cell, a row, a note, or paragraphs that a translator ran together."""
    if len(parts) == 1:
        return replace(parts[0], where=where)
    made = Item("text", between.join(part.text for part in parts if part.text), where)
    for part in parts:
        made.length += part.length
        made.numbers = [*made.numbers, *part.numbers]
        made.implied = [*made.implied, *part.implied]
        made.notes = [*made.notes, *part.notes]
        made.pictures = [*made.pictures, *part.pictures]
        made.links = [*made.links, *part.links]
        made.formulas = [*made.formulas, *part.formulas]
        made.rows = [*made.rows, *part.rows]
        made.names |= part.names
    return made


def _line(inlines: Sequence[Inline]) -> str:
    return " ".join(plain(inlines).split())


def _said(children: Sequence[Inline]) -> str:
    """The words of inlines whose numbers a translation must keep: neither formulas nor code."""
    out = []
    for child in children:
        match child:
            case Text():
                out.append(child.text)
            case Styled() | Link() | Span():
                out.append(_said(child.children))
            case _:
                out.append(" ")
    return "".join(out)


def folded(word: str) -> str:
    flat = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(c for c in flat if not unicodedata.combining(c))
