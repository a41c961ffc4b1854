"""The engine's promises, on both databases, with real worker processes that really die."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.jobs import engine as jobs

WORKER = """
import sys
import time
from pathlib import Path
from catalogue.jobs.engine import Runner
from catalogue.jobs.liveness import Reaper, take_name

url, folder = sys.argv[1], Path(sys.argv[2])

def work(job: str) -> None:
    with (folder / job).open("a") as file:
        file.write(runner.executor_id + "\\n")
    while not (folder / "go").exists():
        time.sleep(0.05)

name, lock = take_name(url)
runner = Runner(url, name, {"tiny": work})
runner.launch()
Reaper(url, runner, lock, lambda: None).start()
print(name, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def queue(engine: Engine, database_url: str) -> Iterator[jobs.Jobs]:
    jobs.prepare(database_url)
    made = jobs.Jobs(database_url)
    yield made
    made.close()


class Worker:
    """A worker process; it is dead when the test ends."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, database_url, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.name = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    started: list[Worker] = []

    def make() -> Worker:
        started.append(Worker(database_url, tmp_path))
        return started[-1]

    yield make
    for worker in started:
        worker.kill()


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for a state that another process brings about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def runs(folder: Path, job: str) -> list[str]:
    path = folder / job
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def test_a_job_exists_exactly_when_its_transaction_was_committed(engine: Engine, queue: jobs.Jobs) -> None:
    with db.session_scope(engine) as session:
        queue.enqueue(session, "tiny", "kept", job_id="kept")
    with Session(engine) as session:
        queue.enqueue(session, "tiny", "dropped", job_id="dropped")
        session.rollback()
    assert (queue.status("kept"), queue.status("dropped")) == ("queued", None)
    queue.cancel("kept")
    assert queue.status("kept") == "cancelled"


def test_a_living_worker_takes_over_from_a_dead_one_once(
    engine: Engine, queue: jobs.Jobs, start: Callable[[], Worker], tmp_path: Path
) -> None:
    first = start()
    with db.session_scope(engine) as session:
        queue.enqueue(session, "tiny", "job", job_id="job")
    until(lambda: runs(tmp_path, "job") == [first.name])
    second = start()
    assert second.name != first.name
    first.kill()
    until(lambda: runs(tmp_path, "job") == [first.name, second.name])
    (tmp_path / "go").touch()
    until(lambda: queue.status("job") == "done")
    assert runs(tmp_path, "job") == [first.name, second.name]


def test_a_worker_that_starts_again_resumes_what_it_left(
    engine: Engine, queue: jobs.Jobs, start: Callable[[], Worker], tmp_path: Path
) -> None:
    first = start()
    with db.session_scope(engine) as session:
        queue.enqueue(session, "tiny", "job", job_id="job")
    until(lambda: runs(tmp_path, "job") == [first.name])
    first.kill()
    (tmp_path / "go").touch()
    again = start()
    until(lambda: queue.status("job") == "done")
    assert runs(tmp_path, "job") == [first.name, again.name]
