"""The pages before the text, as XHTML bodies: cover, half title, title page, imprint, contents.

Both formats take them from here; what a page holds does not depend on where it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.book.languages import direction
from pipeline.markup import attr, attrs, bound, parted, text
from pipeline.pages.edition import Edition
from pipeline.pages.imprint import cip, lines, sale_line

LONG_TITLE, LONGEST_TITLE = 70, 160
LONG_CONTENTS = 100
"""Lines of the contents: some three pages."""


class Line(Protocol):
    """A line of the contents."""

    level: int
    label: str
    href: str


def in_language(tag: str) -> str:
    """The language and direction of words that are not in the book's first language."""
    return attrs(lang=tag, xml__lang=tag, dir=direction(tag))


def half_title(edition: Edition) -> str:
    """The title alone, on the first page of the PDF."""
    return f"<p>{_in_lines(edition.title)}</p>\n"


def _in_lines(title: str) -> str:
    """A title for a page of fixed width, broken where its sense is."""
    return "<br/>".join(map(text, parted(title)))


def title_page(edition: Edition, *, heading: str = "h1") -> str:
    """People, title, subtitle, volume, other contributors and publisher: point (a) of Article 27.1."""
    out = []
    if edition.leading_line:
        out.append(f'<p class="people">{text(edition.leading_line)}</p>')
    set_ = str if heading == "h1" else bound  # lines of the EPUB are the reader's affair
    kind = "title" + (" long" if len(edition.title) > LONG_TITLE else "")
    kind += " longest" if len(edition.title) > LONGEST_TITLE else ""
    if not edition.leading_line:
        out.append('<p class="people"></p>' if heading != "h1" else "")
    shown = text(edition.title) if heading == "h1" else _in_lines(edition.title)
    out.append(f'<{heading} class="{kind}">{shown}</{heading}>')
    if edition.subtitle:
        out.append(f'<p class="subtitle">{text(set_(edition.subtitle))}</p>')
    if edition.second_title:
        out.append(f'<p class="subtitle"{in_language(edition.second)}>{text(set_(edition.second_title))}</p>')
    if edition.volume:
        out.append(f'<p class="volume">{text(edition.volume)}</p>')
    others = edition.others()
    if others:
        said = "<br/>\n".join(f"{text(role)}: {text(names)}" for role, names in others)
        out.append(f'<p class="others">{said}</p>')
    if edition.record.book.publisher:
        out.append(f'<p class="house">{text(edition.record.book.publisher)}</p>')
    return "\n".join(part for part in out if part) + "\n"


def imprint_page(edition: Edition, *, heading: str = "h1", electronic: bool = True) -> str:
    """The imprint's lines as a list of terms."""
    out = [f'<{heading} class="unlisted">{text(edition.word("imprint"))}</{heading}>']
    out.append(f"<p><b>{text(edition.title)}</b></p>")
    if edition.leading_line:
        out.append(f"<p>{text(edition.leading_line)}</p>")
    found = lines(edition, electronic=electronic)
    if found:
        rows = "\n".join(f"<div><dt>{text(k)}</dt> <dd>{text(v)}</dd></div>" for k, v in found)
        out.append(f"<dl>\n{rows}\n</dl>")
    if sale_line(edition):
        out.append(f"<p><i>{text(sale_line(edition))}</i></p>")
    title, block = cip(edition)
    if block:
        head = f'<p class="cip-title">{text(title)}</p>\n' if title else ""
        rows = "\n".join(f'<p class="line">{text(line)}</p>' for line in block)
        out.append(f'<div class="cip">\n{head}{rows}\n</div>')
    return "\n".join(out) + "\n"


def contents_page(edition: Edition, entries: Sequence[Line], *, heading: str = "h1") -> str:
    """The contents of the PDF; page numbers come from the layout (target-counter).

    Contents that go over several pages are no help: they leave out the headings of the third level.
    """
    if len(entries) > LONG_CONTENTS:
        entries = [entry for entry in entries if entry.level <= 2]
    deep = any(entry.level > 1 for entry in entries)
    rows = "\n".join(
        f'<li class="at{entry.level}{" strong" if deep else ""}">'
        f'<a href="{attr(entry.href)}">{text(entry.label)}</a></li>'
        for entry in entries
    )
    return f'<{heading} class="unlisted">{text(edition.word("contents"))}</{heading}>\n<ol>\n{rows}\n</ol>\n'


def accessibility_page(edition: Edition, sentences: Sequence[str]) -> str:
    """What a reader with a disability can rely on in this EPUB, in the book's language."""
    rows = "\n".join(f"<li>{text(sentence)}</li>" for sentence in sentences)
    return f"<h1>{text(edition.word('accessibility'))}</h1>\n<ul>\n{rows}\n</ul>\n"
