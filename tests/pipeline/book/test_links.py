"""Links lead where the author meant, and nowhere dangerous."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.book import notes
from pipeline.book.links import settle
from pipeline.book.model import Book, Chapter, Heading, Link, Note, NoteRef, Paragraph, Span, Text
from pipeline.book.scope import Scope
from pipeline.findings import Where
from pipeline.outputs.xhtml import write


def test_a_link_to_a_heading_follows_it_into_another_chapter(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\nXem [chương sau](#chuong-x).\n\n# Chương hai {#chuong-x}\n\nb")
    heading = made.book.chapters[1].blocks[0]
    assert isinstance(heading, Heading)
    assert made.blocks[1].children[1] == Link("#" + heading.id, [Text("chương sau")])


def test_a_link_to_a_bookmark_keeps_it_and_others_go(book_of: Callable[..., Any]) -> None:
    made = book_of("# A\n\n[Một]{#_Ref1} và [hai]{#_Toc2}; xem [đây](#_Ref1).\n\n# B\n\nx")
    spans = [child for child in made.blocks[1].children if isinstance(child, Span)]
    links = [child for child in made.blocks[1].children if isinstance(child, Link)]
    assert [span.id for span in spans] == [links[0].href[1:]]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("#khong-co", "li-001"),
        ("javascript:alert(1)", "li-002"),
        ("file:///etc/passwd", "li-002"),
        ("chuong2.docx", "li-002"),
        ("data:text/html,x", "li-002"),
        ("http://", "li-002"),
        ("https://[bad", "li-002"),
    ],
)
def test_a_link_that_cannot_stand_leaves_its_words(book_of: Callable[..., Any], target: str, code: str) -> None:
    made = book_of(f"# A\n\nXem [đây](<{target}>).\n\n# B\n\nx")
    assert ("".join(child.text for child in made.blocks[1].children), made.codes) == ("Xem đây.", [code])


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("https://vi.wikipedia.org/wiki/Quyền", "https://vi.wikipedia.org/wiki/Quy%E1%BB%81n"),
        ("mailto:a@b.vn", "mailto:a@b.vn"),
        ("www.example.org", "https://www.example.org"),
    ],
)
def test_web_and_mail_addresses_stay(book_of: Callable[..., Any], target: str, kept: str) -> None:
    made = book_of(f"# A\n\n[x](<{target}>)\n\n# B\n\nx")
    assert made.blocks[1].children == [Link(kept, [Text("x")])]


def test_a_link_to_the_heading_that_became_the_title_leads_to_the_beginning(book_of: Callable[..., Any]) -> None:
    made = book_of("# Sách {#dau}\n\n## A\n\nx\n\n## B\n\n[lên đầu](#dau)")
    assert made.book.chapters[1].blocks[1].children[0].href == "#" + made.blocks[0].id


def test_the_number_of_a_note_said_in_the_text_is_that_which_the_book_gave_it() -> None:
    scope = Scope("vi")
    anchor = Span([], id=scope.ids.give("n", "n", "a"))
    said, other = Link("#n", [Text("15")]), Link("#n", [Text("đây")])
    scope.anchors.append(anchor)
    scope.links += [(said, Where()), (other, Where())]
    first = Chapter("c1", [Text("Một")], [Paragraph([NoteRef("a")])], notes=[Note("a", 1, [Paragraph([Text("x")])])])
    call = Paragraph([anchor, NoteRef("b"), Text(" Xem "), said, Text(" và "), other])
    second = Chapter("c2", [Text("Hai")], [call], notes=[Note("b", 1, [Paragraph([Text("y")])])])
    settle(scope, [first, second])
    book = Book("Sách", "vi", [first, second])
    assert ">1</a> và <a" in write(book, "epub").documents[1].body
    notes.run_on(book)
    assert ">2</a> và <a" in write(book, "epub").documents[1].body
    assert ">đây</a>" in write(book, "epub").documents[1].body
