"""The record of changes is a chain: what was added can be proved."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, text
from sqlmodel import Session

from catalogue import db
from catalogue.services import audit

LONG_AGO = datetime(2024, 5, 1, 12, tzinfo=UTC)


def add_three(engine: Engine) -> None:
    with db.session_scope(engine) as session:
        audit.record(session, "title.created", "edition/a", {"title": "Quyền con người"}, actor="someone")
        audit.record(session, "title.changed", "edition/a", occurred_at=LONG_AGO)
        audit.record(session, "title.released", "edition/a")


def test_events_follow_one_another_and_the_chain_is_whole(engine: Engine) -> None:
    add_three(engine)
    with Session(engine) as session:
        assert audit.first_break(session) is None


def test_an_altered_event_is_found_even_behind_the_guards(engine: Engine) -> None:
    add_three(engine)
    with engine.begin() as connection:
        for statement in (
            ["DROP TRIGGER changeevent_no_update"]
            if engine.dialect.name == "sqlite"
            else ["DROP TRIGGER changeevent_guard ON changeevent"]
        ):
            connection.execute(text(statement))
        connection.execute(text("UPDATE changeevent SET kind = 'title.erased' WHERE number = 2"))
    with Session(engine) as session:
        assert audit.first_break(session) == 2
