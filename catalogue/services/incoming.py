"""Files on their way here in pieces: who sends them, how much may come, what has come, and when it is thrown away.

The row says what was announced; how much of it is here is the size of the part in the incoming folder, so that the
answer is true after any accident. A file that is not finished within a day is swept away, and so is one that is
finished and never used.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session, col, func, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.builds import Upload
from pipeline.i18n import N_
from pipeline.intake.gate import MAX_BYTES

KEPT = timedelta(hours=24)
MOST_AT_ONCE = 20
"""Unfinished or unused files of one person."""
MOST_BYTES = 2 << 30
"""Their bytes together, as announced."""
SPARE_BYTES = 1 << 30
"""What stays free on the disk."""

EMPTY = N_("“{name}” is empty.")
TOO_LARGE = N_("“{name}” is too large: a file may have up to {limit} MB. Pictures can often be made smaller.")
WRONG_KIND = N_("“{name}” is not a kind of file that can be taken in: {kinds}.")
TOO_MANY = N_("Too many files are on their way already. Finish or cancel some of them first.")
NO_ROOM = N_("There is no room for such a file here at the moment. Please tell the administrator.")


class BusyError(Exception):
    """Another connection is writing to the same file at this moment."""


def announce(
    session: Session, folder: Path, user_id: str, name: str, size: int, kinds: tuple[str, ...]
) -> Upload:  # fmt: skip
    """Take note of a file that somebody wants to send. Raises Refusal before a byte of it has travelled."""
    if size == 0:
        raise Refusal("upl-001", EMPTY, name=name)
    if size > MAX_BYTES:
        raise Refusal("upl-002", TOO_LARGE, name=name, limit=MAX_BYTES >> 20)
    if not name.lower().endswith(kinds):
        raise Refusal("upl-003", WRONG_KIND, name=name, kinds=", ".join(kinds))
    wanted = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(Upload.user_id == user_id)
    count, announced = session.exec(wanted.where(Upload.expires_at > now())).one()
    if count >= MOST_AT_ONCE or announced + size > MOST_BYTES:
        raise Refusal("upl-004", TOO_MANY)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size + SPARE_BYTES:
        raise Refusal("upl-005", NO_ROOM)
    made = Upload(user_id=user_id, name=name[:300], size=size, expires_at=now() + KEPT)
    session.add(made)
    session.flush()
    part_of(folder, made).touch(mode=0o600)
    return made


def find(session: Session, folder: Path, user_id: str, upload_id: str) -> Upload:
    """Somebody's own file that is not over its time. Raises NotFoundError for anything else."""
    found = session.get(Upload, upload_id)
    if found is None or found.user_id != user_id or found.expires_at < now() or not part_of(folder, found).exists():
        raise NotFoundError(upload_id)
    return found


def part_of(folder: Path, upload: Upload) -> Path:
    """Where what has come so far lies; the id is ours, never a name that somebody sent."""
    return folder / upload.id


def come(folder: Path, upload: Upload) -> int:
    """Bytes that are here."""
    return part_of(folder, upload).stat().st_size


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """The part to add to, for one connection at a time; on the disk when it is closed. Raises BusyError."""
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(path.name) from None
        file.seek(0, os.SEEK_END)
        try:
            yield file
        finally:
            file.flush()
            os.fsync(file.fileno())


def whole(session: Session, folder: Path, user_id: str, upload_ids: list[str]) -> list[Upload]:
    """Somebody's files of these ids that have come whole, in this order. Raises NotFoundError for another."""
    found = [find(session, folder, user_id, upload_id) for upload_id in upload_ids]
    for upload in found:
        if come(folder, upload) != upload.size:
            raise NotFoundError(upload.id)
    return found


def forget(session: Session, folder: Path, upload: Upload) -> None:
    """Throw a file away: it was used, or is not wanted any more."""
    part_of(folder, upload).unlink(missing_ok=True)
    session.delete(upload)


def sweep(session: Session, folder: Path) -> int:
    """Throw away what is over its time, and parts that nobody announced. Returns how many files went."""
    late = session.exec(select(Upload).where(col(Upload.expires_at) < now())).all()
    for upload in late:
        forget(session, folder, upload)
    session.flush()
    known = set(session.exec(select(Upload.id)))
    lost = [path for path in folder.iterdir() if path.name not in known] if folder.is_dir() else []
    aged = [path for path in lost if path.stat().st_mtime < (now() - KEPT).timestamp()]
    for path in aged:
        path.unlink(missing_ok=True)
    return len(late) + len(aged)
