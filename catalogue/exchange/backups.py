"""A backup: all records and all files at one moment, as a BagIt bag that needs nothing of ours to be read.

    FOLDER/nghinsach-20261201T142005Z/
      bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
      data/backup.json             what it is: moment, versions, counts, the end of the record of changes
      data/records/TABLE.jsonl     every row, one a line
      data/files/ab/cd/HASH        every file of the store, once

It is made under another name and gets its own when it is whole and on the disk. Files that an earlier backup in the
same folder holds are the same ones (hard links), so that a further backup costs what is new.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import bag_check, bags
from catalogue.models.base import now
from catalogue.services import audit, dump
from catalogue.storage import StorageError, Store, Stored, UnreachableError
from pipeline.i18n import N_

PREFIX, UNFINISHED, LOCK = "nghinsach-", ".unfinished", ".nghinsach-backup.lock"
ABOUT = "backup.json"
SCHEMA = 1

NO_CATALOGUE = N_("There is no catalogue in this database yet, so there is nothing to back up.")
BUSY = N_("Another backup is being written into this folder. Wait for its end.")
NOT_WRITTEN = N_("The backup could not be written: {reason}. What is there of it is no backup and is used by the next.")
NO_DATABASE = N_("The database cannot be reached: {reason}. See NGHINSACH_DATABASE_URL.")
NO_STORE = N_("The files of the catalogue cannot be reached: {reason}. See NGHINSACH_STORAGE_URL.")
NOT_ONE = N_("“{name}” is not a whole backup ({reason}). Name a folder that nghinsach backup has finished.")
STRANGE = N_("This backup is of a form that this version does not know. Install the newest version of Nghìn Sách.")

Tell = Callable[[str, int, int], None]
"""Hears the step, how much of it is done and how much there is: rows or files."""


@dataclass(slots=True)
class Made:
    """A backup that was made, or what one says of itself."""

    path: Path
    made_at: datetime
    revision: str
    counts: dict[str, int] = field(default_factory=dict)
    """Rows by table."""
    entries: int = 0
    """Of the record of changes, with the hash of the last and the first that does not follow, if one does not."""
    head: str = ""
    broken_at: int | None = None
    files: int = 0
    bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    """What this backup took anew; the rest stands in an earlier one as well."""
    damaged: list[str] = field(default_factory=list)
    """Files that the store has no longer as they were; those in ``saved`` came from an earlier backup."""
    missing: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)

    @property
    def lacking(self) -> list[str]:
        """Files that the catalogue knows and the backup does not hold."""
        return sorted({*self.damaged, *self.missing} - set(self.saved))

    @property
    def sound(self) -> bool:
        """Whether everything was as it should be."""
        return not self.damaged and not self.missing and self.broken_at is None


def place(sha256: str) -> str:
    """Where a file of the store lies in the payload."""
    return f"files/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def records(folder: Path) -> Path:
    """Where the rows of a backup lie."""
    return folder / "data" / "records"


def whole(folder: Path) -> list[Path]:
    """The finished backups in a folder, the newest first."""
    found = [path for path in folder.glob(f"{PREFIX}*") if path.suffix != UNFINISHED and (path / "bagit.txt").is_file()]
    return sorted(found, key=lambda path: path.name, reverse=True)


def make(engine: Engine, store: Store, folder: Path, tell: Tell, *, thorough: bool = False) -> Made:
    """Back up into a new folder within ``folder``.

    ``thorough`` reads also those files again that an earlier backup holds, in the store and there. Raises Refusal
    when there is no catalogue, when another backup is under way, or when the disk does not take it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _make(engine, store, folder, tell, thorough)
    except OperationalError as error:
        raise unreachable(error) from error
    except UnreachableError as error:
        raise Refusal("bak-004", NO_STORE, reason=str(error).splitlines()[0]) from error
    except OSError as error:
        raise Refusal("bak-003", NOT_WRITTEN, reason=error.strerror or str(error)) from error


def unreachable(error: OperationalError) -> Refusal:
    """What is said of a database that does not answer."""
    return Refusal("bak-007", NO_DATABASE, reason=str(error.orig).splitlines()[0])


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("bak-002", BUSY) from None
        yield


def _make(engine: Engine, store: Store, folder: Path, tell: Tell, thorough: bool) -> Made:
    earlier, begun = whole(folder), sorted(folder.glob(f"{PREFIX}*{UNFINISHED}"))
    with db.snapshot(engine) as connection:
        if not dump.has_tables(connection):
            raise Refusal("bak-001", NO_CATALOGUE)
        made = Made(folder, now(), db.revision_of(connection))
        made.path = _new(folder, made.made_at)
        part = made.path.with_name(made.path.name + UNFINISHED)
        part.mkdir(mode=0o700)
        bag = bags.Bag(bags.Folder(part))
        wanted = _write_rows(connection, bag, made, tell)
        dialect = connection.dialect.name
    copier = _Copier(store, bag, part, earlier[0] if earlier else None, begun, thorough)
    for number, sha256 in enumerate(sorted(wanted)):
        tell("files", number, len(wanted))
        copier.take(sha256, made)
    tell("files", len(wanted), len(wanted))
    bag.add(ABOUT, [_json(_described(made, dialect))])
    bag.close(_info(made, bag))
    _finish(part, made.path)
    for path in begun:
        shutil.rmtree(path)
    return made


def _new(folder: Path, moment: datetime) -> Path:
    """A name that sorts by time and that no backup has."""
    name = f"{PREFIX}{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    taken = {path.name.removesuffix(UNFINISHED) for path in folder.glob(f"{name}*")}
    return folder / next(n for n in (name, *(f"{name}-{number:03d}" for number in range(1, 1000))) if n not in taken)


def _write_rows(connection: Connection, bag: bags.Bag, made: Made, tell: Tell) -> set[str]:
    """Every table as a file; the hashes of the files that the rows name."""
    wanted: set[str] = set()
    session = Session(connection)
    tables = dump.tables(connection)
    total = sum(dump.count(connection, table) for table in tables)
    done = 0
    for table in tables:
        made.counts[table.name] = 0

        def lines(table: Any = table) -> Iterator[bytes]:
            for row in dump.rows(connection, table):
                made.counts[table.name] += 1
                wanted.add(dump.files(table, row))
                yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

        bag.add(f"records/{table.name}.jsonl", lines())
        done += made.counts[table.name]
        tell("records", done, total)
    made.entries, made.head = audit.end(session)
    made.broken_at = audit.first_break(session)
    return wanted - {""}


class _Copier:
    """Brings files into a new backup: from the one before where it has them, else from the store."""

    def __init__(
        self, store: Store, bag: bags.Bag, part: Path, before: Path | None, begun: Sequence[Path], thorough: bool
    ) -> None:
        self._store, self._bag, self._part, self._before, self._thorough = store, bag, part, before, thorough
        self._begun = begun

    def take(self, sha256: str, made: Made) -> None:
        """One file; where store and earlier backups have none that is right, it is told of and left out."""
        size, held = self._size(sha256), self._held(sha256)
        doubtful = held is not None and (self._thorough or held.stat().st_size != size)
        sound = size is not None and (not doubtful or self._store.verify(sha256))
        stored = self._linked(sha256, trusted=sound and not doubtful)
        if stored is None and sound:
            stored = self._copied(sha256)
            sound = stored is not None
            made.copied, made.copied_bytes = made.copied + sound, made.copied_bytes + (stored.size if stored else 0)
        if not sound:
            (made.missing if size is None else made.damaged).append(sha256)
            made.saved += [sha256] if stored else []
        if stored:
            made.files, made.bytes = made.files + 1, made.bytes + stored.size

    def _size(self, sha256: str) -> int | None:
        try:
            return self._store.size(sha256)
        except StorageError:
            return None

    def _held(self, sha256: str) -> Path | None:
        """The file in the backup before."""
        path = self._before / "data" / place(sha256) if self._before else None
        return path if path and path.is_file() else None

    def _linked(self, sha256: str, *, trusted: bool) -> Stored | None:
        """The file of the backup before, or of one that was cut off, under our name as well.

        One of a backup that was cut off is always read again, and one of the backup before unless it is ``trusted``.
        """
        held = self._held(sha256)
        sources = [path for folder in self._begun if (path := folder / "data" / place(sha256)).is_file()]
        if held and not trusted:
            sources.insert(0, held)
        source = held if held and trusted else next((p for p in sources if bag_check.hashed(p) == sha256), None)
        if source is None:
            return None
        target = self._part / "data" / place(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # a file system without links, or one on which a file has all that it may have
            shutil.copyfile(source, target)
        stored = Stored(sha256, target.stat().st_size)
        self._bag.have(place(sha256), stored)
        return stored

    def _copied(self, sha256: str) -> Stored | None:
        try:
            return self._bag.add(place(sha256), self._store.checked(sha256))
        except StorageError:
            return None


def _described(made: Made, dialect: str) -> dict[str, Any]:
    """What the backup says of itself, for people and machines."""
    return {
        "schema": SCHEMA, "made_at": made.made_at.isoformat(), "made_by": f"Nghìn Sách {version('nghinsach')}",
        "revision": made.revision, "database": dialect, "rows": made.counts,
        "changes": {"entries": made.entries, "head": made.head, "broken_at": made.broken_at},
        "files": {"count": made.files, "bytes": made.bytes, "damaged": made.damaged, "missing": made.missing,
                  "saved": made.saved},
        "left_out": {"made_anew": list(dump.DERIVED), "passing": list(dump.PASSING)},
    }  # fmt: skip


def _info(made: Made, bag: bags.Bag) -> dict[str, str]:
    return {
        "Bagging-Date": made.made_at.date().isoformat(),
        "Bag-Software-Agent": f"Nghìn Sách {version('nghinsach')}",
        "Bag-Size": f"{bag.size} bytes",
        "External-Identifier": made.path.name,
        "External-Description": f"Backup of a catalogue of Nghìn Sách: {made.counts.get('edition', 0)} titles, "
        f"{made.entries} changes, {made.files} files. What it is: data/{ABOUT}",
    }


def _finish(part: Path, path: Path) -> None:
    """Everything is on the disk before the backup gets its name, and the name before anybody hears of it."""
    os.sync()
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def chosen(path: Path) -> Path:
    """The backup that a path means: itself, or the newest whole one in it. Raises Refusal."""
    if path.name.endswith(UNFINISHED):
        raise Refusal("bak-005", NOT_ONE, name=path, reason=UNFINISHED)
    if (path / "bagit.txt").is_file():
        return path
    found = whole(path)
    if not found:
        raise Refusal("bak-005", NOT_ONE, name=path, reason="bagit.txt")
    return found[0]


def about(folder: Path) -> Made:
    """What a backup says of itself; nothing of it has been held against its hashes yet. Raises Refusal."""
    try:
        told = json.loads((folder / "data" / ABOUT).read_text("utf-8"))
        if told["schema"] != SCHEMA:
            raise Refusal("bak-006", STRANGE)
        changes, files = told["changes"], told["files"]
        return Made(
            folder, datetime.fromisoformat(told["made_at"]), told["revision"], dict(told["rows"]),
            changes["entries"], changes["head"], changes["broken_at"], files["count"], files["bytes"],
            damaged=list(files["damaged"]), missing=list(files["missing"]), saved=list(files["saved"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal("bak-005", NOT_ONE, name=folder, reason=f"{ABOUT}: {error}") from error


def rows(folder: Path, table: str) -> Iterator[dump.Row]:
    """The rows of a table, as they were written."""
    with (records(folder) / f"{table}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
