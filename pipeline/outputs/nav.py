"""The EPUB's navigation document: contents, landmarks and list of pages, in the book's language."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.markup import attr, text
from pipeline.outputs.xhtml import Document, Entry, Written, page
from pipeline.pages.words import word


def navigation(written: Written, language: str, direction: str, body_href: str, marks: str = "") -> bytes:
    """``nav.xhtml``; ``body_href`` is where the text begins, ``marks`` are those of the contents' own pages."""
    parts = [
        marks,
        f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{text(word("contents", language))}</h1>\n',
        nested(written.contents),
        "</nav>\n",
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden">\n',
        f"<h2>{text(word('landmarks', language))}</h2>\n<ol>\n",
        _landmark("titlepage", "title.xhtml", word("title-page", language)),
        _landmark("toc", "nav.xhtml#toc", word("contents", language)),
        _landmark("bodymatter", body_href, word("body", language)),
        "</ol>\n</nav>\n",
    ]
    if written.pages:
        parts.append(
            '<nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden">\n'
            f"<h2>{text(word('pages', language))}</h2>\n<ol>\n"
        )
        parts += [f'<li><a href="{attr(href)}">{text(label)}</a></li>\n' for label, href in written.pages.items()]
        parts.append("</ol>\n</nav>\n")
    document = Document("nav", word("contents", language), "".join(parts), "frontmatter", language)
    return page(document, language, direction)


def _landmark(kind: str, href: str, label: str) -> str:
    return f'<li><a epub:type="{kind}" href="{attr(href)}">{text(label)}</a></li>\n'


def nested(entries: Sequence[Entry]) -> str:
    """Entries as nested lists; a level that skips is drawn in, since nav lists may not skip."""
    out: list[str] = []
    open_levels: list[int] = []
    for entry in entries:
        if not open_levels or entry.level > open_levels[-1]:
            out.append("<ol>\n")
            open_levels.append(entry.level)
        else:
            out.append("</li>\n")
            while len(open_levels) > 1 and entry.level <= open_levels[-2]:
                out.append("</ol>\n</li>\n")
                open_levels.pop()
            open_levels[-1] = entry.level
        out.append(f'<li><a href="{attr(entry.href)}">{text(entry.label)}</a>')
    out += ["</li>\n</ol>\n"] * len(open_levels)
    return "".join(out)
