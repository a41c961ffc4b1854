"""Released EPUBs at hand for reading: a copy of each on this machine, checked once, kept while it is read.

A copy is named by its content hash and comes into its folder whole, so several processes may share it. The
oldest go when the folder has grown over its limit; what is gone is fetched again.
"""

from __future__ import annotations

import os
import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from catalogue.exchange.books import finding, pages
from catalogue.exchange.books.package import Package, open_package
from catalogue.exchange.books.plain import Paragraph, paragraphs
from catalogue.storage import Store

MOST_BYTES = 2 << 30
"""Bytes of copies on this machine."""
MOST_OPEN = 64
"""Opened books in memory: their contents and addresses, not their text."""
MOST_TEXTS = 8
"""Books of which the whole text is in memory, for the search inside them."""

Texts = list[list[Paragraph]]
Marks = dict[str, list[pages.Mark]]


class OpenBooks:
    """Opened EPUBs by the hash of their file."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._lock = Lock()
        self._packages: OrderedDict[str, Package] = OrderedDict()
        self._texts: OrderedDict[str, Texts] = OrderedDict()
        self._searchable: OrderedDict[str, list[finding.Text]] = OrderedDict()
        self._marks: OrderedDict[str, Marks] = OrderedDict()

    def package(self, sha256: str) -> Package:
        """The book of a hash. Raises UnreadableBookError, StorageError."""
        with self._lock:
            known = self._packages.get(sha256)
            if known and known.path.exists():
                self._packages.move_to_end(sha256)
                return known
        made = open_package(self.copy(sha256))
        with self._lock:
            self._packages[sha256] = made
            while len(self._packages) > MOST_OPEN:
                self._packages.popitem(last=False)
        return made

    def texts(self, sha256: str) -> Texts:
        """The paragraphs of each section, in order. Raises UnreadableBookError, StorageError."""
        with self._lock:
            if sha256 in self._texts:
                self._texts.move_to_end(sha256)
                return self._texts[sha256]
        package = self.package(sha256)
        made = [paragraphs(package, section) for section in package.sections]
        with self._lock:
            self._texts[sha256] = made
            while len(self._texts) > MOST_TEXTS:
                self._texts.popitem(last=False)
        return made

    def searchable(self, sha256: str) -> list[finding.Text]:
        """The same for the search in the book. Raises UnreadableBookError, StorageError."""
        with self._lock:
            if sha256 in self._searchable:
                self._searchable.move_to_end(sha256)
                return self._searchable[sha256]
        made = finding.read(self.package(sha256))
        with self._lock:
            self._searchable[sha256] = made
            while len(self._searchable) > MOST_TEXTS:
                self._searchable.popitem(last=False)
        return made

    def marks(self, sha256: str) -> Marks:
        """Where pages begin, by section. Raises UnreadableBookError, StorageError."""
        with self._lock:
            if sha256 in self._marks:
                self._marks.move_to_end(sha256)
                return self._marks[sha256]
        package = self.package(sha256)
        made = {section.name: pages.marks(package, section) for section in package.sections}
        with self._lock:
            self._marks[sha256] = made
            while len(self._marks) > MOST_OPEN:
                self._marks.popitem(last=False)
        return made

    def copy(self, sha256: str, suffix: str = ".epub") -> Path:
        """A stored file as one on this machine. Raises StorageError."""
        kept = self._folder / f"{sha256}{suffix}"
        if not kept.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._folder, suffix=".part")
            os.close(handle)
            try:
                self._store.fetch(sha256, Path(part)).replace(kept)
            finally:
                Path(part).unlink(missing_ok=True)
            self._prune(kept)
        return kept

    def _prune(self, newest: Path) -> None:
        """Let the oldest copies go; another process may be at it too."""
        copies = sorted(
            (path for path in self._folder.iterdir() if path.suffix in (".epub", ".pdf")),
            key=lambda path: path.stat().st_mtime,
        )
        total = sum(path.stat().st_size for path in copies)
        for path in copies:
            if total <= MOST_BYTES or path == newest:
                continue
            total -= path.stat().st_size
            path.unlink(missing_ok=True)
