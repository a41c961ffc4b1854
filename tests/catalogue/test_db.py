"""The tables on both databases: made by the migrations, equal to the models, guarded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, exc, text
from sqlmodel import Session, select

from catalogue import db, fulltext
from catalogue.models import METADATA
from catalogue.models.people import Organisation, UserSession
from catalogue.models.programme import ChangeEvent

MOMENT = datetime(2026, 12, 31, 18, tzinfo=UTC)


def test_the_migrations_make_the_tables_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _parents: kind != "table" or not fulltext.is_ours(name or "")}
        found = compare_metadata(MigrationContext.configure(connection, opts=ours), METADATA)
    assert found == []


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    db.upgrade(database_url)
    db.upgrade(database_url)


@pytest.mark.parametrize("statement", ["UPDATE changeevent SET kind = 'x'", "DELETE FROM changeevent"])
def test_what_was_recorded_stays(engine: Engine, statement: str) -> None:
    event = ChangeEvent(
        number=1, occurred_at=MOMENT, recorded_at=MOMENT, kind="k", subject="s", prev_hash="0", hash="1"
    )
    with db.session_scope(engine) as session:
        session.add(event)
    with pytest.raises(exc.DBAPIError, match="changes are only added"), engine.begin() as connection:
        connection.execute(text(statement))


def test_times_come_back_aware_and_naive_ones_are_refused(engine: Engine) -> None:
    event = ChangeEvent(
        number=1, occurred_at=MOMENT, recorded_at=MOMENT, kind="k", subject="s", prev_hash="0", hash="1"
    )
    with db.session_scope(engine) as session:
        session.add(event)
    with Session(engine) as session:
        assert session.exec(select(ChangeEvent)).one().occurred_at == MOMENT
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(exc.StatementError, match="without a zone"), db.session_scope(engine) as session:
        session.add(UserSession(user_id="u", token_hash="h", expires_at=naive))


def test_a_word_outside_the_list_is_refused(engine: Engine) -> None:
    with pytest.raises(exc.IntegrityError), db.session_scope(engine) as session:
        session.add(Organisation(name="X", kind="club"))


def add_and_fail(engine: Engine) -> None:
    with db.session_scope(engine) as session:
        session.add(Organisation(name="X"))
        session.flush()
        raise RuntimeError("cut")


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="cut"):
        add_and_fail(engine)
    with Session(engine) as session:
        assert session.exec(select(Organisation)).all() == []
