"""Joining by invitation, choosing a new password by a link, and what those links do not open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from fastapi import FastAPI
from postbox import Post, body
from sqlmodel import Session, select
from support import PASSWORD, People

from catalogue import db
from catalogue.models.base import now
from catalogue.models.people import AccountLink, Role, User
from catalogue.services import accounts, links

FRESH = "bốn từ dễ nhớ thôi"


def offered(page: str) -> str:
    """The path of the link that a page shows."""
    [found] = re.findall(r"<code>http://books\.test(/\w+/[\w-]+)</code>", page)
    return str(found)


def invite(visitor: Any, house: str, login: str = "moi@nxb.vn", role: str = "member") -> Any:
    return visitor.post("/en/account/people", data={"login": login, "role": role, "organisation": house})


@pytest.fixture
def administrator(app: FastAPI, visitors: Callable[..., Any]) -> Any:
    with db.session_scope(app.state.site.engine) as session:
        accounts.add(session, "admin", "Quản trị", PASSWORD, administrator=True)
    visitor = visitors()
    visitor.post("/login", data={"login": "admin", "password": PASSWORD})
    return visitor


def test_a_director_invites_and_the_invited_joins_once(
    signed_in: Callable[[str], Any], staff: People, visitors: Callable[..., Any], app: FastAPI
) -> None:
    path = offered(invite(signed_in("director"), staff.house).text)
    guest = visitors()
    page = guest.get(path)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "Nhà xuất bản Tư pháp" in page.text
    assert guest.post(path, data={"name": "Vũ Mới", "fresh": "ngắn"}).status_code == 422
    assert guest.post(path, data={"name": "Vũ Mới", "fresh": FRESH}).headers["location"] == "/account"
    assert "Vũ Mới" in guest.get("/account").text
    assert guest.get("/publisher").status_code == 200
    assert guest.get("/account/people").status_code == 404  # a member invites nobody
    again = visitors()
    assert again.get(path).status_code == 409
    assert again.post(path, data={"name": "Kẻ khác", "fresh": FRESH}).status_code == 409
    with Session(app.state.site.engine) as session:
        assert session.exec(select(User.name).where(User.email == "moi@nxb.vn")).all() == ["Vũ Mới"]


def test_the_database_does_not_hold_what_opens_the_link(
    signed_in: Callable[[str], Any], staff: People, app: FastAPI
) -> None:
    token = offered(invite(signed_in("director"), staff.house).text).rsplit("/", 1)[1]
    with Session(app.state.site.engine) as session:
        kept = session.exec(select(AccountLink)).one().model_dump_json()
    assert token not in kept


@pytest.mark.parametrize(
    ("role", "status"), [("member", 200), ("director", 200), ("officer", 422), ("administrator", 422)]
)
def test_a_director_gives_only_roles_of_a_house(
    signed_in: Callable[[str], Any], staff: People, role: str, status: int
) -> None:
    assert invite(signed_in("director"), staff.house, role=role).status_code == status


def test_a_director_invites_into_no_other_house(signed_in: Callable[[str], Any], staff: People, app: FastAPI) -> None:
    with db.session_scope(app.state.site.engine) as session:
        other = accounts.organisation(session, "Nhà xuất bản Khác").id
    assert invite(signed_in("director"), other).status_code == 422
    assert signed_in("member").get("/account/people").status_code == 404
    assert invite(signed_in("member"), staff.house).status_code == 404


def test_an_invitation_ends_after_two_weeks(
    signed_in: Callable[[str], Any], staff: People, visitors: Callable[..., Any]
) -> None:
    path = offered(invite(signed_in("director"), staff.house).text)
    with time_machine.travel(now() + links.INVITATION_LASTS + links.RESET_LASTS, tick=True):
        assert visitors().get(path).status_code == 409


def test_who_has_an_account_joins_with_its_password_and_no_other(
    signed_in: Callable[[str], Any], staff: People, administrator: Any, visitors: Callable[..., Any], app: FastAPI
) -> None:
    path = offered(invite(administrator, staff.house, "officer@example.org", "director").text)
    guest = visitors()
    assert guest.post(path, data={"fresh": FRESH}).status_code == 422
    assert guest.post(path, data={"fresh": PASSWORD}).status_code == 303
    with Session(app.state.site.engine) as session:
        actor = accounts.actor(session, staff.officer)
    assert actor
    assert (actor.officer, actor.directed) == (True, frozenset({staff.house}))


def test_a_new_password_by_link_ends_all_sessions(
    signed_in: Callable[[str], Any], staff: People, visitors: Callable[..., Any]
) -> None:
    member, director = signed_in("member"), signed_in("director")
    path = offered(director.post(f"/en/account/people/{staff.member}/reset").text)
    guest = visitors()
    assert "member@example.org" in guest.get(path).text
    assert guest.post(path, data={"fresh": FRESH}).status_code == 303
    assert guest.get("/account").status_code == 200
    assert member.get("/account").status_code == 303
    assert guest.post(path, data={"fresh": PASSWORD}).status_code == 409
    entered = visitors().post("/login", data={"login": "member@example.org", "password": FRESH})
    assert entered.status_code == 303


def test_a_director_cannot_take_over_an_account_that_also_acts_elsewhere(
    signed_in: Callable[[str], Any], staff: People, app: FastAPI
) -> None:
    director = signed_in("director")
    assert director.post(f"/account/people/{staff.officer}/reset").status_code == 404
    with db.session_scope(app.state.site.engine) as session:
        ministry = accounts.organisation(session, "Bộ Văn hóa, Thể thao và Du lịch")
        accounts.grant(session, session.get_one(User, staff.member), Role.OFFICER, ministry)
    assert director.post(f"/account/people/{staff.member}/reset").status_code == 404


# ---------------------------------------------------------------- by e-mail


@pytest.fixture
def post(app: FastAPI, monkeypatch: pytest.MonkeyPatch, post: Post) -> Post:
    given = {
        "smtp_host": "127.0.0.1", "smtp_port": post.server_address[1], "smtp_tls": False,
        "public_url": "http://books.test",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setattr(app.state.site.settings, name, value)
    return post


def test_with_a_mail_server_the_link_travels_and_is_not_shown(
    signed_in: Callable[[str], Any], staff: People, post: Post, visitors: Callable[..., Any]
) -> None:
    page = invite(signed_in("director"), staff.house).text
    assert "<code>" not in page
    [letter] = post.letters
    [path] = re.findall(r"http://books\.test(/invitation/[\w-]+)", body(letter))
    assert visitors().get(path).status_code == 200


def test_a_forgotten_password_answers_the_same_for_every_name(
    web: Any, staff: People, post: Post, visitors: Callable[..., Any]
) -> None:
    answers = [web.post("/forgotten", data={"login": name}) for name in ("member@example.org", "nobody@example.org")]
    assert [answer.headers["location"] for answer in answers] == ["/forgotten?done=asked"] * 2
    assert web.get(answers[0].headers["location"]).text == web.get(answers[1].headers["location"]).text
    [letter] = post.letters
    assert "member@example.org" in letter
    [path] = re.findall(r"http://books\.test(/reset/[\w-]+)", body(letter))
    assert visitors().post(path, data={"fresh": FRESH}).status_code == 303


def test_asking_again_and_again_has_to_wait(web: Any, staff: People, post: Post) -> None:
    statuses = [web.post("/forgotten", data={"login": "member@example.org"}).status_code for _ in range(12)]
    assert statuses[-1] == 429


def test_a_letter_never_leads_to_a_host_that_the_asker_named(
    web: Any, staff: People, post: Post, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = web.post("/forgotten", data={"login": "member@example.org"}, headers={"Host": "evil.test"})
    assert said.status_code == 303
    assert [re.findall(r"https?://([^/]+)/reset", body(letter)) for letter in post.letters] == [["books.test"]]
    monkeypatch.setattr(app.state.site.settings, "public_url", "")
    web.post("/forgotten", data={"login": "member@example.org"}, headers={"Host": "evil.test"})
    assert len(post.letters) == 1
