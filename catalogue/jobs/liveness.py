"""Who lives: every worker holds a lock of its own name, and takes over from those whose lock is free.

DBOS alone leaves the jobs of a dead worker until the same name starts again. Here any worker
notices within about a second; the lock is taken before the worker starts, so no two have one name.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from catalogue import locks
from catalogue.jobs.engine import Runner

EVERY_S = 1.0
SLOTS = 64
log = logging.getLogger(__name__)


class NoSlotError(Exception):
    """All the names of this machine are taken: far too many workers were started."""


def take_name(database_url: str) -> tuple[str, locks.Lock]:
    """The first free name of this machine (``host:0``, ``host:1``, ...), held until the process ends.

    Raises NoSlotError when all are taken.
    """
    host = socket.gethostname()
    for slot in range(SLOTS):
        name = f"{host}:{slot}"
        lock = locks.named(database_url, name)
        if lock.take():
            return name, lock
    raise NoSlotError(host)


class Reaper(threading.Thread):
    """Every second: is our own lock still ours, and did anybody die with work in hand?"""

    def __init__(self, database_url: str, runner: Runner, own: locks.Lock, fenced: Callable[[], None]) -> None:
        """``fenced`` is called once when our name was lost to another: we must stop at once."""
        super().__init__(name="reaper", daemon=True)
        self._url, self._runner, self._own, self._fenced = database_url, runner, own, fenced
        self._stop_asked = threading.Event()

    def run(self) -> None:
        while not self._stop_asked.wait(EVERY_S):
            try:
                if not (self._own.held() or self._own.take()):
                    self._fenced()
                    return
                self.look()
            except (SQLAlchemyError, OSError) as error:
                log.warning("liveness: the database does not answer: %s", error)

    def look(self) -> None:
        """Take over from every dead owner of running jobs."""
        for owner in self._runner.owners() - {self._runner.executor_id}:
            lock = locks.named(self._url, owner)
            if lock.take():
                try:
                    log.warning("worker %s is gone; its jobs are queued again", owner)
                    self._runner.take_over(owner)
                finally:
                    lock.release()

    def stop(self) -> None:
        """End the thread within a second or so."""
        self._stop_asked.set()
