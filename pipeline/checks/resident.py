"""The EPUBCheck of this process that goes on running, for those who make many books.

Only books that we made go there: what comes from outside gets a process of its own, which keeps nothing of the book
before. Whoever asks and gets no answer starts EPUBCheck in the usual way, so that nothing hangs on this.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import sys
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from pipeline import sandbox
from pipeline.checks import checker

VARIABLE = "NGHINSACH_EPUBCHECK"
"""Names the socket to the processes that make books."""
LIMITS = sandbox.Limits(wall_s=7 * 86_400, cpu_s=0, memory_mb=0, file_mb=1024, files=1024)
ANSWER_S = 180


class Resident:
    """Starts the running EPUBCheck when somebody wants it, and again when it has ended."""

    def __init__(self, jar: Path, options: list[str]) -> None:
        self._jar, self._options = jar, options
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._running: sandbox.Running | None = None

    def address(self) -> Path | None:
        """The socket; None where there is no Java. It may be a moment until somebody answers there."""
        if shutil.which("java") is None:
            return None
        with self._lock:
            if self._running is None or self._running.ended():
                self._stop()
                # Not below the folder of the build: a socket's path has a hundred letters at most.
                self._folder = Path(tempfile.mkdtemp(prefix="nghinsach-check-"))
                options = [*self._options, f"-Djava.io.tmpdir={self._folder}"]
                argv = [sys.executable, "-I", checker.__file__, str(self._folder), str(self._jar), *options]
                self._running = sandbox.start(argv, folder=self._folder, limits=LIMITS)
            assert self._folder is not None
            return self._folder / "socket"

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.end()
            self._running = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


@lru_cache(maxsize=1)
def shared() -> Resident:
    """That of this process; it ends with the process."""
    from pipeline.checks.epubcheck import OPTIONS, jar

    made = Resident(jar(), list(OPTIONS))
    atexit.register(made.close)
    return made


def asked(path: Path) -> bytes:
    """What the running EPUBCheck reports of a book; nothing where none answers."""
    address = os.environ.get(VARIABLE, "")
    if not address:
        return b""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_S)
            line.connect(address)
            book = path.read_bytes()
            line.sendall(len(book).to_bytes(8) + book)
            return checker.received(line)
    except OSError:
        return b""
