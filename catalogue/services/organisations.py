"""Publishing houses and reporting bodies with the time they exist: renamed, merged, and what stands in whose place.

A merger is entered in the record of changes like everything else, so that a past day can be asked for as it was known
then. Titles stay with the organisation they were registered under; a breakdown shows them under the one that stands
in its place on the day that is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Edition
from catalogue.services import audit
from catalogue.services.cells import house
from pipeline.i18n import N_

MERGED = "organisation.merged"
PARTED = "organisation.parted"
VIETNAM = Path(__file__).with_name("vietnam.json")
"""Provinces and ministries with their mergers; facts of the law, no text of it."""
NO_NAME = N_("Give the organisation a name.")
SAME_NAME = N_("“{name}” is there already.")
ITSELF = N_("An organisation cannot be merged into itself.")
OTHER_KIND = N_("A publishing house and a reporting body cannot be merged.")
CIRCLE = N_("“{name}” has itself gone over into “{into}”: that would be a circle.")
GONE = N_("“{name}” went over into another organisation already; undo that merger first.")
NOT_MERGED = N_("“{name}” was not merged.")
ENDED = N_("“{name}” does not exist any more on {day}.")


def get(session: Session, key: str) -> Organisation:
    """The organisation of an id. Raises NotFoundError."""
    found = session.get(Organisation, key)
    if found is None:
        raise NotFoundError(key)
    return found


def every(session: Session) -> list[Organisation]:
    """All organisations by name."""
    return list(session.exec(select(Organisation).order_by(Organisation.name, Organisation.id)).all())


def bodies(session: Session, day: date) -> list[Organisation]:
    """The reporting bodies that exist on a day, by name."""
    return [one for one in every(session) if one.kind != OrganisationKind.PUBLISHER and exists(one, day)]


def exists(one: Organisation, day: date) -> bool:
    """Whether an organisation exists on a day; both ends of its time belong to it."""
    return (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or day <= one.valid_to)


def titles_of(session: Session) -> dict[str, int]:
    """How many titles are registered under each organisation, as publisher or reporting body."""
    found: dict[str, int] = {}
    for column in (col(Edition.publisher_id), col(Edition.reporting_body_id)):
        for key, number in session.exec(select(column, func.count()).group_by(column)):
            if key:
                found[key] = found.get(key, 0) + number
    return found


def heirs(session: Session, day: date, cut: datetime | None = None) -> dict[str, str]:
    """Merged organisations, each with the one in its place on a day; with ``cut`` as was recorded by then."""
    steps = _known(session) if cut is None else _recorded(session, cut)
    over = {key: heir for key, (heir, end) in steps.items() if heir and end is not None and end < day}
    found = {}
    for key in over:
        at, passed = key, {key}
        while at in over and over[at] not in passed:
            at = over[at]
            passed.add(at)
        found[key] = at
    return found


def _known(session: Session) -> dict[str, tuple[str | None, date | None]]:
    """Mergers as known now."""
    wanted = select(Organisation.id, col(Organisation.successor_id), col(Organisation.valid_to))
    rows = session.exec(wanted.where(col(Organisation.successor_id).is_not(None)))
    return {key: (heir, end) for key, heir, end in rows}


def _recorded(session: Session, cut: datetime) -> dict[str, tuple[str | None, date | None]]:
    """Mergers as the record of changes had them at a moment."""
    wanted = (
        select(ChangeEvent.kind, ChangeEvent.subject, ChangeEvent.payload)
        .where(col(ChangeEvent.kind).in_((MERGED, PARTED)), ChangeEvent.recorded_at <= cut)
        .order_by(col(ChangeEvent.number))
    )
    found: dict[str, tuple[str | None, date | None]] = {}
    for kind, subject, payload in session.exec(wanted):
        key = subject.partition("/")[2]
        found[key] = (payload["into"], date.fromisoformat(payload["last_day"])) if kind == MERGED else (None, None)
    return found


def add(
    session: Session, name: str, kind: OrganisationKind, *, abbreviation: str = "", valid_from: date | None = None,
    actor: str = "",
) -> Organisation:  # fmt: skip
    """Enter an organisation. Raises Refusal for a name that is empty or there already, marks and case aside."""
    _must_be_new(session, name, "")
    made = Organisation(name=name.strip(), kind=kind, abbreviation=abbreviation.strip(), valid_from=valid_from)
    session.add(made)
    session.flush()
    payload = {"name": made.name, "kind": made.kind, "valid_from": valid_from.isoformat() if valid_from else ""}
    audit.record(session, "organisation.added", f"organisation/{made.id}", payload, actor=actor)
    return made


def rename(session: Session, one: Organisation, name: str, abbreviation: str, *, actor: str = "") -> None:
    """Give an organisation another name. Raises Refusal as ``add`` does."""
    _must_be_new(session, name, one.id)
    was, one.name, one.abbreviation = one.name, name.strip(), abbreviation.strip()
    session.add(one)
    session.flush()
    audit.record(
        session, "organisation.renamed", f"organisation/{one.id}", {"from": was, "to": one.name}, actor=actor
    )  # fmt: skip


def _must_be_new(session: Session, name: str, but: str) -> None:
    if not name.strip():
        raise Refusal("org-001", NO_NAME, field="name")
    wanted = house(name)
    if any(house(one.name) == wanted and one.id != but for one in every(session)):
        raise Refusal("org-002", SAME_NAME, field="name", name=name.strip())


def merge(session: Session, one: Organisation, into: Organisation, last_day: date, *, actor: str = "") -> None:
    """Let an organisation go over into another after its last day. Raises Refusal for what contradicts itself."""
    if one.id == into.id:
        raise Refusal("org-003", ITSELF, field="into")
    if (one.kind == OrganisationKind.PUBLISHER) != (into.kind == OrganisationKind.PUBLISHER):
        raise Refusal("org-004", OTHER_KIND, field="into")
    if one.successor_id:
        raise Refusal("org-005", GONE, field="into", name=one.name)
    if not exists(into, last_day + timedelta(days=1)):
        raise Refusal("org-006", ENDED, field="into", name=into.name, day=last_day + timedelta(days=1))
    at: Organisation | None = into
    while at is not None and at.successor_id:
        if at.successor_id == one.id:
            raise Refusal("org-007", CIRCLE, field="into", name=into.name, into=one.name)
        at = session.get(Organisation, at.successor_id)
    one.valid_to, one.successor_id = last_day, into.id
    session.add(one)
    session.flush()
    payload = {"into": into.id, "last_day": last_day.isoformat()}
    audit.record(session, MERGED, f"organisation/{one.id}", payload, actor=actor)


def part(session: Session, one: Organisation, *, actor: str = "") -> None:
    """Undo a merger that was entered by mistake. Raises Refusal when there was none."""
    if not one.successor_id:
        raise Refusal("org-008", NOT_MERGED, name=one.name)
    payload = {"from": one.successor_id, "last_day": one.valid_to.isoformat() if one.valid_to else ""}
    one.valid_to, one.successor_id = None, None
    session.add(one)
    session.flush()
    audit.record(session, PARTED, f"organisation/{one.id}", payload, actor=actor)


def enter_vietnam(session: Session, *, actor: str = "") -> int:
    """Enter Vietnam's provinces with the mergers of 1 July 2025, and the ministry that took publishing over.

    What is there already under the same name stays and gets its kind and its merger; twice changes nothing. Returns how
    many organisations were entered.
    """
    there = {house(one.name): one for one in every(session)}
    known: Mapping[str, list[dict[str, str]]] = json.loads(VIETNAM.read_text(encoding="utf-8"))
    new = 0
    for kind, rows in known.items():
        for row in rows:
            one = there.get(house(row["name"]))
            if one is None:
                there[house(row["name"])] = add(session, row["name"], OrganisationKind(kind), actor=actor)
                new += 1
            elif one.kind != kind:
                was, one.kind = one.kind, kind
                session.add(one)
                session.flush()
                said = {"from": was, "to": kind}
                audit.record(session, "organisation.kind", f"organisation/{one.id}", said, actor=actor)
    for rows in known.values():
        for row in rows:
            one = there[house(row["name"])]
            if "into" in row and not one.successor_id:
                merge(session, one, there[house(row["into"])], date.fromisoformat(row["last_day"]), actor=actor)
    return new
