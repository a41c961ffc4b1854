"""Keeps workers alive: starts each as a process of its own and starts it again when it dies."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Self

import structlog

log = structlog.get_logger(__name__)
QUICK_DEATH_S = 10.0
LONGEST_PAUSE_S = 30.0
GRACE_S = 10.0


class Supervisor:
    """``count`` workers, from ``start`` to ``stop``; they end with us however we end."""

    def __init__(self, count: int) -> None:
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._keep, name=f"worker-{n}", daemon=True) for n in range(count)]
        self._processes: set[subprocess.Popen[bytes]] = set()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for process in list(self._processes):
            process.terminate()
        for thread in self._threads:
            thread.join(GRACE_S)

    def _keep(self) -> None:
        """One worker, again and again; one that dies at once is given longer and longer pauses."""
        pause = 0.5
        while not self._stopping.is_set():
            begin = time.monotonic()
            process = subprocess.Popen([sys.executable, "-m", "catalogue.jobs.worker"], stdin=subprocess.PIPE)
            self._processes.add(process)
            if self._stopping.is_set():
                process.terminate()
            code = process.wait()
            self._processes.discard(process)
            if process.stdin:
                process.stdin.close()
            if self._stopping.is_set():
                return
            pause = min(pause * 2, LONGEST_PAUSE_S) if time.monotonic() - begin < QUICK_DEATH_S else 0.5
            log.warning("a worker died; starting another", code=code, pause_s=pause)
            self._stopping.wait(pause)
