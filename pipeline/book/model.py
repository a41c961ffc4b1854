"""The Book: what a manuscript says, free of how it was typed and of how it will be set.

Everything meets here: ``intake`` and ``book`` make it, ``typography`` and ``pages`` amend it, ``outputs``
write it. Plain data with slots, built in one walk of pandoc's tree; runs of words and spaces are
one ``Text`` each, so a book of 90,000 words is some tens of thousands of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# ---------------------------------------------------------------- inlines


@dataclass(slots=True)
class Text:
    """A run of characters, NFC, with its spaces."""

    text: str


Style = Literal["em", "strong", "underline", "strike", "sup", "sub", "smallcaps"]


@dataclass(slots=True)
class Styled:
    """Words set apart by a style."""

    style: Style
    children: list[Inline]


@dataclass(slots=True)
class Link:
    """A link; ``href`` is an allowed absolute URL, or ``#id`` of a place anywhere in the book."""

    href: str
    children: list[Inline]
    title: str = ""
    page: bool = False
    """Whether it shows the page that its place is on; ``children`` then are what the manuscript showed."""
    note: str = ""
    """The id of the note whose number it shows, likewise."""


@dataclass(slots=True)
class Image:
    """A picture by its name in ``Book.media``; ``alt`` is empty when the manuscript has none."""

    media: str
    alt: str = ""
    title: str = ""
    width: str = ""
    height: str = ""
    decorative: bool = False


@dataclass(slots=True)
class NoteRef:
    """The call of a note, by the ``id`` of that note in its chapter's ``notes``."""

    note: str


@dataclass(slots=True)
class Code:
    """Code within a line."""

    text: str


@dataclass(slots=True)
class Formula:
    """A formula: TeX as read, MathML and SVG as made; ``display`` when it stands on its own line."""

    tex: str
    display: bool = False
    mathml: str = ""
    svg: str = ""


@dataclass(slots=True)
class Break:
    """A line break that the author meant."""


@dataclass(slots=True)
class Span:
    """Words in another language or direction, or with an id to link to."""

    children: list[Inline]
    id: str = ""
    lang: str = ""
    dir: Literal["", "ltr", "rtl"] = ""


Inline = Text | Styled | Link | Image | NoteRef | Code | Formula | Break | Span

# ---------------------------------------------------------------- blocks


@dataclass(slots=True)
class Paragraph:
    """A paragraph; ``role`` tells what it is when it is not plain prose."""

    children: list[Inline]
    role: Literal["", "author", "date", "dedication", "epigraph", "signature", "caption"] = ""
    id: str = ""
    lang: str = ""


@dataclass(slots=True)
class Heading:
    """A heading inside a chapter; ``level`` 1 is the chapter's own title."""

    level: int
    children: list[Inline]
    id: str


@dataclass(slots=True)
class ListBlock:
    """A list; ``marker`` is HTML's type for ordered ones (1 a A i I), ``delimiter`` what follows it."""

    items: list[list[Block]]
    ordered: bool = False
    start: int = 1
    marker: Literal["", "1", "a", "A", "i", "I"] = ""
    delimiter: Literal["", ".", ")", "()"] = ""
    labels: list[str] = field(default_factory=list)
    """Markers as the author typed them where HTML cannot number so (a b c d đ e)."""
    kind: Literal["", "index"] = ""


@dataclass(slots=True)
class Definition:
    term: list[Inline]
    meanings: list[list[Block]]


@dataclass(slots=True)
class DefinitionList:
    items: list[Definition]


@dataclass(slots=True)
class Quotation:
    """A block quotation."""

    blocks: list[Block]
    role: Literal["", "epigraph"] = ""


@dataclass(slots=True)
class CodeBlock:
    text: str
    language: str = ""


@dataclass(slots=True)
class Verse:
    """Lines that stay lines."""

    lines: list[list[Inline]]


@dataclass(slots=True)
class Cell:
    blocks: list[Block]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Literal["", "left", "center", "right"] = ""


@dataclass(slots=True)
class Table:
    """A table: rows of cells, head rows first by ``head``; ``widths`` are shares of the measure or 0."""

    rows: list[list[Cell]]
    head: int = 0
    foot: int = 0
    caption: list[Block] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    id: str = ""
    grid: bool = False
    """Without any header cell: nothing is said of what a cell belongs to."""


@dataclass(slots=True)
class Figure:
    blocks: list[Block]
    caption: list[Block] = field(default_factory=list)
    id: str = ""


@dataclass(slots=True)
class SceneBreak:
    """A pause within a chapter (a rule or three stars)."""


@dataclass(slots=True)
class Box:
    """Blocks that belong together: another language or direction, a text box, a custom style."""

    blocks: list[Block]
    id: str = ""
    lang: str = ""
    dir: Literal["", "ltr", "rtl"] = ""
    role: Literal["", "textbox", "aside"] = ""


@dataclass(slots=True)
class Parallel:
    """The same words in two languages: ``ours`` in the book's own, ``theirs`` in ``lang``; one side may be empty."""

    ours: list[Block]
    theirs: list[Block]
    lang: str
    dir: Literal["ltr", "rtl"] = "ltr"


Block = (
    Paragraph
    | Heading
    | ListBlock
    | DefinitionList
    | Quotation
    | CodeBlock
    | Verse
    | Table
    | Figure
    | SceneBreak
    | Box
    | Parallel
)

# ---------------------------------------------------------------- the whole


@dataclass(slots=True)
class Note:
    """A footnote: ``number`` as printed, ``id`` unique in the book."""

    id: str
    number: int
    blocks: list[Block]


ChapterRole = Literal[
    "part",
    "chapter",
    "foreword",
    "preface",
    "introduction",
    "dedication",
    "acknowledgments",
    "abbreviations",
    "prologue",
    "epilogue",
    "conclusion",
    "afterword",
    "appendix",
    "bibliography",
    "glossary",
    "index",
    "text",
]


@dataclass(slots=True)
class Chapter:
    """One content document: a stretch of the book that a reader opens as a whole.

    ``level`` is its depth in the contents (1 for parts, and for chapters without parts); ``name`` is the
    file stem, ASCII and fit for an XML id. ``title`` is what the contents call it, without notes; what the
    page shows is in ``blocks``, opened by a ``Heading`` of level 1 when the manuscript has one.
    """

    name: str
    title: list[Inline]
    blocks: list[Block]
    role: ChapterRole = "chapter"
    level: int = 1
    notes: list[Note] = field(default_factory=list)
    lang: str = ""


@dataclass(slots=True)
class Media:
    """A picture of the manuscript, as bytes; ``name`` is ours (never the author's path)."""

    name: str
    media_type: str
    data: bytes
    width: int = 0
    height: int = 0
    source: str = ""
    small: bytes = b""
    """The same with the pixels that a screen can show, once it is asked for, and the kind that it then is."""
    small_type: str = ""


@dataclass(slots=True)
class Counts:
    """What a book holds; the same fields in report.json."""

    words: int = 0
    chapters: int = 0
    headings: int = 0
    images: int = 0
    tables: int = 0
    notes: int = 0
    formulas: int = 0
    links: int = 0


@dataclass(slots=True)
class Book:
    """A whole book, ready to be set: in one language, or in two side by side."""

    title: str
    language: str
    chapters: list[Chapter]
    media: dict[str, Media] = field(default_factory=dict)
    direction: Literal["ltr", "rtl"] = "ltr"
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    """Names on the manuscript's own title lines; the record's people win over them."""
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """What the manuscript says and the book does not, on purpose: code of the finding that tells it, paragraph."""
    second: str = ""
    """The other language of a bilingual edition (BCP 47)."""
    second_title: str = ""
