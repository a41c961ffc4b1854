"""From an address to the released book behind it: what reading, text, records and citations all start from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import HTTPException
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange.books.package import Package
from catalogue.models.builds import Release, ReleaseFile, ReleaseState, StoredFile
from catalogue.models.titles import Edition
from catalogue.services import access, releases, titles
from catalogue.web.site import Site


@dataclass(frozen=True, slots=True)
class Released:
    """A title that readers can have."""

    edition: Edition
    release: Release
    card: titles.Card
    files: list[tuple[ReleaseFile, StoredFile]]
    keepable: bool = False
    """Whether its chapters may stay on a reader's device, as what may be taken away may; known once it is opened."""

    @property
    def epub(self) -> str:
        """The hash of its EPUB, or nothing."""
        return self._hash("epub")

    @property
    def pdf(self) -> str:
        """The hash of its PDF for the screen, or nothing."""
        return self._hash("pdf")

    def _hash(self, role: str) -> str:
        return next((stored.sha256 for file, stored in self.files if file.role == role), "")


def find(session: Session, key: str) -> Released:
    """The released title of an address. Raises NotFoundError; HTTPException 410 when it was taken back."""
    edition = session.get(Edition, key.partition("-")[0])
    newest = releases.history(session, edition.id)[:1] if edition else []
    if edition is None or not newest:
        raise NotFoundError(key)
    if newest[0].state != ReleaseState.CURRENT:
        raise HTTPException(410)
    [card] = titles.cards(session, [edition.id])
    return Released(edition, newest[0], card, titles.files_of(session, newest[0].id))


def opened(session: Session, site: Site, key: str) -> tuple[Released, Package]:
    """The same with its EPUB opened, to be read on our pages.

    Raises NotFoundError where there is none, ClosedError where readers may not have it, UnreadableBookError.
    """
    found = find(session, key)
    if not found.epub:
        raise NotFoundError(key)
    held = access.must_read(session, found.edition.id)
    return replace(found, keepable=held.downloadable), site.books.package(found.epub)


def taken(session: Session, site: Site, key: str) -> tuple[Released, Package]:
    """The same, to be taken away whole. Raises as ``opened`` does, and ClosedError for what is read online only."""
    made = opened(session, site, key)
    access.must_download(session, made[0].edition.id, "epub")
    return made
