"""A document tree becomes the Book: sections, one walk over each, then links, formulas and typography."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.book import heads, links
from pipeline.book.cleaning import plain
from pipeline.book.contents import without_page_furniture
from pipeline.book.front import Front, front, overruled
from pipeline.book.images import described
from pipeline.book.index import add_index
from pipeline.book.languages import direction
from pipeline.book.looks import Looks
from pipeline.book.model import Book, Chapter, Heading, Inline, Link, Media, NoteRef, Paragraph, Span, Styled, Text
from pipeline.book.proposals import recognise
from pipeline.book.roles import role_of
from pipeline.book.scope import Scope
from pipeline.book.shapes import shaped
from pipeline.book.structure import Section, flattened, outline
from pipeline.book.titlepage import TYPED, without_title_page
from pipeline.book.tree import Node
from pipeline.book.walk import Walker
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

UNTITLED = rule(
    "st-002",
    Severity.ERROR,
    N_("The book has no title."),
    N_("Give the title in the metadata, or in the manuscript with the style Title."),
)


def assemble_tree(
    ast: dict[str, Node],
    media: Mapping[str, Media],
    words: int,
    record: EditionRecord,
    language: str,
    looks: Callable[[], Looks],
) -> tuple[Book, list[Finding]]:
    """Make the Book of pandoc's tree; see ``pipeline.book.assemble``.

    Each pass asks for the looks of the lines in their order, once, and so gets them anew.
    """
    meta = front(ast["meta"])
    kept = without_page_furniture(flattened(meta.rest + ast["blocks"]))
    page = without_title_page(kept.nodes, looks(), record.book.title or meta.title, record.accept)
    nodes, proposed = recognise(page.nodes, looks(), record.accept)
    nodes = shaped(nodes, looks())
    found, findings = outline(nodes, words, record.book.title or meta.title or page.title)
    title = record.book.title or meta.title or page.title or found.title
    scope = Scope(language, media, described(media, record))
    scope.findings += [*kept.findings, *page.findings, *proposed, *findings]
    scope.left_out += [*kept.left_out, *((TYPED, line) for line in page.lines)]
    for finding in overruled(meta, record):
        scope.findings.append(finding)
        scope.left_out.append((finding.code, str(finding.params["text"])))
    if not title:
        scope.find(UNTITLED)
    chapters = _chapters(found.sections, scope, title)
    scope.findings += heads.settle(chapters, record.accept)
    if found.title_node is not None and chapters:
        _retarget_title(found.title_node, chapters[0], scope)
    links.settle(scope, chapters)
    add_index(scope, chapters)
    if not chapters:
        chapters = _title_lines(meta, title)
    book = Book(
        title=title,
        language=language,
        chapters=chapters,
        media=dict(media),
        direction=direction(language),
        subtitle=record.book.subtitle or meta.subtitle,
        authors=meta.authors,
        left_out=scope.left_out,
    )
    return book, scope.findings


def _chapters(sections: list[Section], scope: Scope, title: str) -> list[Chapter]:
    walker = Walker(scope)
    chapters = []
    for section in sections:
        chapter = _chapter(section, walker, title)
        if chapter.blocks:
            chapters.append(chapter)
    return chapters


def _title_lines(meta: Front, title: str) -> list[Chapter]:
    """A manuscript of title lines alone, which pandoc all takes for metadata, as the text that it is."""
    lines = [line for line in (meta.title, meta.subtitle, *meta.authors, meta.date) if line]
    return [Chapter("c001", [Text(title)], [Paragraph([Text(line)]) for line in lines], role="text")] if lines else []


def _chapter(section: Section, walker: Walker, book_title: str) -> Chapter:
    scope = walker.scope
    scope.enter(section.heading or book_title)
    blocks = walker.chapter(section.nodes, section.split)
    opening = blocks[0] if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1 else None
    title: list[Inline] = spoken(opening.children) if opening else [Text(section.heading or book_title)]
    stem = f"c{scope.chapter:03d}"
    return Chapter(
        name=f"{stem}-{opening.id[:40].rstrip('-')}" if opening else stem,
        title=title,
        blocks=blocks,
        role="part" if section.part else role_of(plain(title)) if section.heading else "text",
        level=section.level,
        notes=scope.notes,
    )


def spoken(inlines: list[Inline]) -> list[Inline]:
    """A title as the contents show it: its words and their styles, without notes, links and places."""
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case NoteRef():
                continue
            case Link() | Span():
                out.extend(spoken(inline.children))
            case Styled():
                out.append(Styled(inline.style, spoken(inline.children)))
            case Text():
                out.append(Text(inline.text))
            case _:
                out.append(inline)
    return out


def _retarget_title(node: Node, chapter: Chapter, scope: Scope) -> None:
    """Links to the heading that became the book's title lead to the first chapter."""
    old = node["c"][1][0]
    first = chapter.blocks[0]
    if old and isinstance(first, Heading):
        scope.ids.new_of.setdefault(old, first.id)
