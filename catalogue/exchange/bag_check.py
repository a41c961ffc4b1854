"""Holds a BagIt bag against its own manifests: what is damaged, missing, or was never in it (RFC 8493, 3)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from catalogue.exchange.bags import ALGORITHM

Kind = Literal["damaged", "missing", "foreign"]
TAGS, PAYLOAD = f"tagmanifest-{ALGORITHM}.txt", f"manifest-{ALGORITHM}.txt"


class NotABagError(Exception):
    """The folder is no bag, or one that was cut off in its making, or its manifests cannot be read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what the manifest says; ``name`` within the bag."""

    name: str
    kind: Kind


def manifest(folder: Path, name: str = PAYLOAD) -> dict[str, str]:
    """Hashes by name. Raises NotABagError, also for a name that leads out of the bag."""
    try:
        lines = (folder / name).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotABagError(f"{name}: {error}") from None
    found = {}
    for line in lines:
        digest, _, path = line.partition(" ")
        path = path.strip()
        parts = PurePosixPath(path).parts
        if len(digest) != 64 or not parts or path.startswith("/") or ".." in parts:
            raise NotABagError(f"{name}: {line[:200]!r}")
        found[path] = digest.lower()
    return found


def faults(folder: Path, tell: Callable[[int], None] = lambda _: None) -> Iterator[Fault]:
    """Read every file of a bag; ``tell`` hears the bytes of each. Raises NotABagError."""
    if not (folder / "bagit.txt").is_file():
        raise NotABagError("bagit.txt")
    listed = manifest(folder, TAGS) | manifest(folder)
    for name, digest in sorted(listed.items()):
        path = folder / name
        if not path.is_file():
            yield Fault(name, "missing")
        elif hashed(path) != digest:
            yield Fault(name, "damaged")
        if path.is_file():
            tell(path.stat().st_size)
    here = {path.relative_to(folder).as_posix() for path in (folder / "data").rglob("*") if not path.is_dir()}
    yield from (Fault(name, "foreign") for name in sorted(here - listed.keys()))


def hashed(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, ALGORITHM).hexdigest()
