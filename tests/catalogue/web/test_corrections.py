"""A file that was corrected outside takes the place of the built one: checked, marked, and nothing else touched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from support import MARKDOWN, People

from catalogue.models.titles import Edition
from catalogue.services import submissions

TYPED = {"title": "Quyền con người", "language": "vi", "authors": "Lê Thị Hoa\nTrần Đức"}


class Book:
    """A built book, and the member who works on it."""

    def __init__(self, app: FastAPI, visitor: Any, work: Callable[[], None], address: str) -> None:
        self.app, self.visitor, self.work, self.address = app, visitor, work, address

    def file(self, role: str, address: str = "") -> bytes:
        answer = self.visitor.get(f"{address or self.address}/files/{role}")
        assert answer.status_code == 200
        return bytes(answer.content)

    def replace(self, role: str, name: str, content: bytes, reason: str = "Sửa lỗi in ở trang 3") -> Any:
        answer = self.visitor.post(
            f"{self.address}/replacement".replace("/publisher", "/en/publisher"),
            data={"role": role, "reason": reason}, files={"finished": (name, content)},
        )  # fmt: skip
        self.work()
        return answer

    def newest(self) -> str:
        with Session(self.app.state.site.engine) as session:
            found = submissions.newest_built(session, session.exec(select(Edition.id)).one())
            assert found
            return f"/publisher/builds/{found.id}"


@pytest.fixture
def book(app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> Book:
    visitor = signed_in("member")
    files = {"manuscript": ("sach.md", MARKDOWN.encode())}
    answer = visitor.post("/publisher/upload", data={**TYPED, "house": staff.house}, files=files)
    work()
    return Book(app, visitor, work, answer.headers["location"])


def corrected(epub: bytes) -> bytes:
    """The same EPUB with a word changed, as an editor for EPUBs leaves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("title.xhtml"):
                data = data.replace("Lê Thị Hoa".encode(), "Lê Thị Hòa".encode())
            new.writestr(entry.filename, data, zipfile.ZIP_STORED if entry.filename == "mimetype" else None)
    return out.getvalue()


def test_a_corrected_epub_takes_the_place_of_the_built_one_and_says_so(book: Book) -> None:
    fresh = corrected(book.file("epub"))
    answer = book.replace("epub", "sach-sua.epub", fresh)
    assert answer.status_code == 303
    address = book.newest()
    assert address != book.address
    assert book.file("epub", address) == fresh
    assert book.file("pdf", address) == book.file("pdf")
    page = book.visitor.get(address.replace("/publisher", "/en/publisher")).text
    assert "EPUB was corrected outside and put in the place of the built one by" in page
    assert "Sửa lỗi in ở trang 3" in page
    assert "pd-013" in page
    title = address  # the earlier build stays as it was
    assert book.file("epub") != book.file("epub", title)


def test_a_broken_file_is_refused_and_the_built_one_stays(book: Book) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book.file("epub"))) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            if not entry.filename.endswith("nav.xhtml"):
                new.writestr(entry, old.read(entry))
    answer = book.replace("epub", "sach.epub", broken.getvalue())
    assert answer.status_code == 303
    assert book.newest() == book.address
    assert "ec-" in book.visitor.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("role", "name", "reason", "said"),
    [
        ("epub", "sach.epub", "", "Say what was corrected"),
        ("pdf", "sach.epub", "Sửa", "This is not the kind of file"),
        ("pdf-print", "sach.epub", "Sửa", "Only a file of a finished book"),
        ("thumbnail", "sach.epub", "Sửa", "Only a file of a finished book"),
    ],
)
def test_what_cannot_be_replaced_is_said_and_nothing_is_kept(
    book: Book, role: str, name: str, reason: str, said: str
) -> None:
    answer = book.replace(role, name, corrected(book.file("epub")), reason)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert book.newest() == book.address


def test_nobody_else_may_replace_a_file(book: Book, visitors: Callable[..., Any]) -> None:
    answer = visitors().post(f"{book.address}/replacement", data={"role": "epub", "reason": "x"})
    assert answer.status_code in (303, 401)
    assert book.newest() == book.address
