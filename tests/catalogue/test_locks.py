"""A lock is held by one at a time, and by nobody when its holder is dead."""

from __future__ import annotations

import subprocess
import sys
import time

from catalogue import locks

HOLD = """
import sys
from catalogue import locks
lock = locks.named(sys.argv[1], "host:0")
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_a_name_is_held_by_one_at_a_time(database_url: str) -> None:
    mine, other, elsewhere = (locks.named(database_url, name) for name in ("host:0", "host:0", "host:1"))
    assert (mine.take(), other.take(), elsewhere.take()) == (True, False, True)
    assert (mine.held(), other.held()) == (True, False)
    mine.release()
    assert (mine.held(), other.take()) == (False, True)
    other.release()
    elsewhere.release()


def test_a_killed_holder_holds_nothing(database_url: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        mine = locks.named(database_url, "host:0")
        assert mine.take() is False
        holder.kill()
        holder.wait()
        while not mine.take():  # PostgreSQL ends a session a moment after its client
            time.sleep(0.02)
        mine.release()
