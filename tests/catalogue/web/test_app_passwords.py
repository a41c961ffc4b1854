"""Reader apps: an app password opens the proofs of one's own house for reading, and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from books import epub
from fastapi import FastAPI
from lxml import etree
from sqlmodel import Session, select
from support import PASSWORD, People
from webpub_manifest_parser.opds2 import OPDS2FeedParserFactory

from catalogue import db
from catalogue.models.base import now
from catalogue.models.builds import BuildFile, BuildState
from catalogue.models.people import AppPassword, Organisation
from catalogue.services import accounts, releases, submissions, titles
from catalogue.storage import Stored
from pipeline.metadata import BookPart, EditionRecord

ORIGIN = "http://books.test"


def basic(password: str, login: str = "member@example.org") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{login}:{password}".encode()).decode()}


def built(session: Session, house: Organisation, stored: Stored, title: str) -> str:
    """A book of a house that is built and not released; the build."""
    edition = titles.create(session, EditionRecord(book=BookPart(title=title, language="vi")), house)
    manuscript = submissions.add_manuscript(session, edition, stored, "banthao.docx", "application/epub+zip")
    build = submissions.create_build(session, manuscript, edition)
    build.state = BuildState.BUILT
    session.add(BuildFile(build_id=build.id, role="epub", sha256=stored.sha256, name="ban-in-thu.epub"))
    return build.id


@pytest.fixture
def stored(app: FastAPI, tmp_path: Path) -> Stored:
    path = tmp_path / "sach.epub"
    path.write_bytes(epub({"one": "<h1>Một</h1><p>Tự do.</p>"}))
    kept: Stored = app.state.site.store.put(path)
    return kept


@pytest.fixture
def proof(app: FastAPI, staff: People, stored: Stored) -> str:
    with db.session_scope(app.state.site.engine) as session:
        return built(session, session.get_one(Organisation, staff.house), stored, "Bản in thử")


@pytest.fixture
def password(signed_in: Callable[[str], Any]) -> str:
    """An app password that the member made on their page."""
    answer = signed_in("member").post("/en/account/app-passwords", data={"name": "KOReader"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    [found] = re.findall(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){4})</code>", answer.text)
    return str(found)


def test_an_app_reads_a_book_of_its_house_before_it_is_released(web: Any, proof: str, password: str) -> None:
    feed = web.get("/opds/v2/proofs", headers=basic(password)).json()
    assert not OPDS2FeedParserFactory().create().parse_json(feed).errors
    [book] = feed["publications"]
    assert book["metadata"]["title"] == "Bản in thử"
    [file] = [link for link in book["links"] if link["rel"] == "http://opds-spec.org/acquisition"]
    taken = web.get(file["href"].removeprefix(ORIGIN), headers=basic(password))
    assert (len(taken.content), taken.headers["cache-control"]) == (file["size"], "no-store")
    assert web.get("/opds/v2/titles").json()["publications"] == []
    root = etree.fromstring(web.get("/opds/v1.2/proofs", headers=basic(password)).content)
    assert root.xpath("string(//*[local-name()='entry']/*[local-name()='title'])") == "Bản in thử"


def test_without_it_the_app_is_told_how_to_sign_in(web: Any, proof: str) -> None:
    for address in ("/en/opds/v2/proofs", "/en/opds/v1.2/proofs", f"/en/opds/proofs/{proof}/epub"):
        answer = web.get(address)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert answer.headers["content-type"] == "application/opds-authentication+json"
        [way] = answer.json()["authentication"]
        assert way == {
            "type": "http://opds-spec.org/auth/basic", "labels": {"login": "E-mail", "password": "App password"},
        }  # fmt: skip
    assert web.get("/opds/authentication").json()["id"] == f"{ORIGIN}/opds/authentication"


@pytest.mark.parametrize(
    "header",
    ["Basic", "Basic ###", "Bearer abc", "Basic " + b64encode(b"\xff\xfe:x").decode(), *basic(PASSWORD).values()],
)
def test_nothing_else_opens_the_proofs_not_even_the_account_password(web: Any, proof: str, header: str) -> None:
    assert web.get("/opds/v2/proofs", headers={"Authorization": header}).status_code == 401


def test_an_app_password_opens_no_page_and_no_other_house(
    app: FastAPI, web: Any, proof: str, password: str, stored: Stored
) -> None:
    for address in ("/publisher", "/account", f"/publisher/builds/{proof}"):
        assert web.get(address, headers=basic(password)).status_code == 303
    assert web.get("/opds/v2/proofs", headers=basic(password, "director@example.org")).status_code == 401
    with db.session_scope(app.state.site.engine) as session:
        key = built(session, accounts.organisation(session, "Nhà xuất bản Khác"), stored, "Của nhà khác")
    assert len(web.get("/opds/v2/proofs", headers=basic(password)).json()["publications"]) == 1
    assert web.get(f"/opds/proofs/{key}/epub", headers=basic(password)).status_code == 404


def test_it_may_be_typed_in_capitals_and_without_hyphens(web: Any, proof: str, password: str) -> None:
    for typed in (password.upper(), password.replace("-", ""), password.replace("-", " ")):
        assert web.get("/opds/v2/proofs", headers=basic(typed, "Member@Example.org")).status_code == 200


def test_taken_back_or_after_a_new_account_password_it_opens_nothing(
    web: Any, proof: str, password: str, signed_in: Callable[[str], Any], app: FastAPI
) -> None:
    member = signed_in("member")
    page = member.get("/en/account/app-passwords").text
    assert "KOReader" in page
    assert "never" in page
    assert password not in page
    web.get("/opds/v2/proofs", headers=basic(password))
    assert "never" not in member.get("/en/account/app-passwords").text
    with Session(app.state.site.engine) as session:
        key = session.exec(select(AppPassword.id)).one()
    assert signed_in("director").post(f"/account/app-passwords/{key}/end").status_code == 404
    assert member.post(f"/account/app-passwords/{key}/end").status_code == 303
    assert web.get("/opds/v2/proofs", headers=basic(password)).status_code == 401
    again = member.post("/account/app-passwords", data={"name": "Kobo"}).text
    [fresh] = re.findall(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){4})</code>", again)
    assert web.get("/opds/v2/proofs", headers=basic(fresh)).status_code == 200
    changed = member.post("/account/password", data={"current": PASSWORD, "fresh": "một mật khẩu khác hẳn"})
    assert changed.status_code == 303
    assert web.get("/opds/v2/proofs", headers=basic(fresh)).status_code == 401


def test_the_last_use_is_written_down_now_and_then_only(web: Any, app: FastAPI, proof: str, password: str) -> None:
    web.get("/opds/v2/proofs", headers=basic(password))
    with db.session_scope(app.state.site.engine) as session:
        kept = session.exec(select(AppPassword)).one()
        before = kept.used_at = now() - timedelta(minutes=1)
    web.get("/opds/v2/proofs", headers=basic(password))
    with Session(app.state.site.engine) as session:
        assert session.exec(select(AppPassword.used_at)).one() == before


def test_ten_wrong_ones_and_one_has_to_wait(web: Any, proof: str, password: str) -> None:
    answers = [web.get("/opds/v2/proofs", headers=basic("wrong")).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert web.get("/opds/v2/proofs", headers=basic(password)).status_code == 429


def test_a_released_book_is_a_proof_no_more(app: FastAPI, web: Any, proof: str, password: str) -> None:
    with db.session_scope(app.state.site.engine) as session:
        _, _, edition = submissions.build_of(session, proof)
        releases.open_release(session, edition, build_id=proof)
    assert web.get("/opds/v2/proofs", headers=basic(password)).json()["publications"] == []


def test_a_password_without_a_name_is_not_made(signed_in: Callable[[str], Any]) -> None:
    answer = signed_in("member").post("/en/account/app-passwords", data={"name": " "})
    assert (answer.status_code, "Say which app or device" in answer.text) == (422, True)
