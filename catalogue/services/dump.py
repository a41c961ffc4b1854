"""All records as plain rows, and back: what a backup holds of the database, the same from SQLite and PostgreSQL.

Tables are read and written as the database itself describes them, not as today's models do. So a catalogue can be
backed up before it is brought to a newer version, and a backup goes back into the tables that it came from before
these are brought forward.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, Table, bindparam, func, inspect, select, types
from sqlalchemy.exc import SQLAlchemyError

from catalogue.models import METADATA

DERIVED = ("searchentry", "searchterm", "searchstate", "booktext", "bookpassage")
"""Made anew from the records and the books (``catalogue.services.indexing``)."""
PASSING = ("usersession", "sentform", "upload", "letter")
"""What must not come back: who was signed in, forms and uploads under way, letters that may have been sent since."""
FORMER: tuple[str, ...] = ()
"""Tables that a migration has dropped or renamed: older catalogues still have them."""
FILES = {"storedfile": "sha256", "dossieritem": "scan_sha256"}
"""Which columns name files of the store."""
ORDER = {"changeevent": "number"}
"""Tables whose rows have an order of their own; the others stand in that of their keys."""
PIECE = 500

Row = dict[str, Any]


class RowRefusedError(Exception):
    """The database does not take rows of a table; says which table and why."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(f"{table}: {reason}")
        self.table, self.reason = table, reason


def tables(connection: Connection) -> list[Table]:
    """Our tables that a backup keeps, as the database describes them, each after those that it refers to."""
    wanted = {*METADATA.tables, *FORMER} - {*DERIVED, *PASSING}
    found = MetaData()
    found.reflect(connection, only=sorted(wanted.intersection(inspect(connection).get_table_names())))
    return found.sorted_tables


def has_tables(connection: Connection) -> bool:
    """Whether a database holds any table of ours, even an empty one."""
    return bool({*METADATA.tables, *FORMER, "alembic_version"}.intersection(inspect(connection).get_table_names()))


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def rows(connection: Connection, table: Table) -> Iterator[Row]:
    """The rows of a table as JSON can say them: times in UTC, days by ISO 8601, bytes in Base64."""
    order = [table.c[ORDER[table.name]]] if table.name in ORDER else list(table.primary_key)
    said = {column.name: _said(column.type) for column in table.columns}
    found = connection.execute(select(table).order_by(*order), execution_options={"yield_per": PIECE})
    for row in found.mappings():
        yield {name: None if row[name] is None else say(row[name]) for name, say in said.items()}


def files(table: Table, row: Row) -> str:
    """The hash of the file that a row names; empty where it names none."""
    column = FILES.get(table.name)
    return (row[column] or "") if column else ""


def load(connection: Connection, given: Mapping[str, Iterable[Row]], tell: Callable[[int], None]) -> dict[str, int]:
    """Enter rows by table into fresh tables; ``tell`` hears how many came in. Returns how many each table holds.

    What a migration put into them to begin with goes: the backup has it as it became. Raises RowRefusedError; the
    caller's transaction is then to be rolled back.
    """
    found, fresh = {}, tables(connection)
    for table in reversed(fresh):
        if count(connection, table):
            connection.execute(table.delete())
    for table in fresh:
        if table.name in given:
            _load(connection, table, iter(given[table.name]), tell)
            found[table.name] = count(connection, table)
    return found


def _load(connection: Connection, table: Table, given: Iterator[Row], tell: Callable[[int], None]) -> None:
    """A row that refers to another of its own table gets that reference when all rows are there."""
    naive = connection.dialect.name == "sqlite"
    meant = {column.name: _meant(column.type, naive) for column in table.columns}
    own = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    [key, *_] = table.primary_key
    referring = {name: [] for name in own}  # type: dict[str, list[Row]]
    try:
        while piece := [_entered(row, meant) for row in islice(given, PIECE)]:
            for row in piece:
                for name in own:
                    if row[name] is not None:
                        referring[name].append({"its": row[key.name], "other": row[name]})
                        row[name] = None
            connection.execute(table.insert(), piece)
            tell(len(piece))
        for name, pairs in referring.items():
            if pairs:
                change = table.update().where(key == bindparam("its")).values({name: bindparam("other")})
                connection.execute(change, pairs)
    except (SQLAlchemyError, KeyError, TypeError, ValueError) as error:
        raise RowRefusedError(table.name, _reason(error)) from error


def _entered(row: Row, meant: Mapping[str, Callable[[Any], Any]]) -> Row:
    return {name: None if row[name] is None else mean(row[name]) for name, mean in meant.items()}


def _reason(error: Exception) -> str:
    """What the database itself said, in a line."""
    return str(getattr(error, "orig", None) or error).splitlines()[0][:300]


def _said(kind: types.TypeEngine[Any]) -> Callable[[Any], Any]:
    """How values of a column are written down."""
    if isinstance(kind, types.DateTime):
        return _moment
    if isinstance(kind, types.Date):
        return date.isoformat
    if isinstance(kind, types.LargeBinary):
        return lambda value: base64.b64encode(value).decode()
    return _same


def _meant(kind: types.TypeEngine[Any], naive: bool) -> Callable[[Any], Any]:
    """How values of a column are read; SQLite keeps times without their zone (``naive``)."""
    if isinstance(kind, types.DateTime):
        return (lambda said: datetime.fromisoformat(said).replace(tzinfo=None)) if naive else datetime.fromisoformat
    if isinstance(kind, types.Date):
        return date.fromisoformat
    if isinstance(kind, types.LargeBinary):
        return base64.b64decode
    return _same


def _moment(value: datetime) -> str:
    return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()


def _same(value: Any) -> Any:
    return value
