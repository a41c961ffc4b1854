"""Titles that editors of the programme recommend to readers, each with the reason; an honest shelf says why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select, update

from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.builds import Release, ReleaseState
from catalogue.models.people import User
from catalogue.models.review import Pick
from catalogue.models.titles import Edition
from catalogue.services import audit
from catalogue.services.titles import Card, cards
from pipeline.i18n import N_

NO_REASON = N_("Say in a sentence or two why readers should read it.")
TOO_LONG = N_("Say it in at most {limit} characters; it has {length}.")
NOT_OUT = N_("Only a title that readers can have can be recommended.")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Picked:
    """A recommended title, why, in which language that is written, and by whom."""

    card: Card
    reason: str
    language: str
    by: str


def pick(session: Session, edition: Edition, reason: str, language: str, *, actor: str) -> None:
    """Recommend a title; a new reason takes the place of the old. Raises Refusal."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("pic-001", NO_REASON, field="why")
    if len(reason) > LONGEST:
        raise Refusal("pic-002", TOO_LONG, field="why", limit=LONGEST, length=len(reason))
    wanted = select(Release.id).where(Release.edition_id == edition.id, Release.state == ReleaseState.CURRENT)
    if session.exec(wanted).first() is None:
        raise Refusal("pic-003", NOT_OUT, field="why")
    _end(session, edition.id)
    session.add(Pick(edition_id=edition.id, reason=reason, language=language, user_id=actor))
    audit.record(session, "title.picked", f"edition/{edition.id}", {"reason": reason}, actor=actor)


def end(session: Session, edition: Edition, *, actor: str) -> None:
    """Recommend a title no longer."""
    if _end(session, edition.id):
        audit.record(session, "title.unpicked", f"edition/{edition.id}", {}, actor=actor)


def _end(session: Session, edition_id: str) -> bool:
    done = session.exec(
        update(Pick).where(col(Pick.edition_id) == edition_id, col(Pick.ended_at).is_(None)).values(ended_at=now())
    )
    return bool(done.rowcount)


def standing(session: Session, *, most: int = 100) -> list[Picked]:
    """What is recommended and can be had, the newest first."""
    rows = session.exec(
        select(Pick, User.name)
        .join(User, col(User.id) == col(Pick.user_id))
        .join(Release, col(Release.edition_id) == col(Pick.edition_id))
        .where(col(Pick.ended_at).is_(None), Release.state == ReleaseState.CURRENT)
        .order_by(col(Pick.created_at).desc())
        .limit(most)
    ).all()
    found = {card.id: card for card in cards(session, [one.edition_id for one, _ in rows])}
    return [Picked(found[one.edition_id], one.reason, one.language, by) for one, by in rows if one.edition_id in found]


def of(session: Session, edition_id: str) -> Picked | None:
    """The standing recommendation of a title."""
    return next((one for one in standing(session) if one.card.id == edition_id), None)
