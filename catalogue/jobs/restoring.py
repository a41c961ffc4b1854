"""A backup becomes a catalogue again: verified first, entered whole or not at all, and verified again at the end.

Files go into the store before the records that name them, and do no harm there if the records never follow. All
records come in by one transaction, into the tables as they were at the backup, which it then brings forward. Builds
that waited or ran are asked for anew, since what the job engine knew of them is not part of a backup.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import backups, bag_check
from catalogue.exchange.backups import Made
from catalogue.exchange.bag_check import Fault, NotABagError
from catalogue.jobs import builds, engine, texts
from catalogue.jobs.engine import Jobs
from catalogue.services import audit, dump, fixity, indexing, submissions
from catalogue.settings import Settings
from catalogue.storage import StorageError, Store, UnreachableError, open_storage
from pipeline.i18n import N_, NN_

RESTORED = "catalogue.restored"

DAMAGED = NN_(
    "{count} file of this backup is not what it was: “{name}”. Nothing was restored.",
    "{count} files of this backup are not what they were, “{name}” first. Nothing was restored.",
)
NEWER = N_("This backup comes from a newer version of Nghìn Sách (tables {revision}). Install that version first.")
NOT_EMPTY = N_(
    "The database holds a catalogue already, and a backup is restored only into an empty one. Name a new database in "
    "NGHINSACH_DATABASE_URL: for SQLite a file that is not there yet, for PostgreSQL one made by createdb."
)
NOT_TAKEN = N_("The database did not take the rows of “{table}”: {reason}. Nothing was restored.")
NOT_THE_SAME = N_("After entering, “{table}” is not what the backup says. Nothing was restored.")
STORE_DAMAGED = N_("The store holds a damaged file under the name {name}. Take it away there and restore again.")

Tell = Callable[[str, int, int], None]


@dataclass(slots=True)
class Restored:
    """What came back, and what does not hold."""

    backup: Made
    built_again: list[str] = field(default_factory=list)
    broken_at: int | None = None
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    texts: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything is there and right."""
        return not self.damaged and not self.missing and self.broken_at is None


def check(folder: Path, tell: Tell) -> list[Fault]:
    """Hold every byte of a backup against its hashes. Raises Refusal for what is no backup of ours."""
    known = backups.about(folder)
    if known.revision not in db.revisions():
        raise Refusal("rst-002", NEWER, revision=known.revision)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    done = 0

    def heard(count: int) -> None:
        nonlocal done
        done += count
        tell("check", done, size)

    try:
        return list(bag_check.faults(folder, heard))
    except NotABagError as error:
        raise Refusal("bak-005", backups.NOT_ONE, name=folder, reason=str(error)) from error


def restore(settings: Settings, folder: Path, tell: Tell) -> Restored:
    """Restore a backup into the empty database and the store of ``settings``. Raises Refusal; then nothing changed.

    (Files may be in the store then that nothing names.)
    """
    _must_be_empty(settings.database_url)
    faults = check(folder, tell)
    if faults:
        raise Refusal("rst-001", DAMAGED, count=len(faults), name=faults[0].name)
    found = Restored(backups.about(folder))
    try:
        store = open_storage(settings)
        _files(store, folder, tell)
        engine.prepare(settings.database_url)
        _records(settings, folder, found, tell)
        _prove(settings, store, found, tell)
    except UnreachableError as error:
        raise Refusal("bak-004", backups.NO_STORE, reason=str(error).splitlines()[0]) from error
    return found


def _must_be_empty(url: str) -> None:
    if not db.is_there(url):
        return
    made = db.make_engine(url)
    try:
        with made.connect() as connection:
            if dump.has_tables(connection):
                raise Refusal("rst-003", NOT_EMPTY)
    except OperationalError as error:
        raise backups.unreachable(error) from error
    finally:
        made.dispose()


def _files(store: Store, folder: Path, tell: Tell) -> None:
    """Every file of the backup into the store; one that lies there already must be the same."""
    paths = sorted(path for path in (folder / "data" / "files").rglob("*") if path.is_file())
    for number, path in enumerate(paths, 1):
        there = store.exists(path.name)
        if there and not store.verify(path.name):
            raise Refusal("rst-006", STORE_DAMAGED, name=path.name)
        if not there and store.put(path).sha256 != path.name:
            raise StorageError(f"{path} changed while it was restored")
        tell("files", number, len(paths))


def _records(settings: Settings, folder: Path, found: Restored, tell: Tell) -> None:
    """All rows by one transaction, with tables, index and jobs."""
    made, jobs = db.make_engine(settings.database_url), Jobs(settings.database_url)
    try:
        with made.begin() as connection:
            db.upgrade_within(connection, found.backup.revision)
            _enter(connection, folder, found.backup, tell)
            db.upgrade_within(connection)
            session = Session(connection)
            _follow(session, found)
            tell("index", 0, 1)
            indexing.rebuild(session)
            tell("index", 1, 1)
            found.built_again = submissions.wait_again(session)
            for build_id in found.built_again:
                jobs.enqueue(session, builds.JOB, build_id, job_id=build_id)
            audit.record(session, RESTORED, f"backup/{found.backup.path.name}"[:80], _payload(found))
            session.flush()
    finally:
        jobs.close()
        made.dispose()


def _enter(connection: Connection, folder: Path, backup: Made, tell: Tell) -> None:
    total, done = sum(backup.counts.values()), 0

    def heard(count: int) -> None:
        nonlocal done
        done += count
        tell("records", done, total)

    given = {table: backups.rows(folder, table) for table in backup.counts}
    try:
        entered = dump.load(connection, given, heard)
    except dump.RowRefusedError as error:
        raise Refusal("rst-004", NOT_TAKEN, table=error.table, reason=error.reason) from error
    wrong = [table for table, count in backup.counts.items() if entered.get(table) != count]
    if wrong:
        raise Refusal("rst-005", NOT_THE_SAME, table=wrong[0])


def _follow(session: Session, found: Restored) -> None:
    """The record of changes follows as it did: broken nowhere, or where it was broken before."""
    found.broken_at = audit.first_break(session)
    backup = found.backup
    if audit.end(session) != (backup.entries, backup.head) or found.broken_at != backup.broken_at:
        raise Refusal("rst-005", NOT_THE_SAME, table="changeevent")


def _payload(found: Restored) -> dict[str, object]:
    """What the record of changes says of the restore."""
    backup = found.backup
    return {"made_at": backup.made_at.isoformat(), "entries": backup.entries, "head": backup.head}


def _prove(settings: Settings, store: Store, found: Restored, tell: Tell) -> None:
    """Read every file again from where it lies now, and the texts of the books for the search."""
    made = db.make_engine(settings.database_url)
    try:
        with Session(db.reading(made)) as session:
            total = len(fixity.known(session))
            unread = len(set(indexing.unread(session, limit=found.backup.counts.get("release", 0))))
            result = fixity.check(session, store, lambda number: tell("fixity", number, total))
        found.damaged, found.missing = result.damaged, result.missing
        if not result.damaged and not result.missing:
            found.texts = texts.fill(made, store, settings.work_folder / "texts", lambda n: tell("texts", n, unread))
    finally:
        made.dispose()
