"""How a title is looked over before it is decided on: remarks at a place in its text, and returns with reasons.

A return (trả lại) puts the title out of the queue and onto its house's desk, until the house answers or sends a
corrected manuscript. Remarks stay with the title from round to round; the quoted words find their place again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select, update

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.builds import Build
from catalogue.models.people import User
from catalogue.models.review import Handback, Remark
from catalogue.models.titles import Edition
from catalogue.services import audit, letters
from pipeline.i18n import N_

QUOTED = 160
"""Characters of the text that a remark keeps."""
NO_TEXT = N_("Write what is to be said about this place.")
NO_REASON = N_("Say what has to be corrected before the title can go on.")
BACK_ALREADY = N_("This title was given back already; it waits for its publisher.")
NOTHING_BACK = N_("This title is not with you to be corrected.")
NO_ANSWER = N_("Say what was corrected.")


@dataclass(frozen=True, slots=True)
class Said:
    """A remark with the names of who made and who settled it."""

    remark: Remark
    by: str
    settled_by: str


def remark(session: Session, build: Build, edition: Edition, section: str, block: int, quote: str, text: str, *,
           actor: str) -> Remark:  # fmt: skip
    """Keep a remark at a block of a chapter. Raises Refusal when nothing is said."""
    if not text.strip():
        raise Refusal("rev-001", NO_TEXT, field="remark")
    made = Remark(
        edition_id=edition.id, build_id=build.id, section=section, block=block, quote=quote[:QUOTED],
        text=text.strip()[:2000], user_id=actor,
    )  # fmt: skip
    session.add(made)
    session.flush()
    payload = {"remark": made.id, "build": build.id, "section": section, "block": block, "text": made.text}
    audit.record(session, "title.remarked", f"edition/{edition.id}", payload, actor=actor)
    return made


def settle(session: Session, edition: Edition, remark_id: str, answer: str, *, actor: str) -> None:
    """Mark a remark as done with, or open it again when it was. Raises NotFoundError."""
    found = session.get(Remark, remark_id)
    if found is None or found.edition_id != edition.id:
        raise NotFoundError(remark_id)
    opened = found.settled_at is not None
    found.settled_at, found.settled_by = (None, None) if opened else (now(), actor)
    found.answer = "" if opened else answer.strip()[:1000]
    kind = "title.remark_opened" if opened else "title.remark_settled"
    audit.record(session, kind, f"edition/{edition.id}", {"remark": remark_id, "answer": found.answer}, actor=actor)


def remarks(session: Session, edition_id: str) -> list[Said]:
    """All remarks on a title in the order of the book, those that are settled too."""
    rows = session.exec(
        select(Remark, User.name)
        .join(User, col(User.id) == col(Remark.user_id))
        .where(Remark.edition_id == edition_id)
        .order_by(Remark.section, col(Remark.block), col(Remark.created_at))
    ).all()
    settlers = {remark.settled_by for remark, _ in rows} - {None}
    names = dict(session.exec(select(User.id, User.name).where(col(User.id).in_(settlers))).all()) if settlers else {}
    return [Said(remark, name, names.get(remark.settled_by or "", "")) for remark, name in rows]


def open_remarks(session: Session, ids: Sequence[str]) -> Counter[str]:
    """How many remarks of each title are not settled."""
    wanted = (
        select(Remark.edition_id, func.count())
        .where(col(Remark.edition_id).in_(ids), col(Remark.settled_at).is_(None))
        .group_by(col(Remark.edition_id))
    )
    return Counter(dict(session.exec(wanted).all()))


def give_back(session: Session, edition: Edition, reason: str, *, actor: str) -> None:
    """Give a title back to its house. Raises Refusal without a reason, or when it is there already."""
    if not reason.strip():
        raise Refusal("rev-002", NO_REASON, field="back")
    if edition.id in returned(session, [edition.id]):
        raise Refusal("rev-003", BACK_ALREADY, field="back")
    back = Handback(edition_id=edition.id, reason=reason.strip()[:2000], user_id=actor)
    session.add(back)
    letters.given_back(session, back, edition.publisher_id)
    audit.record(
        session, "title.given_back", f"edition/{edition.id}", {"reason": reason.strip()[:2000]}, actor=actor
    )  # fmt: skip


def answer(session: Session, edition: Edition, text: str, *, actor: str) -> None:
    """Say that a title that was given back is corrected; it goes on from there. Raises Refusal."""
    if edition.id not in returned(session, [edition.id]):
        raise Refusal("rev-004", NOTHING_BACK, field="answer")
    if not text.strip():
        raise Refusal("rev-005", NO_ANSWER, field="answer")
    _close(session, edition.id, text.strip()[:1000], actor)


def corrected(session: Session, edition_id: str, *, actor: str) -> None:
    """A corrected manuscript answers a return by itself."""
    if edition_id in returned(session, [edition_id]):
        _close(session, edition_id, "", actor)


def _close(session: Session, edition_id: str, text: str, actor: str) -> None:
    session.exec(
        update(Handback)
        .where(col(Handback.edition_id) == edition_id, col(Handback.answered_at).is_(None))
        .values(answered_at=now(), answered_by=actor or None, answer=text)
    )
    audit.record(session, "title.answered", f"edition/{edition_id}", {"answer": text}, actor=actor)


def returned(session: Session, ids: Sequence[str] | None = None) -> dict[str, Handback]:
    """The returns that wait for an answer, by title; of all titles, or of these."""
    wanted = select(Handback).where(col(Handback.answered_at).is_(None)).order_by(col(Handback.created_at))
    if ids is not None:
        wanted = wanted.where(col(Handback.edition_id).in_(ids))
    return {found.edition_id: found for found in session.exec(wanted)}


def returns(session: Session, edition_id: str) -> list[tuple[Handback, str, str]]:
    """Every return of a title with the names of who returned and who answered it, the newest first."""
    rows = session.exec(
        select(Handback, User.name)
        .join(User, col(User.id) == col(Handback.user_id))
        .where(Handback.edition_id == edition_id)
        .order_by(col(Handback.created_at).desc())
    ).all()
    people = {found.answered_by for found, _ in rows} - {None}
    names = dict(session.exec(select(User.id, User.name).where(col(User.id).in_(people))).all()) if people else {}
    return [(found, name, names.get(found.answered_by or "", "")) for found, name in rows]
