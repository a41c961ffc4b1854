"""Signing in with a second step: the password alone opens nothing, each code works once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import Session
from support import PASSWORD, People
from typer.testing import CliRunner

from catalogue import db
from catalogue.models.people import User
from catalogue.services import accounts, links

MOMENT = datetime(2026, 11, 24, 3, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(MOMENT, tick=False) as found:
        yield found


class Phone:
    """An authenticator that read the key from the page."""

    def __init__(self, page: str) -> None:
        key = re.search(r"<code>([A-Z2-7 ]{20,})</code>", page)
        assert key
        self.totp = pyotp.TOTP(key[1].replace(" ", ""))

    def code(self) -> str:
        return self.totp.now()


@pytest.fixture
def phone(clock: time_machine.Coordinates, signed_in: Callable[[str], Any]) -> tuple[Phone, list[str]]:
    """The director's authenticator, turned on a minute ago, and the recovery codes."""
    director = signed_in("director")
    assert director.post("/account/second-step").status_code == 303
    shown = director.get("/en/account/second-step")
    assert "<svg" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    made = Phone(shown.text)
    wrong = director.post("/en/account/second-step/on", data={"code": "000000"})
    assert wrong.status_code == 422
    on = director.post("/en/account/second-step/on", data={"code": made.code()})
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", on.text)
    assert len(set(codes)) == 10
    assert director.get("/publisher").status_code == 200  # whoever turned it on stays signed in
    clock.shift(60)
    return made, codes


def password_given(visitor: Any, to: str = "") -> Any:
    return visitor.post("/login", data={"login": "director@example.org", "password": PASSWORD, "next": to})


def test_the_password_alone_opens_nothing_and_the_code_leads_on(
    phone: tuple[Phone, list[str]], visitors: Callable[..., Any]
) -> None:
    visitor = visitors()
    half = password_given(visitor, "/publisher/upload")
    assert half.headers["location"] == "/login/code?next=%2Fpublisher%2Fupload"
    assert visitor.get("/publisher").status_code == 303
    assert visitor.get("/login").headers["location"].startswith("/login/code")
    assert "six figures" in visitor.get("/en/login/code").text
    whole = visitor.post("/login/code", data={"code": phone[0].code(), "next": "/publisher/upload"})
    assert whole.headers["location"] == "/publisher/upload"
    assert visitor.get("/publisher").status_code == 200


def test_a_code_works_once_and_half_a_minute_early_or_late(
    phone: tuple[Phone, list[str]], visitors: Callable[..., Any], clock: time_machine.Coordinates
) -> None:
    code = phone[0].code()
    clock.shift(30)
    first, second = visitors(), visitors()
    password_given(first), password_given(second)
    assert first.post("/login/code", data={"code": f"{code[:3]} {code[3:]}"}).status_code == 303
    assert second.post("/login/code", data={"code": code}).status_code == 422
    clock.shift(60)
    assert second.post("/login/code", data={"code": phone[0].code()}).status_code == 303
    third, old = visitors(), phone[0].code()
    password_given(third)
    clock.shift(90)
    assert third.post("/login/code", data={"code": old}).status_code == 422


def test_a_recovery_code_works_once(phone: tuple[Phone, list[str]], visitors: Callable[..., Any]) -> None:
    for answer in (303, 422):
        visitor = visitors()
        password_given(visitor)
        assert visitor.post("/login/code", data={"code": phone[1][3].upper()}).status_code == answer


def test_wrong_codes_count_and_the_password_does_not_forgive_them(
    phone: tuple[Phone, list[str]], visitors: Callable[..., Any]
) -> None:
    visitor = visitors()
    answers = []
    for _ in range(6):
        answers.append(password_given(visitor).status_code)
        answers += [visitor.post("/login/code", data={"code": "123456"}).status_code for _ in range(2)]
    assert 429 in answers
    assert password_given(visitor).status_code == 429


def test_the_half_way_session_ends_after_ten_minutes(
    phone: tuple[Phone, list[str]], visitors: Callable[..., Any], clock: time_machine.Coordinates
) -> None:
    visitor = visitors()
    password_given(visitor)
    clock.shift(timedelta(minutes=11))
    late = visitor.post("/login/code", data={"code": phone[0].code()})
    assert late.headers["location"] == "/login"
    assert visitor.get("/publisher").status_code == 303


def test_a_new_password_by_letter_does_not_skip_it(
    phone: tuple[Phone, list[str]], visitors: Callable[..., Any], app: FastAPI, staff: People
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        token = links.reset(session, "director@example.org")
    visitor = visitors()
    chosen = visitor.post(f"/reset/{token}", data={"fresh": "một mật khẩu khác hẳn"})
    assert chosen.status_code == 303
    assert visitor.get("/account").status_code == 303
    assert visitor.post("/login/code", data={"code": phone[0].code()}).status_code == 303
    assert visitor.get("/account").status_code == 200


def test_it_is_turned_off_with_the_password_only(phone: tuple[Phone, list[str]], visitors: Callable[..., Any]) -> None:
    visitor = visitors()
    password_given(visitor)
    assert visitor.post("/account/second-step/off", data={"password": PASSWORD}).status_code == 401
    visitor.post("/login/code", data={"code": phone[0].code()})
    assert visitor.post("/en/account/second-step/off", data={"password": "falsch"}).status_code == 422
    assert visitor.post("/account/second-step/off", data={"password": PASSWORD}).status_code == 303
    again = visitors()
    assert "code" not in password_given(again).headers["location"]
    assert again.get("/publisher").status_code == 200


def test_an_administrator_takes_it_off_whoever_lost_everything(
    phone: tuple[Phone, list[str]], app: FastAPI, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalogue.cli import app as command
    from catalogue.settings import settings

    monkeypatch.setenv("NGHINSACH_DATABASE_URL", app.state.site.settings.database_url)
    settings.cache_clear()
    try:
        done = CliRunner().invoke(command, ["user", "second-step-off", "director@example.org"])
        unknown = CliRunner().invoke(command, ["user", "second-step-off", "niemand"])
    finally:
        settings.cache_clear()
    assert (done.exit_code, unknown.exit_code) == (0, 2)
    with Session(app.state.site.engine) as session:
        user = session.get_one(User, staff.director)
        assert (user.totp_secret, user.recovery_codes) == ("", [])
        assert accounts.sign_in(session, "director@example.org", PASSWORD)
