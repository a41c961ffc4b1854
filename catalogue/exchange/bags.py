"""BagIt 1.0 (RFC 8493): a folder of files with their hashes, as libraries and archives hand them on and keep them.

Written here and not by the ``bagit`` package because files are hashed while they are copied, and because a backup
takes most of them over from the one before; that package is what the tests hold our bags against.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Protocol

from catalogue.storage import Stored

ALGORITHM = "sha256"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
THEN = (1980, 1, 1, 0, 0, 0)
"""The date of everything in a zip, so that the same files give the same bytes."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
"""Names that every system can hold, and that a manifest need not encode (RFC 8493, 2.1.3)."""


class Place(Protocol):
    """Where a bag is written."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file; what was written of it is gone when ``pieces`` fails."""
        ...


class Folder:
    """A folder on the disk; a file appears under its name only when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        try:
            with part.open("wb") as file:
                file.writelines(pieces)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


class Zip:
    """A zip that holds one folder, the bag; books are compressed already, so nothing is packed closer."""

    def __init__(self, file: IO[bytes], folder: str) -> None:
        self._archive, self._folder = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED), folder

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        with self._archive.open(zipfile.ZipInfo(f"{self._folder}/{name}", THEN), "w", force_zip64=True) as entry:
            for piece in pieces:
                entry.write(piece)

    def close(self) -> None:
        """Write the listing; without it nothing can be read."""
        self._archive.close()


class Bag:
    """A bag that is being filled; it is none before ``close``."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._payload: dict[str, Stored] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> Stored:
        """Write a file of the payload. Raises ValueError for a name that is no plain relative path."""
        written = self._write(f"data/{_plain(name)}", pieces)
        self._payload[name] = written
        return written

    def have(self, name: str, stored: Stored) -> None:
        """Count a file of the payload that lies in its place already."""
        self._payload[_plain(name)] = stored

    @property
    def size(self) -> int:
        """Bytes of the payload."""
        return sum(stored.size for stored in self._payload.values())

    def close(self, info: Mapping[str, str], tags: Mapping[str, bytes] | None = None) -> None:
        """Write manifests and ``bag-info.txt``, with further tag files; ``bagit.txt`` comes last of all."""
        said = {**info, "Payload-Oxum": f"{self.size}.{len(self._payload)}"}
        papers = {
            **(tags or {}),
            "bag-info.txt": "".join(f"{name}: {_line(value)}\n" for name, value in said.items()).encode(),
            f"manifest-{ALGORITHM}.txt": "".join(
                f"{stored.sha256}  data/{name}\n" for name, stored in sorted(self._payload.items())
            ).encode(),
        }
        found = {name: self._write(name, [content]) for name, content in papers.items()}
        found["bagit.txt"] = Stored(hashlib.sha256(DECLARATION.encode()).hexdigest(), len(DECLARATION))
        listed = "".join(f"{stored.sha256}  {name}\n" for name, stored in sorted(found.items()))
        self._write(f"tagmanifest-{ALGORITHM}.txt", [listed.encode()])
        self._write("bagit.txt", [DECLARATION.encode()])

    def _write(self, name: str, pieces: Iterable[bytes]) -> Stored:
        digest, size = hashlib.sha256(), 0

        def passing() -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                yield piece

        self._place.write(name, passing())
        return Stored(digest.hexdigest(), size)


def _plain(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a file of a bag")
    return name


def _line(value: str) -> str:
    return " ".join(value.split())
