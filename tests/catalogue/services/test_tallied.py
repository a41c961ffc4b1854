"""What was counted holds until a change is entered, and not longer."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue.db import session_scope
from catalogue.services import audit, tallied


def asked(engine: Engine, key: str, answers: list[int]) -> int:
    with Session(engine) as session:
        return tallied.once(session, key, lambda: answers.pop(0))


def test_a_number_is_counted_once_until_something_changes(engine: Engine, people: People) -> None:
    with session_scope(engine) as session:
        audit.record(session, "test.begun", "test/1")
    answers = [1, 2, 3]
    assert [asked(engine, "a", answers) for _ in range(3)] == [1, 1, 1]
    assert asked(engine, "b", answers) == 2
    with session_scope(engine) as session:
        audit.record(session, "test.changed", "test/1")
    assert asked(engine, "a", answers) == 3


def test_strangers_cannot_fill_the_memory(engine: Engine, people: People) -> None:
    with session_scope(engine) as session:
        audit.record(session, "test.begun", "test/1")
    for number in range(tallied.MOST + 5):
        with Session(engine) as session:
            tallied.once(session, number, lambda: 0)
    [held] = [one for pool, one in tallied._HELD.items() if pool is engine.pool]
    assert 0 < len(held.found) <= tallied.MOST
