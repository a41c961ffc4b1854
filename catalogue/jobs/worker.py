"""A worker process: takes jobs one at a time until it is told to stop or its parent is gone.

``python -m catalogue.jobs.worker`` is what the supervisor starts; its standard input is a pipe whose end tells
that the parent died.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from typing import NoReturn

import structlog

from catalogue.db import make_engine, session_scope
from catalogue.jobs import builds, letters, texts
from catalogue.jobs.engine import Jobs, Runner
from catalogue.jobs.liveness import Reaper, take_name
from catalogue.services import incoming, sent
from catalogue.settings import Settings
from catalogue.storage import open_storage

log = structlog.get_logger(__name__)
FENCED = 70
SWEEP_EVERY_S = 60.0


def work(settings: Settings, stop: threading.Event) -> None:
    """Work until ``stop`` is set."""
    name, lock = take_name(settings.database_url)
    folder = settings.work_folder / name.replace(":", "-")
    shutil.rmtree(folder, ignore_errors=True)  # what a dead holder of this name left
    engine = make_engine(settings.database_url)
    store = open_storage(settings)
    builder = builds.Builder(engine, store, folder, settings.sandbox)
    runner = Runner(settings.database_url, name, {builds.JOB: builder.run})
    runner.launch()
    reaper = Reaper(settings.database_url, runner, lock, _fenced)
    reaper.start()
    jobs = Jobs(settings.database_url)
    log.info("worker ready", name=name)
    try:
        while True:
            builds.sweep(engine, jobs)
            with session_scope(engine) as session:
                incoming.sweep(session, settings.incoming_folder)
                sent.sweep(session)
            letters.send(engine, settings)
            texts.fill(engine, store, folder)
            if stop.wait(SWEEP_EVERY_S):
                break
    finally:
        reaper.stop()
        jobs.close()
        runner.shutdown()
        lock.release()
        engine.dispose()


def _fenced() -> None:
    """Another worker has our name: whatever we still do could only disturb it."""
    log.error("the lock of this worker is lost; it ends at once")
    os._exit(FENCED)


def main() -> NoReturn:
    """Entry point of the process; a build that is under way is taken up again by the next start."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    threading.Thread(target=_watch_parent, name="parent", daemon=True).start()
    work(Settings(), stop)
    sys.stdout.flush()
    os._exit(0)


def _watch_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
