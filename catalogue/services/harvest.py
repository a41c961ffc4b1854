"""The titles as other systems take them over: every one ever released here, each with its datestamp, gone ones too.

``refresh`` is called in the transaction that changes a title, so harvests never lag behind the shelf. A datestamp moves
when what is told of the title changes, and only then; it goes by whole seconds (OAI-PMH 2.0, 2.4 and 2.7.1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from catalogue.models.base import now
from catalogue.models.builds import Recognition, Release, ReleaseState
from catalogue.models.harvest import HarvestRecord
from catalogue.models.people import Organisation
from catalogue.models.programme import Programme
from catalogue.models.titles import Edition, EditionFormat, TitleText
from catalogue.services import access

PIECE = 400
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a harvest asks for: from and until a second (both included), and one property."""

    since: datetime | None = None
    until: datetime | None = None
    axis: str = ""
    """``publisher``, ``language``, ``programme`` or ``sample``; empty for all."""
    value: str = ""
    """Empty for every record that has the property at all."""


@dataclass(frozen=True, slots=True)
class Told:
    """A record as a harvest tells of it; ``programme`` is a code."""

    id: str
    datestamp: datetime
    deleted: bool
    publisher_id: str
    language: str
    programme: str
    is_sample: bool


def refresh(session: Session, ids: Iterable[str]) -> None:
    """Note of these editions what is told of them from now on; what is told already keeps its datestamp."""
    session.flush()
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), PIECE):
        _refresh(session, wanted[at : at + PIECE])
    session.flush()


def _refresh(session: Session, ids: Sequence[str]) -> None:
    moment = _this_second()
    kept = {one.edition_id: one for one in session.exec(select(HarvestRecord).where(_among(ids)))}
    for key, (told, said) in _facts(session, ids).items():
        digest = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
        record = kept.get(key) or HarvestRecord(edition_id=key, datestamp=moment)
        if record.sha256 == digest:
            continue
        record.datestamp, record.sha256 = moment, digest
        for name, value in told.items():
            setattr(record, name, value)
        session.add(record)


def drop(session: Session, ids: Sequence[str]) -> None:
    """Editions that are about to go leave a deleted record."""
    for at in range(0, len(ids), PIECE):
        wanted = select(HarvestRecord).where(_among(ids[at : at + PIECE]), col(HarvestRecord.deleted).is_(False))
        for record in session.exec(wanted):
            record.deleted, record.sha256, record.datestamp = True, "", _this_second()
    session.flush()


def _among(ids: Sequence[str]) -> Any:
    return col(HarvestRecord.edition_id).in_(ids)


def _this_second() -> datetime:
    return now().replace(microsecond=0)


def _facts(session: Session, ids: Sequence[str]) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Of each edition that was ever released: what is kept of it, and all that is told of it."""
    newest: dict[str, Release] = {}
    releases = select(Release).where(col(Release.edition_id).in_(ids))
    for release in session.exec(releases.order_by(col(Release.version))):
        newest[release.edition_id] = release
    recognised = dict(
        session.exec(
            select(Recognition.edition_id, Recognition.programme_id).where(col(Recognition.edition_id).in_(newest))
        ).all()
    )
    beside = _beside(session, list(newest))
    rows = (
        select(Edition, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Edition.publisher_id))
        .where(col(Edition.id).in_(newest))
    )
    found = {}
    for edition, publisher in session.exec(rows):
        release = newest[edition.id]
        told = {
            "deleted": release.state != ReleaseState.CURRENT, "publisher_id": edition.publisher_id,
            "language": edition.language, "programme_id": recognised.get(edition.id, ""),
            "is_sample": edition.is_sample,
        }  # fmt: skip
        said = {
            **told, "publisher": publisher, "record": edition.record, "release": release.id, "state": release.state,
            "version": release.version, "beside": beside.get(edition.id, []),
        }  # fmt: skip
        found[edition.id] = (told, said)
    return found


def _beside(session: Session, ids: Sequence[str]) -> dict[str, list[Any]]:
    """What stands beside the records: titles, formats, and what readers may have of them today."""
    found: dict[str, list[Any]] = {}
    for key, *facts in session.exec(
        select(TitleText.edition_id, TitleText.title, TitleText.subtitle).where(
            col(TitleText.edition_id).in_(ids), TitleText.canonical
        )
    ):
        found.setdefault(key, []).append(facts)
    formats = select(EditionFormat.edition_id, EditionFormat.form, EditionFormat.isbn)
    chosen = col(EditionFormat.edition_id).in_(ids)
    for key, *facts in session.exec(formats.where(chosen).order_by(EditionFormat.form, EditionFormat.isbn)):
        found.setdefault(key, []).append(facts)
    for key, standing in access.of_all(session, ids).items():
        found.setdefault(key, []).extend([held.form, held.kind, held.until] for held in standing.values())
    return found


def page(
    session: Session, of: Selection, after: tuple[datetime, str] | None = None, limit: int = 100
) -> tuple[list[Told], bool]:
    """The next records in the order of datestamp and id, and whether more follow.

    What changes while somebody harvests moves to the end of this order, so that it is met again and nothing is missed.
    """
    wanted = select(HarvestRecord, Programme.code).outerjoin(
        Programme, col(Programme.id) == col(HarvestRecord.programme_id)
    )
    if after:
        moment, key = after
        wanted = wanted.where(
            col(HarvestRecord.datestamp) >= moment,
            or_(col(HarvestRecord.datestamp) > moment, col(HarvestRecord.edition_id) > key),
        )
    wanted = wanted.where(*_matching(of)).order_by(col(HarvestRecord.datestamp), col(HarvestRecord.edition_id))
    rows = session.exec(wanted.limit(limit + 1)).all()
    return [_told(record, code) for record, code in rows[:limit]], len(rows) > limit


def _told(record: HarvestRecord, code: str | None) -> Told:
    return Told(
        record.edition_id, record.datestamp, record.deleted, record.publisher_id, record.language, code or "",
        record.is_sample,
    )  # fmt: skip


def get(session: Session, edition_id: str) -> Told | None:
    """The record of an edition that was ever released."""
    wanted = select(HarvestRecord, Programme.code).outerjoin(
        Programme, col(Programme.id) == col(HarvestRecord.programme_id)
    )
    found = session.exec(wanted.where(HarvestRecord.edition_id == edition_id)).first()
    return _told(*found) if found else None


def count(session: Session, of: Selection) -> int:
    """How many records a harvest gives in all."""
    return session.exec(select(func.count()).select_from(HarvestRecord).where(*_matching(of))).one()


def _matching(of: Selection) -> list[Any]:
    found: list[Any] = []
    if of.since:
        found.append(col(HarvestRecord.datestamp) >= of.since)
    if of.until:
        found.append(col(HarvestRecord.datestamp) < of.until + SECOND)
    if of.axis == "sample":
        found.append(col(HarvestRecord.is_sample).is_(True))
    elif of.axis == "programme":
        codes = select(Programme.id).where(Programme.code == of.value)
        chosen = col(HarvestRecord.programme_id)
        found.append(and_(chosen != "", chosen.in_(codes)) if of.value else chosen != "")
    elif of.axis:
        column = col(HarvestRecord.publisher_id if of.axis == "publisher" else HarvestRecord.language)
        found.append(column == of.value if of.value else column != "")
    return found


def earliest(session: Session) -> datetime:
    """A moment before which nothing changed; now where there is nothing yet."""
    found = session.exec(select(func.min(HarvestRecord.datestamp))).one()
    return found or _this_second()


def shown(session: Session) -> int:
    """How many titles readers can have."""
    wanted = select(func.count()).select_from(HarvestRecord).where(col(HarvestRecord.deleted).is_(False))
    return session.exec(wanted).one()


def pages(session: Session, begin: int, most: int) -> list[tuple[str, str, datetime]]:
    """Of the titles that readers can have, from one on: id, title, and since when it has been as it is."""
    wanted = (
        select(HarvestRecord.edition_id, TitleText.title, HarvestRecord.datestamp)
        .join(TitleText, col(TitleText.edition_id) == col(HarvestRecord.edition_id))
        .where(col(HarvestRecord.deleted).is_(False), TitleText.canonical)
        .order_by(col(HarvestRecord.edition_id))
    )
    return list(session.exec(wanted.offset(begin).limit(most)).all())


def datestamps(session: Session, ids: Sequence[str]) -> Mapping[str, datetime]:
    """Since when each of these editions has been as it is told of."""
    wanted = select(HarvestRecord.edition_id, HarvestRecord.datestamp).where(_among(ids))
    return dict(session.exec(wanted).all())


def parts(session: Session) -> dict[str, list[tuple[str, str]]]:
    """By what a harvest can be narrowed: the values of each property with their names, as far as records have them."""
    houses = (
        select(Organisation.id, Organisation.name)
        .where(col(Organisation.id).in_(select(HarvestRecord.publisher_id).distinct()))
        .order_by(Organisation.name, Organisation.id)
    )
    languages = select(HarvestRecord.language).distinct().order_by(HarvestRecord.language)
    programmes = (
        select(Programme.code, Programme.name)
        .where(col(Programme.id).in_(select(HarvestRecord.programme_id).distinct()))
        .order_by(Programme.code)
    )
    samples = session.exec(select(HarvestRecord.edition_id).where(col(HarvestRecord.is_sample)).limit(1)).first()
    return {
        "programme": list(session.exec(programmes).all()),
        "publisher": list(session.exec(houses).all()),
        "language": [(tag, tag) for tag in session.exec(languages) if tag],
        "sample": [("", "")] if samples else [],
    }
