"""What readers may have of each format now: read it here, download it, or only know of it.

Every face asks here before it hands out a byte of a book. An embargo ends by itself, at midnight in Vietnam.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from catalogue.models.access import FORMS, AccessKind, FormatAccess
from catalogue.models.base import now
from catalogue.wording import ZONE


@dataclass(frozen=True, slots=True)
class Access:
    """What holds for a format today; an embargo that is over is simply open."""

    form: str
    kind: AccessKind = AccessKind.OPEN
    until: date | None = None

    @property
    def readable(self) -> bool:
        """Whether it may be read on our pages, and its text be found."""
        return self.kind in (AccessKind.OPEN, AccessKind.ONLINE)

    @property
    def downloadable(self) -> bool:
        return self.kind == AccessKind.OPEN


class ClosedError(Exception):
    """The format is there, but its house does not give it to readers (now, or in this way)."""

    def __init__(self, access: Access) -> None:
        super().__init__(f"{access.form}: {access.kind}")
        self.access = access


def today() -> date:
    """The day in Vietnam."""
    return now().astimezone(ZONE).date()


def _standing(form: str, decision: FormatAccess | None, day: date) -> Access:
    if decision is None:
        return Access(form)
    kind = AccessKind(decision.kind)
    if kind == AccessKind.EMBARGOED and decision.until is not None and day >= decision.until:
        return Access(form)
    return Access(form, kind, decision.until if kind == AccessKind.EMBARGOED else None)


def of_all(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Access]]:
    """What holds today for each format of these editions, in one query."""
    rows = select(FormatAccess).where(col(FormatAccess.edition_id).in_(ids))
    newest: dict[tuple[str, str], FormatAccess] = {}
    for row in session.exec(rows.order_by(col(FormatAccess.recorded_at), FormatAccess.id)):
        newest[row.edition_id, row.form] = row
    day = today()
    return {key: {form: _standing(form, newest.get((key, form)), day) for form in FORMS} for key in ids}


def of(session: Session, edition_id: str) -> Mapping[str, Access]:
    """What holds today for each format of an edition."""
    return of_all(session, [edition_id])[edition_id]


def must_read(session: Session, edition_id: str, form: str = "epub") -> Access:
    """What holds for a format that readers may read on our pages. Raises ClosedError when they may not."""
    found = of(session, edition_id)[form]
    if not found.readable:
        raise ClosedError(found)
    return found


def must_download(session: Session, edition_id: str, form: str) -> None:
    """Raises ClosedError unless readers may take the format away, whole or in another form."""
    found = of(session, edition_id)[form]
    if not found.downloadable:
        raise ClosedError(found)


def decisions(session: Session, edition_id: str) -> list[FormatAccess]:
    """All decisions on an edition, the newest first."""
    wanted = select(FormatAccess).where(FormatAccess.edition_id == edition_id)
    return list(session.exec(wanted.order_by(col(FormatAccess.recorded_at).desc(), col(FormatAccess.id).desc())))
