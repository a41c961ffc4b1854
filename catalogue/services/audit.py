"""The record of changes: each event holds the hash of the one before, so that nothing can be slipped in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, literal
from sqlmodel import Session, col, func, select

from catalogue.db import one_at_a_time
from catalogue.models.base import now
from catalogue.models.builds import Recognition
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Classification, Edition

BEGINNING = "0" * 64
CHAIN = 1079_0001
"""The turn that writers of the chain wait for: each needs the hash of the one before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event that is still to be recorded."""

    kind: str
    subject: str
    payload: dict[str, Any] = field(default_factory=dict)
    occurred_at: datetime | None = None


def record_all(session: Session, entries: Iterable[Entry], *, actor: str = "") -> int:
    """Add many events at once, in their order, within the caller's transaction. Returns how many."""
    one_at_a_time(session, CHAIN)
    moment = now()
    session.flush()
    number, previous = end(session)
    rows = []
    for entry in entries:
        number += 1
        event = ChangeEvent(
            number=number, occurred_at=entry.occurred_at or moment, recorded_at=moment, actor=actor,
            kind=entry.kind, subject=entry.subject, payload=entry.payload, prev_hash=previous, hash="",
        )  # fmt: skip
        event.hash = previous = digest(event)
        rows.append(event.model_dump())
    if rows:
        session.execute(insert(ChangeEvent), rows)
    return len(rows)


def record(
    session: Session,
    kind: str,
    subject: str,
    payload: dict[str, Any] | None = None,
    *,
    actor: str = "",
    occurred_at: datetime | None = None,
) -> ChangeEvent:
    """Add an event within the caller's transaction; ``subject`` is ``kind/id`` of what changed."""
    one_at_a_time(session, CHAIN)
    moment = now()
    number, previous = end(session)
    event = ChangeEvent(
        number=number + 1,
        occurred_at=occurred_at or moment,
        recorded_at=moment,
        actor=actor,
        kind=kind,
        subject=subject,
        payload=payload or {},
        prev_hash=previous,
        hash="",
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    return event


def digest(event: ChangeEvent) -> str:
    """SHA-256 of everything an event says, its place in the chain included."""
    said = {
        "number": event.number,
        "occurred_at": event.occurred_at.astimezone(UTC).isoformat(),
        "recorded_at": event.recorded_at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "kind": event.kind,
        "subject": event.subject,
        "payload": event.payload,
        "prev_hash": event.prev_hash,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(session: Session) -> int | None:
    """The number of the first event that does not follow from the one before, or None when all do."""
    expected, previous = 1, BEGINNING
    wanted = select(ChangeEvent).order_by(col(ChangeEvent.number)).execution_options(yield_per=1000)
    with closing(session.exec(wanted)) as events:  # the database's cursor ends with us, also when a break is found
        for event in events:
            if event.number != expected or event.prev_hash != previous or event.hash != digest(event):
                return event.number
            expected, previous = expected + 1, event.hash
    return None


def end(session: Session) -> tuple[int, str]:
    """How many entries there are, and the hash of the last, which stands for all of them."""
    last = session.exec(select(ChangeEvent).order_by(col(ChangeEvent.number).desc()).limit(1)).first()
    return (last.number, last.hash) if last else (0, BEGINNING)


def holds_entry(session: Session, number: int, digest_of: str) -> bool:
    """Whether the entry of a number still has the hash that somebody noted."""
    found = session.exec(select(ChangeEvent.hash).where(ChangeEvent.number == number)).first()
    return found is not None and found == digest_of


def unrecorded(session: Session) -> list[str]:
    """Titles, recognitions and decisions of which the record of changes knows nothing: their entries were taken out.

    A chain cannot show by itself that its last links are missing; what they were about does.
    """
    tables = ((Edition.id, "edition.created"), (Recognition.edition_id, "title.recognised"),
              (Classification.edition_id, "title.classified"))  # fmt: skip
    found: set[str] = set()
    for column, kind in tables:
        known = select(ChangeEvent.subject).where(ChangeEvent.kind == kind)
        subject = literal("edition/") + col(column)
        found |= set(session.exec(select(column).where(subject.not_in(known))).all())
    return sorted(found)


def length(session: Session) -> int:
    """How many entries the record of changes has."""
    return session.exec(select(func.count()).select_from(ChangeEvent)).one()
