"""Paragraphs, lists, tables and the rest as XHTML: the block half of the one writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.book.columns import pressed
from pipeline.book.model import (
    Block,
    Book,
    Box,
    Cell,
    CodeBlock,
    DefinitionList,
    Figure,
    Heading,
    Image,
    ListBlock,
    Note,
    Paragraph,
    Parallel,
    Quotation,
    SceneBreak,
    Table,
    Verse,
)
from pipeline.markup import attr, attrs, safe_id, text
from pipeline.outputs.flatten import markers, paragraphs, plain
from pipeline.outputs.inlines import InlineWriter, Target
from pipeline.outputs.wide import Measure, way
from pipeline.styles.scripts import digits

WIDE = 6
"""Columns from which on a table on a phone is moved sideways rather than squeezed."""
WIDEST = 9
"""Columns from which on it is wider still."""
Breaks = dict[int, list[str]]
"""Page labels by the number of the block before whose first word they stand."""


class BlockWriter(InlineWriter):
    """Writes blocks; counts those that hold words, so that pages of the PDF can be found in the EPUB."""

    def __init__(
        self, book: Book, target: Target, breaks: Breaks | None = None, measure: Measure | None = None
    ) -> None:
        super().__init__(book, target)
        self.breaks = breaks or {}
        self.measure = measure
        self.block = 0
        self.block_ids: dict[str, int] = {}
        """Print: the id of each counted block, to its number."""
        self.page_places: dict[str, str] = {}
        """EPUB: each page label, to the file and id of its mark."""
        self.level = 1
        self.shift = 0
        self.headings: list[tuple[int, str, str]] = []
        """Headings within chapters as written: level (2 and deeper), words, place."""
        self._block: dict[type, Callable[[Any], None]] = {
            Paragraph: self._paragraph,
            Heading: self._heading,
            ListBlock: self._list,
            DefinitionList: self._definitions,
            Quotation: self._quotation,
            CodeBlock: self._code_block,
            Verse: self._verse,
            Table: self._table,
            Figure: self._figure,
            SceneBreak: self._scene_break,
            Box: self._box,
            Parallel: self._parallel,
        }

    # ------------------------------------------------------------ public

    def blocks(self, items: Sequence[Block]) -> None:
        """Write blocks in order."""
        dispatch = self._block
        for item in items:
            dispatch[type(item)](item)

    def count(self, own_id: str = "") -> tuple[str, str]:
        """Count a block: its id attribute, and the page marks that stand before its first word."""
        self.block += 1
        if self.target == "print":
            name = self.take_id(own_id) or f"b{self.block}"
            self.block_ids[name] = self.block
            return f' id="{name}"', ""
        labels = self.breaks.get(self.block)
        marks = self.page_marks(labels) if labels else ""
        name = self.take_id(own_id)
        return (f' id="{name}"' if name else ""), marks

    def page_marks(self, labels: Sequence[str]) -> str:
        """Invisible marks where pages of the PDF begin (EPUB page list)."""
        self.page_places |= {label: f"{self.file}#{page_id(label)}" for label in labels}
        self.page_label = labels[-1]
        return "".join(page_mark(label) for label in labels)

    # ------------------------------------------------------------ each kind

    def _paragraph(self, item: Paragraph) -> None:
        outer = self.language
        if item.lang:
            self.say_language(item.lang)
        own, marks = self.count(item.id)
        self.parts.append(f"<p{attrs(class_=item.role)}{own}{self.languages(item.lang)}>{marks}")
        self.inlines(item.children)
        self.parts.append("</p>\n")
        if item.lang:
            self.say_language(outer)

    def _heading(self, item: Heading) -> None:
        self.level = min(max(item.level, 2), self.level + 1)
        depth = min(self.level + self.shift, 6)
        own, marks = self.count(item.id)
        if not own:
            own = f' id="{self.take_id(f"h-{self.block}")}"'
        self.headings.append((self.level, plain(item.children), f"{self.file}#{own[5:-1]}"))
        self.parts.append(f'{marks}<h{depth}{own} class="l{self.level}">')
        self.inlines(item.children)
        self.parts.append(f"</h{depth}>\n")

    def _list(self, item: ListBlock) -> None:
        if not item.ordered:
            self._items("ul", attrs(class_=item.kind), item, [])
            return
        labels = item.labels or [digits(marker, self.base_language) for marker in markers(item)]
        if labels:
            self._items("ol", ' class="labelled"', item, labels)
            return
        start = item.start if item.start != 1 else None
        kind = item.marker if item.marker not in ("", "1") else None
        self._items("ol", attrs(start=start, type=kind), item, [])

    def _items(self, tag: str, attributes: str, item: ListBlock, labels: Sequence[str]) -> None:
        self.parts.append(f"<{tag}{attributes}>\n")
        for number, blocks in enumerate(item.items):
            self.parts.append("<li>")
            if number < len(labels):
                self.parts.append(f'<span class="label">{text(labels[number])} </span>')
            if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].role:
                self._tight(blocks[0])
            else:
                self.blocks(blocks)
            self.parts.append("</li>\n")
        self.parts.append(f"</{tag}>\n")

    def _tight(self, item: Paragraph) -> None:
        """The only paragraph of a list item or a cell, without an element of its own where it needs none."""
        if item.id or item.lang:
            self._paragraph(item)
            return
        own, marks = self.count()
        self.parts.append(f"<span{own}>" if own else marks)
        self.inlines(item.children)
        if own:
            self.parts.append("</span>")

    def _definitions(self, item: DefinitionList) -> None:
        self.parts.append("<dl>\n")
        for definition in item.items:
            own, marks = self.count()
            self.parts.append(f"<dt{own}>{marks}")
            self.inlines(definition.term)
            self.parts.append("</dt>\n")
            for meaning in definition.meanings:
                self.parts.append("<dd>")
                self.blocks(meaning)
                self.parts.append("</dd>\n")
        self.parts.append("</dl>\n")

    def _quotation(self, item: Quotation) -> None:
        if item.role == "epigraph":
            roles = ' epub:type="epigraph" role="doc-epigraph"' if self.target == "epub" else ""
            self.parts.append(f'<blockquote class="epigraph"{roles}>\n')
        else:
            self.parts.append("<blockquote>\n")
        self.blocks(item.blocks)
        self.parts.append("</blockquote>\n")

    def _code_block(self, item: CodeBlock) -> None:
        own, marks = self.count()
        language = f' class="language-{attr(item.language)}"' if item.language else ""
        self.parts.append(f"<pre{own}>{marks}<code{language}>{text(item.text)}</code></pre>\n")

    def _verse(self, item: Verse) -> None:
        own, marks = self.count()
        self.parts.append(f'<p class="verse"{own}>{marks}')
        for number, line in enumerate(item.lines):
            if number:
                self.parts.append("<br/>\n")
            self.parts.append('<span class="line">')
            self.inlines(line)
            self.parts.append("</span>")
        self.parts.append("</p>\n")

    def _figure(self, item: Figure) -> None:
        self.parts.append(f"<figure{attrs(id=self.take_id(item.id))}>\n")
        self.blocks(item.blocks)
        if item.caption:
            self.parts.append("<figcaption>")
            self._tight_or_all(item.caption)
            self.parts.append("</figcaption>\n")
        self.parts.append("</figure>\n")

    def _tight_or_all(self, blocks: Sequence[Block]) -> None:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            self._tight(blocks[0])
        else:
            self.blocks(blocks)

    def _scene_break(self, _item: SceneBreak) -> None:
        self.parts.append('<hr class="scene"/>\n')

    def _box(self, item: Box) -> None:
        outer = self.language
        if item.lang:
            self.say_language(item.lang)
        tag = "aside" if item.role == "aside" else "div"
        self.parts.append(
            f"<{tag}{attrs(id=self.take_id(item.id), class_=item.role)}"
            f"{self.languages(item.lang)}{attrs(dir=item.dir)}>\n"
        )
        self.blocks(item.blocks)
        self.parts.append(f"</{tag}>\n")
        if item.lang:
            self.say_language(outer)

    def _parallel(self, item: Parallel) -> None:
        """Two languages: columns in print, one after the other in the EPUB, where a screen may be narrow."""
        outer = self.language
        self.parts.append(f'<div class="parallel"><div class="ours"{self.languages(outer)}>\n')
        self.blocks(item.ours)
        self.parts.append(f'</div><div class="theirs"{self.languages(item.lang)}{attrs(dir=item.dir)}>\n')
        self.say_language(item.lang)
        self.blocks(item.theirs)
        self.say_language(outer)
        self.parts.append("</div></div>\n")

    # ------------------------------------------------------------ tables

    def _table(self, item: Table) -> None:
        width = max((sum(cell.colspan for cell in row) for row in item.rows), default=0)
        if not width:
            return
        role = "presentation" if item.grid else ""
        wide = "widest" if width >= WIDEST else "wide" if width >= WIDE else ""
        named = attrs(id=self.take_id(item.id), class_=wide, role=role)
        classes, widths = "", item.widths
        if self.measure and (found := way(item, self.measure)).classes:
            classes, widths = found.classes, pressed(item, found.room)
        moved = self._moved(item) if wide and self.target == "epub" else ""
        self.parts.append(f"<div{attrs(class_=f'table {classes}'.strip())}{moved}><table{named}>\n")
        if item.caption:
            self.parts.append("<caption>")
            self._tight_or_all(item.caption)
            self.parts.append("</caption>\n")
        if any(widths):
            total = sum(widths) or 1
            shares = (share / total * 100 for share in widths)
            self.parts.append(
                "<colgroup>" + "".join(f'<col style="width:{s:.4g}%"/>' for s in shares) + "</colgroup>\n"
            )
        last = len(item.rows) - item.foot
        for tag, rows, head in (
            ("thead", item.rows[: item.head], True),
            ("tbody", item.rows[item.head : last], False),
            ("tfoot", item.rows[last:], False),
        ):
            if rows:
                self.parts.append(f"<{tag}>\n")
                for row in rows:
                    self._row(row, head)
                self.parts.append(f"</{tag}>\n")
        self.parts.append("</table></div>\n")

    @staticmethod
    def _moved(item: Table) -> str:
        """What a table that is moved sideways needs to be moved by keyboard too (WCAG 2.1.1), and its name."""
        name = " ".join(plain(run) for run in paragraphs(item.caption)).strip()
        return attrs(tabindex=0, role="region" if name else "", aria_label=name)

    def _row(self, row: Sequence[Cell], head: bool) -> None:
        self.parts.append("<tr>")
        for cell in row:
            header = (head or cell.header) and _says_something(cell)
            tag = "th" if header else "td"
            scope = ("colgroup" if cell.colspan > 1 else "col") if head else "row"
            self.parts.append(
                f"<{tag}"
                + attrs(
                    scope=scope if header else "",
                    colspan=cell.colspan if cell.colspan > 1 else None,
                    rowspan=cell.rowspan if cell.rowspan > 1 else None,
                    class_=f"to-{cell.align}" if cell.align else "",
                )
                + ">"
            )
            self._tight_or_all(cell.blocks)
            self.parts.append(f"</{tag}>")
        self.parts.append("</tr>\n")

    # ------------------------------------------------------------ notes

    def notes_section(self, label: str) -> None:
        """The notes of a chapter that are called in it, each with its number and the way back (EPUB)."""
        notes = [note for note in self.notes.values() if note.id in self.called]
        if not notes:
            return
        self.parts.append(f'<section class="notes" epub:type="footnotes" aria-label="{attr(label)}">\n')
        for note in notes:
            name = safe_id(note.id)
            self.ids[name] = self.file
            self.parts.append(f'<aside epub:type="footnote" role="doc-footnote" id="{name}">\n')
            back = f'<a class="back" role="doc-backlink" href="#ref-{name}">{self.figures(note.number)}</a> '
            self._note_blocks(note, back)
            self.parts.append("</aside>\n")
        self.parts.append("</section>\n")

    def _note_blocks(self, note: Note, back: str) -> None:
        first, rest = note.blocks[:1], note.blocks[1:]
        if first and isinstance(first[0], Paragraph):
            self.parts.append(f"<p{self.languages(first[0].lang)}>{back}")
            self.inlines(first[0].children)
            self.parts.append("</p>\n")
        else:
            self.parts.append(f"<p>{back}</p>\n")
            rest = note.blocks
        self._uncounted(rest)

    def _uncounted(self, blocks: Sequence[Block]) -> None:
        """Write blocks that are no part of the running text, so that both targets count alike."""
        before, breaks = self.block, self.breaks
        self.breaks = {}
        self.blocks(blocks)
        self.block, self.breaks = before, breaks

    def _footnote(self, note: Note, name: str) -> None:
        """A note at its call: WeasyPrint floats it to the foot of the page. Inside, all is inline."""
        self.parts.append(f'<span class="footnote" id="{name}" data-n="{self.figures(note.number)}">')
        for number, runs in enumerate(paragraphs(note.blocks)):
            self.parts.append('<span class="par">' if number else "<span>")
            self.inlines(runs)
            self.parts.append("</span>")
        self.parts.append("</span>")


def _says_something(cell: Cell) -> bool:
    """Whether a cell can head others: an empty corner heads nothing (and Ace counts it as a violation)."""
    shown = (CodeBlock, Verse, Figure, Table)
    runs = paragraphs(cell.blocks)
    return any(isinstance(block, shown) for block in cell.blocks) or any(
        plain(run).strip() or any(isinstance(item, Image) for item in run) for run in runs
    )


def page_mark(label: str) -> str:
    """An invisible mark where a page of the PDF begins; a list of pages may lead to nothing else."""
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="{page_id(label)}" aria-label="{attr(label)}"></span>'


def page_id(label: str) -> str:
    """The id of the mark of a page."""
    return "page-" + (label if label.isascii() and label.isalnum() else safe_id("p" + label))
