"""Builds by real workers on both databases: done once, called off, parked, and nothing half-made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from support import MARKDOWN, People, until

from catalogue import db
from catalogue.jobs import builds
from catalogue.jobs import engine as jobs
from catalogue.models.builds import Build, BuildFile, BuildState, Manuscript, StoredFile
from catalogue.models.titles import Edition
from catalogue.services import submissions
from catalogue.settings import Settings
from catalogue.storage import Store, open_storage
from pipeline.metadata import BookPart, EditionRecord

RECORD = EditionRecord(book=BookPart(title="Quyền con người", language="vi"))


class Place:
    """A catalogue with its queue and store, and the means to start workers on it."""

    def __init__(self, engine: Engine, url: str, folder: Path, people: People) -> None:
        self.engine, self.people, self.folder = engine, people, folder
        self.settings = Settings(database_url=url, storage_url=f"file:{folder / 'files'}", work_folder=folder / "work")
        jobs.prepare(url)
        self.store: Store = open_storage(self.settings)
        self.jobs = jobs.Jobs(url)
        self.workers: list[subprocess.Popen[bytes]] = []

    def submit(self, content: str = MARKDOWN, name: str = "sach.md") -> str:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        upload = builds.Upload(path, name)
        _, build = builds.submit_new(self.engine, self.store, self.jobs, upload, RECORD, self.people.house)
        return build

    def worker(self) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "NGHINSACH_DATABASE_URL": self.settings.database_url,
            "NGHINSACH_STORAGE_URL": self.settings.storage_url,
            "NGHINSACH_WORK_FOLDER": str(self.settings.work_folder),
        }
        self.workers.append(
            subprocess.Popen([sys.executable, "-m", "catalogue.jobs.worker"], env=environment, stdin=subprocess.PIPE)
        )
        return self.workers[-1]

    def build(self, build_id: str) -> Build:
        with Session(db.reading(self.engine)) as session:
            return session.get_one(Build, build_id)

    def state(self, build_id: str) -> str:
        return self.build(build_id).state

    def ended(self, build_id: str) -> Callable[[], bool]:
        return lambda: self.state(build_id) not in submissions.OPEN

    def files(self, build_id: str) -> list[str]:
        with Session(db.reading(self.engine)) as session:
            return [file.role for file, _ in submissions.files_of(session, build_id)]


@pytest.fixture
def place(engine: Engine, database_url: str, tmp_path: Path, people: People) -> Iterator[Place]:
    made = Place(engine, database_url, tmp_path, people)
    yield made
    for worker in made.workers:
        worker.kill()
        worker.communicate()
    made.jobs.close()


def test_a_worker_builds_what_was_handed_in(place: Place) -> None:
    build_id = place.submit()
    place.worker()
    until(place.ended(build_id))
    build = place.build(build_id)
    assert (build.state, build.attempt, build.fraction) == (BuildState.BUILT, 1, 1.0)
    assert place.files(build_id) == ["cover", "epub", "pdf", "text", "thumbnail"]
    assert (build.report["counts"]["headings"], build.report["counts"]["notes"]) == (2, 1)
    with Session(place.engine) as session:
        assert all(place.store.verify(file.sha256) for file in session.exec(select(StoredFile)))
    assert list((place.folder / "work").glob("*/*")) == []


@pytest.mark.sqlite_first  # `make test-faults` kills on both databases, twenty times
def test_a_worker_that_is_killed_in_mid_build_is_followed_by_another_and_there_is_one_book(place: Place) -> None:
    build_id = place.submit()
    first = place.worker()
    until(lambda: place.build(build_id).stage not in ("", "intake"))
    first.kill()
    first.communicate()
    assert place.state(build_id) == BuildState.RUNNING
    place.worker()
    until(place.ended(build_id))
    assert (place.state(build_id), place.build(build_id).attempt) == (BuildState.BUILT, 2)
    assert place.files(build_id) == ["cover", "epub", "pdf", "text", "thumbnail"]
    with Session(place.engine) as session:
        assert len(session.exec(select(BuildFile)).all()) == 5


def test_a_running_build_that_is_cancelled_leaves_nothing(place: Place) -> None:
    build_id = place.submit(MARKDOWN * 40)
    place.worker()
    until(lambda: place.build(build_id).stage not in ("", "intake"))
    builds.cancel(place.engine, place.jobs, build_id)
    until(lambda: list((place.folder / "work").glob("*/*")) == [])
    assert (place.state(build_id), place.files(build_id)) == (BuildState.CANCELLED, [])


def test_a_manuscript_that_cannot_become_a_book_is_refused_with_the_reason(place: Place) -> None:
    build_id = place.submit("\n \n")
    place.worker()
    until(place.ended(build_id))
    build = place.build(build_id)
    assert (build.state, place.files(build_id)) == (BuildState.REFUSED, [])
    assert [finding["severity"] for finding in build.report["findings"]].count("error") == 1


def test_a_finished_pdf_is_checked_and_kept_as_it_is(place: Place, tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(tmp_path / "made.pdf")
    content = (tmp_path / "made.pdf").read_bytes()
    upload = builds.Upload(tmp_path / "made.pdf", "made.pdf")
    _, build_id = builds.submit_new(place.engine, place.store, place.jobs, upload, RECORD, place.people.house)
    builds.Builder(place.engine, place.store, place.folder / "work").run(build_id)
    assert (place.state(build_id), place.files(build_id)) == (BuildState.BUILT, ["pdf"])
    with Session(place.engine) as session:
        [(file, _)] = submissions.files_of(session, build_id)
        assert file.name == "quyen-con-nguoi.pdf"
        assert b"".join(place.store.read(file.sha256)) == content


def test_a_build_whose_child_breaks_is_failed_with_a_number_for_the_log(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGHINSACH_SANDBOX", "off")
    build_id = place.submit()
    builder = builds.Builder(place.engine, place.store, place.folder / "work")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/bin/false")
        builder.run(build_id)
    build = place.build(build_id)
    assert (build.state, len(build.incident), place.files(build_id)) == (BuildState.FAILED, 12, [])
    again = builds.submit_again(place.engine, place.jobs, build_id)
    builder.run(again)
    assert place.state(again) == BuildState.BUILT


def test_a_build_whose_job_is_gone_does_not_wait_for_ever(place: Place) -> None:
    kept = place.submit()
    with db.session_scope(place.engine) as session:
        manuscript = session.exec(select(Manuscript)).one()
        lost = submissions.create_build(session, manuscript, session.get_one(Edition, manuscript.edition_id)).id
    builds.sweep(place.engine, place.jobs)
    assert (place.state(kept), place.state(lost)) == (BuildState.QUEUED, BuildState.FAILED)
