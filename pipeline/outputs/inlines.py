"""Words and what stands among them, as XHTML: the inline half of the one writer.

Both targets share it. They differ in notes (a link to an aside in EPUB, a floating footnote on the
page), formulas (MathML, or SVG since WeasyPrint draws no MathML) and in the line-break marks that
Lao, Khmer and Burmese need in print only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Literal

from pipeline.book.model import (
    Book,
    Break,
    Code,
    Formula,
    Image,
    Inline,
    Link,
    Note,
    NoteRef,
    Span,
    Styled,
    Text,
)
from pipeline.markup import attr, attrs, safe_id, text
from pipeline.outputs.formulas import metrics
from pipeline.outputs.lines import breaker
from pipeline.outputs.resolution import screen_name
from pipeline.styles.scripts import digits

Target = Literal["epub", "print"]

_STYLES = {
    "em": ("<em>", "</em>"),
    "strong": ("<strong>", "</strong>"),
    "underline": ('<span class="underline">', "</span>"),
    "strike": ("<s>", "</s>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "smallcaps": ('<span class="smallcaps">', "</span>"),
}


class InlineWriter(ABC):
    """Writes inlines into ``parts``; the block writer adds what stands around them."""

    def __init__(self, book: Book, target: Target) -> None:
        self.book = book
        self.target = target
        self.parts: list[str] = []
        self.assets: dict[str, bytes] = {}
        """Formula pictures made for print, by name."""
        self.mathml = False
        self.svg = False
        self.notes: dict[str, Note] = {}
        self.called: set[str] = set()
        self.ids: dict[str, str] = {}
        """Every id written, with the file it stands in."""
        self.links: list[tuple[list[str], int, str, str]] = []
        """Links within the book, to be finished when every id is known: parts, index, id, file."""
        self.page_label = ""
        """The page of the PDF that the words being written stand on, as far as it is known."""
        self.page_of: dict[str, str] = {}
        """The page of every id."""
        self.page_links: list[tuple[list[str], int, str]] = []
        """Links that show the page of their place: parts, index of the words, id."""
        self.file = ""
        self.break_lines: Callable[[str], str] | None = None
        self.base_language = book.language
        self.say_language(book.language)
        self._inline: dict[type, Callable[[Any], None]] = {
            Text: self._text,
            Styled: self._styled,
            Link: self._link,
            Image: self._image,
            NoteRef: self._note_ref,
            Code: self._code,
            Formula: self._formula,
            Break: self._break,
            Span: self._span,
        }

    # ------------------------------------------------------------ public

    def figures(self, number: int) -> str:
        """A number of ours (of a note) in the digits of the book's language."""
        return digits(str(number), self.base_language)

    def inlines(self, items: Sequence[Inline]) -> None:
        """Write a run of inlines."""
        dispatch = self._inline
        for item in items:
            dispatch[type(item)](item)

    def say_language(self, language: str) -> None:
        """From here on words are in ``language``."""
        self.language = language
        self.break_lines = breaker(language) if self.target == "print" else None

    def take_id(self, wanted: str) -> str:
        """``wanted`` made safe, or nothing when the book has it already: ids are unique in the whole book."""
        if not wanted:
            return ""
        name = safe_id(wanted)
        if name in self.ids:
            return ""
        self.ids[name] = self.file
        self.page_of[name] = self.page_label
        return name

    # ------------------------------------------------------------ each kind

    def _text(self, item: Text) -> None:
        value = item.text
        if self.break_lines is not None:
            value = self.break_lines(value)
        self.parts.append(text(value))

    def _styled(self, item: Styled) -> None:
        before, after = _STYLES[item.style]
        self.parts.append(before)
        self.inlines(item.children)
        self.parts.append(after)

    def _link(self, item: Link) -> None:
        if item.href.startswith("#"):
            self.links.append((self.parts, len(self.parts), safe_id(item.href[1:]), self.file))
            self.parts.append("<a>")
        else:
            self.parts.append(f"<a{attrs(href=item.href, title=item.title)}>")
        if item.page:
            self._page(item)
        elif item.note:
            numbers = (note.number for chapter in self.book.chapters for note in chapter.notes if note.id == item.note)
            self.parts.append(self.figures(next(numbers)))
        else:
            self.inlines(item.children)
        self.parts.append("</a>")

    def _page(self, item: Link) -> None:
        """The number of a page: the page engine puts it in print, and the page list of the PDF in the EPUB."""
        if self.target == "print":
            self.parts[-1] = '<a class="pageref">'
            return
        at = len(self.parts)
        self.inlines(item.children)
        shown = "".join(self.parts[at:])
        self.parts[at:] = [shown]
        self.page_links.append((self.parts, at, safe_id(item.href[1:])))

    def _image(self, item: Image) -> None:
        media = self.book.media.get(item.media)
        if media is None:
            if item.alt:
                self.parts.append(text(item.alt))
            return
        self.parts.append(
            f'<img src="{self.media_url(screen_name(media))}" alt="{attr("" if item.decorative else item.alt)}"'
            + (' role="presentation"' if item.decorative else "")
            + attrs(title=item.title, style=_size(item))
            + "/>"
        )

    def media_url(self, name: str) -> str:
        """Where a picture is found from a content document."""
        return attr(f"images/{name}" if self.target == "epub" else f"asset:images/{name}")

    def _note_ref(self, item: NoteRef) -> None:
        note = self.notes.get(item.note)
        if note is None:
            return
        first = item.note not in self.called
        self.called.add(item.note)
        name = safe_id(note.id)
        if self.target == "print" and first:
            self.ids[name] = self.file
            self._footnote(note, name)
            return
        own = f' id="ref-{name}"' if first else ""
        roles = ' epub:type="noteref" role="doc-noteref"' if self.target == "epub" else ""
        self.parts.append(f'<a class="noteref"{roles}{own} href="#{name}">{self.figures(note.number)}</a>')

    @abstractmethod
    def _footnote(self, note: Note, name: str) -> None:
        """A note at its call, for print; notes hold blocks, so the block writer does it."""

    def _code(self, item: Code) -> None:
        self.parts.append(f"<code>{text(item.text)}</code>")

    def _formula(self, item: Formula) -> None:
        kind = "display" if item.display else "inline"
        if self.target == "epub" and item.mathml:
            self.mathml = True
            self.parts.append(f'<span class="math {kind}">{item.mathml}</span>')
        elif item.svg:
            name = f"formula-{len(self.assets) + 1:04d}.svg"
            self.assets[name] = item.svg.encode()
            url = f"images/{name}" if self.target == "epub" else f"asset:images/{name}"
            self.parts.append(f'<img class="math {kind}" src="{url}" alt="{attr(item.tex)}"{metrics(item.svg)}/>')
        else:
            self.parts.append(f'<code class="math {kind}">{text(item.tex)}</code>')

    def _break(self, _item: Break) -> None:
        self.parts.append("<br/>")

    def _span(self, item: Span) -> None:
        outer = self.language
        if item.lang:
            self.say_language(item.lang)
        self.parts.append(f"<span{attrs(id=self.take_id(item.id))}{self.languages(item.lang)}{attrs(dir=item.dir)}>")
        self.inlines(item.children)
        self.parts.append("</span>")
        if item.lang:
            self.say_language(outer)

    def languages(self, tag: str) -> str:
        """The language attributes of an element: both of them in XHTML, one in print."""
        if not tag:
            return ""
        return attrs(lang=tag) + (attrs(xml__lang=tag) if self.target == "epub" else "")


def _size(item: Image) -> str:
    """A width the author gave, as a share where it is one; fixed sizes are left to the style sheet."""
    return f"width:{item.width}" if item.width.endswith("%") and item.width[:-1].replace(".", "").isdigit() else ""
