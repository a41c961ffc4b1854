"""Databases that tests copy instead of making them anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, text


def settled(path: Path) -> Path:
    """A SQLite database whose file holds everything."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def named(server: str, name: str) -> str:
    """The address of a database on a PostgreSQL server."""
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def copied(server: str, template: str, name: str) -> None:
    """Make the PostgreSQL database ``name`` a copy of ``template``, whatever it was before."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
