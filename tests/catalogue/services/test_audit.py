"""The record of changes is a chain: what was added can be proved."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session
from typer.testing import CliRunner

from catalogue import db
from catalogue.cli import app
from catalogue.services import accounts, audit, titles
from pipeline.metadata import BookPart, EditionRecord

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


TAMPERED = {
    "changed": "UPDATE changeevent SET kind = 'title.erased' WHERE number = 2",
    "removed": "DELETE FROM changeevent WHERE number = 2",
    "inserted": "INSERT INTO changeevent SELECT 'zzzzzzzzzzzz', 4, occurred_at, recorded_at, actor, kind, subject, "
                "payload, prev_hash, hash FROM changeevent WHERE number = 3",
    "reordered": "UPDATE changeevent SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE number END",
}  # fmt: skip


@pytest.mark.parametrize(("how", "at"), [("changed", 2), ("removed", 3), ("inserted", 4), ("reordered", 2)])
def test_whatever_is_done_to_an_event_is_found_even_behind_the_guards(engine: Engine, how: str, at: int) -> None:
    add_three(engine)
    unguarded(engine, TAMPERED[how], "UPDATE changeevent SET number = -number WHERE number < 0")
    with Session(engine) as session:
        assert audit.first_break(session) == at


def unguarded(engine: Engine, *statements: str) -> None:
    """Do what the guards of the record of changes forbid."""
    drop = ("DROP TRIGGER changeevent_guard ON changeevent",)
    if engine.dialect.name == "sqlite":
        drop = ("DROP TRIGGER changeevent_no_update", "DROP TRIGGER changeevent_no_delete")  # type: ignore[assignment]
    with engine.begin() as connection:
        for statement in (*drop, *statements):
            connection.execute(text(statement))


def test_entries_that_were_cut_off_at_the_end_are_missed_by_what_they_were_about_and_by_a_noted_end(
    engine: Engine,
) -> None:
    add_three(engine)
    with db.session_scope(engine) as session:
        house = accounts.organisation(session, "Nhà xuất bản Tư pháp")
        session.flush()
        kept = titles.create(session, EditionRecord(book=BookPart(title="Một", language="vi")), house).id
        noted = audit.end(session)
    with db.session_scope(engine) as session:
        house = accounts.organisation(session, "Nhà xuất bản Tư pháp")
        gone = titles.create(session, EditionRecord(book=BookPart(title="Hai", language="vi")), house).id
        last = audit.end(session)
        assert audit.unrecorded(session) == []
    unguarded(engine, "DELETE FROM changeevent WHERE number = (SELECT max(number) FROM changeevent)")
    with Session(engine) as session:
        assert audit.first_break(session) is None
        assert audit.unrecorded(session) == [gone]
        assert (audit.holds_entry(session, *noted), audit.holds_entry(session, *last)) == (True, False)
    assert kept != gone


def test_the_command_names_the_end_and_fails_when_a_noted_one_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", url)
    db.upgrade(url)
    engine = db.make_engine(url)
    add_three(engine)
    runner = CliRunner()
    said = runner.invoke(app, ["verify", "--ledger", "--ui-lang", "en"])
    assert said.exit_code == 0, said.output
    [head] = re.findall(r"3:[0-9a-f]{64}", said.output)
    assert runner.invoke(app, ["verify", "--ledger", "--head", head]).exit_code == 0
    assert runner.invoke(app, ["verify", "--ledger", "--head", "3"]).exit_code == 2
    unguarded(engine, "DELETE FROM changeevent WHERE number = 3")
    lost = runner.invoke(app, ["verify", "--ledger", "--head", head, "--ui-lang", "en"])
    assert (lost.exit_code, "is not in the record any more" in lost.output) == (1, True)
    engine.dispose()
