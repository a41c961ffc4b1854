"""Two aligned Books become one: parallel text, side by side on paper and alternating on a screen.

The first Book leads: its chapters, its direction and its added pages. What only one of the two has stands beside an
empty column. Tables and code, which need the whole measure, follow one another; a picture that both have is shown once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.book.model import (
    Block,
    Book,
    Box,
    Break,
    Chapter,
    CodeBlock,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Media,
    Note,
    NoteRef,
    Paragraph,
    Parallel,
    Span,
    Table,
    Text,
)
from pipeline.book.visit import every, every_in
from pipeline.checks.completeness.gather import Gatherer, joined
from pipeline.checks.completeness.items import Item
from pipeline.checks.completeness.sections import matched
from pipeline.findings import Where

_PREFIX = "w-"
"""Before every name of the second Book, so that none is that of the first."""
_LONG_LIST = 4
_WIDE = (Table, Figure, CodeBlock)


@dataclass(slots=True)
class _Place:
    """A block of a Book and its chapter."""

    block: Block
    chapter: Chapter


def together(first: Book, second: Book) -> Book:
    """A bilingual Book of ``first`` with ``second`` beside it; neither is used afterwards by itself."""
    _rename(second, first)
    ours, mine = _tops(first)
    theirs, yours = _tops(second)
    joiner = _Joiner(first, second)
    for match in matched(mine, yours):
        joiner.add([ours[at] for at in match.ours], [theirs[at] for at in match.theirs])
    joiner.finish()
    first.media |= second.media
    first.second = second.language
    first.second_title = second.title if second.title != first.title else ""
    return first


class _Joiner:
    """Fills the first Book's chapters anew, match by match."""

    def __init__(self, first: Book, second: Book) -> None:
        self.first, self.second = first, second
        self.blocks: dict[str, list[Block]] = {chapter.name: [] for chapter in first.chapters}
        self.notes = {note.id: note for book in (first, second) for c in book.chapters for note in c.notes}
        self.chapter = first.chapters[0]

    def add(self, ours: list[_Place], theirs: list[_Place]) -> None:
        """Place what belongs together at the end of the chapter that is being filled."""
        if ours:
            self.chapter = ours[0].chapter
        out = self.blocks[self.chapter.name]
        out.extend(self._pair([place.block for place in ours], [place.block for place in theirs]))

    def _pair(self, ours: list[Block], theirs: list[Block]) -> Iterator[Block]:
        one, other = (side[0] if len(side) == 1 else None for side in (ours, theirs))
        match one, other:
            case Heading(), Heading():
                yield self._heading(one, other)
            case Heading(), None if not theirs:
                yield one
            case None, Heading() if not ours:
                yield replace(other, children=[self._span(other.children)])
            case Figure(), Figure() if _pictures(one) == _pictures(other):
                one.caption = [*one.caption, self._box(other.caption)] if other.caption else one.caption
                yield one
            case ListBlock(), ListBlock() if len(one.items) == len(other.items) >= _LONG_LIST:
                yield from (self._parallel([a], [b]) for a, b in zip(_single(one), _single(other), strict=True))
            case _ if any(isinstance(block, _WIDE) for block in (*ours, *theirs)):
                yield from ours
                if theirs:
                    yield self._box(theirs)
            case _:
                yield self._parallel(ours, theirs)

    def _heading(self, one: Heading, other: Heading) -> Heading:
        """Both titles, the second on a line of its own."""
        return replace(one, children=[*one.children, Break(), self._span(other.children, other.id)])

    def _span(self, children: list[Inline], name: str = "") -> Span:
        return Span(children, name, self.second.language, self.second.direction)

    def _box(self, blocks: list[Block]) -> Box:
        return Box(blocks, lang=self.second.language, dir=self.second.direction)

    def _parallel(self, ours: list[Block], theirs: list[Block]) -> Parallel:
        return Parallel(ours, theirs, self.second.language, self.second.direction)

    def finish(self) -> None:
        """Give the chapters their new blocks, titles and notes, numbered in the order of their calls."""
        for chapter in self.first.chapters:
            chapter.blocks = self.blocks[chapter.name]
            opening = chapter.blocks[0] if chapter.blocks else None
            if isinstance(opening, Heading) and opening.level == 1:
                chapter.title = _title(opening.children)
            called = dict.fromkeys(node.note for node in every(chapter.blocks) if isinstance(node, NoteRef))
            chapter.notes = [self._note(name, number) for number, name in enumerate(called, 1)]

    def _note(self, name: str, number: int) -> Note:
        note = self.notes[name]
        note.number = number
        if name.startswith(_PREFIX):
            for block in note.blocks:
                if isinstance(block, Paragraph):
                    block.children = [self._span(block.children)]
        return note


def _tops(book: Book) -> tuple[list[_Place], list[Item]]:
    """The blocks of a Book as they stand, each as one item to match by."""
    places = [_Place(block, chapter) for chapter in book.chapters for block in chapter.blocks]
    gatherer = Gatherer(book)
    items = []
    for chapter in book.chapters:
        gatherer.enter(chapter)
        items += [_item(list(gatherer.blocks([block])), block) for block in chapter.blocks]
    return places, items


def _item(parts: list[Item], block: Block) -> Item:
    if not parts:
        return Item("text", "", Where())
    if isinstance(block, Table | Heading | CodeBlock):
        return parts[0]
    made = joined(parts, parts[0].where)
    made.kind = "picture" if isinstance(block, Figure) else made.kind
    made.in_list = made.in_list or isinstance(block, ListBlock)
    return made


def _single(block: ListBlock) -> list[Block]:
    """A list's points, each as a list of one that goes on counting."""
    return [
        replace(block, items=[item], start=block.start + at, labels=block.labels[at : at + 1])
        for at, item in enumerate(block.items)
    ]


def _pictures(figure: Figure) -> list[str]:
    return [node.media for node in every(figure.blocks) if isinstance(node, Image)]


def _title(children: Sequence[Inline]) -> list[Inline]:
    """The heading's words for the contents, where both titles stand in one line."""
    from pipeline.book.assembly import spoken

    out: list[Inline] = []
    for child in children:
        if isinstance(child, Break):
            out.append(Text(" · "))
        elif isinstance(child, Span) and child.lang:
            out.append(replace(child, children=spoken(child.children), id=""))
        else:
            out.extend(spoken([child]))
    return out


def _rename(book: Book, other: Book) -> None:
    """Give every name in ``book`` a prefix, and its pictures those of ``other`` where they are the same."""
    same = _media(book, other)
    for chapter in book.chapters:
        chapter.name = _PREFIX + chapter.name
        for note in chapter.notes:
            note.id = _PREFIX + note.id
        for node in every_in(chapter):
            if isinstance(node, NoteRef):
                node.note = _PREFIX + node.note
            elif isinstance(node, Link) and node.href.startswith("#"):
                node.href = "#" + _PREFIX + node.href[1:]
            elif isinstance(node, Image):
                node.media = same.get(node.media, node.media)
            elif getattr(node, "id", ""):
                node.id = _PREFIX + node.id  # type: ignore[union-attr]


def _media(book: Book, other: Book) -> dict[str, str]:
    """Rename the pictures of ``book``; the same bytes as a picture of ``other`` take its name."""
    known = {media.data: media.name for media in other.media.values()}
    names = {name: known.get(media.data, _PREFIX + name) for name, media in book.media.items()}
    kept: dict[str, Media] = {}
    for name, media in book.media.items():
        if media.data not in known:
            kept[names[name]] = replace(media, name=names[name])
    book.media = kept
    return names
