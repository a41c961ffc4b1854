"""A backup holds everything at one moment, whatever goes on beside it and whatever became of single files."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import bagit
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from stocked import Stock
from support import People

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import backups
from catalogue.models.builds import StoredFile
from catalogue.models.people import Organisation
from catalogue.services import audit, fixity, titles
from catalogue.storage import Store
from pipeline.metadata import BookPart, EditionRecord


def silent(_step: str, _done: int, _total: int) -> None: ...


def kept(tmp_path: Path, sha256: str) -> Path:
    return tmp_path / "files" / sha256[:2] / sha256[2:4] / sha256


def files(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(fixity.known(session))


@pytest.mark.usefixtures("stocked")
def test_it_is_a_bag_with_every_record_and_file(engine: Engine, local: Store, tmp_path: Path) -> None:
    made = backups.make(engine, local, tmp_path / "backups", silent)
    bagit.Bag(str(made.path)).validate(processes=1)
    assert made.sound
    assert [path.name for path in sorted((made.path / "data/files").rglob("*")) if path.is_file()] == files(engine)
    assert (made.files, made.copied, made.counts["edition"]) == (len(files(engine)), len(files(engine)), 2)
    with Session(engine) as session:
        assert (made.entries, made.head) == audit.end(session)
    assert backups.about(made.path).counts == made.counts
    assert made.path.stat().st_mode & 0o777 == 0o700


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_who_is_signed_in_and_what_is_made_anew_are_left_out(engine: Engine, local: Store, tmp_path: Path) -> None:
    made = backups.make(engine, local, tmp_path / "backups", silent)
    assert not {"usersession", "sentform", "upload", "letter", "searchentry", "bookpassage"} & made.counts.keys()


def test_titles_that_come_in_meanwhile_wait_for_nobody_and_are_not_in_it(
    engine: Engine, local: Store, people: People, tmp_path: Path
) -> None:
    began, again, over = threading.Event(), threading.Event(), threading.Event()
    written = []

    def go_on() -> None:
        while not over.is_set():
            with db.session_scope(engine) as session:
                house = session.get_one(Organisation, people.house)
                record = EditionRecord(book=BookPart(title=f"Sách {len(written)}", language="vi"))
                written.append(titles.create(session, record, house).id)
            (again if began.is_set() else over if len(written) > 5000 else again).set()

    def told(step: str, done: int, total: int) -> None:
        if step == "records" and not began.is_set():
            began.set()
            again.clear()
            assert again.wait(30), f"writers were held up at {done} of {total}"

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        assert again.wait(30)
        made = backups.make(engine, local, tmp_path / "backups", told)
    finally:
        over.set()
        writer.join()
    in_it = {row["id"] for row in backups.rows(made.path, "edition")}
    assert in_it == set(written[: len(in_it)])
    assert len(in_it) < len(written)
    assert {row["edition_id"] for row in backups.rows(made.path, "titletext")} == in_it
    changes = list(backups.rows(made.path, "changeevent"))
    assert (len(changes), changes[-1]["hash"], made.broken_at) == (made.entries, made.head, None)


@pytest.mark.usefixtures("stocked")
def test_a_second_backup_copies_only_what_is_new(engine: Engine, local: Store, tmp_path: Path) -> None:
    first = backups.make(engine, local, tmp_path / "backups", silent)
    (tmp_path / "more").write_bytes(b"a new file")
    with db.session_scope(engine) as session:
        fresh = local.put(tmp_path / "more")
        session.add(StoredFile(sha256=fresh.sha256, size=fresh.size, media_type="text/plain"))
    second = backups.make(engine, local, tmp_path / "backups", silent)
    bagit.Bag(str(second.path)).validate(processes=1)
    assert (second.copied, second.copied_bytes, second.files) == (1, fresh.size, first.files + 1)
    for sha256 in files(engine):
        path = second.path / "data" / backups.place(sha256)
        assert path.stat().st_nlink == (1 if sha256 == fresh.sha256 else 2)
    assert backups.whole(tmp_path / "backups") == [second.path, first.path]


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_a_damaged_and_a_missing_file_are_named_and_the_rest_is_kept(
    engine: Engine, local: Store, tmp_path: Path
) -> None:
    damaged, missing, *others = files(engine)
    content = bytearray(kept(tmp_path, damaged).read_bytes())
    content[0] ^= 1
    kept(tmp_path, damaged).write_bytes(content)
    kept(tmp_path, missing).unlink()
    made = backups.make(engine, local, tmp_path / "backups", silent)
    assert (made.damaged, made.missing, made.lacking) == ([damaged], [missing], sorted([damaged, missing]))
    assert made.files == len(others)
    bagit.Bag(str(made.path)).validate(processes=1)
    told = json.loads((made.path / "data/backup.json").read_text("utf-8"))["files"]
    assert (told["damaged"], told["missing"]) == ([damaged], [missing])


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize("thorough", [False, True])
def test_what_an_earlier_backup_has_undamaged_is_taken_from_there(
    engine: Engine, local: Store, tmp_path: Path, thorough: bool
) -> None:
    cut, gone, flipped, *_ = files(engine)
    backups.make(engine, local, tmp_path / "backups", silent)
    kept(tmp_path, cut).write_bytes(b"")
    kept(tmp_path, gone).unlink()
    kept(tmp_path, flipped).write_bytes(kept(tmp_path, flipped).read_bytes()[::-1])
    made = backups.make(engine, local, tmp_path / "backups", silent, thorough=thorough)
    bagit.Bag(str(made.path)).validate(processes=1)
    assert made.damaged == ([cut, flipped] if thorough else [cut])  # the other looks the same from outside
    assert (made.missing, made.lacking, made.copied) == ([gone], [], 0)


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_a_file_that_was_damaged_in_the_earlier_backup_is_taken_anew(
    engine: Engine, local: Store, tmp_path: Path
) -> None:
    first = backups.make(engine, local, tmp_path / "backups", silent)
    chosen = files(engine)[0]
    held = first.path / "data" / backups.place(chosen)
    held.write_bytes(held.read_bytes()[::-1])
    made = backups.make(engine, local, tmp_path / "backups", silent, thorough=True)
    bagit.Bag(str(made.path)).validate(processes=1)
    assert (made.copied, made.sound) == (1, True)


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_two_at_once_into_one_folder_are_one_too_many(engine: Engine, local: Store, tmp_path: Path) -> None:
    def told(_step: str, _done: int, _total: int) -> None:
        with pytest.raises(Refusal, match="bak-002"):
            backups.make(engine, local, tmp_path / "backups", silent)

    assert backups.make(engine, local, tmp_path / "backups", told).sound


def test_a_database_without_a_catalogue_is_refused(local: Store, tmp_path: Path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(Refusal, match="bak-001"):
        backups.make(engine, local, tmp_path / "backups", silent)
    engine.dispose()
    assert backups.whole(tmp_path / "backups") == []


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_a_place_that_cannot_be_written_is_said_so(engine: Engine, local: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="bak-003"):
        backups.make(engine, local, tmp_path / "file", silent)


def test_the_titles_of_a_snapshot_are_those_of_its_moment(engine: Engine, stocked: Stock) -> None:
    with db.snapshot(engine) as connection:
        before = connection.execute(select(Organisation.id)).all()
        with db.session_scope(engine) as session:
            session.add(Organisation(name="Nhà xuất bản mới"))
        assert connection.execute(select(Organisation.id)).all() == before
    with Session(engine) as session:
        assert len(session.exec(select(Organisation.id).where(col(Organisation.name) != "")).all()) == len(before) + 1
    assert stocked.edition
