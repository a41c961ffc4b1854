"""Where titles wait on their way to readers and into the programme, and for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from sqlmodel import Session, col, func, select

from catalogue.models.builds import Build, BuildState, Manuscript, Purpose
from catalogue.rules import alerts
from catalogue.rules.alerts import Alert
from catalogue.rules.counting.counts import counted
from catalogue.rules.counting.deciding import local_day
from catalogue.rules.plan import State, band, due
from catalogue.rules.tally import in_slice
from catalogue.services import programme, releases, review
from catalogue.services.programme import View

Stage = Literal["correction", "release", "recognition"]
NEWEST = 3000
"""Builds that are looked at for repeated failures, the newest of all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many titles wait at a stage, and for how many days: in the middle and at the longest."""

    stage: Stage
    titles: int
    median: int
    oldest: int
    oldest_id: str


def waiting(session: Session, seen: View) -> list[Waiting]:
    """The stages with what waits there, in the order of a title's way."""
    return [_stage(name, rows, seen.as_of) for name, rows in queues(session, seen)]


def queues(session: Session, seen: View) -> list[tuple[Stage, Sequence[tuple[str, date]]]]:
    """What waits at each stage, in the order of a title's way: ids with the day since when, the oldest first."""
    _, built = releases.waiting(session)
    rules = seen.plan.rules
    back = {key: local_day(found.created_at, rules) for key, found in review.returned(session).items()}
    release = [(key, local_day(moment, rules)) for key, moment in built if key not in back]
    refused = {key: local_day(moment, rules) for key, moment in _refused(session)} | back
    correction = sorted(refused.items(), key=lambda row: row[1])
    open_ = [row for row in unrecognised(seen) if row[0] not in back] if back else unrecognised(seen)
    return [("correction", correction), ("release", release), ("recognition", open_)]


def unrecognised(seen: View) -> Sequence[tuple[str, date]]:
    """Counted titles that the programme has not recognised, released here or on paper, the oldest first."""
    if "unrecognised" not in seen.memo:
        day, rules = seen.as_of, seen.plan.rules
        rows = [
            (facts.counted_on, key)
            for key, facts in seen.facts.items()
            if in_slice(facts, day, rules, "unrecognised") and counted(facts, day)
        ]
        seen.memo["unrecognised"] = [(key, day) for day, key in sorted(rows)]
    found: Sequence[tuple[str, date]] = seen.memo["unrecognised"]
    return found


def _stage(name: Stage, rows: Sequence[tuple[str, date]], as_of: date) -> Waiting:
    """The rows are in order, so that the middle one is the median."""
    if not rows:
        return Waiting(name, 0, 0, 0, "")
    days = [max((as_of - day).days, 0) for _, day in (rows[0], rows[len(rows) // 2], rows[(len(rows) - 1) // 2])]
    return Waiting(name, len(rows), (days[1] + days[2]) // 2, days[0], rows[0][0])


def _refused(session: Session) -> list[tuple[str, datetime]]:
    """Titles whose newest book was refused, since when."""
    newest = (
        select(func.max(Build.created_at).label("at"), Manuscript.edition_id)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .where(Build.purpose == Purpose.BOOK)
        .group_by(col(Manuscript.edition_id))
        .subquery()
    )
    wanted = (
        select(Manuscript.edition_id, Build.ended_at)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .join(newest, (newest.c.edition_id == col(Manuscript.edition_id)) & (newest.c.at == col(Build.created_at)))
        .where(Build.state == BuildState.REFUSED, Build.purpose == Purpose.BOOK)
    )
    return [(key, moment) for key, moment in session.exec(wanted) if moment]


def alarms(session: Session, seen: View) -> list[Alert]:
    """What the editor has to be told today; a past day is told without what waits, which is known only of now."""
    plan, released = seen.plan, seen.numbers["released"]
    milestones = programme.milestones(plan)
    key = f"alarms {milestones} {plan.low} {plan.high}"
    if key not in seen.memo:
        seen.memo[key] = [
            *alerts.of_plan(released, due(milestones, seen.as_of)),
            *alerts.of_band(released, band(seen.share, plan.low, plan.high), _lately(seen), cap=plan.rules.cap),
            *alerts.of_houses(_days(seen), seen.as_of),
        ]
    of_figures: list[Alert] = seen.memo[key]
    return [*of_figures, *alerts.of_builds(_builds(session)), *alerts.of_waiting(unrecognised(seen), seen.as_of)]


def _lately(seen: View) -> State:
    """Where the share stood a month ago."""
    past = [one for one in seen.past if one.counted_on <= seen.as_of - alerts.LATELY]
    if len(past) < alerts.ENOUGH:
        return "below"
    return band(Fraction(sum(one.in_share for one in past), len(past)), seen.plan.low, seen.plan.high)


def _days(seen: View) -> Mapping[str, list[date]]:
    found: defaultdict[str, list[date]] = defaultdict(list)
    for facts in seen.facts.values():
        if not facts.out:
            found[seen.heirs.get(facts.publisher, facts.publisher)].append(facts.counted_on)
    return found


def _builds(session: Session) -> Mapping[str, list[str]]:
    """States of the newest builds by title, the newest first."""
    wanted = (
        select(Manuscript.edition_id, Build.state)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .where(Build.purpose == Purpose.BOOK, col(Build.ended_at).is_not(None))
        .order_by(col(Build.created_at).desc())
        .limit(NEWEST)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, state in session.exec(wanted):
        found[key].append(state)
    return found
