"""Locks named by who holds them, gone at the moment when their holder dies.

On PostgreSQL a session's advisory lock, on SQLite ``flock`` on a file beside the database (one machine).
They tell the living from the dead; that results are right never rests on them.
"""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

KEEPALIVE = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10000"
"""The server itself notices within about ten seconds that the machine of a holder is gone."""


class Lock(Protocol):
    """One named lock; taken at most once by an object."""

    def take(self) -> bool:
        """Take it if nobody holds it; False when somebody does."""
        ...

    def held(self) -> bool:
        """Whether we still hold it: a lost database connection loses the lock with it."""
        ...

    def release(self) -> None:
        """Give it back; harmless when it is not held."""
        ...


def named(database_url: str, name: str) -> Lock:
    """The lock called ``name`` among those who share a database."""
    if make_url(database_url).get_backend_name() == "sqlite":
        database = Path(make_url(database_url).database or "nghinsach.db")
        return FileLock(database.with_name(f"{database.name}.locks") / _file_name(name))
    return AdvisoryLock(database_url, name)


class FileLock:
    """``flock`` on a file; the kernel lets it go when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def held(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


class AdvisoryLock:
    """A session lock of PostgreSQL on a connection of its own (no pooler in transaction mode between)."""

    def __init__(self, database_url: str, name: str) -> None:
        self._engine = create_engine(
            database_url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"options": KEEPALIVE}
        )
        self._key = int.from_bytes(hashlib.sha256(f"nghinsach:{name}".encode()).digest()[:8]) >> 1
        self._connection: Connection | None = None

    def take(self) -> bool:
        connection = self._engine.connect()
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar_one():
            connection.close()
            return False
        self._connection = connection
        return True

    def held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._connection.invalidate()
            self._connection = None
        return self._connection is not None

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _file_name(name: str) -> str:
    """A holder's name as a file's name: host names are plain, anything else is made so."""
    plain = "".join(sign if sign.isalnum() or sign in "-." else "_" for sign in name)[:80]
    return f"{plain}.{hashlib.sha256(name.encode()).hexdigest()[:8]}.lock"
