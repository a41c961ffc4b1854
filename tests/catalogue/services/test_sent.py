"""A form works once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, func, select
from support import People

from catalogue.db import session_scope
from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.sent import SentForm
from catalogue.services import sent

KEY = "0123456789ab"


def kept(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(SentForm)).one()


def test_the_second_sending_is_led_to_where_the_first_led(engine: Engine, people: People) -> None:
    with sent.once(engine, people.member, KEY) as led_to:
        led_to("/publisher/builds/x")
    with pytest.raises(sent.SentAlready, match="/publisher/builds/x"), sent.once(engine, people.member, KEY):
        pytest.fail("the work was done twice")


def test_a_form_with_mistakes_may_be_sent_again(engine: Engine, people: People) -> None:
    with sent.once(engine, people.member, KEY):
        pass
    with pytest.raises(ZeroDivisionError), sent.once(engine, people.member, KEY):
        raise ZeroDivisionError
    with sent.once(engine, people.member, KEY) as led_to:
        led_to("/x")
    assert kept(engine) == 1


def test_a_form_whose_first_sending_broke_off_is_told_so(
    engine: Engine, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "WAIT_S", 0.0)
    with session_scope(engine) as session:
        session.add(SentForm(key=KEY, user_id=people.member))
    with pytest.raises(Refusal, match="snt-001"), sent.once(engine, people.member, KEY):
        pytest.fail("the work was done twice")


def test_nobody_is_led_by_the_key_of_another(engine: Engine, people: People) -> None:
    with sent.once(engine, people.member, KEY) as led_to:
        led_to("/publisher/builds/x")
    with pytest.raises(Refusal, match="snt-001"), sent.once(engine, people.director, KEY):
        pytest.fail("the work was done")


def test_a_program_without_keys_is_served_each_time_and_old_keys_are_forgotten(engine: Engine, people: People) -> None:
    for key in ("", "x", "../../../../../etc"):
        with sent.once(engine, people.member, key) as led_to:
            led_to("/x")
    assert kept(engine) == 0
    with sent.once(engine, people.member, KEY) as led_to:
        led_to("/x")
    with time_machine.travel(now() + sent.KEPT + timedelta(hours=1), tick=False), session_scope(engine) as session:
        sent.sweep(session)
    assert kept(engine) == 0
