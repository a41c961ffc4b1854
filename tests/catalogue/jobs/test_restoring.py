"""What was backed up comes back row by row and file by file, on either database and in either store, or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import S3
from sqlalchemy import Engine, create_engine, inspect, text
from sqlmodel import Session, select
from stocked import Stock

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import backups
from catalogue.jobs import restoring
from catalogue.jobs.engine import Jobs
from catalogue.models.base import now
from catalogue.models.builds import Build, BuildState
from catalogue.models.people import Organisation, UserSession
from catalogue.models.programme import ChangeEvent
from catalogue.services import audit, dump, fixity, search
from catalogue.settings import Settings
from catalogue.storage import Store, open_storage

OTHER = {"sqlite": "postgres", "postgres": "sqlite"}


def silent(_step: str, _done: int, _total: int) -> None: ...


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Settings]]:
    """Settings with an empty database of a kind, and an empty store of a kind."""
    made: list[str] = []

    def new(kind: str, store: str = "local") -> Settings:
        url = f"sqlite:///{tmp_path / f'restored{len(made)}.db'}"
        if kind == "postgres":
            server, name = request.getfixturevalue("postgres_server"), "r" + uuid.uuid4().hex
            _administer(server, f"CREATE DATABASE {name}")
            made.append(name)
            head, _, query = server.partition("?")
            url = f"{head.rsplit('/', 1)[0]}/{name}?{query}"
        place: dict[str, Any] = {"storage_url": f"file:{tmp_path / 'restored-files'}"}
        if store == "s3":
            s3: S3 = request.getfixturevalue("s3_server")
            place = {
                "storage_url": "s3://books", "s3_endpoint": s3.endpoint,
                "s3_access_key": s3.access_key, "s3_secret_key": s3.secret_key,
            }  # fmt: skip
        return Settings(database_url=url, work_folder=tmp_path / "work", **place)

    yield new
    for name in made:
        _administer(request.getfixturevalue("postgres_server"), f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Session]:
    """A session on what was restored."""
    engine = db.make_engine(settings.database_url)
    try:
        with Session(db.reading(engine)) as session:
            yield session
    finally:
        engine.dispose()


def everything(engine: Engine) -> dict[str, list[dump.Row]]:
    """All rows of all tables that a backup keeps."""
    with db.snapshot(engine) as connection:
        return {table.name: list(dump.rows(connection, table)) for table in dump.tables(connection)}


@pytest.mark.parametrize(
    ("kind", "store"),
    [
        pytest.param("same", "local", marks=pytest.mark.sqlite_first),
        ("other", "local"),
        pytest.param("other", "s3", marks=[pytest.mark.s3, pytest.mark.sqlite_first]),
    ],
)
def test_every_row_and_file_comes_back(
    engine: Engine, local: Store, stocked: Stock, fresh: Callable[..., Settings], tmp_path: Path, kind: str, store: str
) -> None:
    ours = "postgres" if engine.dialect.name == "postgresql" else "sqlite"
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    settings = fresh(ours if kind == "same" else OTHER[ours], store)
    found = restoring.restore(settings, backup.path, silent)
    assert (found.sound, found.built_again, found.texts) == (True, [stocked.waiting], 1)

    with opened(settings) as session:
        before, after = everything(engine), everything(session.get_bind())
        added = after["changeevent"].pop()
        assert after == before
        assert (added["kind"], added["payload"]["head"]) == ("catalogue.restored", backup.head)
        assert audit.first_break(session) is None
        whole = fixity.check(session, open_storage(settings))
        assert (whole.checked, whole.damaged, whole.missing) == (backup.files, [], [])
        assert [hit.card.id for hit in search.find(session, "quyen con nguoi").hits] == [stocked.edition]
        assert search.find(session, "bình đẳng").total == 1  # in the text of the book alone
        if session.get_bind().dialect.name == "sqlite":
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    with closing(Jobs(settings.database_url)) as jobs:
        assert jobs.status(stocked.waiting) == "queued"


@pytest.mark.s3
@pytest.mark.sqlite_first
def test_from_s3_to_a_folder(
    engine: Engine, stocked: Stock, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    bucket = open_storage(fresh("sqlite", "s3"))
    with Session(engine) as session:
        known = fixity.known(session)
    for sha256 in known:
        bucket.put(local.fetch(sha256, tmp_path / "one"))
    backup = backups.make(engine, bucket, tmp_path / "backups", silent)
    assert (backup.sound, backup.copied) == (True, len(known))
    assert restoring.restore(fresh("sqlite"), backup.path, silent).sound
    assert stocked.edition


@pytest.mark.sqlite_first
def test_a_build_that_ran_begins_anew_and_nobody_stays_signed_in(
    engine: Engine, local: Store, stocked: Stock, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    with db.session_scope(engine) as session:
        build = session.get_one(Build, stocked.waiting)
        build.state, build.attempt, build.stage, build.fraction = BuildState.RUNNING, 3, "pdf", 0.5
        session.add(UserSession(user_id=stocked.people.member, token_hash="x", expires_at=now()))
    settings = fresh("sqlite")
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    restoring.restore(settings, backup.path, silent)
    with opened(settings) as session:
        build = session.get_one(Build, stocked.waiting)
        assert (build.state, build.attempt, build.stage, build.fraction) == ("queued", 0, "", 0.0)
        assert session.exec(select(UserSession)).all() == []


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_one_turned_bit_and_nothing_is_restored(
    engine: Engine, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    records = backup.path / "data/records/edition.jsonl"
    content = bytearray(records.read_bytes())
    content[len(content) // 2] ^= 4
    records.write_bytes(content)
    assert [(f.name, f.kind) for f in restoring.check(backup.path, silent)] == [
        ("data/records/edition.jsonl", "damaged")
    ]
    settings = fresh("sqlite")
    with pytest.raises(Refusal, match="rst-001") as refused:
        restoring.restore(settings, backup.path, silent)
    assert refused.value.params == {"count": 1, "name": "data/records/edition.jsonl"}
    assert not Path(settings.database_url.removeprefix("sqlite:///")).exists()
    assert list((tmp_path / "restored-files").rglob("*")) == []


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_only_into_an_empty_database(engine: Engine, local: Store, tmp_path: Path) -> None:
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    before = everything(engine)
    settings = Settings(database_url=engine.url.render_as_string(hide_password=False))
    with pytest.raises(Refusal, match="rst-003"):
        restoring.restore(settings, backup.path, silent)
    assert everything(engine) == before


@pytest.mark.postgres
def test_what_the_database_does_not_take_leaves_it_empty(
    local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    source = db.make_engine(f"sqlite:///{tmp_path / 'long.db'}")
    with source.begin() as connection:
        db.upgrade_within(connection)
    with db.session_scope(source) as session:
        session.add(Organisation(name="Rất dài " * 100))  # SQLite keeps no limit
    backup = backups.make(source, local, tmp_path / "backups", silent)
    source.dispose()
    settings = fresh("postgres")
    with pytest.raises(Refusal, match="rst-004") as refused:
        restoring.restore(settings, backup.path, silent)
    assert refused.value.params["table"] == "organisation"
    with opened(settings) as session:
        assert inspect(session.connection()).get_table_names() == []
    assert restoring.restore(fresh("sqlite"), backup.path, silent).sound


@pytest.mark.sqlite_first
def test_a_backup_of_an_older_version_is_brought_forward(
    database_url: str, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    old = db.make_engine(database_url)
    with old.begin() as connection:
        db.upgrade_within(connection, "0013")  # before letters, terms, second steps and identities
        connection.execute(
            text(
                "INSERT INTO organisation (id, name, kind, abbreviation) "
                "VALUES ('a', 'Nhà xuất bản Trẻ', 'publisher', 'NXBT')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO account (id, email, name, password, is_administrator, is_active, ui_language, created_at) "
                "VALUES ('b', 'an@example.org', 'An', 'x', :yes, :yes, 'vi', :moment)"
            ),
            {"yes": True, "moment": "2025-01-02 03:04:05.000006"},
        )
        session = Session(connection)
        audit.record(session, "organisation.added", "organisation/a", {"name": "Nhà xuất bản Trẻ"})
        session.flush()
    backup = backups.make(old, local, tmp_path / "backups", silent)
    old.dispose()
    assert (backup.revision, "term" in backup.counts) == ("0013", False)
    settings = fresh("sqlite")
    assert restoring.restore(settings, backup.path, silent).sound
    with opened(settings) as session:
        assert db.revision_of(session.connection()) == db.revisions()[0]
        assert session.exec(select(Organisation.name)).all() == ["Nhà xuất bản Trẻ"]
        assert [event.kind for event in session.exec(select(ChangeEvent).order_by(ChangeEvent.number))] == [
            "organisation.added", "catalogue.restored",
        ]  # fmt: skip
        assert session.execute(text("SELECT wants_letters, totp_secret FROM account")).one() == (1, "")


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_a_backup_of_a_newer_version_is_refused(
    engine: Engine, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    about = backup.path / "data/backup.json"
    about.write_text(json.dumps(json.loads(about.read_text("utf-8")) | {"revision": "9999"}), "utf-8")
    with pytest.raises(Refusal, match="rst-002") as refused:
        restoring.restore(fresh("sqlite"), backup.path, silent)
    assert refused.value.params == {"revision": "9999"}


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_files_that_lacked_at_the_backup_are_told_again(
    engine: Engine, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    with Session(engine) as session:
        gone = min(fixity.known(session))
    (tmp_path / "files" / gone[:2] / gone[2:4] / gone).unlink()
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    found = restoring.restore(fresh("sqlite"), backup.path, silent)
    assert (found.missing, found.damaged, found.sound) == ([gone], [], False)


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_a_damaged_file_that_lies_in_the_store_already_stops_it(
    engine: Engine, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    settings = fresh("sqlite")
    path = next(path for path in sorted((backup.path / "data/files").rglob("*")) if path.is_file())
    target = tmp_path / "restored-files" / path.relative_to(backup.path / "data/files")
    target.parent.mkdir(parents=True)
    target.write_bytes(b"something else")
    with pytest.raises(Refusal, match="rst-006"):
        restoring.restore(settings, backup.path, silent)
    target.unlink()
    assert restoring.restore(settings, backup.path, silent).sound  # what was there of it is no hindrance


@pytest.mark.sqlite_first
@pytest.mark.usefixtures("stocked")
def test_a_record_of_changes_that_was_broken_is_said_to_be_so(
    engine: Engine, local: Store, fresh: Callable[..., Settings], tmp_path: Path
) -> None:
    guards = ["DROP TRIGGER changeevent_no_update"] if engine.dialect.name == "sqlite" else [
        "DROP TRIGGER changeevent_guard ON changeevent"
    ]  # fmt: skip
    with engine.begin() as connection:
        for statement in [*guards, "UPDATE changeevent SET actor = 'x' WHERE number = 3"]:
            connection.execute(text(statement))
    backup = backups.make(engine, local, tmp_path / "backups", silent)
    assert (backup.broken_at, backup.sound) == (3, False)
    found = restoring.restore(fresh("sqlite"), backup.path, silent)
    assert (found.broken_at, found.sound) == (3, False)
