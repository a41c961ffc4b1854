"""Resumable uploads as the protocol (tus 1.0.0) says, and the two holes that its library for this framework has."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import Session, select
from structlog.testing import capture_logs
from support import MARKDOWN, People

from catalogue import db
from catalogue.models.builds import Build, Upload
from catalogue.services import incoming
from catalogue.web.i18n import COOKIE
from pipeline.intake.gate import MAX_BYTES

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
BODY = MARKDOWN.encode()


class Sender:
    """Somebody who sends a file in pieces."""

    def __init__(self, visitor: Any, folder: Path) -> None:
        self.visitor, self.folder = visitor, folder

    def announce(self, name: str = "sách của tôi.md", size: int = len(BODY)) -> httpx.Response:
        named = base64.b64encode(name.encode()).decode()
        headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": f"filename {named},filetype dGV4dA=="}
        answer: httpx.Response = self.visitor.post("/publisher/incoming", headers=headers)
        return answer

    def begin(self, **options: Any) -> str:
        answer = self.announce(**options)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    def piece(self, address: str, offset: int, body: bytes, **headers: str) -> httpx.Response:
        answer: httpx.Response = self.visitor.request(
            "PATCH", address, content=body, headers={**PIECE, "Upload-Offset": str(offset), **headers}
        )
        return answer

    def come(self, address: str) -> int:
        """How much is here, as the server says."""
        return int(self.visitor.request("HEAD", address, headers=TUS).headers["upload-offset"])

    def part(self, address: str) -> bytes:
        """What lies in the folder."""
        return (self.folder / address.rsplit("/", 1)[1]).read_bytes()


@pytest.fixture
def sender(app: FastAPI, signed_in: Callable[[str], Any]) -> Sender:
    return Sender(signed_in("member"), app.state.site.settings.incoming_folder)


@pytest.fixture
def director(app: FastAPI, signed_in: Callable[[str], Any]) -> Sender:
    return Sender(signed_in("director"), app.state.site.settings.incoming_folder)


def test_what_we_can_do_is_said(sender: Sender) -> None:
    able = sender.visitor.request("OPTIONS", "/publisher/incoming").headers
    assert (able["tus-version"], able["tus-extension"]) == ("1.0.0", "creation,termination,expiration")
    assert int(able["tus-max-size"]) == MAX_BYTES


def test_a_file_in_three_pieces_becomes_a_title_without_travelling_again(
    sender: Sender, app: FastAPI, staff: People, work: Callable[[], None]
) -> None:
    address = sender.begin()
    for start in range(0, len(BODY), 60):
        answer = sender.piece(address, start, BODY[start : start + 60])
        assert (answer.status_code, answer.headers["tus-resumable"]) == (204, "1.0.0")
    assert sender.come(address) == len(BODY)
    upload_id = address.rsplit("/", 1)[1]
    done = sender.visitor.post(
        "/publisher/upload", data={"house": staff.house, "step": "build", "title": "Sách", "uploads": upload_id}
    )
    assert "/publisher/builds/" in done.headers["location"]
    assert sender.visitor.request("HEAD", address, headers=TUS).status_code == 404  # used, so thrown away
    assert not (sender.folder / upload_id).exists()
    work()
    with Session(app.state.site.engine) as session:
        assert session.exec(select(Build)).one().report["manuscript"]["name"] == "sách của tôi.md"


def test_the_server_says_where_to_go_on(sender: Sender) -> None:
    address = sender.begin()
    sender.piece(address, 0, BODY[:40])
    head = sender.visitor.request("HEAD", address, headers=TUS)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("40", str(len(BODY)))
    assert head.headers["cache-control"] == "no-store"
    assert "upload-expires" in head.headers


@pytest.mark.parametrize("offset", [0, 39, 41])
def test_a_piece_that_does_not_follow_is_refused(sender: Sender, offset: int) -> None:
    address = sender.begin()
    sender.piece(address, 0, BODY[:40])
    assert sender.piece(address, offset, b"x").status_code == 409
    assert sender.part(address) == BODY[:40]


def test_more_than_was_announced_is_refused(sender: Sender) -> None:
    address = sender.begin(size=10)
    assert sender.piece(address, 0, b"x" * 11).status_code == 413
    assert sender.come(address) <= 10


@pytest.mark.parametrize(
    ("name", "size", "status", "code"),
    [
        ("lon.docx", MAX_BYTES + 1, 413, "upl-002"),
        ("lon.docx", 10**15, 413, "upl-002"),
        ("trong.docx", 0, 422, "upl-001"),
        ("virus.exe", 10, 415, "upl-003"),
        ("", 10, 415, "upl-003"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_travels(
    sender: Sender, name: str, size: int, status: int, code: str
) -> None:
    answer = sender.announce(name, size)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not sender.folder.exists() or list(sender.folder.iterdir()) == []


def test_the_largest_file_is_let_in(sender: Sender) -> None:
    assert sender.announce("vua.docx", MAX_BYTES).status_code == 201


def test_one_person_cannot_announce_without_end(sender: Sender, director: Sender) -> None:
    for _ in range(incoming.MOST_AT_ONCE):
        sender.begin()
    answer = sender.announce()
    assert (answer.status_code, answer.json()["code"]) == (429, "upl-004")
    assert director.announce().status_code == 201


def test_the_announced_bytes_of_one_person_have_a_limit(sender: Sender) -> None:
    for _ in range(incoming.MOST_BYTES // MAX_BYTES):
        sender.begin(size=MAX_BYTES)
    assert sender.announce(size=MAX_BYTES).json()["code"] == "upl-004"


def test_nothing_is_written_for_a_stranger(sender: Sender, web: Any) -> None:
    address = sender.begin()
    stranger = Sender(web, sender.folder)
    assert stranger.piece(address, 0, BODY).status_code == 401
    assert sender.part(address) == b""
    assert web.post("/publisher/incoming", headers={**TUS, "Upload-Length": "5"}).status_code == 401
    for method in ("HEAD", "DELETE"):
        assert web.request(method, address, headers=TUS).status_code == 401


def test_nobody_sees_or_touches_the_file_of_another(sender: Sender, director: Sender) -> None:
    address = sender.begin()
    assert director.piece(address, 0, BODY).status_code == 404
    assert sender.part(address) == b""
    for method in ("HEAD", "DELETE"):
        assert director.visitor.request(method, address, headers=TUS).status_code == 404


def test_an_officer_has_nothing_to_send(sender: Sender, signed_in: Callable[[str], Any]) -> None:
    officer = Sender(signed_in("officer"), sender.folder)
    assert officer.announce().status_code == 404


def test_another_person_cannot_use_the_file_in_a_form(sender: Sender, director: Sender, staff: People) -> None:
    address = sender.begin()
    sender.piece(address, 0, BODY)
    typed = {"house": staff.house, "step": "look", "uploads": address.rsplit("/", 1)[1]}
    assert director.visitor.post("/publisher/upload", data=typed).status_code == 422
    assert sender.visitor.post("/publisher/upload", data=typed).status_code == 303


def test_half_a_file_is_not_taken_for_a_manuscript(sender: Sender, staff: People) -> None:
    address = sender.begin()
    sender.piece(address, 0, BODY[:40])
    typed = {"house": staff.house, "step": "look", "uploads": address.rsplit("/", 1)[1]}
    assert sender.visitor.post("/publisher/upload", data=typed).status_code == 422


@pytest.mark.parametrize("path", ["../catalogue.db", "..%2Fcatalogue.db", "%2e%2e/catalogue.db", "0123456789ab"])
def test_no_address_leads_out_of_the_folder(sender: Sender, path: str) -> None:
    sender.begin()
    answer = sender.piece(f"/publisher/incoming/{path}", 0, b"x")
    assert answer.status_code in (404, 405)


def test_a_change_of_verb_by_header_changes_nothing(sender: Sender) -> None:
    address = sender.begin()
    answer = sender.visitor.post(address, headers={**TUS, "X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 405
    assert sender.come(address) == 0


def test_joining_files_is_not_offered(sender: Sender) -> None:
    headers = {**TUS, "Upload-Concat": "final;/etc/passwd", "Upload-Metadata": ""}
    assert sender.visitor.post("/publisher/incoming", headers=headers).status_code == 400


@pytest.mark.parametrize("header", [{}, {"Tus-Resumable": "0.2.2"}])
def test_another_version_of_the_protocol_is_refused(sender: Sender, header: dict[str, str]) -> None:
    answer = sender.visitor.post("/publisher/incoming", headers={**header, "Upload-Length": "5"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


def test_a_page_of_another_site_cannot_send(sender: Sender) -> None:
    address = sender.begin()
    assert sender.piece(address, 0, BODY, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert sender.part(address) == b""


def test_two_connections_do_not_write_at_once(sender: Sender) -> None:
    address = sender.begin()
    with incoming.writing(sender.folder / address.rsplit("/", 1)[1]):
        assert sender.piece(address, 0, BODY).status_code == 423
    assert sender.piece(address, 0, BODY).status_code == 204


def test_what_is_not_wanted_any_more_is_gone(sender: Sender) -> None:
    address = sender.begin()
    assert sender.visitor.request("DELETE", address, headers=TUS).status_code == 204
    assert sender.visitor.request("HEAD", address, headers=TUS).status_code == 404
    assert list(sender.folder.iterdir()) == []


def test_what_is_over_its_time_is_swept_away(sender: Sender, app: FastAPI) -> None:
    old = sender.begin()
    sender.piece(old, 0, BODY[:40])
    with time_machine.travel(incoming.now() + incoming.KEPT + incoming.KEPT / 10, tick=True):
        fresh = sender.begin()
        assert sender.visitor.request("HEAD", old, headers=TUS).status_code == 404
        with db.session_scope(app.state.site.engine) as session:
            assert incoming.sweep(session, sender.folder) == 1
        assert [path.name for path in sender.folder.iterdir()] == [fresh.rsplit("/", 1)[1]]
        with Session(app.state.site.engine) as session:
            assert [row.id for row in session.exec(select(Upload))] == [fresh.rsplit("/", 1)[1]]


def test_a_refusal_speaks_the_language_of_its_reader(sender: Sender) -> None:
    sender.visitor.client.cookies.set(COOKIE, "en")
    assert "can be taken in" in sender.announce("virus.exe", 10).json()["message"]


def broken_off(app: FastAPI, sender: Sender, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
    """A request whose line breaks after ``body``, as a server tells an application of it."""
    coming = iter([{"type": "http.request", "body": body, "more_body": True}, {"type": "http.disconnect"}])
    cookies = "; ".join(f"{name}={value}" for name, value in sender.visitor.client.cookies.items())
    named = {"host": "books.test", "cookie": cookies, "content-length": "900000", **headers}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("books.test", 80), "headers": [(k.lower().encode(), v.encode()) for k, v in named.items()],
    }  # fmt: skip

    async def receive() -> Any:
        return next(coming)

    async def send(_: Any) -> None:
        """Nobody reads it."""

    anyio.run(app, scope, receive, send)


def test_a_line_that_breaks_is_noted_as_no_fault_and_the_file_goes_on_from_there(app: FastAPI, sender: Sender) -> None:
    address = sender.begin()
    boundary = {"content-type": "multipart/form-data; boundary=x"}
    form = b'--x\r\nContent-Disposition: form-data; name="manuscript"; filename="a.md"\r\n\r\n' + BODY
    with capture_logs() as told:
        broken_off(app, sender, "POST", "/publisher/upload", boundary, form)
        broken_off(app, sender, "PATCH", address, {**PIECE, "Upload-Offset": "0"}, BODY[:40])
    assert [(one["log_level"], one["event"]) for one in told] == [("info", "the sender went away")]
    assert sender.come(address) == 40
    assert sender.piece(address, 40, BODY[40:]).status_code == 204
    assert sender.part(address) == BODY
    with Session(app.state.site.engine) as session:
        assert session.exec(select(Build)).all() == []
