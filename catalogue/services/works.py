"""Editions that belong together: a work with its original and its translations, joined and parted by people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalogue.errors import Refusal
from catalogue.models.builds import Build, Manuscript
from catalogue.models.titles import Edition, EditionKind, Work
from catalogue.services import access, audit, releases, titles
from catalogue.services.permissions import Actor, may_see
from pipeline.i18n import N_

SAME = N_("A title cannot be a translation of itself.")
SAME_LANGUAGE = N_("Both are in the same language. A reprint or a new edition is no translation.")
CIRCLE = N_("That title is itself a translation of this one.")
FINISHED = (".epub", ".pdf")
"""Names of books that were made elsewhere; their structure cannot be compared."""


def editions(session: Session, edition: Edition) -> list[Edition]:
    """All editions of the work, this one among them, the original first, then by language."""
    found = session.exec(select(Edition).where(Edition.work_id == edition.work_id)).all()
    return sorted(found, key=lambda one: (bool(one.source_language or one.translated_from_id), one.language, one.id))


def original_of(session: Session, edition: Edition) -> Edition | None:
    """The edition that this one was translated from; None for an original, or where the original is not here."""
    if edition.translated_from_id:
        return session.get(Edition, edition.translated_from_id)
    if edition.kind != EditionKind.TRANSLATION:
        return None
    others = [one for one in editions(session, edition) if one.id != edition.id]
    spoken = [one for one in others if one.language == edition.source_language]
    return next(iter([*spoken, *(one for one in others if one.kind == EditionKind.ORIGINAL)]), None)


def manuscript_of(session: Session, original: Edition, house_id: str) -> Manuscript | None:
    """What a house may compare its translation with: the newest round of its own, of others what readers have."""
    wanted = select(Manuscript).where(Manuscript.edition_id == original.id).order_by(col(Manuscript.round).desc())
    if original.publisher_id != house_id:
        if not access.of(session, original.id)["epub"].readable:
            return None
        current = releases.current(session, original.id)
        build = session.get(Build, current.build_id) if current and current.build_id else None
        wanted = wanted.where(Manuscript.id == (build.manuscript_id if build else ""))
    return next((one for one in session.exec(wanted) if not one.name.lower().endswith(FINISHED)), None)


def may_join(session: Session, actor: Actor, original: Edition) -> bool:
    """Whether somebody may name a title as an original: one that they see, or that every reader does."""
    return may_see(actor, original) or releases.current(session, original.id) is not None


def originals(session: Session, edition: Edition, houses: Sequence[str] | None) -> list[titles.Card]:
    """Titles that an edition might be a translation of: in other languages, of these houses (None: of all)."""
    wanted = select(Edition.id).where(Edition.language != edition.language, col(Edition.translated_from_id).is_(None))
    if houses is not None:
        wanted = wanted.where(col(Edition.publisher_id).in_(houses))
    return titles.cards(session, session.exec(wanted.order_by(col(Edition.sort_key)).limit(300)).all())


def join(session: Session, edition: Edition, original: Edition, *, actor: str = "") -> None:
    """Make an edition a translation of another: both belong to one work. Raises Refusal."""
    if edition.id == original.id:
        raise Refusal("wrk-001", SAME, field="original")
    if original.translated_from_id == edition.id:
        raise Refusal("wrk-002", CIRCLE, field="original")
    if edition.language == original.language:
        raise Refusal("wrk-003", SAME_LANGUAGE, field="original")
    _move(session, edition, original.work_id, original)
    record = titles.record_of(edition)
    if not record.book.original_language:
        named = titles.record_of(original).book.title
        part = {"original_language": original.language, "original_title": record.book.original_title or named}
        fuller = record.model_copy(update={"book": record.book.model_copy(update=part)})
        titles.change(session, edition, fuller, actor=actor)
    payload = {"work": edition.work_id, "translated_from": original.id}
    audit.record(session, "edition.joined", f"edition/{edition.id}", payload, actor=actor)


def part(session: Session, edition: Edition, *, actor: str = "") -> None:
    """Take an edition out of its work, into one of its own; its record stays as it is."""
    work = Work(original_language=edition.source_language or edition.language)
    session.add(work)
    session.flush()
    _move(session, edition, work.id, None)
    audit.record(session, "edition.parted", f"edition/{edition.id}", {"work": work.id}, actor=actor)


def _move(session: Session, edition: Edition, work_id: str, original: Edition | None) -> None:
    """Into another work; a work without editions goes."""
    left = edition.work_id
    edition.work_id = work_id
    edition.translated_from_id = original.id if original else None
    if original and edition.kind == EditionKind.ORIGINAL:
        edition.kind = EditionKind.TRANSLATION
    session.flush()
    if left != work_id and session.exec(select(Edition.id).where(Edition.work_id == left)).first() is None:
        session.delete(session.get_one(Work, left))
        session.flush()
