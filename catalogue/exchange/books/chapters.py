"""A section of a book as pieces of HTML for a page: harmless, linked, cut where it is long, hits marked.

A page should open on a slow phone, so a long chapter is given in parts; notes go with the part that calls them.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lxml import etree

from catalogue.exchange.books import cleaning
from catalogue.exchange.books.package import XHTML, Package, Section, resolve
from catalogue.rules import words
from pipeline.pages.words import word

PART_BYTES = 48_000
"""About how much HTML of a chapter goes on one page; the page around it takes some 15 kB."""
LOOSE = frozenset({None, "k-part", "k-chapter", cleaning.OPENING})
"""Classes of divisions that only hold things together."""
_HEADINGS = ("h1", "h2", "h3")
INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q ruby s samp small span strong sub sup u var".split()  # noqa: SIM905
)
UNMARKED = frozenset({"math", "script", "style"})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section ready for the page: ``parts`` are HTML, at least one; ``ids`` says in which part an id stands."""

    parts: tuple[str, ...]
    ids: dict[str, int]
    language: str
    heading: bool
    """Whether the first part begins with a heading of its own."""
    hits: int = 0

    def part_of(self, place: str) -> int:
        """The number (from 1) of the part that has the id ``place`` of the book."""
        return self.ids.get(cleaning.identity(place), 0) + 1

    def part_of_hit(self, number: int = 1) -> int:
        """The number (from 1) of the part that has the hit of this number."""
        return self.ids.get(f"hit-{number}", 0) + 1


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page's links lead: ``base`` is the reading address of the title, without a slash at its end."""

    base: str

    def section(self, package: Package, home: str, href: str) -> str | None:
        """The address of a reference from the document ``home``."""
        entry, place = resolve(home, href)
        name = package.by_entry.get(entry)
        found = package.section(name) if name else None
        if found is None:
            return None
        anchor = f"#{quote(cleaning.identity(place))}" if place else ""
        if entry == home and anchor:
            return anchor
        return f"{self.base}/{name}{self.at(found[1], place)}{anchor}"

    def at(self, section: Section, place: str) -> str:
        """For a section that may be cut in parts, the query that finds the right one."""
        return f"?at={quote(place, safe='')}" if place and section.size > PART_BYTES else ""

    def picture(self, package: Package, home: str, href: str) -> str | None:
        """The address of a picture."""
        name = package.by_entry.get(resolve(home, href)[0])
        return f"{self.base}/media/{name}" if name in package.media else None


def chapter(
    package: Package, section: Section, base: str, wanted: words.Query | None = None, *, opening: bool = False
) -> Chapter:  # fmt: skip
    """A section as HTML; the words of ``wanted`` are marked. Raises UnreadableBookError.

    With ``opening`` a chapter's title stays in a division of its own, for the book's own style sheet.
    """
    links = Links(base)
    language, body = tamed(package, section, links)
    hits = _mark(body, wanted) if wanted and wanted.groups else 0
    open_ = LOOSE - {cleaning.OPENING} if opening else LOOSE
    blocks = [element for element in _blocks(body, open_) if element.get("class") != "k-notes"]
    notes = {note.get("id"): note for note in body.iter("aside", "li") if note.get("class") == "k-note"}
    groups = _grouped(blocks)
    parts: list[str] = []
    ids: dict[str, int] = {}
    for number, group in enumerate(groups):
        wrapper = etree.Element("div")
        wrapper.extend(group)
        inside = {note.get("id") for note in wrapper.iter("aside", "li") if note.get("class") == "k-note"}
        called = [notes[key] for key in _calls(wrapper) if key in notes and key not in inside]
        if called:
            wrapper.append(_notes(called))
        _unstick(wrapper)
        ids.update({str(element.get("id")): number for element in wrapper.iter() if element.get("id")})
        parts.append(_inside(cleaning.cleaned(_told(_wrapped_tables(wrapper), language))))
    return Chapter(tuple(parts) or ("",), ids, language, _opens_with_heading(groups), hits)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table or the like of a section, ready for a page, with its own words."""

    number: int
    """Counted from 1 through the whole section."""
    html: str
    text: str


def blocks(package: Package, section: Section, base: str) -> tuple[str, list[list[Block]]]:
    """A section block by block, in the parts that ``chapter`` gives, for remarks between them; and its language.

    The notes that a block calls stand behind it. Raises UnreadableBookError.
    """
    language, body = tamed(package, section, Links(base))
    found = [element for element in _blocks(body) if element.get("class") != "k-notes"]
    notes = {note.get("id"): note for note in body.iter("aside", "li") if note.get("class") == "k-note"}
    number, parts = 0, []
    for group in _grouped(found):
        part: list[Block] = []
        shown: set[str] = set()  # a note that two blocks call stands behind the first
        for element in group:
            wrapper = etree.Element("div")
            wrapper.append(element)
            text = _said(wrapper)
            calls = [key for key in _calls(wrapper) if key in notes and key not in shown]
            shown.update(calls)
            if called := [copy.deepcopy(notes[key]) for key in calls]:
                wrapper.append(_notes(called))
            number += 1
            html = _inside(cleaning.cleaned(_told(_wrapped_tables(wrapper), language)))
            part.append(Block(number, html, text))
        parts.append(part)
    return language, parts


def spoken(element: Any) -> Iterator[str]:
    """The words of an element without the numbers of its notes."""
    if element.get("role") not in ("doc-noteref", "doc-backlink"):
        yield element.text or ""
        for child in element:
            yield from spoken(child)
            yield child.tail or ""


def tamed(package: Package, section: Section, links: Links) -> tuple[str, Any]:
    """The language of a section's document, and its body rewritten to plain names with our links."""
    document = package.document(section)
    language = document.get("lang") or document.get("{http://www.w3.org/XML/1998/namespace}lang") or package.language
    body = next(iter(document.iter(f"{XHTML}body")), None)
    if body is None:
        return language, etree.Element("div")
    body = copy.deepcopy(body)
    return language, cleaning.tame(
        body,
        lambda href: links.section(package, section.entry, href),
        lambda href: links.picture(package, section.entry, href),
    )


def _blocks(body: Any, loose: Collection[str | None] = LOOSE) -> Iterator[Any]:
    """The pieces between which a chapter may be cut: what stands in its divisions, however they are nested."""
    yield from _loose(body.text)
    for child in body:
        plain = child.tag == "div" and child.get("class") in loose
        if plain and len(child):
            if child.get("id"):
                yield etree.Element("span", id=child.get("id"))
            yield from _blocks(child, loose)
        else:
            yield child
        yield from _loose(child.tail)
        child.tail = None


def _loose(text: str | None) -> Iterator[Any]:
    """Words that stand between blocks get a paragraph of their own."""
    if text and text.strip():
        made = etree.Element("p")
        made.text = text
        yield made


def _grouped(blocks: list[Any]) -> list[list[Any]]:
    """The blocks by page; a new page begins before a heading rather than in the midst of a section."""
    groups: list[list[Any]] = [[]]
    size = 0
    for block in blocks:
        length = len(etree.tostring(block, encoding="utf-8"))
        full = size + length > PART_BYTES or (size > PART_BYTES * 3 // 4 and block.tag in _HEADINGS)
        if full and any(len(b) or b.text for b in groups[-1]):
            groups.append([])
            size = 0
        groups[-1].append(block)
        size += length
    return groups


def _calls(wrapper: Any) -> list[str]:
    """The ids of the notes that a page calls, in order."""
    return list(
        dict.fromkeys(
            (call.get("href") or "").removeprefix("#")
            for call in wrapper.iter("a")
            if call.get("role") == "doc-noteref"
        )
    )


def _notes(called: list[Any]) -> Any:
    section = etree.Element("div")
    section.set("class", "k-notes")
    for note in called:
        held = note if note.tag == "aside" else _as_aside(note)
        held.tail = None
        section.append(held)
    return section


def _as_aside(note: Any) -> Any:
    note.tag = "aside"
    note.set("role", "doc-footnote")
    return note


def _unstick(wrapper: Any) -> None:
    """No page may hold the same id twice, whatever the book does."""
    seen: set[str] = set()
    for element in wrapper.iter():
        name = element.get("id")
        if name in seen:
            del element.attrib["id"]
        elif name:
            seen.add(name)


def _wrapped_tables(wrapper: Any) -> Any:
    """Wide tables scroll in a box of their own that the keyboard reaches."""
    for table in list(wrapper.iter("table")):
        above = table.getparent()
        if above.tag == "div" and above.get("class") == "k-table":
            box = above
        else:
            box = etree.Element("div")
            box.set("class", "k-table")
            box.tail, table.tail = table.tail, None
            above.replace(table, box)
            box.append(table)
        caption = next(iter(table.iter("caption")), None)
        box.set("role", "region")
        box.set("tabindex", "0")
        label = _said(caption) if caption is not None else _heads(table)
        box.set("aria-label", label[:120] or "▦")
    return wrapper


def _said(element: Any) -> str:
    return " ".join("".join(spoken(element)).split())


def _heads(table: Any) -> str:
    """What a table without a caption is about: the heads of its columns, else its first row."""
    first = next(iter(table.iter("tr")), None)
    return ", ".join(filter(None, map(_said, first))) if first is not None else ""


def _told(wrapper: Any, language: str) -> Any:
    """What eyes see at once is said to ears: a number is that of a page or a note. No picture is said twice."""
    for mark in wrapper.iter("span", "div", "hr", "a"):
        if mark.get("class") == "k-page" and not len(mark):
            mark.text = mark.get("aria-label")
            mark.set("aria-label", f"{word('page', language)} {mark.text}")
    for note in wrapper.iter("aside"):
        back = next((a for a in note.iter("a") if a.get("role") == "doc-backlink"), None)
        if note.get("role") == "doc-footnote" and back is not None:
            note.set("aria-label", f"{word('notes', language)} {_words(back)}".strip())
    for figure in wrapper.iter("figure"):
        caption, pictures = next(iter(figure.iter("figcaption")), None), list(figure.iter("img"))
        if caption is not None and len(pictures) == 1 and pictures[0].get("alt") == _said(caption):
            pictures[0].set("alt", "")
    return wrapper


def _words(element: Any) -> str:
    return "".join(element.itertext()).strip(" ↩[]()")


def _inside(html: str) -> str:
    """Without the division that only held the page together."""
    return html.removeprefix("<div>").removesuffix("</div>")


def _opens_with_heading(groups: list[list[Any]]) -> bool:
    return any(next(iter(block.iter("h1")), None) is not None for block in groups[0])


def _mark(element: Any, wanted: words.Query, number: int = 0) -> int:
    """Put marks around what somebody looked for, numbered as they are read; the number of the last."""
    if not isinstance(element.tag, str) or element.tag in UNMARKED:
        return number
    children = list(element)
    number = _mark_text(element, None, wanted, number)
    for child in children:
        number = _mark(child, wanted, number)
        number = _mark_text(element, child, wanted, number)
    return number


def _mark_text(parent: Any, after: Any, wanted: words.Query, number: int) -> int:
    """Marks in the text that follows ``after`` in ``parent``, or that opens it."""
    text = words.composed((parent.text if after is None else after.tail) or "")
    hits = words.find(text, wanted, whole=True) or words.find(text, wanted) if text.strip() else []
    if not hits:
        return number
    pieces = words.marked(text, hits)
    lead = "" if pieces[0][1] else pieces[0][0]
    if after is None:
        parent.text, place = lead, 0
    else:
        after.tail, place = lead, parent.index(after) + 1
    mark = None
    for piece, hit in pieces[0 if pieces[0][1] else 1 :]:
        if hit:
            number += 1
            mark = etree.Element("mark", id=f"hit-{number}")
            mark.text = piece
            parent.insert(place, mark)
            place += 1
        elif mark is not None:
            mark.tail = piece
    return number
