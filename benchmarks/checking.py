"""EPUBCheck of one book after another: a process for each beside one that goes on running, in turn.

    benchmarks/checking.py BOOK.epub [BOOK.epub ...]

Wall time of each check; the running one's first check, which reads the schemas, is said apart.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from pipeline.checks import resident
from pipeline.checks.epubcheck import epubcheck

ROUNDS = 5


def once(path: Path, *, ours: bool) -> float:
    """Seconds of one check."""
    with tempfile.TemporaryDirectory() as work:
        begun = time.perf_counter()
        epubcheck(path, Path(work), ours=ours)
        return time.perf_counter() - begun


def main(paths: list[Path]) -> int:
    """Print the figures."""
    os.environ[resident.VARIABLE] = str(resident.shared().address() or "")
    begun = time.perf_counter()
    while not resident.asked(paths[0]):
        time.sleep(0.01)
    print(f"the running one, started and its first book: {time.perf_counter() - begun:.2f} s")
    for path in paths:
        fresh, kept = [], []
        for _ in range(ROUNDS):
            fresh.append(once(path, ours=False))
            kept.append(once(path, ours=True))
        each, one = statistics.median(fresh), statistics.median(kept)
        print(f"{path.name}: a process each {each:.2f} s, one running {one:.2f} s: {each / one:.1f} times faster")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
