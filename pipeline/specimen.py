"""Specimen pages (trang mẫu): how a manuscript would look in a design, in seconds and without making the book.

The pages before the text and the first pages of the first chapter, set by the same writer and page engine as the
book. Page numbers in the contents are left out: only a whole book knows them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.book import assemble, formulas, notes
from pipeline.book.model import Block, Book, Chapter, Image, ListBlock, Note, NoteRef, Table
from pipeline.book.visit import every, every_in
from pipeline.findings import ManuscriptRefused
from pipeline.intake import collection
from pipeline.intake.inventory.model import Inventory
from pipeline.making import warm
from pipeline.metadata import EditionRecord, Person
from pipeline.outputs import pdf, xhtml
from pipeline.outputs.flatten import paragraphs, plain
from pipeline.outputs.xhtml import Entry
from pipeline.pages import cover, uploaded

WORDS = 1100
"""About how many words of the first chapter are set: some four pages."""
ROWS = 30
"""Of a table or a list; more would fill page after page with the same look."""
LINES = 18
"""Of the contents: what the first page has room for in the smallest trim."""
OPENING = ("chapter", "text", "introduction", "prologue")
"""Roles of what may be the first chapter; prefaces and parts come before it."""


def specimen(manuscript: Path, out: Path, record: EditionRecord, *, name: str | None = None) -> Path:
    """Leave the specimen pages of a manuscript in the design of ``record`` as a PDF in the folder ``out``.

    Raises FileNotFoundError when there is no manuscript, ManuscriptRefused when it cannot be read or set.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        book = _read(manuscript, work, record, name)
        if not record.people:
            record = record.model_copy(update={"people": tuple(Person(name=author) for author in book.authors)})
        if record.design.notes == "book":
            notes.run_on(book)
        contents = _unnumbered(xhtml.write(book, "print").contents)
        short = shortened(book)
        formulas.render(short, _folder(work, "formulas"), pictures=True)
        own = record.design.cover
        front = uploaded.read(Path(own)).screen if own else cover.draw(short, record)
        out.mkdir(parents=True, exist_ok=True)
        return pdf.write(
            short, record, out / "specimen.pdf", _folder(work, "pages"), cover=front, contents=contents
        ).path  # fmt: skip


def _read(manuscript: Path, work: Path, record: EditionRecord, name: str | None) -> Book:

    def meanwhile(held: Inventory) -> None:
        """While pandoc reads on another core: what the pages will ask for."""
        warm(record.book.language or held.language or "vi", record.design.name)

    received, reading = collection.take(
        manuscript, _folder(work, "given"), name or manuscript.name, record.files, meanwhile
    )  # fmt: skip
    document = reading(_folder(work, "read"))
    language = record.book.language or document.language or "vi"
    book, findings = assemble(document, record, language)
    if not book.chapters:
        raise ManuscriptRefused(*findings)
    book.title = book.title or Path(received.name).stem
    return book


def shortened(book: Book) -> Book:
    """The book with the beginning of its first chapter alone, and the pictures that stand there."""
    chapter = next((one for one in book.chapters if one.role in OPENING and one.blocks), book.chapters[0])
    blocks = list(_beginning(chapter.blocks))
    opening = replace(chapter, blocks=blocks, notes=_called(chapter, blocks))
    shown = {node.media for node in every_in(opening) if isinstance(node, Image)}
    return replace(book, chapters=[opening], media={key: one for key, one in book.media.items() if key in shown})


def _beginning(blocks: list[Block]) -> Iterator[Block]:
    """The first blocks, with tables and lists cut short, until there are words enough."""
    words = 0
    for block in blocks:
        if words >= WORDS:
            return
        short = _cut(block)
        yield short
        words += sum(len(plain(run).split()) for run in paragraphs([short]))


def _called(chapter: Chapter, blocks: list[Block]) -> list[Note]:
    """The notes that the blocks call, and those that these call."""
    known, found = {note.id: note for note in chapter.notes}, dict[str, Note]()
    waiting: list[list[Block]] = [blocks]
    while waiting:
        for node in every(waiting.pop()):
            if isinstance(node, NoteRef) and node.note in known and node.note not in found:
                found[node.note] = known[node.note]
                waiting.append(known[node.note].blocks)
    return [note for note in chapter.notes if note.id in found]


def _cut(block: Block) -> Block:
    match block:
        case Table() if len(block.rows) > ROWS and all(cell.rowspan == 1 for row in block.rows for cell in row):
            return replace(block, rows=block.rows[:ROWS], foot=0)
        case ListBlock() if len(block.items) > ROWS:
            return replace(block, items=block.items[:ROWS], labels=block.labels[:ROWS])
        case _:
            return block


def _unnumbered(contents: list[Entry]) -> list[Entry]:
    """The first lines of the contents, leading nowhere."""
    return [replace(entry, href="#") for entry in contents[:LINES]]


def _folder(work: Path, name: str) -> Path:
    folder = work / name
    folder.mkdir()
    return folder
