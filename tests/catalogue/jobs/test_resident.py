"""What a worker builds is checked by the EPUBCheck that goes on running, from inside the build's sandbox."""

from __future__ import annotations

import sys
from pathlib import Path

from books import epub

from catalogue.jobs.builds import LIMITS
from catalogue.settings import ROOT
from pipeline import sandbox
from pipeline.checks import resident

ASK = """
import sys
from pathlib import Path
from pipeline.checks import resident
sys.stdout.buffer.write(resident.asked(Path(sys.argv[1])))
"""


def test_a_build_reaches_it_though_it_has_no_network(tmp_path: Path) -> None:
    book = tmp_path / "a.epub"
    book.write_bytes(epub({"one": "<h1>Một</h1><p>Tự do.</p>"}))
    address = resident.shared().address()
    assert address
    for _ in range(600):  # until it listens
        done = sandbox.run(
            [sys.executable, "-c", ASK, str(book)], folder=tmp_path, limits=LIMITS,
            env={resident.VARIABLE: str(address), "PYTHONPATH": str(ROOT)}, reads=[ROOT / "pipeline"], lists=[ROOT],
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        if done.stdout:
            break
    assert b'"checkerVersion"' in done.stdout
