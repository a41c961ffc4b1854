"""A title that is here already is spotted before anything is taken in, and what titles share is not typed twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session, func, select
from support import People, word

from catalogue.models.titles import Edition


def send(visitor: Any, house: str, content: bytes, **typed: str) -> Any:
    fields = {"house": house, "language": "vi", "step": "look", **typed}
    return visitor.post("/en/publisher/upload", data=fields, files={"manuscript": ("sach.docx", content)})


def held(app: FastAPI) -> int:
    with Session(app.state.site.engine) as session:
        return session.exec(select(func.count()).select_from(Edition)).one()


def test_the_same_file_name_or_isbn_is_told_before_it_is_taken_in_and_overruled_with_a_word(
    app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]
) -> None:
    member, first = signed_in("member"), word("Một")
    isbn = "978-604-80-1079-9"
    assert send(member, staff.house, first, title="Quyền trẻ em", isbn_epub=isbn).status_code == 303
    work()
    before = held(app)
    for content, typed, said in (
        (first, {"title": "Khác hẳn"}, "This very file was sent as “Quyền trẻ em”."),
        (word("Hai"), {"title": "quyền TRẺ em"}, "“Quyền trẻ em” is among your titles already, in the same language."),
        (word("Ba"), {"title": "Khác nữa", "isbn_pdf": isbn}, "The ISBN 978-604-80-1079-9 stands at “Quyền trẻ em”."),
    ):
        answer = send(member, staff.house, content, **typed)
        assert answer.status_code == 409
        assert said in answer.text.replace("9786048010799", isbn)
        assert markup.fromstring(answer.text).xpath("//input[@name='title']/@value") == [typed["title"]]
    assert held(app) == before
    assert send(member, staff.house, first, title="Khác hẳn", sure="yes").status_code == 303
    assert held(app) == before + 1


def test_of_other_houses_only_a_shared_isbn_is_told(
    signed_in: Callable[[str], Any], staff: People, outsider: Any, work: Callable[[], None]
) -> None:
    send(signed_in("member"), staff.house, word("Một"), title="Quyền trẻ em", isbn_epub="978-604-80-1079-9")
    work()
    told = outsider.get("/en/publisher/twins?title=Quy%E1%BB%81n+tr%E1%BA%BB+em&isbn=9786048010799").json()["like"]
    assert [one["address"] for one in told] == [""]
    assert "stands at" in told[0]["said"]
    assert send(outsider, staff.other_house, word("Một"), title="Quyền trẻ em").status_code == 303


def test_a_new_title_takes_over_what_the_last_one_shared_with_it(
    signed_in: Callable[[str], Any], staff: People, outsider: Any, work: Callable[[], None]
) -> None:
    member = signed_in("member")
    send(member, staff.house, word("Một"), title="Tập một", series="Tủ sách Nhân quyền", director="Nguyễn Văn A")
    work()
    [link] = markup.fromstring(member.get("/publisher/upload").text).xpath("//a[contains(@href, '?like=')]/@href")
    page = markup.fromstring(member.get(link).text)
    values = {name: page.xpath(f"//input[@name='{name}']/@value") for name in ("series", "director", "title")}
    assert values == {"series": ["Tủ sách Nhân quyền"], "director": ["Nguyễn Văn A"], "title": [""]}
    assert outsider.get(link).status_code == 404
