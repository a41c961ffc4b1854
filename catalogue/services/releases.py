"""Release and recognition: two acts of two people.

*Phát hành*: the house's director gives the files to readers when the dossier is complete and its waiting days
are over. *Ghi nhận vào Đề án*: the programme's officer recognises the released title. A released file never
changes; a correction is a new release with an erratum. Law on Publishing, Articles 22, 27, 28 and 45 to 48.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.builds import (
    Build,
    BuildState,
    Manuscript,
    Purpose,
    Recognition,
    Release,
    ReleaseFile,
    ReleaseState,
)
from catalogue.models.programme import Programme
from catalogue.models.titles import DossierItem, DossierKind, Edition
from catalogue.rules.counting.records import Rules
from catalogue.services import audit, review, shelving, submissions
from catalogue.services.programme import NATIONAL, today
from pipeline.i18n import N_

WAITING_DAYS, MOST_WAITING_DAYS = 10, 365
"""Between deposit and release (Law on Publishing, Article 28), where no programme says otherwise."""
UNDOING = timedelta(days=1)
"""For so long somebody can take their own recognition back without a word; later a correction is a decision."""

NO_BOOK = N_("There is no finished book yet: build the manuscript, or register a finished file.")
NO_AUTHORITY = N_("Enter the registration confirmation with its number, or the licence of a non-business publication.")
NO_DECISION = N_("Enter the publication decision with its number and date.")
NO_DEPOSIT = N_("Enter the legal deposit with its date.")
WAITING = N_("The legal deposit was on {deposit}; the book may be released from {day}.")
BAD_WAITING = N_("The waiting days are a whole number from 0 to {most}.")
NOTHING_NEW = N_("These files are released already; build a corrected manuscript first.")
NO_ERRATUM = N_("Say in the erratum what this version corrects.")
SAME_PERSON = N_("Release and recognition are acts of two people; somebody else has to recognise this title.")
NOT_RELEASED = N_("Only a released title can be recognised.")
RECOGNISED = N_("This title is recognised already.")
NO_REASON = N_("Say why.")
GIVEN_BACK = N_("The title was given back to its publisher; it goes on when they have answered.")
TOO_LATE = N_("A recognition is taken back within a day by whoever gave it; later enter a decision in the ledger.")
NO_ORDER = N_("Say who ordered the recall, by which decision.")
NOT_CURRENT = N_("There is no current release to take back.")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that stands between a title and its release; a sentence with its fields."""

    message: str
    days: tuple[tuple[str, date], ...] = ()


def lacking(session: Session, edition: Edition) -> list[Lack]:
    """What the release still needs, in the order in which a house does it."""
    papers = dossier(session, edition.id)
    kinds = {paper.kind for paper in papers}
    found = []
    if submissions.newest_built(session, edition.id) is None and not any(paper.scan_sha256 for paper in papers):
        found.append(Lack(NO_BOOK))
    if not kinds & {DossierKind.REGISTRATION, DossierKind.LICENCE}:
        found.append(Lack(NO_AUTHORITY))
    if not kinds & {DossierKind.DECISION, DossierKind.LICENCE}:
        found.append(Lack(NO_DECISION))
    if review.returned(session, [edition.id]):
        found.append(Lack(GIVEN_BACK))
    deposits = [paper.on for paper in papers if paper.kind == DossierKind.DEPOSIT]
    if not deposits:
        return [*found, Lack(NO_DEPOSIT)]
    free = min(deposits) + timedelta(days=waiting_days(session))
    if today(Rules()) < free:
        found.append(Lack(WAITING, (("deposit", min(deposits)), ("day", free))))
    return found


def waiting_days(session: Session) -> int:
    """How many days have to pass between deposit and release."""
    said = session.exec(select(Programme.waiting_days).where(Programme.code == NATIONAL)).first()
    return WAITING_DAYS if said is None else said


def set_waiting_days(session: Session, days: int, *, actor: str = "") -> None:
    """Let so many days pass between deposit and release from now on; what is released stays so. Raises Refusal."""
    if not 0 <= days <= MOST_WAITING_DAYS:
        raise Refusal("rel-008", BAD_WAITING, field="waiting_days", most=MOST_WAITING_DAYS)
    national = session.exec(select(Programme).where(Programme.code == NATIONAL)).one()
    payload = {"from": national.waiting_days, "to": days}
    if days != national.waiting_days:
        national.waiting_days = days
        audit.record(session, "programme.waiting_days", f"programme/{national.id}", payload, actor=actor)


def dossier(session: Session, edition_id: str) -> list[DossierItem]:
    """The papers of a title by date, without those that a correction replaced."""
    wanted = select(DossierItem).where(
        DossierItem.edition_id == edition_id, col(DossierItem.replaced_at).is_(None)
    )  # fmt: skip
    return list(session.exec(wanted.order_by(col(DossierItem.on), DossierItem.id)).all())


def add_paper(session: Session, item: DossierItem, *, actor: str = "") -> None:
    """Enter a paper into the dossier of a title."""
    session.add(item)
    session.flush()
    payload = item.model_dump(mode="json", exclude={"id", "edition_id", "recorded_at"})
    audit.record(session, "dossier.added", f"edition/{item.edition_id}", payload, actor=actor)


def current(session: Session, edition_id: str) -> Release | None:
    """The release that readers have."""
    wanted = select(Release).where(Release.edition_id == edition_id, Release.state == ReleaseState.CURRENT)
    return session.exec(wanted).first()


def history(session: Session, edition_id: str) -> list[Release]:
    """All releases of a title, the newest first."""
    wanted = select(Release).where(Release.edition_id == edition_id)
    return list(session.exec(wanted.order_by(col(Release.version).desc())).all())


def release(
    session: Session, edition: Edition, *, actor: str = "", erratum: str = "", without_dossier: str = ""
) -> Release:
    """Give the newest built book to readers. Raises Refusal saying what is lacking.

    ``without_dossier`` is the reason for which the law's papers are not asked for; it is kept.
    """
    missing = [] if without_dossier else lacking(session, edition)
    if missing:
        first = missing[0]
        days: dict[str, Any] = dict(first.days)
        raise Refusal("rel-001", first.message, **days)
    build = submissions.newest_built(session, edition.id)
    if build is None and without_dossier:
        raise Refusal("rel-002", NO_BOOK)
    before = current(session, edition.id)
    if before and before.build_id == (build.id if build else None):
        raise Refusal("rel-003", NOTHING_NEW)
    if before and not erratum.strip():
        raise Refusal("rel-004", NO_ERRATUM, field="erratum")
    return _release(session, edition, build, before, actor, erratum, without_dossier)


def _release(
    session: Session,
    edition: Edition,
    build: Build | None,
    before: Release | None,
    actor: str,
    erratum: str,
    reason: str,
) -> Release:
    if before:
        before.state = ReleaseState.SUPERSEDED
        session.flush()
    build_id = build.id if build else None
    made = open_release(session, edition, actor=actor, erratum=erratum, reason=reason, build_id=build_id)
    made.words = int(build.report.get("counts", {}).get("words") or 0) if build else 0
    for file, _ in submissions.files_of(session, build_id or ""):
        if file.role == submissions.TEXT:
            continue  # for comparing rounds, no part of the book
        session.add(ReleaseFile(release_id=made.id, role=file.role, sha256=file.sha256, name=file.name))
    shelving.changed(session, [edition.id])
    return made


def open_release(
    session: Session, edition: Edition, *, actor: str = "", erratum: str = "", reason: str = "",
    build_id: str | None = None,
) -> Release:  # fmt: skip
    """The next version of a title's release, without files yet."""
    last = session.exec(select(func.max(Release.version)).where(Release.edition_id == edition.id)).one()
    made = Release(
        edition_id=edition.id, version=(last or 0) + 1, build_id=build_id, erratum=erratum.strip()[:2000],
        reason=reason[:1000], user_id=actor or None, released_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    payload = {"edition": edition.id, "version": made.version, "build": build_id or "", "erratum": made.erratum}
    audit.record(session, "release.released", f"release/{made.id}", payload, actor=actor)
    shelving.changed(session, [edition.id])
    return made


def take_back(
    session: Session, edition: Edition, reason: str, *, sanction: bool = False, authority: str = "", actor: str = ""
) -> None:
    """Withdraw (gỡ) a title's files, or recall (thu hồi) them by a sanction; the record stays. Raises Refusal.

    A recall says who ordered it, by which decision (Law on Publishing, Article 10).
    """
    found = current(session, edition.id)
    if found is None:
        raise Refusal("rel-005", NOT_CURRENT)
    if not reason.strip():
        raise Refusal("rel-006", NO_REASON, field="reason")
    if sanction and not authority.strip():
        raise Refusal("rel-007", NO_ORDER, field="authority")
    found.state = ReleaseState.RECALLED if sanction else ReleaseState.WITHDRAWN
    found.reason, found.withdrawn_at = reason.strip()[:1000], now()
    found.authority = authority.strip()[:300] if sanction else ""
    payload = {"edition": edition.id, "reason": found.reason, "authority": found.authority}
    audit.record(session, f"release.{found.state}", f"release/{found.id}", payload, actor=actor)
    shelving.changed(session, [edition.id])


def recognise(
    session: Session, edition: Edition, programme: Programme, *, actor: str, reason: str = "",
    at: datetime | None = None,
) -> None:  # fmt: skip
    """Recognise a title in the programme that was released here or on paper. Raises Refusal.

    ``at`` is the moment that titles share which are recognised together, so that one act takes all of them back.
    """
    found = current(session, edition.id)
    if found is None and (history(session, edition.id) or not on_paper(session, edition.id)):
        raise Refusal("rec-001", NOT_RELEASED)
    if recognition(session, edition.id):
        raise Refusal("rec-002", RECOGNISED)
    if actor and found and found.user_id == actor:
        raise Refusal("rec-003", SAME_PERSON)
    if review.returned(session, [edition.id]):
        raise Refusal("rec-004", GIVEN_BACK)
    session.add(
        Recognition(
            edition_id=edition.id, programme_id=programme.id, user_id=actor or None, reason=reason[:1000],
            recognised_at=at or now(),
        )
    )  # fmt: skip
    payload = {"programme": programme.code, "release": found.id if found else "", "reason": reason[:1000]}
    audit.record(session, "title.recognised", f"edition/{edition.id}", payload, actor=actor)
    shelving.changed(session, [edition.id])


def recent(session: Session, actor: str) -> list[tuple[datetime, list[str]]]:
    """What somebody recognised within the last day, act by act, the newest first: moment and ids of the titles."""
    wanted = (
        select(Recognition.recognised_at, Recognition.edition_id)
        .where(Recognition.user_id == actor, col(Recognition.recognised_at) > now() - UNDOING)
        .order_by(col(Recognition.recognised_at).desc(), Recognition.edition_id)
    )
    found: dict[datetime, list[str]] = {}
    for moment, edition_id in session.exec(wanted):
        found.setdefault(moment, []).append(edition_id)
    return list(found.items())


def unrecognise(session: Session, ids: Sequence[str], *, actor: str) -> None:
    """Take back recognitions that one gave within the last day. Raises Refusal when one of them is not such."""
    own = {key for _, act in recent(session, actor) for key in act}
    if not ids or not set(ids) <= own:
        raise Refusal("rec-005", TOO_LATE)
    for key in ids:
        session.delete(session.exec(select(Recognition).where(Recognition.edition_id == key)).one())
        audit.record(session, "title.unrecognised", f"edition/{key}", {}, actor=actor)
        shelving.changed(session, [key])


def on_paper(session: Session, edition_id: str) -> bool:
    """Whether papers say that a title was released or deposited, as for titles from before they came here."""
    return bool({paper.kind for paper in dossier(session, edition_id)} & {DossierKind.RELEASE, DossierKind.DEPOSIT})


def waiting(session: Session) -> tuple[list[tuple[str, datetime]], list[tuple[str, datetime]]]:
    """What waits for recognition and what waits for its release: ids with the moment since when, oldest first."""
    recognised = select(Recognition.edition_id)
    released = (
        select(Release.edition_id, Release.released_at)
        .where(Release.state == ReleaseState.CURRENT, col(Release.edition_id).not_in(recognised))
        .order_by(col(Release.released_at))
    )
    out = select(Release.edition_id).where(Release.state == ReleaseState.CURRENT)
    built = (
        select(Manuscript.edition_id, Build.ended_at)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .where(Build.state == BuildState.BUILT, Build.purpose == Purpose.BOOK, col(Manuscript.edition_id).not_in(out))
        .order_by(col(Build.ended_at).desc())
    )
    newest = {edition_id: moment for edition_id, moment in session.exec(built) if moment}
    return list(session.exec(released).all()), sorted(newest.items(), key=lambda row: row[1])


def recognition(session: Session, edition_id: str) -> Recognition | None:
    """The recognition of a title, if it has one."""
    return session.exec(select(Recognition).where(Recognition.edition_id == edition_id)).first()
