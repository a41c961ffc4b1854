"""One writer gives both formats the same words, with the marks that each of them needs."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.book.model import (
    Block,
    Book,
    Cell,
    Chapter,
    Formula,
    Heading,
    Image,
    Link,
    ListBlock,
    Media,
    Note,
    NoteRef,
    Paragraph,
    Span,
    Table,
    Text,
)
from pipeline.outputs.xhtml import page, shortened, write


def book(*blocks: Block, notes: list[Note] | None = None, language: str = "vi") -> Book:
    chapter = Chapter(
        "c001", [Text("Chương một")], [Heading(1, [Text("Chương một")], "mot"), *blocks], notes=notes or []
    )
    media = {"a.png": Media("a.png", "image/png", b"")}
    return Book("Sách", language, [chapter], media)


def epub(*blocks: Block, notes: list[Note] | None = None) -> str:
    made = write(book(*blocks, notes=notes), "epub")
    etree.fromstring(page(made.documents[0], "vi", "ltr"))  # well-formed, or this raises
    return made.documents[0].body


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_text_is_escaped_and_controls_are_left_out() -> None:
    assert "<p>a &lt; b &amp; c &gt; d</p>" in epub(Paragraph([Text("a < b & c\x00 > d")]))


def test_a_note_has_a_number_on_both_sides_and_a_way_back() -> None:
    body = epub(Paragraph([Text("Câu"), NoteRef("n1")]), notes=[Note("n1", 7, [Paragraph([Text("Nguồn")])])])
    assert 'Câu<a class="noteref" epub:type="noteref" role="doc-noteref" id="ref-n1" href="#n1">7</a></p>' in body
    assert '<aside epub:type="footnote" role="doc-footnote" id="n1">' in body
    assert '<p><a class="back" role="doc-backlink" href="#ref-n1">7</a> Nguồn</p>' in body


def test_a_note_called_twice_has_one_way_back() -> None:
    note = Note("n1", 1, [Paragraph([Text("Nguồn")])])
    body = epub(Paragraph([NoteRef("n1"), NoteRef("n1")]), notes=[note])
    assert (body.count('id="ref-n1"'), body.count('href="#n1"')) == (1, 2)


def test_in_print_a_note_stands_where_it_is_called() -> None:
    note = Note("n1", 3, [Paragraph([Text("Nguồn")]), Paragraph([Text("Hai")])])
    made = write(book(Paragraph([Text("Câu"), NoteRef("n1"), Text(".")]), notes=[note]), "print")
    assert (
        'Câu<span class="footnote" id="n1" data-n="3"><span>Nguồn</span><span class="par">Hai</span></span>.'
        in made.documents[0].body
    )


def test_links_find_their_place_in_another_file_and_lost_ones_stay_words() -> None:
    first = Chapter("c001", [Text("Một")], [Paragraph([Link("#dich", [Text("tới")]), Link("#mat", [Text("mất")])])])
    second = Chapter("c002", [Text("Hai")], [Paragraph([Span([Text("đích")], id="dich")])])
    made = write(Book("Sách", "vi", [first, second]), "epub")
    assert '<a href="c002.xhtml#dich">tới</a><a>mất</a>' in made.documents[0].body


def test_headings_never_skip_a_level() -> None:
    body = epub(Heading(4, [Text("Sâu")], "s"), Heading(2, [Text("Nông")], "n"))
    assert re.findall(r"<h(\d)", body) == ["1", "2", "2"]


def test_contents_follow_the_headings() -> None:
    made = write(book(Heading(2, [Text("Mục"), NoteRef("x")], "m"), Heading(3, [Text("Tiểu mục")], "t")), "epub")
    assert [(e.level, e.label, e.href) for e in made.contents] == [
        (1, "Chương một", "c001.xhtml"),
        (2, "Mục", "c001.xhtml#m"),
        (3, "Tiểu mục", "c001.xhtml#t"),
    ]


def test_legal_lists_keep_the_letters_as_typed() -> None:
    items: list[list[Block]] = [[Paragraph([Text("một")])], [Paragraph([Text("hai")])]]
    assert words(epub(ListBlock(items, ordered=True, labels=["d)", "đ)"]))).endswith("d) một đ) hai")


def test_list_markers_in_brackets_are_printed() -> None:
    items: list[list[Block]] = [[Paragraph([Text("một")])], [Paragraph([Text("hai")])]]
    body = epub(ListBlock(items, ordered=True, marker="i", delimiter="()", start=3))
    assert words(body).endswith("(iii) một (iv) hai")


def test_table_heads_say_what_they_head() -> None:
    head = [
        Cell([Paragraph([Text("Năm")])], header=True),
        Cell([Paragraph([Text("Sách")])], header=True, colspan=2),
    ]
    row = [
        Cell([Paragraph([Text("2026")])], header=True),
        Cell([Paragraph([Text("4")])]),
        Cell([Paragraph([Text("5")])]),
    ]
    body = epub(Table([head, row], head=1))
    assert re.findall(r"<th( [^>]*)?>", body) == [
        ' scope="col"',
        ' scope="colgroup" colspan="2"',
        ' scope="row"',
    ]


def test_a_picture_without_description_has_an_empty_one_and_never_its_file_name() -> None:
    assert '<img src="images/a.png" alt=""/>' in epub(Paragraph([Image("a.png")]))


def test_formulas_are_mathml_in_epub_and_pictures_in_print() -> None:
    formula = Formula("x^2", mathml="<math>x</math>", svg='<svg viewBox="0 -9 12 12"/>')
    assert '<span class="math inline"><math>x</math></span>' in epub(Paragraph([formula]))
    made = write(book(Paragraph([formula])), "print")
    assert (
        '<img class="math inline" src="asset:images/formula-0001.svg" alt="x^2" '
        'style="width:1.000em;height:1.000em;vertical-align:-0.250em"/>' in made.documents[0].body
    )


def test_the_same_id_twice_is_written_once() -> None:
    assert epub(Paragraph([Text("a")], id="x"), Paragraph([Text("b")], id="x")).count('id="x"') == 1


def test_foreign_words_carry_their_language() -> None:
    body = epub(Paragraph([Span([Text("habeas corpus")], lang="la")]))
    assert '<span lang="la" xml:lang="la">habeas corpus</span>' in body


def test_both_formats_count_the_same_blocks_so_that_pages_can_be_placed() -> None:
    note = Note("n1", 1, [Paragraph([Text("x")]), Paragraph([Text("y")])])
    whole = book(Paragraph([NoteRef("n1")]), Paragraph([Text("cuối")]), notes=[note])
    number = write(whole, "print").block_ids["b3"]
    made = write(whole, "epub", {number: ["12"]})
    assert made.pages == {"12": "c001.xhtml#page-12"}
    assert (
        '<p><span epub:type="pagebreak" role="doc-pagebreak" id="page-12" aria-label="12"></span>cuối</p>'
        in made.documents[0].body
    )


def test_an_empty_corner_of_a_table_heads_nothing() -> None:
    def cell(words: str, *, header: bool = False) -> Cell:
        return Cell([Paragraph([Text(words)])] if words else [], header=header)

    rows = [[cell(""), cell("Sách in")], [cell("Giá", header=True), cell("85.000")]]
    body = epub(Table(rows, head=1))
    assert re.findall(r"<(t[hd])[^>]*>(.*?)</t[hd]>", body) == [
        ("td", ""), ("th", "Sách in"), ("th", "Giá"), ("td", "85.000"),
    ]  # fmt: skip


def test_a_running_head_is_cut_between_words_and_shows_it() -> None:
    title = "Công ước quốc tế về quyền của người khuyết tật và pháp luật Việt Nam: những vấn đề lý luận"
    assert shortened(title) == "Công ước quốc tế về quyền của người khuyết tật và pháp luật Việt Nam…"
    assert shortened("Quyền con người") == "Quyền con người"
    assert shortened("世" * 100) == "世" * 35 + "…"
