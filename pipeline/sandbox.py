"""Runs another program on untrusted input: in its own folder, with limits, without our secrets.

Every pandoc, WeasyPrint and EPUBCheck run goes through ``run``. The portable layer holds everywhere: a
small launcher (``pipeline.launcher`` as a script) starts the program in a session of its own with a clean
environment, resource limits and no new privileges, kills its whole group when time is up, and dies
with its parent by watching a pipe. On Linux a network namespace without a network and Landlock, which
shuts off all files but the program's own, are tried as well; ``NGHINSACH_SANDBOX=require`` refuses to go on
without them, ``off`` leaves them out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

from pipeline import confine
from pipeline.launcher import NO_SANDBOX, TIMED_OUT

Reason = Literal["", "timeout", "cpu", "memory", "size", "killed", "sandbox"]
STDERR_LIMIT = 64 * 1024
_MEMORY_SIGNS = (b"MemoryError", b"heap exhausted", b"Heap exhausted", b"out of memory", b"OutOfMemoryError")
LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use; 0 means no limit of that kind."""

    wall_s: float = 120
    cpu_s: int = 120
    memory_mb: int = 1536
    """Address space; 0 for the JVM, which reserves far more than it uses and is limited by -Xmx."""
    file_mb: int = 256
    files: int = 256


@dataclass(frozen=True, slots=True)
class Completed:
    """How a child ended; ``reason`` says which limit stopped it, if one did."""

    returncode: int
    stdout: bytes
    stderr: bytes
    reason: Reason


def run(
    argv: Sequence[str],
    *,
    folder: Path,
    stdin: bytes | None = None,
    limits: Limits | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[bytes], None] | None = None,
    reads: Sequence[Path] = (),
    lists: Sequence[Path] = (),
    sockets: Sequence[Path] = (),
    meanwhile: Callable[[], object] | None = None,
) -> Completed:
    """Run ``argv`` in ``folder`` and wait for its end.

    ``meanwhile`` is called once when it runs, for work of ours that another core can do; what that raises ends the
    program. ``on_line`` gets each line of standard output as it comes. The program may write only in ``folder``
    and read only there, in the system's programs, in the paths that ``argv`` names, and in ``reads``; of ``lists``
    it may see the names, in ``sockets`` make sockets (``pipeline.confine``). Nothing of our environment is passed
    on but PATH, the library path and the language. Raises OSError only when no process can be started at all.
    """
    order = _order(argv, folder, limits or Limits(), reads, lists, sockets)
    watch_read, watch_write = os.pipe()
    with (folder / ".stdin").open("w+b") as given, (folder / ".stderr").open("w+b") as errors:
        given.write(stdin or b"")
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(LAUNCHER), str(watch_read), json.dumps(order)],
            cwd=folder,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(folder, env),
            pass_fds=[watch_read],
            start_new_session=True,
        )
        os.close(watch_read)
        try:
            assert process.stdout
            with process.stdout as output:
                if meanwhile:
                    meanwhile()
                stdout = _collect(output, on_line)
            code = process.wait()
        finally:
            os.close(watch_write)  # the launcher ends its child when this pipe closes
            process.wait()
        errors.seek(0)
        stderr = errors.read(STDERR_LIMIT)
    for name in (".stdin", ".stderr"):
        (folder / name).unlink(missing_ok=True)
    return Completed(code, stdout, stderr, _reason(code, stderr))


class Running:
    """A program that goes on running until it is ended, or until we end."""

    def __init__(self, process: subprocess.Popen[bytes], watch: int) -> None:
        self._process, self._watch = process, watch

    def ended(self) -> bool:
        """Whether it is over."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End it and all that it started, and wait for that."""
        if self._watch >= 0:
            os.close(self._watch)
            self._watch = -1
        self._process.wait()


def start(argv: Sequence[str], *, folder: Path, limits: Limits) -> Running:
    """Start ``argv`` in ``folder`` as ``run`` does, and go on; what it writes to its outputs is lost."""
    watch_read, watch_write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCHER), str(watch_read), json.dumps(_order(argv, folder, limits))],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=_environment(folder, None), pass_fds=[watch_read], start_new_session=True,
    )  # fmt: skip
    os.close(watch_read)
    return Running(process, watch_write)


def _order(
    argv: Sequence[str], folder: Path, limits: Limits, reads: Sequence[Path] = (), lists: Sequence[Path] = (),
    sockets: Sequence[Path] = (),
) -> dict[str, Any]:  # fmt: skip
    """What the launcher is told."""
    return {
        "argv": list(argv),
        "limits": asdict(limits),
        "mode": os.environ.get("NGHINSACH_SANDBOX", "auto"),
        "folder": str(folder.resolve()),
        "reads": [sys.prefix, sys.base_prefix, *_named(argv), *(str(path.resolve()) for path in reads)],
        "lists": [str(path.resolve()) for path in lists],
        "sockets": [str(path.resolve()) for path in sockets],
    }


def _named(argv: Sequence[str]) -> list[str]:
    """Files and folders that a command line names in full; what is asked for may be read."""
    return [str(Path(word).resolve()) for word in argv if word.startswith("/") and Path(word).exists()]


def active_level() -> Literal["limits", "limits+network", "limits+files", "limits+network+files"]:
    """What the sandbox does on this machine, for ``doctor`` and the status page."""
    if os.environ.get("NGHINSACH_SANDBOX") == "off":
        return "limits"
    if confine.version():
        return "limits+network+files" if _network_shut() else "limits+files"
    return "limits+network" if _network_shut() else "limits"


def _network_shut() -> bool:
    probe = (
        "import ctypes,os;raise SystemExit(ctypes.CDLL(None).unshare(0x40000000|(0 if os.getuid()==0 else 0x10000000)))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", probe], capture_output=True, check=False)
    return done.returncode == 0


def _environment(folder: Path, extra: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "JAVA_HOME") if name in os.environ}
    base = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder), "TZ": "UTC"}
    return {**kept, **base, **(extra or {})}


def _collect(output: IO[bytes], on_line: Callable[[bytes], None] | None) -> bytes:
    if on_line is None:
        return output.read()
    lines = []
    for line in output:
        lines.append(line)
        on_line(line.rstrip(b"\n"))
    return b"".join(lines)


def _reason(code: int, stderr: bytes) -> Reason:
    if code == TIMED_OUT:
        return "timeout"
    if code == NO_SANDBOX:
        return "sandbox"
    if code == 128 + signal.SIGXCPU:
        return "cpu"
    if code == 128 + signal.SIGXFSZ:
        return "size"
    if code and (code == 251 or any(sign in stderr for sign in _MEMORY_SIGNS)):
        return "memory"
    if code >= 128:
        return "killed"
    return ""
