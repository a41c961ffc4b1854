"""Rounds of a manuscript and the pictures that outlive them, as a publisher meets them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from fastapi import FastAPI
from PIL import Image
from sqlmodel import Session, select
from support import People

from catalogue.models.builds import Build, Manuscript
from catalogue.models.titles import Edition


def picture(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "PNG")
    return file.getvalue()


def manuscript(first: str, *colours: str) -> bytes:
    document = docx.Document()
    for number, text in enumerate((first, "Không ai bị bắt làm nô lệ hoặc bị cưỡng bức."), 1):
        document.add_heading(f"Chương {number}", 1)
        document.add_paragraph(text)
    for colour in colours:
        document.add_picture(io.BytesIO(picture(colour)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class Desk:
    """A member of a house with one title."""

    def __init__(self, app: FastAPI, visitor: Any, house: str, work: Callable[[], None]) -> None:
        self.app, self.visitor, self.house, self.work = app, visitor, house, work

    def begin(self, content: bytes) -> None:
        typed = {"house": self.house, "step": "look", "title": "Quyền con người"}
        self._send("/publisher/upload", content, typed)

    def next_round(self, content: bytes) -> None:
        self._send(f"/publisher/titles/{self.title}/manuscripts", content, {"step": "look"})

    def _send(self, address: str, content: bytes, typed: dict[str, str]) -> None:
        answer = self.visitor.post(address, data=typed, files={"manuscript": ("sach.docx", content)})
        assert answer.status_code == 303, answer.text
        self.work()

    @property
    def title(self) -> str:
        with Session(self.app.state.site.engine) as session:
            return session.exec(select(Edition.id)).one()

    def page(self, path: str) -> str:
        return str(self.visitor.get(f"/en/publisher/titles/{self.title}/{path}".rstrip("/")).text)

    def rounds(self) -> list[tuple[int, str]]:
        with Session(self.app.state.site.engine) as session:
            found = session.exec(select(Manuscript).order_by(Manuscript.round)).all()  # type: ignore[arg-type]
            return [(one.round, one.sha256) for one in found]


@pytest.fixture
def desk(app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> Desk:
    return Desk(app, signed_in("member"), staff.house, work)


def test_a_corrected_word_is_shown_and_an_earlier_round_comes_back(desk: Desk) -> None:
    first, second = manuscript("Mọi người sinh ra đều tự do."), manuscript("Mọi người sinh ra đều bình đẳng.")
    desk.begin(first)
    desk.next_round(second)
    page = desk.page("rounds/1/2")
    assert re.findall(r"<(ins|del)>(.*?)</", page) == [("del", "tự do."), ("ins", "bình đẳng.")]
    assert "Words that came in: 2; that went out: 2; in " in page
    assert f"/publisher/titles/{desk.title}/rounds/1/2" in desk.page("")
    answer = desk.visitor.post(f"/publisher/titles/{desk.title}/rounds/1/return")
    desk.work()
    assert "/publisher/builds/" in answer.headers["location"]
    digests = [hashlib.sha256(content).hexdigest() for content in (first, second, first)]
    assert desk.rounds() == list(zip((1, 2, 3), digests, strict=True))
    assert "the same, word for word" in desk.page("rounds/1/3")


def test_rounds_are_open_to_the_house_alone(desk: Desk, app: FastAPI, visitors: Callable[..., Any]) -> None:
    desk.begin(manuscript("Một câu."))
    for path in ("rounds/1/1", "pictures"):
        assert visitors().get(f"/publisher/titles/{desk.title}/{path}").status_code == 303  # to the sign-in page
    assert desk.visitor.get(f"/publisher/titles/{desk.title}/rounds/1/9").status_code == 404


def test_a_description_is_typed_once_and_holds_for_the_next_round_and_the_book(desk: Desk) -> None:
    desk.begin(manuscript("Một câu.", "red", "blue"))
    page = desk.page("pictures")
    assert "2 of 2 still to be described" in page
    shown = re.findall(r'<img src="(/publisher/builds/\w+/files/pic-\w+)"', page)
    assert [desk.visitor.get(address).content[:4] for address in shown] == [b"\x89PNG"] * 2
    [red, blue] = re.findall(r'name="alt-(\w+)"', page)
    typed = {f"alt-{red}": "Ngọn đuốc <đỏ> của tự do", f"alt-{blue}": "", f"decorative-{blue}": "yes"}
    desk.visitor.post(f"/publisher/titles/{desk.title}/pictures", data=typed)
    assert "All are described" in desk.page("pictures")

    desk.next_round(manuscript("Một câu đã sửa.", "red", "blue", "green"))
    page = desk.page("pictures")
    assert "1 of 3 still to be described" in page
    assert "Ngọn đuốc &lt;đỏ&gt; của tự do" in page
    with Session(desk.app.state.site.engine) as session:
        build = session.exec(select(Build).order_by(Build.created_at.desc())).first()  # type: ignore[attr-defined]
        assert build
        assert [f["code"] for f in build.report["findings"] if f["code"] == "im-001"] == ["im-001"]
        last = build.id
    answer = desk.visitor.post(f"/publisher/builds/{last}/again", data={"purpose": "book"})
    desk.work()
    book = zipfile.ZipFile(io.BytesIO(desk.visitor.get(f"{answer.headers['location']}/files/epub").content))
    text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert text.count('alt="Ngọn đuốc &lt;đỏ&gt; của tự do"') == 1


def test_an_officer_sees_the_descriptions_and_changes_nothing(desk: Desk, signed_in: Callable[[str], Any]) -> None:
    desk.begin(manuscript("Một câu.", "red"))
    officer = signed_in("officer")
    page = officer.get(f"/publisher/titles/{desk.title}/pictures").text
    assert "<textarea" in page
    assert officer.post(f"/publisher/titles/{desk.title}/pictures", data={"alt-x": "y"}).status_code == 404
