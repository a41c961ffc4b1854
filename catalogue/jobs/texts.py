"""Reads the text of books for the search: of each EPUB once, when it is built or when a worker finds it unread.

A book that cannot be read is kept as one without passages; it can still be found by its record.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import structlog
from sqlalchemy import Engine

from catalogue.db import session_scope
from catalogue.exchange.books import passages
from catalogue.exchange.books.package import UnreadableBookError
from catalogue.services import harvest, indexing
from catalogue.services.indexing import Passage
from catalogue.storage import Store

log = structlog.get_logger(__name__)


def read(path: Path, sha256: str = "") -> list[Passage]:
    """The passages of an EPUB; none where it cannot be read."""
    try:
        return passages.of_file(path)
    except UnreadableBookError as error:
        log.warning("the text of a book cannot be read", sha256=sha256, reason=str(error))
        return []


def fill(engine: Engine, store: Store, folder: Path, tell: Callable[[int], None] = lambda _: None) -> int:
    """Read every released book whose text is not known yet, and open those whose embargo ended. Returns how many.

    ``tell`` hears how many have been read; what is broken off goes on with the next call.
    """
    done = 0
    with session_scope(engine) as session:
        opened = indexing.open_again(session)
        harvest.refresh(session, opened)
    if opened:
        log.info("embargoes ended", titles=opened)
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        with session_scope(engine) as session:
            waiting = indexing.unread(session)
        if not waiting:
            return done
        with tempfile.TemporaryDirectory(prefix="text-", dir=folder) as name:
            found = read(store.fetch(waiting[0], Path(name) / "book.epub"), waiting[0])
        with session_scope(engine) as session:
            indexing.keep_text(session, waiting[0], found)
        done += 1
        tell(done)
