"""Access per format: what readers may have, by whatever route they ask; embargoes; the house's own form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from books import PIXEL, epub, shelve
from fastapi import FastAPI
from fastapi.routing import APIRoute
from support import People

from catalogue import db
from catalogue.jobs import texts
from catalogue.models.builds import Release, ReleaseFile, StoredFile
from catalogue.models.people import Organisation
from catalogue.models.titles import Batch
from catalogue.services import access, audit, batches, indexing, opening, titles
from catalogue.web.routes import ROUTERS
from pipeline.metadata import BookPart, EditionRecord

SECRET = "thuỷ ngân vàng"
PAGES = b"%PDF-1.7 thuy ngan bac"
BOOK = epub({"one": f'<h1>Một</h1><p>Câu có {SECRET} và antimon.</p><p><img src="pixel.png" alt="chấm"/></p>'})
IN_EPUB = (b"antimon", PIXEL, BOOK[:200])


@pytest.fixture
def book(app: FastAPI, staff: People, tmp_path: Path) -> str:
    """The address of a title that was released as EPUB and PDF, its text searchable."""
    site = app.state.site
    path = shelve(site.engine, site.store, staff.house, BOOK, tmp_path)
    (tmp_path / "pages.pdf").write_bytes(PAGES)
    stored = site.store.put(tmp_path / "pages.pdf")
    with db.session_scope(site.engine) as session:
        release = session.get_one(Release, released(app, path))
        session.add(StoredFile(sha256=stored.sha256, size=stored.size, media_type="application/pdf"))
        session.flush()
        session.add(ReleaseFile(release_id=release.id, role="pdf", sha256=stored.sha256, name="sach.pdf"))
        indexing.refresh(session, [release.edition_id])
    texts.fill(site.engine, site.store, tmp_path / "texts")
    return path


def released(app: FastAPI, path: str) -> str:
    with db.session_scope(app.state.site.engine) as session:
        [card] = titles.cards(session, [path.split("/")[2].split("-", maxsplit=1)[0]])
        return str(card.release_id)


@pytest.fixture
def decide(app: FastAPI, book: str, staff: People) -> Callable[..., None]:
    """Open or close a format of the book."""

    def do(kind: str, form: str = "epub", until: date | None = None) -> None:
        with db.session_scope(app.state.site.engine) as session:
            edition = titles.get(session, book.split("/")[2].split("-", maxsplit=1)[0])
            opening.decide(session, edition, form, kind, until=until, reason="Theo hợp đồng", actor=staff.member)

    return do


def everywhere(app: FastAPI, book: str) -> Iterator[str]:
    """Every address that the site has, filled with what belongs to the book; and the questions that search it."""
    key, release = book.split("/")[2], released(app, book)
    filled: dict[str, list[str]] = {
        "key": [key], "release_id": [release], "name": ["one", "sach.epub", "sach.pdf", "pixel.png", "p0.png", "epub"],
        "kind": ["bib", "ris"], "size": ["large.jpg"], "edition_id": [key.split("-", maxsplit=1)[0]], "role": ["epub"],
    }  # fmt: skip
    for route in (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)):
        if "GET" not in (route.methods or ()) or route.path.startswith("/static"):
            continue
        for value in filled["name" if "{name}" in route.path else "kind"]:
            path = route.path.replace("{name}", value).replace("{kind}", value)
            yield re.sub(r"{(\w+)(:\w+)?}", lambda found: filled.get(found[1], ["x"])[0], path)
    yield from ("/?q=thuy+ngan", f"{book}/read/search?q=thuy+ngan", "/?q=%22th%E1%BB%A7y+ng%C3%A2n%22")


def told(web: Any, app: FastAPI, book: str, secrets: tuple[bytes, ...]) -> set[str]:
    """Where a stranger gets a piece of what is secret; pictures are asked for by the addresses they had when open."""
    asked = dict.fromkeys(everywhere(app, book))
    found = {path for path in asked if any(secret in web.get(path).content for secret in secrets)}
    part, files = {"Range": "bytes=0-60"}, [path for path in asked if path.startswith("/files/")]
    return found | {path for path in files if any(s[:20] in web.get(path, headers=part).content for s in secrets)}


def routes(found: set[str], book: str, release: str) -> set[str]:
    return {path.replace(book, "BOOK").replace(release, "RELEASE").split("?")[0] for path in found}


def test_an_open_book_is_given_out_by_exactly_these_routes(web: Any, app: FastAPI, book: str) -> None:
    """The control of the tests below: what they ask could leak, and a new route that gives books out is noticed."""
    release = released(app, book)
    assert web.get(f"{book}/read/one").headers["cache-control"] == "no-cache"
    assert "data-keep=" in web.get(f"{book}/read").text
    assert routes(told(web, app, book, IN_EPUB), book, release) == {
        "/files/RELEASE/sach.epub", "BOOK/read/one", "BOOK/read/search", "BOOK/read/media/pixel.png", "BOOK/text",
        "BOOK/html", "/", "BOOK/paged/one", "BOOK/paged/media/pixel.png",
    }  # fmt: skip
    assert routes(told(web, app, book, (PAGES,)), book, release) == {"/files/RELEASE/sach.pdf"}


@pytest.mark.parametrize("kind", ["record", "embargoed"])
def test_nobody_gets_a_byte_of_a_closed_epub_by_any_route(
    web: Any, app: FastAPI, book: str, decide: Callable[..., None], kind: str
) -> None:
    decide(kind, until=access.today() + timedelta(days=1) if kind == "embargoed" else None)
    assert told(web, app, book, IN_EPUB) == set()
    answer = web.get(f"{book}/read/one")
    assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store")
    page = web.get(book)
    assert page.status_code == 200
    assert f"{book}/read" not in page.text
    assert "sach.epub" not in page.text
    assert "sach.pdf" in page.text  # the other format stays open
    assert '"isAccessibleForFree": true' in page.text
    decide("record", "pdf")
    assert '"isAccessibleForFree": false' in web.get(book).text
    assert web.get(f"/files/{released(app, book)}/sach.pdf").status_code == 403


def test_what_is_read_here_only_is_not_given_away(
    web: Any, app: FastAPI, book: str, decide: Callable[..., None]
) -> None:
    decide("online")
    assert routes(told(web, app, book, IN_EPUB), book, released(app, book)) == {
        "BOOK/read/one", "BOOK/read/search", "BOOK/read/media/pixel.png", "/", "BOOK/paged/one",
        "BOOK/paged/media/pixel.png",
    }  # fmt: skip
    answer = web.get(f"{book}/read/one")  # and it does not stay on the device
    assert answer.headers["cache-control"] == "no-store"
    assert "data-keep=" not in web.get(f"{book}/read").text
    page = web.get(f"/en{book}").text
    assert "The EPUB is for reading here; it is not offered for download." in page
    assert f"/en{book}/text" not in page


def test_a_superseded_release_is_as_closed_as_the_present_one(
    web: Any, app: FastAPI, book: str, decide: Callable[..., None]
) -> None:
    release = released(app, book)
    with db.session_scope(app.state.site.engine) as session:
        session.get_one(Release, release).state = "superseded"
    decide("record")
    assert web.get(f"/files/{release}/sach.epub").status_code == 403
    etag = {"If-None-Match": "*"}
    assert web.get(f"/files/{release}/sach.epub", headers=etag).status_code == 403


def test_an_embargo_ends_by_itself_at_midnight_in_vietnam(
    web: Any, app: FastAPI, book: str, decide: Callable[..., None], tmp_path: Path
) -> None:
    with time_machine.travel("2026-11-24T05:00:00Z", tick=False):
        decide("embargoed", until=date(2026, 12, 1))
        closed = "Nhà xuất bản mở EPUB vào ngày"
        assert f"{closed} 1/12/2026" in web.get(book).text
    with time_machine.travel("2026-11-30T16:59:59Z", tick=False):
        assert web.get(f"{book}/read/one").status_code == 403
        texts.fill(app.state.site.engine, app.state.site.store, tmp_path / "texts")
        assert SECRET not in web.get("/?q=thuy+ngan").text
    with time_machine.travel("2026-11-30T17:00:00Z", tick=False):
        assert SECRET in web.get(f"{book}/read/one").text
        assert closed not in web.get(book).text
        texts.fill(app.state.site.engine, app.state.site.store, tmp_path / "texts")  # a worker does it every minute
        assert f"{book}/read/one" in web.get("/?q=thuy+ngan").text


def test_the_house_decides_on_the_desk_with_name_time_and_reason(
    signed_in: Callable[[str], Any], app: FastAPI, book: str, staff: People
) -> None:
    key = book.split("/")[2].split("-", maxsplit=1)[0]
    desk = f"/publisher/titles/{key}"
    member = signed_in("member")
    tomorrow = (access.today() + timedelta(days=1)).isoformat()
    good = {"access_form": "epub", "access_kind": "embargoed", "access_until": tomorrow, "access_reason": "Hợp đồng"}
    for wrong, field in (
        ({"access_reason": " "}, "access_reason"), ({"access_until": ""}, "access_until"),
        ({"access_until": "2020-01-01"}, "access_until"), ({"access_until": "mai"}, "access_until"),
        ({"access_kind": "x"}, "access_kind"), ({"access_form": "print"}, "access_form"),
        ({"access_form": "pdf", "access_kind": "online"}, "access_kind"),
    ):  # fmt: skip
        answer = member.post(f"{desk}/access", data={**good, **wrong})
        assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
        assert f'id="{field}"' in answer.text
    assert member.post(f"{desk}/access", data=good).headers["location"] == f"{desk}?done=access#access"
    page = member.get(desk).text
    assert all(text in page for text in ("Lê Thị Hoa", "Hợp đồng"))
    assert signed_in("officer").post(f"{desk}/access", data=good).status_code == 404
    with db.session_scope(app.state.site.engine) as session:
        [kept] = access.decisions(session, key)
        assert (kept.user_id, kept.reason, kept.form, kept.kind) == (staff.member, "Hợp đồng", "epub", "embargoed")
        assert audit.first_break(session) is None


def test_records_for_libraries_say_what_is_closed(web: Any, book: str, decide: Callable[..., None]) -> None:
    decide("record")
    assert "EPUB: not offered, record only." in web.get(f"{book}/marcxml").text
    assert web.get(f"{book}/cite.ris").text.startswith("TY  - EBOOK")


def test_an_import_can_be_taken_out_after_a_decision(app: FastAPI, staff: People) -> None:
    with db.session_scope(app.state.site.engine) as session:
        batch = Batch(kind="import")
        house = session.get_one(Organisation, staff.house)
        edition = titles.create(session, EditionRecord(book=BookPart(title="Sách nhập")), house)
        session.add(batch)
        edition.batch_id = batch.id
        session.flush()
        opening.decide(session, edition, "epub", "record", reason="Theo hợp đồng", actor=staff.member)
        assert batches.undo(session, batch) == 1
        assert access.decisions(session, edition.id) == []
