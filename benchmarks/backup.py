"""Backup and restore of 1,000 titles with their files: time and size, on SQLite and PostgreSQL, into each other.

    python benchmarks/backup.py [TITLES] [--only sqlite|postgres]

Each title has a manuscript (300 kB), a real EPUB of 20,000 words of its own, a PDF (1 MB) and a cover (100 kB), was
built and released, and has its entries in the record of changes. *second* is a backup into the same folder after ten
more titles; *thorough* reads everything again. A restore reads the backup, enters files and records, makes the index,
reads every file again, and reads the text of every book; it goes into the other database as well.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import search as servers
from sqlalchemy import create_engine, text
from sqlmodel import Session

from catalogue import db
from catalogue.exchange import backups
from catalogue.jobs import restoring
from catalogue.models.builds import BuildState
from catalogue.models.people import Organisation
from catalogue.services import programme, releases, submissions, titles
from catalogue.services.submissions import MadeFile
from catalogue.settings import Settings
from catalogue.storage import Store, open_storage
from pipeline import BuildOptions, EditionRecord, build
from pipeline.metadata import BookPart, Person

TITLES, PIECE = 1000, 25
SENTENCE = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền, được tạo hóa ban cho lý trí. "


def a_book(folder: Path) -> Path:
    """A real EPUB of some 20,000 words."""
    chapters = ("\n\n".join(f"{SENTENCE * 3}{number}" for number in range(20)) for _ in range(14))
    manuscript = folder / "sach.md"
    manuscript.write_text("\n\n".join(f"# Chương {n}\n\n{chapter}" for n, chapter in enumerate(chapters)), "utf-8")
    record = EditionRecord(book=BookPart(title="Sách để đo", language="vi"))
    return build(manuscript, folder / "made", record, BuildOptions(formats=("epub",), check=False)).outputs[0].path


class Filler:
    """Puts titles with files into a catalogue."""

    def __init__(self, store: Store, book: Path, folder: Path, seed: int) -> None:
        self.store, self.book, self.folder = store, book, folder
        self.draw = random.Random(seed)  # noqa: S311 - bytes to copy, no secret

    def file(self, role: str, size: int, number: int) -> Path:
        path = self.folder / role
        if role == "epub":
            shutil.copyfile(self.book, path)
            with zipfile.ZipFile(path, "a") as archive:
                archive.comment = str(number).encode()  # a file of its own, the same book
        else:
            path.write_bytes(self.draw.randbytes(size))
        return path

    def add(self, session: Session, house: Organisation, number: int) -> None:
        book = BookPart(title=f"Sách số {number} về quyền con người", language="vi")
        edition = titles.create(session, EditionRecord(book=book, people=(Person(name=f"Tác giả {number}"),)), house)
        came = self.store.put(self.file("manuscript", 300_000, number))
        made = submissions.create_build(
            session, submissions.add_manuscript(session, edition, came, f"{number}.docx", "x"), edition
        )
        files = [
            MadeFile(role, f"sach.{role}", "x", self.store.put(self.file(role, size, number)))
            for role, size in (("epub", 0), ("pdf", 1_000_000), ("cover", 100_000))
        ]
        submissions.close(session, made.id, 0, BuildState.BUILT, {"status": "built", "findings": []}, files)
        releases.release(session, edition, without_dossier="đo")


def fill(settings: Settings, book: Path, folder: Path, numbers: range) -> None:
    """Titles of these numbers, each with files."""
    engine = db.make_engine(settings.database_url)
    filler = Filler(open_storage(settings), book, folder, numbers.start)
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        house = Organisation(name=f"Nhà xuất bản {numbers.start}")
        session.add(house)
        session.flush()
        key = house.id
    for at in range(numbers.start, numbers.stop, PIECE):
        with db.session_scope(engine) as session:
            for number in range(at, min(at + PIECE, numbers.stop)):
                filler.add(session, session.get_one(Organisation, key), number)
    engine.dispose()


class Clock:
    """Hears the steps and knows how long each took."""

    def __init__(self) -> None:
        self.began, self.last = time.monotonic(), ""
        self.steps: dict[str, float] = {}
        self._since = self.began

    def tell(self, step: str, _done: int, _total: int) -> None:
        now = time.monotonic()
        if self.last:
            self.steps[self.last] = self.steps.get(self.last, 0) + now - self._since
        self.last, self._since = step, now

    def said(self) -> str:
        self.tell("", 0, 0)
        parts = ", ".join(f"{step} {seconds:.1f}" for step, seconds in self.steps.items() if step)
        return f"{time.monotonic() - self.began:8.1f} s   ({parts})"


def backed_up(settings: Settings, folder: Path, *, thorough: bool = False) -> tuple[backups.Made, str]:
    engine, clock = db.make_engine(settings.database_url), Clock()
    made = backups.make(engine, open_storage(settings), folder, clock.tell, thorough=thorough)
    engine.dispose()
    assert made.sound
    return made, clock.said()


@contextmanager
def databases() -> Iterator[dict[str, list[str]]]:
    """Two empty databases of each kind."""
    with tempfile.TemporaryDirectory() as name, servers.database("postgres") as server:
        found = {"sqlite": [f"sqlite:///{name}/{n}.db" for n in range(4)], "postgres": []}
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for n in range(4):
                connection.execute(text(f"CREATE DATABASE backup{n}"))
                head, _, query = server.partition("?")
                found["postgres"].append(f"{head.rsplit('/', 1)[0]}/backup{n}?{query}")
        admin.dispose()
        yield found


def measure(kind: str, size: int, book: Path, folder: Path, urls: dict[str, list[str]]) -> None:
    """One catalogue through everything."""
    settings = Settings(database_url=urls[kind].pop(), storage_url=f"file:{folder / 'files'}")
    db.upgrade(settings.database_url)
    fill(settings, book, folder, range(size))
    made, said = backed_up(settings, folder / "backups")
    records = sum(path.stat().st_size for path in backups.records(made.path).iterdir())
    print(f"{kind:9} {size} titles, {sum(made.counts.values())} rows ({records / 1e6:.1f} MB), "
          f"{made.files} files ({made.bytes / 1e9:.2f} GB)")  # fmt: skip
    print(f"{kind:9} backup            {said}")
    fill(settings, book, folder, range(size, size + 10))
    made, said = backed_up(settings, folder / "backups")
    print(f"{kind:9} second, {made.copied:3} new   {said}", flush=True)
    made, said = backed_up(settings, folder / "backups", thorough=True)
    print(f"{kind:9} thorough, {made.copied:3} new {said}", flush=True)
    shutil.rmtree(folder / "files")
    for other in ("sqlite", "postgres"):
        clock = Clock()
        target = Settings(
            database_url=urls[other].pop(), storage_url=f"file:{folder / other}", work_folder=folder / "work"
        )
        assert restoring.restore(target, made.path, clock.tell).sound
        print(f"{kind:9} restore to {other:9}{clock.said()}", flush=True)
        shutil.rmtree(folder / other)


def main() -> None:
    """Measure and print."""
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    print(f"load at the beginning: {os.getloadavg()[0]:.1f}")
    with databases() as urls:
        for kind in ("sqlite", "postgres"):
            if "--only" in sys.argv and kind not in sys.argv:
                continue
            with tempfile.TemporaryDirectory(dir="/tmp") as name:
                folder = Path(name)
                measure(kind, (sizes or [TITLES])[0], a_book(folder), folder, urls)
    print(f"load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
