"""Artefacts by content hash, in a local folder or in S3, through one small face.

A file is named by its SHA-256, so the same file is kept once, and a name never changes its content. It
appears under its name only when whole: the local store renames, S3 shows an object when its upload is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.exceptions import BaseError as UnreachableError  # the store itself fails, whatever lies in it
from obstore.store import LocalStore, S3Store

from catalogue.settings import Settings

__all__ = ["StorageError", "Store", "Stored", "UnreachableError", "open_storage"]
CHUNK = 1 << 20


class StorageError(Exception):
    """A file is not in the store, or is not what its name says."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its hash is its name; ``size`` in bytes."""

    sha256: str
    size: int


class Store:
    """Keeps files for good; there is no way to change or remove one here."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def put(self, source: Path) -> Stored:
        """Keep a file. Raises StorageError when what arrived is not what was sent."""
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            file.seek(0)
            self._create(_key(digest), file)
        if self.size(digest) != size:
            raise StorageError(f"{digest} arrived with another size")
        return Stored(digest, size)

    def size(self, sha256: str) -> int:
        """Bytes of a file. Raises StorageError when it is not there."""
        try:
            found: int = obstore.head(self._backend, _key(sha256))["size"]
        except FileNotFoundError:
            raise StorageError(f"{sha256} is not in the store") from None
        return found

    def exists(self, sha256: str) -> bool:
        """Whether a file is there."""
        try:
            self.size(sha256)
        except StorageError:
            return False
        return True

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end`` (not included), in pieces of at most 1 MiB."""
        end = self.size(sha256) if end is None else end
        for at in range(start, end, CHUNK):
            yield bytes(obstore.get_range(self._backend, _key(sha256), start=at, end=min(at + CHUNK, end)))

    def checked(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file. Raises StorageError when it is not there, and at the end when it is damaged."""
        digest = hashlib.sha256()
        for piece in self.read(sha256):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != sha256:
            raise StorageError(f"{sha256} is damaged in the store")

    def fetch(self, sha256: str, target: Path) -> Path:
        """A copy of a file at ``target``. Raises StorageError when it is not there or is damaged."""
        try:
            with target.open("wb") as file:
                file.writelines(self.checked(sha256))
        except StorageError:
            target.unlink()
            raise
        return target

    def verify(self, sha256: str) -> bool:
        """Whether a file is there and still is what its name says."""
        try:
            for _ in self.checked(sha256):
                pass
        except StorageError:
            return False
        return True

    def _create(self, key: str, file: BinaryIO) -> None:
        """Write once; a file that is there already is the same file, unless it is damaged."""
        try:
            obstore.put(self._backend, key, file, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return


def open_storage(settings: Settings) -> Store:
    """The store at ``settings.storage_url``: ``file:PATH`` or ``s3://BUCKET``. Raises ValueError for another."""
    scheme, _, rest = settings.storage_url.partition(":")
    if scheme == "file":
        folder = Path(rest.removeprefix("//"))
        folder.mkdir(parents=True, exist_ok=True)
        return Store(LocalStore(folder))
    if scheme == "s3":
        return Store(
            S3Store(
                rest.removeprefix("//"),
                endpoint=settings.s3_endpoint or None,
                access_key_id=settings.s3_access_key or None,
                secret_access_key=settings.s3_secret_key or None,
                region=settings.s3_region,
                client_options={"allow_http": settings.s3_endpoint.startswith("http://")},
                virtual_hosted_style_request=False,
            )
        )
    raise ValueError(f"storage is file:PATH or s3://BUCKET, not {settings.storage_url!r}")


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
