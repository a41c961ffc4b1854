"""The small program between us and one that reads untrusted input: ``pipeline.sandbox`` starts it as a script.

It starts for every such program, so it loads as little as it can.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING or __name__ != "__main__":
    from typing import Any, NoReturn

    from pipeline import confine
else:  # an isolated script: its folder is on no path
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is slow to load
    import confine

    del sys.path[0]

NO_SANDBOX, TIMED_OUT = 97, 98
"""Ends of the launcher that are its own."""
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
PR_SET_NO_NEW_PRIVS = 38


def _launch(watch: int, order: dict[str, Any]) -> NoReturn:
    """Start the program under its limits, watch the clock and the parent, pass its end on."""
    limits: dict[str, Any] = order["limits"]
    argv: list[str] = order["argv"]
    child = os.fork()
    if child == 0:
        _become(argv, limits, order)
    deadline = time.monotonic() + limits["wall_s"]
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    os.close(1)  # the child alone holds standard output, so that its end is seen
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            _kill_group(child)
            os._exit(code if code >= 0 else 128 - code)
        left = deadline - time.monotonic()
        ready, _, _ = select.select([watch, wake_read], [], [], max(left, 0))
        if watch in ready or left <= 0:
            _kill_group(child)
            os.waitpid(child, 0)
            os._exit(TIMED_OUT)
        if wake_read in ready:
            os.read(wake_read, 512)


def _become(argv: list[str], limits: dict[str, Any], order: dict[str, Any]) -> NoReturn:
    """In the child: own group, limits, no network, no files but its own, then the program."""
    os.setpgid(0, 0)
    for kind, value in (
        (resource.RLIMIT_AS, limits["memory_mb"] << 20),
        (resource.RLIMIT_CPU, limits["cpu_s"]),
        (resource.RLIMIT_FSIZE, limits["file_mb"] << 20),
        (resource.RLIMIT_NOFILE, limits["files"]),
    ):
        if value:
            resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    mode = order["mode"]
    if mode != "off":
        flags = CLONE_NEWNET | CLONE_NEWIPC | (0 if os.getuid() == 0 else CLONE_NEWUSER)
        shut = libc.unshare(flags) == 0
        shut &= confine.confine(order["folder"], order["reads"], order["lists"], order["sockets"])
        if not shut and mode == "require":
            os._exit(NO_SANDBOX)
    try:
        os.execvp(argv[0], argv)  # noqa: S606 - no shell is wanted
    except OSError as error:
        os.write(2, f"{argv[0]}: {error.strerror}".encode())
        os._exit(127)


def _kill_group(child: int) -> None:
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    _launch(int(sys.argv[1]), json.loads(sys.argv[2]))
