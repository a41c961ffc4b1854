"""What the house offers to other systems: released titles with their record, files and moment of last change.

Feeds, harvests, MARC and citations all start from the same ``Holding``, so that they cannot disagree. A datestamp
changes when the release or the record changed, and only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, func, select

from catalogue.models.builds import Release, ReleaseFile, ReleaseState, StoredFile
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Edition
from catalogue.services import access, harvest, titles
from catalogue.services.access import Access
from catalogue.services.titles import Card
from pipeline.metadata import EditionRecord

READERS_GET = ("epub", "pdf")
MEDIA_TYPES = {"epub": "application/epub+zip", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class File:
    """A file that readers get; ``size`` in bytes."""

    role: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A released title."""

    card: Card
    record: EditionRecord
    release_id: str
    version: int
    released_at: datetime
    changed_at: datetime
    files: tuple[File, ...]
    """Those that readers may download today."""
    closed: tuple[Access, ...] = ()
    """Formats of the release that are not open to everybody."""
    is_sample: bool = False
    audience: str = ""
    """Code of the term for its readers."""


def of(session: Session, ids: Sequence[str]) -> list[Holding]:
    """The holdings of these editions, in this order, in a fixed number of queries; what is not released is left out."""
    cards = {card.id: card for card in titles.cards(session, ids)}
    editions = {e.id: e for e in session.exec(select(Edition).where(col(Edition.id).in_(ids)))}
    current = select(Release).where(col(Release.edition_id).in_(ids), Release.state == ReleaseState.CURRENT)
    releases = {release.edition_id: release for release in session.exec(current)}
    files = _files(session, [release.id for release in releases.values()])
    changed, standing = harvest.datestamps(session, ids), access.of_all(session, ids)
    found = []
    for key in ids:
        if key in releases and key in cards:
            release = releases[key]
            record = titles.record_of(editions[key])
            held = files.get(release.id, ())
            found.append(
                Holding(
                    cards[key], record, release.id, release.version, release.released_at, changed[key],
                    tuple(file for file in held if standing[key][file.role].downloadable),
                    tuple(standing[key][file.role] for file in held if not standing[key][file.role].downloadable),
                    editions[key].is_sample, editions[key].audience,
                )
            )  # fmt: skip
    return found


def _files(session: Session, release_ids: Sequence[str]) -> dict[str, list[File]]:
    wanted = (
        select(ReleaseFile, StoredFile)
        .join(StoredFile, col(StoredFile.sha256) == col(ReleaseFile.sha256))
        .where(col(ReleaseFile.release_id).in_(release_ids), col(ReleaseFile.role).in_(READERS_GET))
        .order_by(ReleaseFile.role)
    )
    found: dict[str, list[File]] = {}
    for kept, stored in session.exec(wanted):
        held = File(kept.role, kept.name, MEDIA_TYPES[kept.role], stored.size)
        found.setdefault(kept.release_id, []).append(held)
    return found


def newest_change(session: Session) -> datetime:
    """When anything was last recorded, in whole seconds; the beginning of the age where nothing ever was."""
    newest = session.exec(select(func.max(ChangeEvent.recorded_at))).one()
    return _second(newest) if newest else datetime(1970, 1, 1, tzinfo=UTC)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
