"""Accounts: who may sign in, for how long, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, text
from sqlmodel import Session
from support import PASSWORD, People

from catalogue import db
from catalogue.errors import Refusal
from catalogue.services import accounts


def test_a_right_password_opens_a_session_and_a_wrong_one_says_nothing_about_the_account(
    engine: Engine, people: People
) -> None:
    with db.session_scope(engine) as session:
        token = accounts.sign_in(session, " Member@Example.org ", PASSWORD, "Firefox")
        found = accounts.current(session, token)
        assert found is not None
        assert found.user_id == people.member
        said = []
        for login, password in (("member@example.org", "wrong"), ("nobody@example.org", PASSWORD)):
            with pytest.raises(Refusal) as refusal:
                accounts.sign_in(session, login, password)
            said.append((refusal.value.code, refusal.value.message))
    assert said == [("acc-103", accounts.WRONG)] * 2


def test_neither_password_nor_token_is_in_the_database(engine: Engine, people: People) -> None:
    with db.session_scope(engine) as session:
        token = accounts.sign_in(session, "member@example.org", PASSWORD)
    with engine.connect() as connection:
        tables = ("account", "usersession")
        kept = str([list(connection.execute(text(f"SELECT * FROM {table}"))) for table in tables])  # noqa: S608
    assert PASSWORD not in kept
    assert token not in kept
    assert "$argon2id$" in kept


@pytest.mark.parametrize(
    ("passed", "lives"), [(accounts.IDLE - timedelta(hours=1), True), (accounts.IDLE * 1.01, False)]
)
def test_a_session_that_nobody_uses_ends(engine: Engine, people: People, passed: timedelta, lives: bool) -> None:
    begin = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with time_machine.travel(begin, tick=False), db.session_scope(engine) as session:
        token = accounts.sign_in(session, "member@example.org", PASSWORD)
    with time_machine.travel(begin + passed, tick=False), Session(engine) as session:
        assert (accounts.current(session, token) is not None) is lives


def test_a_changed_password_ends_every_session(engine: Engine, people: People) -> None:
    with db.session_scope(engine) as session:
        tokens = [accounts.sign_in(session, "member@example.org", PASSWORD) for _ in range(2)]
    with db.session_scope(engine) as session:
        accounts.change_password(session, people.member, PASSWORD, "một mật khẩu khác hẳn")
    with Session(engine) as session:
        assert [accounts.current(session, token) for token in tokens] == [None, None]
    with db.session_scope(engine) as session:
        assert accounts.sign_in(session, "member@example.org", "một mật khẩu khác hẳn")


def test_a_short_password_and_a_wrong_present_one_are_refused(engine: Engine, people: People) -> None:
    with db.session_scope(engine) as session:
        with pytest.raises(Refusal, match="acc-105"):
            accounts.change_password(session, people.member, PASSWORD, "ngắn")
        with pytest.raises(Refusal, match="acc-104"):
            accounts.change_password(session, people.member, "sai", "một mật khẩu khác hẳn")
        with pytest.raises(Refusal, match="acc-101"):
            accounts.add(session, "MEMBER@example.org", "", PASSWORD)


def test_the_first_administrator_is_made_once_and_has_a_password_of_its_own(engine: Engine) -> None:
    with db.session_scope(engine) as session:
        password = accounts.ensure_administrator(session)
        assert accounts.sign_in(session, "admin", password)
        assert accounts.ensure_administrator(session) == ""
    assert accounts.generated_password() != accounts.generated_password()


def test_an_actor_knows_for_whom_they_act(engine: Engine, people: People) -> None:
    with Session(engine) as session:
        member, director, officer = (
            accounts.actor(session, found) for found in (people.member, people.director, people.officer)
        )
    assert member
    assert director
    assert officer
    assert (member.houses, member.directed, member.is_editor) == ({people.house}, frozenset(), False)
    assert (director.houses, director.directed) == ({people.house}, {people.house})
    assert (officer.houses, officer.is_editor, officer.is_publisher) == (frozenset(), True, False)
