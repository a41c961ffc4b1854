"""Engines, sessions and migrations; every difference between SQLite and PostgreSQL stays here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

MIGRATIONS = Path(__file__).parent / "migrations"


def make_engine(url: str) -> Engine:
    """An engine for ``url``; SQLite gets WAL, foreign keys and transactions that take the write lock at once.

    With deferred transactions a reader that turns writer fails at once when another writes; IMMEDIATE
    makes it wait for its turn, up to the busy timeout.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def reading(engine: Engine) -> Engine:
    """The same engine for those who only read: on SQLite they then wait for no writer."""
    return engine.execution_options(reading=True)


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Settings of each new connection; the driver's own transactions are off, ours begin above."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def session_scope(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed whole at the end, or not at all."""
    with Session(engine) as session, session.begin():
        yield session


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One view of all tables as they are at the first question, while others go on writing; for reading only."""
    sqlite_options: dict[str, Any] = {"reading": True}  # a read transaction of WAL
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    chosen = sqlite_options if engine.dialect.name == "sqlite" else options
    with engine.execution_options(**chosen).connect() as connection, connection.begin():
        yield connection


def one_at_a_time(session: Session, number: int) -> None:
    """Let no other transaction pass this point until ours ends; SQLite's writers wait for each other anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def insert_missing(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Add those rows whose key is not there yet."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for at in range(0, len(rows), 1000):
        session.execute(insert(table).on_conflict_do_nothing(), rows[at : at + 1000])


def upgrade(url: str) -> None:
    """Bring the database at ``url`` to the newest tables, making it if need be (SQLite)."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Make or renew the tables up to a revision, as part of the transaction that ``connection`` is in."""
    command.upgrade(_config(connection), revision)


def is_there(url: str) -> bool:
    """Whether there is a database to ask; one of SQLite would be made by asking."""
    database = make_url(url).database
    return make_url(url).get_backend_name() != "sqlite" or database == ":memory:" or Path(database or "").is_file()


def revision_of(connection: Connection) -> str:
    """Which migration the tables of a database stand at; empty where there are none of ours."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def revisions() -> list[str]:
    """The migrations that this version knows, the newest first."""
    return [found.revision for found in ScriptDirectory.from_config(_config(None)).walk_revisions()]


def _config(connection: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
