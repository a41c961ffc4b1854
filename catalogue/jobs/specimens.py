"""Specimen pages while somebody waits: a few pages of a manuscript in another design, in seconds.

No job of the queue, where they would wait behind whole books: the same kind of child process makes them during the
request, one at a time, and they are kept on this machine for whoever asks again. The edition knows nothing of them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from catalogue.errors import Refusal
from catalogue.jobs import child, children
from catalogue.storage import Store
from pipeline import sandbox, tools
from pipeline.i18n import N_

log = structlog.get_logger(__name__)
LIMITS = sandbox.Limits(wall_s=90, cpu_s=0, memory_mb=0, file_mb=2048, files=1024)
"""Of all of it; each tool inside has its own, which none around it may undercut."""
PATIENCE_S = 60.0
"""How long one waits for those who asked before."""
MOST_KEPT = 200
"""Specimens on this machine, some hundred kB each."""

BUSY = N_("Other specimen pages are being set.")
AGAIN = N_("Please load this again in a minute.")
REFUSED = N_("This manuscript could not be set in this design ({codes}).")
BY_BUILD = N_("Build the book in this design; its report will say what stands in the way and where.")
BROKEN = N_("Setting the specimen pages took too long or broke off (number {incident}).")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be set: a stored manuscript with its name for people, and the record with its design."""

    sha256: str
    name: str
    record: dict[str, Any]

    @property
    def key(self) -> str:
        """The same order with the same tools gives the same pages."""
        said = [self.sha256, self.name, self.record, tools.versions()]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


class Specimens:
    """Those of one website's process."""

    def __init__(self, store: Store, folder: Path, sandbox_mode: str) -> None:
        """``folder`` is where they are kept for a while."""
        self._store, self._folder, self._mode = store, folder, sandbox_mode
        self._turn = Lock()

    def pages(self, order: Order) -> Path:
        """The PDF. Raises Refusal saying why there is none, StorageError."""
        kept = self._folder / f"{order.key}.pdf"
        if kept.is_file():
            return kept
        with self._alone():
            if not kept.is_file():  # the one before us may have asked for the same
                self._make(order, kept)
        return kept

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise Refusal("spm-001", BUSY, AGAIN)
        try:
            yield
        finally:
            self._turn.release()

    def _make(self, order: Order, kept: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="specimen-", dir=self._folder) as name:
            folder = Path(name)
            self._store.fetch(order.sha256, folder / child.MANUSCRIPT)
            asked = {"record": order.record, "name": order.name, "purpose": "specimen"}
            done = children.run(folder, asked, self._mode, LIMITS)
            made = children.result(folder)
            if made is None:
                incident = secrets.token_hex(6)
                log.error(
                    "specimen broke off", incident=incident, reason=done.reason, code=done.returncode,
                    stderr=done.stderr.decode("utf-8", "replace")[-4000:],
                )  # fmt: skip
                raise Refusal("spm-003", BROKEN, BY_BUILD, incident=incident)
            if made["status"] == "refused":
                log.info("specimen refused", findings=made["findings"][:5])
                codes = ", ".join(sorted({finding["code"] for finding in made["findings"]}))
                raise Refusal("spm-002", REFUSED, BY_BUILD, codes=codes)
            (folder / child.MADE / made["files"][0]["name"]).replace(kept)
        self._forget()

    def _forget(self) -> None:
        """Let the oldest go; another process may be at it too."""
        found = sorted(self._folder.glob("*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[MOST_KEPT:]:
            path.unlink(missing_ok=True)
