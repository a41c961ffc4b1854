"""Two full-text engines behind one face: FTS5 of SQLite and GIN indexes of PostgreSQL hold the same sets of tokens.

Neither engine cuts, folds, stems or ranks anything: the tokens come ready from ``catalogue.services.search``, and
what is asked is always "which rows hold all of these". So both give the same answers, whatever their version,
locale or extensions. Rows are named by a number; the passages of a title's book have ``title << SHIFT | passage``.
"""

# ruff: noqa: S608 - the names of the tables are ours, and every value is bound

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, text
from sqlmodel import Session

Table = Literal["searchtitle", "searchpassage"]
TABLES: tuple[Table, ...] = ("searchtitle", "searchpassage")
SHIFT = 20
"""Bits for the number of a passage in its book."""
PIECE = 500
_MATCH = "tokens @@ CAST(:asked AS tsquery)"


def _sqlite(bind: Any) -> bool:
    return bool(bind.dialect.name == "sqlite")


def create(connection: Connection) -> None:
    """Make the tables: FTS5 keeps no copy of the tokens and no positions; PostgreSQL keeps long ones apart."""
    for table in TABLES:
        if _sqlite(connection):
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table} USING "
                "fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
            )
            continue
        connection.exec_driver_sql(
            f"CREATE TABLE {table} (id bigint PRIMARY KEY, tokens tsvector NOT NULL) WITH (toast_tuple_target = 128)"
        )
        connection.exec_driver_sql(_gin(table))


def _gin(table: Table) -> str:
    """Every insert goes into the index itself: a list of pending ones would be searched row by row."""
    return f"CREATE INDEX IF NOT EXISTS ix_{table}_tokens ON {table} USING gin (tokens) WITH (fastupdate = off)"


def is_ours(name: str) -> bool:
    """Whether a table belongs to the index, which no model describes."""
    return name.startswith(TABLES)


def put(session: Session, table: Table, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Add rows; each token must be of letters, digits and signs beyond ASCII."""
    found = [{"id": number, "tokens": " ".join(tokens)} for number, tokens in rows]
    statement = (
        f"INSERT INTO {table}(rowid, tokens) VALUES (:id, :tokens)"
        if _sqlite(session.get_bind())
        else f"INSERT INTO {table}(id, tokens) VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' ')))"
    )
    _many(session, statement, found)


def remove(session: Session, table: Table, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Take rows out; ``tokens`` are those that were put in."""
    found = [{"id": number, "tokens": " ".join(tokens)} for number, tokens in rows]
    if _sqlite(session.get_bind()):
        _many(session, f"INSERT INTO {table}({table}, rowid, tokens) VALUES ('delete', :id, :tokens)", found)
    else:
        _many(session, f"DELETE FROM {table} WHERE id = :id", [{"id": row["id"]} for row in found])


def _many(session: Session, statement: str, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), PIECE):
        session.execute(text(statement), rows[at : at + PIECE])


def clear(session: Session) -> None:
    """Empty both tables, to be filled anew and then settled; PostgreSQL makes its index in the end, at once."""
    for table in TABLES:
        if _sqlite(session.get_bind()):
            session.execute(text(f"INSERT INTO {table}({table}) VALUES ('delete-all')"))
        else:
            session.execute(text(f"TRUNCATE {table}"))
            session.execute(text(f"DROP INDEX IF EXISTS ix_{table}_tokens"))


def settle(session: Session) -> None:
    """After much was written: let the engine put its index in order, so that reading is quick from the start."""
    for table in TABLES:
        if _sqlite(session.get_bind()):
            session.execute(text(f"INSERT INTO {table}({table}) VALUES ('optimize')"))
        else:
            session.execute(text(_gin(table)))
            session.execute(text(f"ANALYZE {table}"))


def some(session: Session, tokens: Sequence[str], limit: int) -> list[int]:
    """Numbers of titles whose records have all these tokens: all of them, or any ``limit``."""
    name, match = ("rowid", "searchtitle MATCH :asked") if _sqlite(session.get_bind()) else ("id", _MATCH)
    statement = f"SELECT {name} FROM searchtitle WHERE {match} LIMIT :limit"
    return [row[0] for row in session.execute(text(statement), _asked(session, tokens, limit))]


def newest(session: Session, tokens: Sequence[str], limit: int) -> list[int]:
    """The numbers of titles whose records have all these tokens, the newest first."""
    asked = _asked(session, tokens, limit)
    if not _sqlite(session.get_bind()):
        late = [row[0] for row in session.execute(text(_LATE), asked | {"window": WINDOW})]
        if len(late) >= limit:
            return late
    return [row[0] for row in session.execute(text(_newest(session)), asked)]


WINDOW = 8000
"""Titles among which PostgreSQL looks first: a frequent word fills a list from them, and the rest is left unread."""
_LATE = (
    "SELECT id FROM searchtitle WHERE id >= "
    "coalesce((SELECT id FROM searchtitle ORDER BY id DESC OFFSET :window LIMIT 1), 0) "
    f"AND {_MATCH} ORDER BY id DESC LIMIT :limit"
)


def _newest(session: Session) -> str:
    if _sqlite(session.get_bind()):
        return "SELECT rowid FROM searchtitle WHERE searchtitle MATCH :asked ORDER BY rowid DESC LIMIT :limit"
    return (
        f"WITH hit AS MATERIALIZED (SELECT id FROM searchtitle WHERE {_MATCH}) "
        "SELECT id FROM hit ORDER BY id DESC LIMIT :limit"
    )


def books(session: Session, tokens: Sequence[str], limit: int) -> list[tuple[int, int]]:
    """Titles with a passage that has all these tokens, the newest first, each with the number of the first such."""
    found = session.execute(text(_books(session)), _asked(session, tokens, limit))
    return [(row[0] >> SHIFT, row[0] & ((1 << SHIFT) - 1)) for row in found]


def _books(session: Session) -> str:
    if _sqlite(session.get_bind()):
        return (
            "SELECT min(rowid) FROM searchpassage WHERE searchpassage MATCH :asked "
            f"GROUP BY rowid >> {SHIFT} ORDER BY rowid >> {SHIFT} DESC LIMIT :limit"
        )
    return (
        f"WITH hit AS MATERIALIZED (SELECT id FROM searchpassage WHERE {_MATCH}) "
        f"SELECT min(id) FROM hit GROUP BY id >> {SHIFT} ORDER BY id >> {SHIFT} DESC LIMIT :limit"
    )


def _asked(session: Session, tokens: Sequence[str], limit: int) -> dict[str, Any]:
    """The tokens as each engine reads them; they hold neither quotes nor backslashes."""
    quote, joint = ('"', " ") if _sqlite(session.get_bind()) else ("'", " & ")
    return {"asked": joint.join(f"{quote}{token}{quote}" for token in dict.fromkeys(tokens)), "limit": limit}
