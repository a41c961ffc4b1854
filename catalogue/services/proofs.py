"""Proofs: books that were built and are not with readers yet, for those who work on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from catalogue.models.builds import Build, BuildState, Manuscript, Purpose, Release, ReleaseState
from catalogue.models.titles import Edition
from catalogue.services import submissions, titles
from catalogue.services.holdings import MEDIA_TYPES, READERS_GET, File
from catalogue.services.permissions import Actor
from catalogue.services.titles import PER_PAGE, Card
from pipeline.metadata import EditionRecord


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest book made of a title that is not what readers have."""

    build_id: str
    card: Card
    record: EditionRecord
    built_at: datetime
    files: tuple[File, ...]
    cover: bool


def page(session: Session, actor: Actor, number: int = 1) -> tuple[list[Proof], int]:
    """One page of the proofs of somebody's houses, the newest first, and how many there are."""
    newest = _newest(session, actor)
    asked = newest[(number - 1) * PER_PAGE : number * PER_PAGE]
    ids = [edition_id for edition_id, _, _ in asked]
    cards = {card.id: card for card in titles.cards(session, ids)}
    editions = {one.id: one for one in session.exec(select(Edition).where(col(Edition.id).in_(ids)))}
    found = []
    for edition_id, build_id, built_at in asked:
        kept = submissions.files_of(session, build_id)
        files = tuple(
            File(made.role, made.name, MEDIA_TYPES[made.role], stored.size) for made, stored in kept
            if made.role in READERS_GET
        )  # fmt: skip
        cover = any(made.role == "cover" for made, _ in kept)
        record = titles.record_of(editions[edition_id])
        found.append(Proof(build_id, cards[edition_id], record, built_at, files, cover))
    return found, len(newest)


def _newest(session: Session, actor: Actor) -> list[tuple[str, str, datetime]]:
    """The newest book of each title, unless it is the one that readers have."""
    released = select(Release.build_id).where(
        Release.state == ReleaseState.CURRENT, col(Release.build_id).is_not(None)
    )  # fmt: skip
    wanted = (
        select(Manuscript.edition_id, Build.id, Build.created_at, col(Build.id).in_(released))
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .join(Edition, col(Edition.id) == col(Manuscript.edition_id))
        .where(Build.state == BuildState.BUILT, Build.purpose == Purpose.BOOK)
        .order_by(col(Build.created_at).desc(), col(Build.id))
    )
    if not actor.administrator:
        wanted = wanted.where(col(Edition.publisher_id).in_(actor.houses))
    first: dict[str, tuple[str, datetime, bool]] = {}
    for edition_id, build_id, built_at, out in session.exec(wanted):
        first.setdefault(edition_id, (build_id, built_at, out))
    return [(key, build_id, built_at) for key, (build_id, built_at, out) in first.items() if not out]
