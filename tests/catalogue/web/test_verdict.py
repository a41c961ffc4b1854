"""What the verdict page says before anything is built, and what one click on it changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from support import MARKDOWN, People, word

from catalogue.models.builds import Build, BuildState, Purpose
from catalogue.models.titles import Edition

UNSTYLED = """Chương I. Mở đầu

Mọi người sinh ra đều tự do và bình đẳng về nhân phẩm và quyền lợi, không ai được làm trái điều ấy bao giờ cả.

Chương II. Kết luận

Ai cũng có quyền sống, quyền tự do và an toàn cá nhân, và mọi nhà nước đều phải tôn trọng những quyền ấy mãi mãi.
"""


class Desk:
    """A member of a house who uploads to see the verdict first."""

    def __init__(self, app: FastAPI, visitor: Any, house: str, work: Callable[[], None]) -> None:
        self.app, self.visitor, self.house, self.work = app, visitor, house, work

    def look(self, name: str = "sach-cua-toi.md", content: bytes = MARKDOWN.encode(), **typed: str) -> str:
        """The address of the verdict."""
        answer = self.visitor.post(
            "/publisher/upload",
            data={"house": self.house, "step": "look", **typed},
            files={"manuscript": (name, content)},
        )
        assert answer.status_code == 303, answer.text
        self.work()
        return str(answer.headers["location"])

    def page(self, address: str) -> str:
        return str(self.visitor.get(f"/en{address}").text)

    def post(self, address: str, **typed: str) -> str:
        """The address of what comes of it, after the worker's turn."""
        answer = self.visitor.post(address, data=typed)
        assert answer.status_code == 303, answer.text
        self.work()
        return str(answer.headers["location"])

    def builds(self) -> list[tuple[str, str]]:
        with Session(self.app.state.site.engine) as session:
            found = session.exec(select(Build).order_by(Build.created_at)).all()  # type: ignore[arg-type]
            return [(build.purpose, build.state) for build in found]


@pytest.fixture
def desk(app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> Desk:
    return Desk(app, signed_in("member"), staff.house, work)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_verdict_comes_before_anything_is_built(desk: Desk) -> None:
    address = desk.look(title="Quyền con người")
    said = text_of(desk.page(address))
    assert desk.builds() == [(Purpose.VERDICT, BuildState.BUILT)]
    assert "We have read the manuscript" in said
    assert re.search(r"Chương một \d+ words Chương hai \d+ words", said)
    assert "Notes 1" in said
    assert "Tables 1" in said
    for role in ("epub", "pdf"):
        assert desk.visitor.get(f"{address}/files/{role}").status_code == 404
    assert "Read the verdict" in desk.page("/publisher")
    built = desk.post(f"{address}/again", purpose="book")
    assert desk.builds()[-1] == (Purpose.BOOK, BuildState.BUILT)
    assert desk.visitor.get(f"{built}/files/epub").content[:2] == b"PK"


def test_the_record_is_filled_from_the_manuscript(desk: Desk) -> None:
    front = "---\ntitle: Quyền của trẻ em\nauthor: Lê Thị Hoa\nlang: vi-VN\n---\n\n"
    address = desk.look(content=(front + MARKDOWN).encode())
    with Session(desk.app.state.site.engine) as session:
        edition = session.exec(select(Edition)).one()
        assert edition.record["book"]["title"] == "Quyền của trẻ em"
        assert [person["name"] for person in edition.record["people"]] == ["Lê Thị Hoa"]
        assert edition.language == "vi"
    assert "Quyền của trẻ em" in desk.page("/publisher")
    assert "The title; until you give one" not in desk.page(address)


def test_what_was_typed_wins_over_the_manuscript(desk: Desk) -> None:
    desk.look(content=("---\ntitle: Tên trong tệp\n---\n\n" + MARKDOWN).encode(), title="Tên đã gõ", language="en")
    with Session(desk.app.state.site.engine) as session:
        edition = session.exec(select(Edition)).one()
    assert (edition.record["book"]["title"], edition.language) == ("Tên đã gõ", "en")


def test_a_manuscript_without_a_title_is_listed_by_its_file_and_the_gap_is_told(desk: Desk) -> None:
    address = desk.look("luật trẻ em.md")
    assert "luật trẻ em" in desk.page("/publisher")
    assert "The title; until you give one" in desk.page(address)


def test_a_proposal_is_overruled_with_one_click_and_the_change_is_shown(desk: Desk) -> None:
    address = desk.look(content=UNSTYLED.encode())
    page = desk.page(address)
    assert "Chương II. Kết luận" in text_of(page.split("Contents</h2>")[1])
    found = re.findall(r'action="(?:/en)?(/publisher/builds/\w+/decisions/\d+)">\s*<button [^>]*name="answer"', page)
    [action] = found
    after = desk.post(action, answer="none")
    assert desk.builds() == [(Purpose.VERDICT, BuildState.BUILT)] * 2
    page = desk.page(after)
    assert "What your decision changed" in page
    assert [text_of(one) for one in re.findall(r"<del>(.*?)</del>", page)] == [
        "Chương I. Mở đầu",
        "Chương II. Kết luận",
    ]
    assert "Left as plain text" in page
    [back] = re.findall(r'action="(?:/en)?(/publisher/builds/\w+/decisions/accept/0/withdrawal)"', page)
    page = desk.page(desk.post(back))
    assert [text_of(one) for one in re.findall(r"<ins>(.*?)</ins>", page)] == [
        "Chương I. Mở đầu",
        "Chương II. Kết luận",
    ]


def test_a_manuscript_that_is_blocked_cannot_be_built_from_its_verdict(desk: Desk) -> None:
    page = desk.page(desk.look("trong.docx", word("")))
    blocked = "it cannot become a book yet" in page
    assert ("Build the book</button>" in page) is not blocked


def test_several_files_become_several_books(desk: Desk) -> None:
    files = [("manuscript", (f"sach {n}.md", MARKDOWN.encode())) for n in (1, 2, 3)]
    answer = desk.visitor.post("/publisher/upload", data={"house": desk.house, "step": "look"}, files=files)
    assert answer.headers["location"] == "/publisher"
    desk.work()
    assert desk.builds() == [(Purpose.VERDICT, BuildState.BUILT)] * 3
    typed = {"house": desk.house, "step": "look", "title": "Một tên"}
    assert desk.visitor.post("/publisher/upload", data=typed, files=files).status_code == 422


def test_a_verdict_is_neither_a_book_to_release_nor_one_that_waits(desk: Desk, signed_in: Callable[[str], Any]) -> None:
    desk.look()
    assert "sach-cua-toi" not in signed_in("officer").get("/editor/queue").text
    with Session(desk.app.state.site.engine) as session:
        edition = session.exec(select(Edition)).one()
    assert "There is no finished book yet" in desk.page(f"/publisher/titles/{edition.id}")
