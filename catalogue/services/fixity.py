"""Fixity: every file that the catalogue knows is read again and held against its hash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlmodel import Session, select

from catalogue.models.builds import StoredFile
from catalogue.models.titles import DossierItem
from catalogue.storage import Store


@dataclass(slots=True)
class Fixity:
    """What was found, by content hash."""

    checked: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def known(session: Session) -> set[str]:
    """Hashes of all files that the catalogue knows, scans of dossiers included."""
    found = set(session.exec(select(StoredFile.sha256)).all())
    return found | set(session.exec(select(DossierItem.scan_sha256).where(DossierItem.scan_sha256 != "")).all())


def check(session: Session, store: Store, tell: Callable[[int], None] = lambda _: None) -> Fixity:
    """Read every file; ``tell`` hears how many were begun."""
    found = Fixity()
    for sha256 in sorted(known(session)):
        found.checked += 1
        tell(found.checked)
        if not store.exists(sha256):
            found.missing.append(sha256)
        elif not store.verify(sha256):
            found.damaged.append(sha256)
    return found
