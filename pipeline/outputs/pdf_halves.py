"""A long book laid out by two processes at once, and one PDF of both halves, as if one had laid it out.

Only the WeasyPrint process loads this. It forks when the boxes of the whole document are made: each process lays out
and draws its own chapters, and they tell each other what a half cannot know of the other: where its pages and
its anchors are. The second then hands over the objects of its PDF. Contents, links across the halves, page numbers,
outline, tags and fonts are those of the whole; whether a book is halved hangs on the book alone, never on the machine,
so that the bytes are the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from copy import deepcopy
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint.pdf
from weasyprint import layout
from weasyprint.layout.page import page_height, page_width, remake_page, set_page_type_computed_styles
from weasyprint.layout.percent import resolve_percentages

if TYPE_CHECKING or __name__.startswith("pipeline."):
    from pipeline.outputs.pdf_join import join, packed
else:  # beside the isolated script that loads this
    from pdf_join import join, packed

_SCALE = 0.75
_SIDES = frozenset(("left", "right", "recto", "verso"))
_ROUNDS = 6
"""How often page numbers may change the layout that they come from; WeasyPrint itself stops after eight."""
_make_all_pages = layout.make_all_pages
_resolve_links = weasyprint.pdf.resolve_links
_build_fonts = weasyprint.pdf.build_fonts_dictionary
_add_outlines = weasyprint.pdf.add_outlines


class Half:
    """One of the two processes; ``second`` says which."""

    def __init__(self, split: int) -> None:
        self.second = False
        self.forked = False
        self.fonts = pydyf.Dictionary()
        """The dictionary of fonts in this half's PDF."""
        self._split = split
        self._other: Connection
        self._child = 0
        self._base = 0
        self._round = 0
        self._known: list[str] = []
        self._sides = True
        """Whether the second half begins with a right page; at first a guess."""

    def install(self) -> None:
        """Stand in the places of WeasyPrint's where a half must ask the other."""
        layout.make_all_pages = self._pages
        weasyprint.pdf.resolve_links = self._links
        weasyprint.pdf.build_fonts_dictionary = self._fonts
        weasyprint.pdf.add_outlines = self._outlines

    def swap(self, mine: object) -> Any:
        """Give the other half something and get what it gives at the same point."""
        if self.second:
            theirs = self._other.recv()
            self._other.send(mine)
        else:
            self._other.send(mine)
            theirs = self._other.recv()
        return theirs

    def finish(self, pdf: pydyf.PDF, document: Any, told: dict[str, Any], tags: tuple[Any, Any]) -> None:
        """In the second half hand everything over and end; in the first put both together.

        ``told`` has the pictures that could not be drawn (``lost``) and what has tags (``things``), of both halves in
        the end; ``tags`` name the first and the last tag of this half.
        """
        bookmarks = [(page.bookmarks, page.height) for page in document.pages]
        begins, ends = tags
        if self.second:
            goes_on = self._other.recv() == begins
            self._other.send(packed(pdf, self.fonts, goes_on=goes_on) | {"bookmarks": bookmarks, "told": told})
            self._other.close()
            os._exit(0)
        self._other.send(ends)
        theirs = self._other.recv()
        os.waitpid(self._child, 0)
        told["lost"] += theirs["told"]["lost"]
        for kind, number in theirs["told"]["things"].items():
            told["things"][kind] += number
        join(pdf, self.fonts, theirs)
        pages = [SimpleNamespace(bookmarks=found, height=height) for found, height in bookmarks + theirs["bookmarks"]]
        whole = SimpleNamespace(pages=pages)
        _add_outlines(pdf, weasyprint.Document.make_bookmark_tree(whole, _SCALE, transform_pages=True))

    # ------------------------------------------------------------ layout

    def _pages(self, context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        """Every page of this half, and where the other's begin; called again where that changed a page."""
        if not self.forked:
            self._fork(context, root)
        made = list(_make_all_pages(context, root, html, pages))
        self._settle(context, root, html, made)
        yield from made

    def _fork(self, context: Any, root: Any) -> None:
        chapters = _chapters(root)
        first, second = Pipe()
        self._child = os.fork()
        self.forked, self.second = True, self._child == 0
        self._other = second if self.second else first
        (first if self.second else second).close()
        if not self.second:
            chapters.children = chapters.children[: self._split]
            return
        chapters.children = chapters.children[self._split :]
        body = root.children[0]
        body.children = [chapters]
        start = {"break": "page", "page": chapters.children[0].page_values()[0]}
        _, _, _, state, remake = context.page_maker[0]
        context.page_maker[0] = (None, start, self._sides, state, remake)

    def _settle(self, context: Any, root: Any, html: Any, made: list[Any]) -> None:
        """Tell each other where pages and anchors are until nothing of it moves a page."""
        self._round += 1
        while True:
            _, _, side, (_, counters, _, _), _ = context.page_maker[-1]
            right, page = self.swap((side, counters.get("page", [0])[-1]))
            if self.second and right != self._sides:
                self._other_side(context, root, html, made, right=right)
            if self.second and page != self._base:
                self._renumber(context, page)
            for anchor, number in self.swap(_anchored(context)).items():
                counters = {"page": [number], "pages": [0]}
                context.target_collector.cache_target_page_counters(anchor, counters, 0, context.page_maker)
            changed = self._again(context)
            others = self.swap(changed)
            if changed or not others:
                return

    def _again(self, context: Any) -> bool:
        """Whether a page is to be made again; not for ever."""
        remakes = [item[-1] for item in context.page_maker]
        if self._round >= _ROUNDS:
            for remake in remakes:
                remake["content_changed"] = False
        return any(remake["content_changed"] for remake in remakes)

    def _renumber(self, context: Any, base: int) -> None:
        """Begin to count the pages after ``base``."""
        moved, self._base = base - self._base, base
        context.page_maker[0][3][2][-1].add("page")
        _count(context, 0, moved)
        _cache(context, 0)

    def _other_side(self, context: Any, root: Any, html: Any, made: list[Any], *, right: bool) -> None:
        """Turn right pages into left ones, up to the first that must be right: a blank page comes or goes there."""
        self._sides = right
        maker = context.page_maker
        forced = next((n for n, item in enumerate(maker[:-1]) if n and item[1]["break"] in _SIDES), len(made))
        for index in range(forced if forced < len(made) else len(maker)):
            resume_at, following, side, state, remake = maker[index]
            maker[index] = (resume_at, following, not side, state, remake)
        for page in made[:forced]:
            _turn(page, context, html)
        if forced == len(made):
            return
        if made[forced].page_type.blank:
            del made[forced], maker[forced]
            _count(context, forced, -1)
        else:
            after = maker[forced]
            remake = {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}
            maker.insert(forced, (*after[:2], not after[2], deepcopy(after[3]), remake))
            made.insert(forced, remake_page(forced, context, root, html)[0])
            maker[forced + 1] = (*after[:3], maker[forced + 1][3], after[4])
            _count(context, forced + 2, 1)
        for item in context.target_collector.counter_lookup_items.values():
            if item.page_maker_index is not None and item.page_maker_index >= forced:
                item.page_maker_index += 1 if made[forced].page_type.blank else -1
        _cache(context, forced)

    # ------------------------------------------------------------ writing

    def _links(self, pages: list[Any]) -> Iterable[Any]:
        """WeasyPrint's, with links to the other half."""
        there = SimpleNamespace(anchors=dict.fromkeys(self._known, (0, 0, 0, 0)), links=[])
        return list(_resolve_links([*pages, there]))[:-1]

    def anchors(self, document: Any, wanted: set[str]) -> tuple[set[str], list[list[str]]]:
        """What links of both halves lead to, and the anchors of the other half's pages in their order."""
        anchors = [list(page.anchors) for page in document.pages]
        others, pages = self.swap((wanted, anchors))
        self._known = [name for page in pages for name in page]
        return wanted | others, pages

    def _fonts(self, pdf: pydyf.PDF, fonts: dict[int, Any], *how: Any) -> pydyf.Dictionary:
        """The first half embeds what both use; a font of one half alone, or with letters that it lacks, stays there."""
        used = {key: (font.to_unicode, font.widths, bool(font.missing)) for key, font in fonts.items()}
        theirs = self.swap(used)
        taken = {key for key in used.keys() & theirs.keys() if not (used[key][2] or theirs[key][2])}
        if self.second:
            fonts = {key: font for key, font in fonts.items() if key not in taken}
        else:
            for key in taken:
                fonts[key].to_unicode = {**theirs[key][0], **fonts[key].to_unicode}
                fonts[key].widths = {**theirs[key][1], **fonts[key].widths}
        self.fonts = _build_fonts(pdf, fonts, *how)
        return self.fonts

    def _outlines(self, *_: object) -> None:
        """The outline is that of the whole and made at the end."""


def _anchored(context: Any) -> dict[str, int]:
    """The number of the page of each anchor."""
    items = context.target_collector.target_lookup_items
    anchors = {}
    for _, _, _, _, remake in context.page_maker:
        for anchor in remake["anchors"]:
            page = items[anchor].cached_page_counter_values.get("page") if anchor in items else None
            if page:
                anchors[anchor] = page[-1]
    return anchors


def _chapters(root: Any) -> Any:
    """The box of all chapters, the last one in the body."""
    return root.children[0].children[-1]


def _count(context: Any, begin: int, by: int) -> None:
    """Count pages on from the one at ``begin`` by so many more."""
    for _, _, _, (_, counters, _, _), _ in context.page_maker[begin:]:
        counters["page"] = [counters.get("page", [0])[-1] + by]


def _cache(context: Any, begin: int) -> None:
    """Tell those who ask for them the page numbers of the anchors from a page on."""
    maker = context.page_maker
    for index in range(begin, len(maker) - 1):
        for anchor in maker[index][-1]["anchors"]:
            context.target_collector.cache_target_page_counters(anchor, maker[index + 1][3][1], index, maker)


def _turn(page: Any, context: Any, html: Any) -> None:
    """Give a page the margins of the other side, and move what stands on it."""
    side = "left" if page.page_type.side == "right" else "right"
    page.page_type = page.page_type._replace(side=side)
    set_page_type_computed_styles(page.page_type, html, context.style_for)
    before, overflow = page.content_box_x(), page.style["overflow"]
    page.style = context.style_for(page.page_type)
    page.style["overflow"] = overflow
    size = page.style["size"]
    resolve_percentages(page, size)
    page_width(page, context, size[0])
    page_height(page, context, size[1])
    for child in page.children:
        child.translate(dx=page.content_box_x() - before)
