"""Pages as a citation needs them: the same numbers in EPUB and PDF, a chapter as a small PDF, a page's own address."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from fastapi import FastAPI
from lxml import html as markup
from support import People

from catalogue import db
from catalogue.services import opening, releases, titles

TEXT = "\n\n".join(
    f"# Chương {name}\n\n" + "\n\n".join(f"{name} {n}. " + "Mọi người sinh ra đều tự do. " * 25 for n in range(12))
    for name in ("một", "hai")
)


@pytest.fixture
def book(app: FastAPI, staff: People, signed_in: Callable[[str], Any], work: Callable[[], None]) -> str:
    """The address of a released title whose second chapter has pages of its own."""
    member = signed_in("member")
    typed = {"house": staff.house, "title": "Quyền con người", "language": "vi", "authors": "Lê Thị Hoa"}
    answer = member.post("/publisher/upload", data=typed, files={"manuscript": ("sach.md", TEXT.encode())})
    work()
    [key] = re.findall(r"/publisher/titles/(\w+)\"", member.get(answer.headers["location"]).text)[:1]
    with db.session_scope(app.state.site.engine) as session:
        releases.release(session, titles.get(session, key), actor=staff.director, without_dossier="Thử")
        [card] = titles.cards(session, [key])
        return card.path


def second(web: Any, book: str) -> str:
    """The address of the second chapter."""
    page = markup.fromstring(web.get(f"/en{book}/read").text)
    return str(page.xpath("//ul[contains(@class, 'lines')]//a[contains(., 'Chương hai')]/@href")[0])


def span(web: Any, book: str) -> tuple[str, str]:
    said = re.search(r"Pages (\d+)–(\d+): cite", web.get(second(web, book)).text)
    assert said
    return said[1], said[2]


def test_a_chapter_is_cut_out_of_the_pdf_with_its_numbers_and_its_words_alone(web: Any, book: str) -> None:
    first, last = span(web, book)
    sent = web.get(second(web, book) + "/pdf")
    assert sent.headers["content-type"] == "application/pdf"
    assert f"quyen-con-nguoi-{first}-{last}.pdf" in sent.headers["content-disposition"]
    with pikepdf.open(io.BytesIO(sent.content)) as pdf:
        assert len(pdf.pages) == int(last) - int(first) + 1
        assert [page.label for page in pdf.pages] == [str(n) for n in range(int(first), int(last) + 1)]
        assert str(pdf.docinfo["/Title"]) == "Quyền con người: Chương hai"
    whole = re.search(r'href="(/files/[^"]+\.pdf)"', web.get(f"/en{book}").text)
    assert whole
    assert len(sent.content) < len(web.get(whole[1]).content)
    assert sent.content == web.get(second(web, book) + "/pdf").content


def test_a_page_has_an_address_that_leads_to_its_place(web: Any, book: str) -> None:
    first, last = span(web, book)
    base = book + "/read"
    led = web.get(f"/en{base}/page/{last}")
    assert led.status_code == 303
    assert web.get(led.headers["location"]).headers["location"].endswith(f"#b-page-{last}")
    assert [web.get(f"{base}/page/{label}").status_code for label in ("9999", "x")] == [404, 404]
    cited = re.search(r"<cite[^>]*>([^<]+)</cite>", web.get(second(web, book)).text)
    assert cited
    assert f"Quyền con người (tr. {first}–{last})." in cited[1]
    assert cited[1].endswith(f"{base}/page/{first}")


def test_what_may_not_be_taken_away_is_not_cut_out(web: Any, app: FastAPI, book: str, staff: People) -> None:
    chapter = second(web, book)
    with db.session_scope(app.state.site.engine) as session:
        edition = titles.get(session, book.split("/")[2].split("-", maxsplit=1)[0])
        opening.decide(session, edition, "pdf", "record", until=None, reason="Hợp đồng", actor=staff.member)
    assert web.get(chapter + "/pdf").status_code == 403
    assert "/pdf" not in web.get(chapter).text
    assert "Pages" in web.get(chapter).text


def test_the_title_says_how_long_it_is_and_how_accessible(web: Any, book: str) -> None:
    page = web.get(f"/en{book}").text
    assert re.search(r"<dt>Length</dt><dd>[\d,]+ words, about \d+ minutes of reading</dd>", page)
    assert "Everything can be read as text: aloud, in Braille, enlarged." in page
    assert "The page numbers are those of the PDF, and one can go to a page." in page
    assert "Read now" in web.get("/en/").text
