"""One's titles by state: whose turn it is since when, the next step as the button, searched, narrowed, taken away."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
from fastapi import FastAPI
from lxml import html as markup
from support import People, word

from catalogue import db
from catalogue.services import releases, review, titles


def rows(page: str) -> dict[str, tuple[str, str, str]]:
    """State, turn and next step of each title on the page."""
    found = {}
    for row in markup.fromstring(page).xpath("//table//tbody/tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        found[row.xpath("string(td[1]/a)")] = (cells[1], row.xpath("string(td[3]/text()[1])").strip(), cells[3])
    return found


def test_each_title_says_whose_turn_it_is_and_what_comes_next(
    app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]
) -> None:
    member = signed_in("member")
    typed = {"house": staff.house, "language": "vi"}
    for title, step in (("Đã phát hành", ""), ("Bị trả lại", ""), ("Mới đọc", "look"), ("Vừa dựng", "")):
        sent = {"manuscript": ("sach.docx", word(title))}
        member.post("/publisher/upload", data={**typed, "title": title, "step": step}, files=sent)
    work()
    keys = {row["title"]: row["id"] for row in json.loads(member.get("/publisher/titles.json").content)["titles"]}
    with db.session_scope(app.state.site.engine) as session:
        releases.release(
            session, titles.get(session, keys["Đã phát hành"]), actor=staff.director, without_dossier="Thử"
        )  # fmt: skip
        review.give_back(session, titles.get(session, keys["Bị trả lại"]), "Sửa bìa", actor=staff.director)
    page = member.get("/en/publisher").text
    assert rows(page) == {
        "Đã phát hành": ("with readers, not recognised yet", "the programme's officer", "Open"),
        "Bị trả lại": ("given back to you", "Lê Thị Hoa", "See what to correct"),
        "Mới đọc": ("read, waits for your word", "Lê Thị Hoa", "Read the verdict"),
        "Vừa dựng": ("built, not released", "the director", "Go on to the release"),
    }
    assert list(rows(member.get("/en/publisher?state=returned").text)) == ["Bị trả lại"]
    assert list(rows(member.get("/en/publisher?q=vua+dung").text)) == ["Vừa dựng"]
    assert "No title of yours is like that." in member.get("/en/publisher?q=kh%C3%B4ng+c%C3%B3").text
    assert member.get("/en/publisher?state=else").status_code == 422
    narrowed = markup.fromstring(member.get("/en/publisher?q=vua&page=3").text)
    assert all("page=" not in link for link in narrowed.xpath("//nav[@class='states']//a/@href"))


def test_a_house_takes_the_list_of_its_titles_away(
    signed_in: Callable[[str], Any], staff: People, outsider: Any
) -> None:
    member = signed_in("member")
    paper = {"kind": "licence", "number": "7", "on": "2026-01-05"}
    member.post("/publisher/register", data={"house": staff.house, "title": "=SUM(A1)", "language": "vi", **paper},
                files={"x": ("", b"")})  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(member.get("/publisher/titles.xlsx").content))
    assert "=SUM(A1)" in [str(cell.value) for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert "SUM(A1)" in member.get("/publisher/titles.csv").text
    assert json.loads(outsider.get("/publisher/titles.json").content)["titles"] == []
