"""``kill -9`` of the server in the middle of a build, again and again: the book is made, and made once."""

from __future__ import annotations

import random
import time
from pathlib import Path

import psutil
import pytest
from sqlmodel import Session, func, select
from support import Server, people_in, until, word

from catalogue import db
from catalogue.jobs import builds
from catalogue.jobs import engine as jobs
from catalogue.models.builds import Build, BuildFile, BuildState
from catalogue.models.programme import ChangeEvent
from catalogue.services import audit, submissions
from catalogue.settings import Settings
from catalogue.storage import open_storage
from pipeline.metadata import BookPart, EditionRecord

KILLS = 20


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_killed_server_finishes_its_builds_once(database_url: str, tmp_path: Path) -> None:
    server = Server(tmp_path, database_url=database_url)
    engine = db.make_engine(database_url)
    settings = Settings(database_url=database_url, storage_url=f"file:{tmp_path / 'files'}")
    people, store, queue = people_in(engine), open_storage(settings), jobs.Jobs(database_url)
    chance = random.Random(20261123)  # noqa: S311 - moments, no secrets
    (tmp_path / "m.docx").write_bytes(word(*("Mọi người sinh ra đều tự do và bình đẳng." for _ in range(900))))
    stages: list[str] = []
    for kill in range(KILLS):
        record = EditionRecord(book=BookPart(title=f"Sách {kill}", language="vi"))
        upload = builds.Upload(tmp_path / "m.docx", "m.docx")
        _, build_id = builds.submit_new(engine, store, queue, upload, record, people.house)

        def state(wanted: str = build_id) -> Build:
            with Session(db.reading(engine)) as session:
                return session.get_one(Build, wanted)

        until(lambda: state().state == BuildState.RUNNING)
        time.sleep(chance.uniform(0, 5))  # a random moment of the build is what is tested
        children = psutil.Process(server.process.pid).children(recursive=True)
        stages.append(state().stage)
        server.kill()
        until(lambda: not [child for child in children if _alive(child)], 20)  # noqa: B023 - called at once
        server = Server(tmp_path, database_url=database_url)
        until(lambda: state().state not in submissions.OPEN, 120)
        with Session(db.reading(engine)) as session:
            files = session.exec(
                select(func.count()).select_from(BuildFile).where(BuildFile.build_id == build_id)
            ).one()
            ends = session.exec(
                select(func.count()).select_from(ChangeEvent).where(
                    ChangeEvent.kind == "build.ended", ChangeEvent.subject == f"build/{build_id}"
                )
            ).one()  # fmt: skip
        assert (state().state, files, ends) == (BuildState.BUILT, 4, 1), f"kill {kill} in stage {stages[-1]}"
    server.stop()
    with Session(engine) as session:
        assert audit.first_break(session) is None
    queue.close()
    engine.dispose()
    print("killed in the stages", stages)  # noqa: T201 - the report of this long run


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
