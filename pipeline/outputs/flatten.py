"""Blocks seen as plain runs of words, and the markers of ordered lists: small pure helpers of the writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.book.model import (
    Block,
    Book,
    Box,
    Break,
    Code,
    CodeBlock,
    DefinitionList,
    Figure,
    Formula,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Parallel,
    Quotation,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)
from pipeline.book.visit import every_in


def plain(items: Sequence[Inline]) -> str:
    """The words of inlines, for titles, bookmarks and contents; notes are left out."""
    out: list[str] = []
    for at, item in enumerate(items):
        match item:
            case Break() if at + 1 < len(items) and isinstance(after := items[at + 1], Span) and after.lang:
                out.append(" · ")  # both titles of a bilingual heading in one line
            case Text() | Code():
                out.append(item.text)
            case Styled() | Link() | Span():
                out.append(plain(item.children))
            case Formula():
                out.append(item.tex)
            case Image():
                out.append(item.alt)
            case _:
                out.append(" ")
    return " ".join("".join(out).split())


def paragraphs(blocks: Sequence[Block]) -> Iterator[Sequence[Inline]]:
    """Every run of inlines in ``blocks``, in order, without the structure around it."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.children
            case CodeBlock():
                for line in block.text.splitlines():
                    yield [Code(line)]
            case Verse():
                yield from block.lines
            case Quotation() | Box():
                yield from paragraphs(block.blocks)
            case Parallel():
                yield from paragraphs(block.ours)
                yield from paragraphs(block.theirs)
            case Figure():
                yield from paragraphs(block.blocks)
                yield from paragraphs(block.caption)
            case ListBlock():
                for item in block.items:
                    yield from paragraphs(item)
            case DefinitionList():
                for definition in block.items:
                    yield definition.term
                    for meaning in definition.meanings:
                        yield from paragraphs(meaning)
            case Table():
                yield from paragraphs(block.caption)
                for row in block.rows:
                    for cell in row:
                        yield from paragraphs(cell.blocks)
            case _:
                pass


def markers(item: ListBlock) -> list[str]:
    """Printed markers of an ordered list whose delimiter HTML cannot say; empty where HTML's own serve."""
    if item.delimiter not in (")", "()"):
        return []
    before = "(" if item.delimiter == "()" else ""
    return [f"{before}{_numeral(item.start + i, item.marker)})" for i in range(len(item.items))]


def _numeral(number: int, marker: str) -> str:
    match marker:
        case "a" | "A":
            value = _letters(number)
        case "i" | "I":
            value = _roman(number)
        case _:
            return str(number)
    return value.upper() if marker.isupper() else value


def _letters(number: int) -> str:
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out or "0"


def _roman(number: int) -> str:
    pairs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
    out = ""
    for value, sign in (*pairs, (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        out += sign * count
    return out or "0"


def characters(book: Book) -> set[str]:
    """Every character of the book, to choose its typefaces by."""
    found: set[str] = set(book.title + book.subtitle + book.second_title)
    for chapter in book.chapters:
        for note in chapter.notes:
            for run in paragraphs(note.blocks):
                found.update(plain(run))
        for run in paragraphs(chapter.blocks):
            found.update(plain(run))
    return found


def foreign(book: Book) -> list[str]:
    """The languages of passages that are not in the book's own, as BCP 47 tags."""
    nodes = (node for chapter in book.chapters for node in every_in(chapter))
    found = {getattr(node, "lang", "") for node in nodes} | {chapter.lang for chapter in book.chapters}
    return sorted((found | {book.second}) - {"", book.language})


def has_code(book: Book) -> bool:
    """Whether the book needs a typeface for code."""
    return any(_code_in(chapter.blocks) for chapter in book.chapters)


def _code_in(blocks: Sequence[Block]) -> bool:
    return any(isinstance(item, Code) for run in paragraphs(blocks) for item in run)
