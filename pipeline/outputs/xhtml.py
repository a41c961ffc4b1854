"""The one writer from the Book to XHTML content documents, for EPUB and for print.

Chapters are written once per target by the same code, so that both formats say the same words in
the same order; ``Written`` also keeps what the package file must declare (MathML, SVG) and
what the contents and the page list need.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.book.model import Book, Chapter, Heading
from pipeline.markup import attr, attrs, bound, text
from pipeline.outputs.blocks import BlockWriter, Breaks
from pipeline.outputs.flatten import plain
from pipeline.outputs.inlines import Target
from pipeline.outputs.wide import Measure
from pipeline.pages.words import word

DEEPEST_CONTENTS = 3
RUNNING = 70
"""Letters of a running head; two lines at most in the narrowest trim."""

ROLES: dict[str, tuple[str, str, str]] = {
    # chapter role: division of the book, epub:type, ARIA role (DPUB-ARIA 1.1)
    "part": ("bodymatter", "part", "doc-part"),
    "chapter": ("bodymatter", "chapter", "doc-chapter"),
    "foreword": ("frontmatter", "foreword", "doc-foreword"),
    "preface": ("frontmatter", "preface", "doc-preface"),
    "introduction": ("bodymatter", "introduction", "doc-introduction"),
    "dedication": ("frontmatter", "dedication", "doc-dedication"),
    "acknowledgments": ("frontmatter", "acknowledgments", "doc-acknowledgments"),
    "abbreviations": ("frontmatter", "", ""),
    "prologue": ("bodymatter", "prologue", "doc-prologue"),
    "epilogue": ("bodymatter", "epilogue", "doc-epilogue"),
    "conclusion": ("bodymatter", "conclusion", "doc-conclusion"),
    "afterword": ("backmatter", "afterword", "doc-afterword"),
    "appendix": ("backmatter", "appendix", "doc-appendix"),
    "bibliography": ("backmatter", "bibliography", "doc-bibliography"),
    "glossary": ("backmatter", "glossary", "doc-glossary"),
    "index": ("backmatter", "index", "doc-index"),
    "text": ("bodymatter", "", ""),
}


@dataclass(slots=True)
class Entry:
    """A line of the contents: ``level`` counts from 1 across parts, chapters and headings."""

    level: int
    label: str
    href: str


@dataclass(slots=True)
class Document:
    """One content document: its inside, and what it holds that must be declared."""

    name: str
    title: str
    body: str
    division: str
    language: str
    mathml: bool = False
    svg: bool = False
    role: str = "chapter"


@dataclass(slots=True)
class Written:
    """A whole book written for one target."""

    documents: list[Document]
    contents: list[Entry]
    assets: dict[str, bytes] = field(default_factory=dict)
    block_ids: dict[str, int] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def write(book: Book, target: Target, breaks: Breaks | None = None, measure: Measure | None = None) -> Written:
    """Write every chapter of ``book``.

    ``breaks`` are the page labels by block number (EPUB only), ``measure`` the room for tables (print only).
    """
    writer = BlockWriter(book, target, breaks, measure)
    drafts: list[tuple[Chapter, list[str], bool]] = []
    contents: list[Entry] = []
    for chapter in book.chapters:
        parts = _chapter(writer, chapter, contents)
        drafts.append((chapter, parts, writer.mathml))
    _finish_links(writer)
    _finish_pages(writer)
    documents = [
        Document(
            name=chapter.name,
            title=plain(chapter.title) or book.title,
            body="".join(parts),
            division=ROLES[chapter.role][0],
            language=chapter.lang or book.language,
            mathml=mathml,
            role=chapter.role,
        )
        for chapter, parts, mathml in drafts
    ]
    return Written(documents, contents, writer.assets, writer.block_ids, writer.page_places)


def page(document: Document, language: str, direction: str, stylesheet: str = "style.css") -> bytes:
    """A content document as a file of the EPUB."""
    tag = document.language or language
    types = f' epub:type="{document.division}"' if document.division else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f"{attrs(lang=tag, xml__lang=tag)}{attrs(dir='rtl' if direction == 'rtl' else '')}>\n"
        f'<head>\n<meta charset="utf-8"/>\n<title>{text(document.title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{attr(stylesheet)}"/>\n</head>\n'
        f"<body{types}>\n{document.body}</body>\n</html>\n"
    ).encode()


def _chapter(writer: BlockWriter, chapter: Chapter, contents: list[Entry]) -> list[str]:
    """Write one chapter and its notes; its headings go into ``contents``."""
    writer.parts = []
    writer.file = f"{chapter.name}.xhtml" if writer.target == "epub" else ""
    writer.mathml = False
    writer.called = set()
    writer.notes = {note.id: note for note in chapter.notes}
    writer.level = 1
    writer.shift = chapter.level - 1 if writer.target == "print" else 0
    writer.say_language(chapter.lang or writer.base_language)
    _, epub_type, role = ROLES[chapter.role]
    own = f"{chapter.name}-title"
    types = attrs(epub__type=epub_type, role=role) if writer.target == "epub" else ""
    first = chapter.blocks[0] if chapter.blocks else None
    heading = first if isinstance(first, Heading) and first.level == 1 else None
    label = ""
    if writer.target == "epub":
        label = f' aria-labelledby="{own}"' if heading else attrs(aria_label=plain(chapter.title))
    kind = f"{chapter.role} level-{chapter.level}"
    language = writer.languages(chapter.lang) if writer.target == "print" else ""
    writer.parts.append(f'<section class="{kind}" id="{attr(chapter.name)}"{types}{label}{language}>\n')
    writer.ids[chapter.name] = writer.file
    _opening(writer, chapter, heading, own, contents)
    writer.headings = []
    writer.blocks(chapter.blocks[1:] if heading else chapter.blocks)
    contents += [
        Entry(chapter.level + level - 1, label, href)
        for level, label, href in writer.headings
        if label and chapter.level + level - 1 <= DEEPEST_CONTENTS
    ]
    if writer.target == "epub":
        writer.notes_section(word("notes", chapter.lang or writer.base_language))
    writer.parts.append("</section>\n")
    return writer.parts


def _opening(writer: BlockWriter, chapter: Chapter, heading: Heading | None, own: str, contents: list[Entry]) -> None:
    """The chapter's title where the manuscript shows one, and its line in the contents in any case."""
    label = plain(chapter.title)
    place = writer.file or f"#{own if heading else chapter.name}"
    contents.append(Entry(chapter.level, label, place))
    if heading is None:
        return
    depth = min(1 + writer.shift, 6)
    own_id, marks = writer.count(own)
    running = (
        attrs(data_book=shortened(writer.book.title), data_title=shortened(label)) if writer.target == "print" else ""
    )
    writer.parts.append(f'<header{running}>\n{marks}<h{depth} class="l1"{own_id}>')
    alias = writer.take_id(heading.id)
    if alias:
        writer.parts.append(f'<span id="{attr(alias)}"></span>')
    writer.inlines(heading.children)
    if writer.target == "print" and "<" not in writer.parts[-1]:
        writer.parts[-1] = bound(writer.parts[-1])
    writer.parts.append(f"</h{depth}>\n</header>\n")


def shortened(title: str) -> str:
    """A title as a running head has room for it: cut between words, and seen to be cut."""
    if len(title) <= RUNNING:
        return title
    head = title[:RUNNING].rpartition(" ")[0] or title[: RUNNING // 2]
    return head.rstrip(" ,.;:–-") + "…"


def _finish_pages(writer: BlockWriter) -> None:
    """Say the pages that links show, where the PDF told them."""
    for parts, index, name in writer.page_links:
        if label := writer.page_of.get(name, ""):
            parts[index] = writer.figures(int(label)) if label.isdigit() else text(label)


def _finish_links(writer: BlockWriter) -> None:
    """Give every link within the book its file, now that all ids are known; a lost one stays bare words."""
    for parts, index, name, file in writer.links:
        if name in writer.ids:
            home = writer.ids[name]
            shows = ' class="pageref"' if "pageref" in parts[index] else ""
            parts[index] = f'<a{shows} href="{"" if home == file else home}#{name}">'
