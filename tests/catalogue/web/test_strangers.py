"""Every address and every method, asked by who has nothing to look for there: another house's director, and a stranger.

The addresses are those that the site has, filled with what belongs to a title of the first house. So a new route is
asked here without being listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlmodel import Session, col, select
from support import MARKDOWN, People, word

from catalogue.models.builds import Build, Manuscript, Upload
from catalogue.models.programme import ChangeEvent
from catalogue.models.review import Remark
from catalogue.models.titles import DossierItem
from catalogue.services import audit
from catalogue.web.routes import ROUTERS

OF_THE_HOUSE = re.compile(r"/(publisher|editor)/.*{(edition_id|build_id)}|/editor\b|/publisher/incoming/{")
OPEN_TO_ALL_HOUSES = {
    ("GET", "/publisher"), ("GET", "/publisher/upload"), ("POST", "/publisher/upload"), ("GET", "/publisher/register"),
    ("POST", "/publisher/register"), ("GET", "/publisher/titles.{kind}"), ("GET", "/publisher/twins"),
}  # fmt: skip
PUBLIC = re.compile(
    r"/(static|worker\.js|manifest|offline|favicon|robots|healthz|readyz|metrics|api/|login|logout|invitation|reset"
    r"|forgotten|titles/|files/|covers/|browse|picks|help|opds|oai|sitemap|$)"
)


@pytest.fixture
def ours(app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> dict[str, str]:
    """What a title of the house is called in addresses."""
    member = signed_in("member")
    typed = {"house": staff.house, "title": "Bí mật của nhà", "language": "vi"}
    sent = member.post("/publisher/upload", data=typed, files={"manuscript": ("sach.md", MARKDOWN.encode())})
    work()
    build = sent.headers["location"].rsplit("/", 1)[1]
    [edition] = re.findall(r"/publisher/titles/(\w+)\"", member.get(sent.headers["location"]).text)[:1]
    desk = f"/publisher/titles/{edition}"
    paper = {"kind": "licence", "number": "7", "on": "2026-01-05"}
    member.post(f"{desk}/dossier", data=paper, files={"scan": ("scan.pdf", b"%PDF-1.7")})
    review = member.get(f"/publisher/builds/{build}/review", follow_redirects=True).url.path
    member.post(review, data={"block": "1", "part": "1", "remark": "Xem lại"})
    content = word()
    there = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": "filename YS5kb2N4"}
    upload = member.post("/publisher/incoming", headers=there).headers["location"].rsplit("/", 1)[1]
    with Session(app.state.site.engine) as session:
        item = session.exec(select(DossierItem.id).where(DossierItem.edition_id == edition)).one()
        remark = session.exec(select(Remark.id).where(Remark.edition_id == edition)).one()
    return {
        "edition_id": edition, "build_id": build, "upload_id": upload, "item_id": item, "remark_id": remark,
        "name": review.rsplit("/", 1)[1], "role": "epub", "older": "1", "newer": "1", "number": "1",
        "way": "accept", "kind": "xlsx",
    }  # fmt: skip


def routes() -> Iterator[tuple[str, str]]:
    """Every method and pattern of the site; OPTIONS says what uploads can do, of nobody's file."""
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield from ((method, route.path) for method in sorted(route.methods or ()) if method != "OPTIONS")


def filled(pattern: str, ours: dict[str, str]) -> str:
    return re.sub(r"{(\w+)(:\w+)?}", lambda found: ours.get(found[1], "x"), pattern)


def state(app: FastAPI) -> list[Any]:
    """What would be different if anything had been done."""
    with Session(app.state.site.engine) as session:
        return [
            audit.length(session), len(session.exec(select(Build)).all()), len(session.exec(select(Manuscript)).all()),
            [one.id for one in session.exec(select(Upload)).all()],
            session.exec(select(ChangeEvent.hash).order_by(col(ChangeEvent.number).desc()).limit(1)).one(),
        ]  # fmt: skip


TUS = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}


def test_another_house_gets_nothing_and_changes_nothing_by_any_route_or_method(
    app: FastAPI, ours: dict[str, str], outsider: Any
) -> None:
    before = state(app)
    asked = [(method, path) for method, path in routes() if OF_THE_HOUSE.search(path)]
    assert len(asked) > 80
    given = {}
    for method, pattern in asked:
        more: dict[str, Any] = {"headers": TUS} if "incoming" in pattern else {}
        if method == "POST" and not more:
            more = {"data": {"reason": "x", "why": "x", "back": "x", "answer": "x", "decision": "back", "sure": "yes"}}
        answer = outsider.request(method, filled(pattern, ours), **more)
        if answer.status_code != 404 or "Bí mật" in answer.text:
            given[method, pattern] = answer.status_code
    assert given == {}
    assert state(app) == before


def test_a_house_sees_no_other_houses_titles_on_its_own_pages(ours: dict[str, str], outsider: Any) -> None:
    for method, path in sorted(OPEN_TO_ALL_HOUSES):
        if method == "GET":
            answer = outsider.get(filled(path, ours))
            assert "Bí mật" not in answer.text, path
            assert ours["edition_id"] not in answer.text, path


def test_a_stranger_is_sent_to_sign_in_and_changes_nothing(app: FastAPI, ours: dict[str, str], web: Any) -> None:
    before = state(app)
    given = {}
    for method, pattern in routes():
        if PUBLIC.match(pattern):
            continue
        answer = web.request(method, filled(pattern, ours))
        led = answer.status_code == 303 and "/login?next=" in answer.headers["location"]
        if not (
            led if method == "GET" else answer.status_code == 401 or (method == "HEAD" and answer.status_code < 404)
        ):
            given[method, pattern] = answer.status_code
        if "Bí mật" in answer.text:
            given[method, pattern] = -1
    assert given == {}
    assert state(app) == before
