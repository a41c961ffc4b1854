"""The reporting calendar: when reports on a period have to be in, which bodies reported late, which titles came late.

The closing days are data of each programme. A title is late when it counts in a period by what is known now and did
not by what had been recorded by the period's closing day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from sqlmodel import Session, col, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.programme import BodyReport, ClosingDay, Programme
from catalogue.rules.counting.counts import counted
from catalogue.rules.counting.deciding import facts_of
from catalogue.rules.periods import Period, ended, period
from catalogue.services import audit, organisations, programme, records
from catalogue.services.programme import Plan
from catalogue.services.reporting_bodies import NO_BODY
from pipeline.i18n import N_

Kind = Literal["month", "quarter", "year"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_DAYS = 366
BAD_DAYS = N_("The closing day is a number of days from 0 to {most} after the end of the period.")
TOO_EARLY = N_("A report on {period} cannot come in before the period is over.")
TOO_LATE = N_("The day on which the report came in lies in the future.")


@dataclass(frozen=True, slots=True)
class Due:
    """A period with the last day for reports on it; None while no closing day is set."""

    period: Period
    closes: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A reporting body in a period: its report, and by how many days that is late."""

    body: Organisation
    report: BodyReport | None
    late: int
    """Days after the closing day, of a report that came in or of one that is still missing; 0 when in time."""


@dataclass(frozen=True, slots=True)
class Late:
    """A title that came to a period after its closing day."""

    id: str
    body: str
    counted_on: date


def closing_days(session: Session, of: Programme) -> dict[str, int]:
    """Days after the end of a month, a quarter, a year; kinds without a closing day are left out."""
    found = session.exec(select(ClosingDay).where(ClosingDay.programme_id == of.id)).all()
    return {one.kind: one.days for one in found}


def close_after(session: Session, of: Programme, days: Mapping[Kind, int | None], *, actor: str = "") -> None:
    """Set closing days; None takes one away. Raises Refusal."""
    had = closing_days(session, of)
    for kind, number in days.items():
        if number is not None and not 0 <= number <= MOST_DAYS:
            raise Refusal("cal-001", BAD_DAYS, field=kind, most=MOST_DAYS)
    standing = {one.kind: one for one in session.exec(select(ClosingDay).where(ClosingDay.programme_id == of.id)).all()}
    for kind, number in days.items():
        if number is None and kind in standing:
            session.delete(standing[kind])
        elif number is not None:
            one = standing.get(kind) or ClosingDay(programme_id=of.id, kind=kind, days=number)
            one.days = number
            session.add(one)
    session.flush()
    fresh = closing_days(session, of)
    if fresh != had:
        audit.record(session, "calendar.set", f"programme/{of.id}", {"from": had, "to": fresh}, actor=actor)


def periods(session: Session, plan: Plan, kind: Kind) -> list[Due]:
    """Every period of a kind that is over, the newest first."""
    days, start = closing_days(session, plan.programme), plan.programme.start
    spans = [period(key, start) for key in ended(start, programme.today(plan.rules))]
    found = [Due(span, _closes(span, days)) for span in spans if span.kind == kind]
    return sorted(found, key=lambda one: one.period.first, reverse=True)


def due(session: Session, plan: Plan, key: str) -> Due:
    """A period that is over. Raises NotFoundError for what is none."""
    try:
        span = period(key, plan.programme.start)
    except ValueError:
        raise NotFoundError(key) from None
    if span.kind not in KINDS or span.last >= programme.today(plan.rules) or span.first < plan.programme.start:
        raise NotFoundError(key)
    return Due(span, _closes(span, closing_days(session, plan.programme)))


def _closes(span: Period, days: Mapping[str, int]) -> date | None:
    return span.last + timedelta(days=days[span.kind]) if span.kind in days else None


def standings(session: Session, plan: Plan, found: Due) -> list[Standing]:
    """Every body that there was at the end of a period, those that reported too."""
    reports = _reports(session, plan.programme, found.period.key)
    bodies = {one.id: one for one in organisations.bodies(session, found.period.last)}
    for key in reports:
        bodies.setdefault(key, session.get_one(Organisation, key))
    today = programme.today(plan.rules)
    return [
        Standing(one, reports.get(key), _late(found.closes, reports.get(key), today)) for key, one in bodies.items()
    ]


def _late(closes: date | None, report: BodyReport | None, today: date) -> int:
    day = report.received_on if report else today
    return max((day - closes).days, 0) if closes else 0


def _reports(session: Session, of: Programme, key: str) -> dict[str, BodyReport]:
    wanted = select(BodyReport).where(
        BodyReport.programme_id == of.id, BodyReport.period == key, col(BodyReport.replaced_at).is_(None)
    )
    return {one.body_id: one for one in session.exec(wanted).all()}


def received(session: Session, of: Programme) -> dict[str, list[date]]:
    """The days on which reports came in, by period."""
    found: dict[str, list[date]] = {}
    wanted = select(BodyReport).where(BodyReport.programme_id == of.id, col(BodyReport.replaced_at).is_(None))
    for one in session.exec(wanted):
        found.setdefault(one.period, []).append(one.received_on)
    return found


def receive(
    session: Session, plan: Plan, key: str, body_id: str, day: date | None, number: str = "", *, actor: str = ""
) -> None:
    """Enter that a body's report on a period came in; a later entry takes the earlier one's place.

    Without a day the entry is taken back. Raises Refusal for days that cannot be, NotFoundError for no such period.
    """
    found = due(session, plan, key)
    body = session.get(Organisation, body_id)
    if body is None or body.kind == OrganisationKind.PUBLISHER:
        raise Refusal("cal-004", NO_BODY, field="body")
    if day and day <= found.period.last:
        raise Refusal("cal-002", TOO_EARLY, field="received_on", period=key)
    if day and day > programme.today(plan.rules):
        raise Refusal("cal-003", TOO_LATE, field="received_on")
    standing = _reports(session, plan.programme, key).get(body_id)
    if standing:
        standing.replaced_at = now()
        session.add(standing)
    if day:
        session.add(
            BodyReport(
                programme_id=plan.programme.id, body_id=body_id, period=key, received_on=day, number=number[:120],
                user_id=actor or None,
            )
        )  # fmt: skip
    session.flush()
    payload = {"programme": plan.programme.code, "period": key, "on": day.isoformat() if day else "", "number": number}
    audit.record(session, "report.received", f"organisation/{body_id}", payload, actor=actor)


def late_titles(session: Session, plan: Plan, found: Due) -> list[Late]:
    """Titles that count in a period now and did not when it closed, the latest day first."""
    if found.closes is None:
        return []
    seen = programme.view(session, plan.programme.code, found.period.last)
    first, last = found.period.first, found.period.last
    within = {key: facts for key, facts in seen.facts.items() if first <= facts.counted_on <= last}
    cut = programme.end_of(found.closes, plan.rules)
    asked = list(within) if len(within) <= records.AT_ONCE else None
    in_time = facts_of(records.read(session, cut=cut, only=asked), plan.rules)
    late = [
        Late(key, seen.heirs.get(facts.body, facts.body), facts.counted_on)
        for key, facts in within.items()
        if counted(facts, last) and not (key in in_time and first <= in_time[key].counted_on <= last)
    ]
    return sorted(late, key=lambda one: (one.counted_on, one.id), reverse=True)
