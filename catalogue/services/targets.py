"""Programmes side by side, what each is to reach, and how that is shared out; every change leaves the old beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.people import Organisation
from catalogue.models.programme import Allotment, AllotmentAxis, Programme, RuleSet, Target, Term
from catalogue.services import audit, programme
from catalogue.services.codes import must_be_code
from catalogue.services.programme import NATIONAL, Plan
from pipeline.i18n import N_

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MOST = 1_000_000
TAKEN = N_("There is a programme with the code “{programme}” already.")
NO_NAME = N_("Give the programme a name.")
BACKWARDS = N_("The programme ends on {deadline}, before it begins on {start}.")
BEYOND = N_("The programme lies within “{parent}”, which goes from {start} to {deadline}.")
MORE = N_("The programme within cannot ask for more titles than “{parent}”: that asks for {titles}.")
NO_TITLES = N_("The target is a whole number from 1 to {most}.")
NO_BAND = N_("The ends of the band are shares from 0 to 100 per cent.")
CROSSED = N_("The lower end of the band lies above the upper end.")
YEAR_OUTSIDE = N_("A milestone is set for {year}, outside the programme.")
FALLING = N_("The milestone of {year} is lower than one before it; milestones count all titles since the beginning.")
OVER = N_("The milestone of {year} is higher than the target of {titles}.")
LAST = N_("The milestone of {year}, the last year, has to be the target itself: {titles}.")
DAY_OUTSIDE = N_("The target has to be in force from a day within the programme, from {start} to {deadline}.")
EARLIER = N_("A target from {day} is there already; a new one cannot begin before it.")
NEGATIVE = N_("An allotment is a whole number from 0 to {most}.")
TOO_MUCH = N_("The allotments add up to {sum}, more than the target of {titles}.")
UNKNOWN_VALUE = N_("“{value}” is nothing that titles could be allotted to.")
UNKNOWN_BODY = N_("There is no such reporting body.")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a programme is to reach: titles, the band as parts of one, titles due by the end of years."""

    titles: int
    low: float
    high: float
    milestones: Mapping[int, int] = field(default_factory=dict)


def every(session: Session) -> list[Programme]:
    """All programmes, the national one first, then by name."""
    found = session.exec(select(Programme)).all()
    return sorted(found, key=lambda one: (one.code != NATIONAL, one.name, one.code))


def get(session: Session, code: str) -> Programme:
    """The programme of a code. Raises NotFoundError."""
    found = session.exec(select(Programme).where(Programme.code == code)).first()
    if found is None:
        raise NotFoundError(code)
    return found


def versions(session: Session, of: Programme) -> list[Target]:
    """Every target that was ever set, the newest first."""
    wanted = select(Target).where(Target.programme_id == of.id).order_by(col(Target.version).desc())
    return list(session.exec(wanted).all())


def create(
    session: Session, code: str, name: str, start: date, deadline: date, aim: Aim, *, parent: str = "", body: str = "",
    actor: str = "",
) -> Programme:  # fmt: skip
    """Set a programme up, by itself or within another; with ``body`` only that reporting body's titles count in it.

    It counts by the rules of the programme it lies within, else by those of the national one. Raises Refusal for what
    contradicts itself.
    """
    must_be_code(code, "tgt-001")
    if session.exec(select(Programme.id).where(Programme.code == code)).first():
        raise Refusal("tgt-002", TAKEN, field="code", programme=code)
    if not name.strip():
        raise Refusal("tgt-003", NO_NAME, field="name")
    if start >= deadline:
        raise Refusal("tgt-004", BACKWARDS, field="deadline", start=start, deadline=deadline)
    if body and session.get(Organisation, body) is None:
        raise Refusal("tgt-018", UNKNOWN_BODY, field="body")
    above = programme.plan(session, get(session, parent).code) if parent else None
    if above:
        _must_lie_within(above, start, deadline, aim)
    made = Programme(
        code=code, name=name.strip(), start=start, deadline=deadline, body_id=body,
        parent_id=above.programme.id if above else None,
    )  # fmt: skip
    must_make_sense(made, aim)
    session.add(made)
    session.flush()
    rules = _rules(session, above.programme if above else get(session, NATIONAL))
    session.add(Target(programme_id=made.id, **_columns(aim)))
    session.add(RuleSet(programme_id=made.id, version=1, valid_from=start, rules=rules))
    payload = {"code": code, "name": made.name, "start": start.isoformat(), "deadline": deadline.isoformat(),
               "parent": parent, "body": body, "aim": _columns(aim)}  # fmt: skip
    audit.record(session, "programme.created", f"programme/{made.id}", payload, actor=actor)
    return made


def _rules(session: Session, of: Programme) -> dict[str, object]:
    newest = select(RuleSet).where(RuleSet.programme_id == of.id).order_by(col(RuleSet.version).desc())
    found = session.exec(newest).first()
    return dict(found.rules) if found else {}


def _must_lie_within(above: Plan, start: date, deadline: date, aim: Aim) -> None:
    of = above.programme
    if start < of.start or deadline > of.deadline:
        raise Refusal(
            "tgt-005", BEYOND, field="start", parent=of.name, start=of.start,
            deadline=of.deadline,
        )  # fmt: skip
    if aim.titles > above.target.titles:
        raise Refusal("tgt-006", MORE, field="titles", parent=of.name, titles=above.target.titles)


def must_make_sense(of: Programme, aim: Aim) -> None:
    """Raises Refusal for an aim that contradicts itself or its programme."""
    if not 1 <= aim.titles <= MOST:
        raise Refusal("tgt-007", NO_TITLES, field="titles", most=MOST)
    if not (0 <= aim.low <= 1 and 0 <= aim.high <= 1):
        raise Refusal("tgt-008", NO_BAND, field="low")
    if aim.low > aim.high:
        raise Refusal("tgt-009", CROSSED, field="low")
    before = 0
    for year, titles in sorted(aim.milestones.items()):
        at = f"year-{year}"
        if not of.start.year <= year <= of.deadline.year:
            raise Refusal("tgt-010", YEAR_OUTSIDE, field=at, year=year)
        if titles < before:
            raise Refusal("tgt-011", FALLING, field=at, year=year)
        if titles > aim.titles:
            raise Refusal("tgt-012", OVER, field=at, year=year, titles=aim.titles)
        if year == of.deadline.year and titles != aim.titles:
            raise Refusal("tgt-013", LAST, field=at, year=year, titles=aim.titles)
        before = titles


def change(session: Session, of: Programme, aim: Aim, valid_from: date, *, actor: str = "") -> Target:
    """Set another target from a day on; the one before stays and holds for days before. Raises Refusal."""
    must_make_sense(of, aim)
    if not of.start <= valid_from <= of.deadline:
        raise Refusal("tgt-014", DAY_OUTSIDE, field="valid_from", start=of.start, deadline=of.deadline)
    newest = versions(session, of)[0]
    if newest.valid_from and valid_from < newest.valid_from:
        raise Refusal("tgt-015", EARLIER, field="valid_from", day=newest.valid_from)
    made = Target(programme_id=of.id, version=newest.version + 1, valid_from=valid_from, **_columns(aim))
    session.add(made)
    session.flush()
    payload = {"version": made.version, "valid_from": valid_from.isoformat(), "aim": _columns(aim)}
    audit.record(session, "target.set", f"programme/{of.id}", payload, actor=actor)
    return made


def allot(session: Session, of: Programme, axis: AllotmentAxis, wanted: Mapping[str, int], *, actor: str = "") -> int:
    """Share the programme's titles out along an axis; what is not named keeps its number, 0 takes it away.

    A title has one publisher, body and language, so that these may not add up to more than the target; contents may.
    Returns how many numbers changed. Raises Refusal, and then nothing is changed.
    """
    plan = programme.plan(session, of.code)
    had = dict(plan.allotted.get(axis, {}))
    for value, titles in wanted.items():
        if not 0 <= titles <= MOST:
            raise Refusal("tgt-016", NEGATIVE, field=f"value-{value}", most=MOST)
        if value not in had and not _is_there(session, axis, value):
            raise Refusal("tgt-019", UNKNOWN_VALUE, field=f"value-{value}", value=value)
    together = sum({**had, **wanted}.values())
    if axis != AllotmentAxis.CONTENT and together > plan.target.titles:
        raise Refusal("tgt-017", TOO_MUCH, field="allotments", sum=together, titles=plan.target.titles)
    changed = {value: titles for value, titles in wanted.items() if titles != had.get(value, 0)}
    moment = now()
    standing = select(Allotment).where(
        Allotment.programme_id == of.id, Allotment.axis == axis, col(Allotment.replaced_at).is_(None)
    )
    for one in session.exec(standing).all():
        if one.value in changed:
            one.replaced_at = moment
            session.add(one)
    for value, titles in changed.items():
        if titles:
            session.add(
                Allotment(programme_id=of.id, axis=axis, value=value, titles=titles, recorded_at=moment)
            )  # fmt: skip
    if changed:
        payload = {"axis": axis, "from": {value: had.get(value, 0) for value in changed}, "to": changed}
        audit.record(session, "allotments.set", f"programme/{of.id}", payload, actor=actor)
    return len(changed)


def _is_there(session: Session, axis: AllotmentAxis, value: str) -> bool:
    if axis == AllotmentAxis.LANGUAGE:
        return LANGUAGE.fullmatch(value) is not None
    if axis == AllotmentAxis.CONTENT:
        return session.exec(select(Term.id).where(Term.scheme == "content", Term.code == value)).first() is not None
    return session.get(Organisation, value) is not None


def _columns(aim: Aim) -> dict[str, Any]:
    return {"titles": aim.titles, "low": aim.low, "high": aim.high,
            "milestones": {str(year): titles for year, titles in sorted(aim.milestones.items())}}  # fmt: skip
