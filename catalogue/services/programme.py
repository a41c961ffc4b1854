"""How far the programme is: records become the plain titles that the counting rules know.

Every face (page, API, command line, report) asks here, so that all give the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from catalogue.models.base import now
from catalogue.models.programme import Allotment, ChangeEvent, Programme, RuleSet, Target
from catalogue.rules import forecast as forecasting
from catalogue.rules import tally
from catalogue.rules.counting.counts import numbers, standing
from catalogue.rules.counting.deciding import facts_of
from catalogue.rules.counting.records import Count, Facts, Groups, Heirs, Past, Rules
from catalogue.rules.plan import band, due
from catalogue.rules.readings import Reading, readings
from catalogue.rules.tally import Axis, Where
from catalogue.rules.whatif import mix
from catalogue.services import audit, organisations, records
from pipeline.i18n import N_

NATIONAL = "1079"
"""The code of the national programme."""
PLAIN = ("zone", "minority_in_share", "counts_from", "inexact", "reprints", "volumes", "bilingual", "licensed", "cap")
"""What a rule set says in one word each."""
Known = Literal["now", "then"]
"""What is known now about a day, or what had been recorded by the end of that day."""
REASONS: dict[str, str] = {
    "not_begun": N_("the programme has not begun yet"),
    "too_short": N_("not enough data: fewer than 39 weeks of the programme are behind us"),
    "too_few": N_("not enough data: fewer than 12 titles have been released"),
    "stalled": N_("not enough data: nothing has been released for half a year"),
    "over": N_("the deadline has passed"),
    "reached": N_("the target has been reached"),
}
ASSUMPTION = N_(
    "Assumes that the coming months go like the last two years, busy and quiet quarters alike; "
    "8 of 10 outcomes lie within the range."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme with what it is to reach and the rules in force."""

    programme: Programme
    target: Target
    rules: Rules
    allotted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How many titles fall to each value of an axis, where that was set."""

    @property
    def low(self) -> Fraction:
        """The lower end of the band, exactly as it was set."""
        return Fraction(str(self.target.low))

    @property
    def high(self) -> Fraction:
        """The upper end of the band."""
        return Fraction(str(self.target.high))


@dataclass(frozen=True, slots=True)
class View:
    """The programme at the end of a day, as known now or as known then."""

    plan: Plan
    as_of: date
    known: Known
    facts: Mapping[str, Facts]
    groups: Groups
    past: Sequence[Past]
    """Each counted title with its day, the oldest first."""
    numbers: dict[Count, int]
    heirs: Heirs = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    """What was worked out from this view before."""

    def rows(self, where: Where) -> list[str]:
        """Exactly the titles that ``where`` means, by id."""
        return tally.rows(self.facts, self.as_of, self.plan.rules, where, self.heirs)

    def size(self, where: Where) -> int:
        """How many titles ``where`` means."""
        if where.fine:
            return len(self.rows(where))
        return tally.size(self.groups, self.as_of, self.plan.rules, where)

    def breakdown(self) -> dict[Axis, dict[str, dict[Count, int]]]:
        """Every count by year, publisher's id and language."""
        if "breakdown" not in self.memo:
            self.memo["breakdown"] = tally.breakdown(self.groups, self.as_of, self.plan.rules)
        found: dict[Axis, dict[str, dict[Count, int]]] = self.memo["breakdown"]
        return found

    def by(self, facet: tally.Facet) -> dict[str, dict[Count, int]]:
        """Every count by a facet, the last value first."""
        key = f"by {facet}"
        if key not in self.memo:
            self.memo[key] = tally.by(self.facts, self.as_of, self.plan.rules, facet, self.heirs)
        found: dict[str, dict[Count, int]] = self.memo[key]
        return found

    def readings(self) -> list[Reading]:
        """Every defensible reading of the share, the one in force first."""
        plan = self.plan
        if "readings" not in self.memo:
            self.memo["readings"] = readings(
                self.groups, self.as_of, plan.rules, target=plan.target.titles, low=plan.low, high=plan.high
            )
        found: list[Reading] = self.memo["readings"]
        return found

    def is_sample(self, edition_id: str) -> bool:
        """Whether a title is made up, to try the software with."""
        if "sample" not in self.memo:
            self.memo["sample"] = set(self.rows(Where(part="sample")))
        return edition_id in self.memo["sample"]

    @property
    def share(self) -> Fraction:
        """The union over the titles released so far; 0 when there are none."""
        return Fraction(self.numbers["ebook_or_foreign"], self.numbers["released"] or 1)


def ensure_default(session: Session) -> Programme:
    """The national programme of Decision 1079/QĐ-TTg, made once: 1,000 titles by the end of 2028, 15% to 20%."""
    found = session.exec(select(Programme).where(Programme.code == NATIONAL)).first()
    if found:
        return found
    programme = Programme(
        code=NATIONAL,
        name="Đề án truyền thông về quyền con người ở Việt Nam",
        start=date(2023, 1, 1),
        deadline=date(2028, 12, 31),
    )
    session.add(programme)
    session.flush()
    session.add(Target(programme_id=programme.id, titles=1000, low=0.15, high=0.20))
    session.add(RuleSet(programme_id=programme.id, version=1, valid_from=programme.start))
    audit.record(session, "programme.created", f"programme/{programme.id}", {"code": programme.code})
    return programme


def plan(
    session: Session, code: str = NATIONAL, as_of: date | None = None, known_at: datetime | None = None, rules: int = 0
) -> Plan:
    """The programme called ``code`` with the target and the rules valid on a day, today by default.

    With ``known_at`` what was set up later is left out; ``rules`` asks for another version of the rules. Raises
    LookupError for an unknown programme or version.
    """
    programme = session.exec(select(Programme).where(Programme.code == code)).first()
    if programme is None:
        raise LookupError(code)
    day, later = as_of or today(Rules()), _set_later(session, programme, known_at) if known_at else set()
    chosen = _standing(session, RuleSet, programme, day, {version for kind, version in later if kind == "rules.added"})
    if rules:
        wanted = select(RuleSet).where(RuleSet.programme_id == programme.id, RuleSet.version == rules)
        chosen = session.exec(wanted).first()
        if chosen is None:
            raise LookupError(rules)
    target = _standing(session, Target, programme, day, {version for kind, version in later if kind == "target.set"})
    assert target
    return Plan(programme, target, rules_of(chosen) if chosen else Rules(), _allotted(session, programme))


_Versioned = TypeVar("_Versioned", Target, RuleSet)


def _standing(
    session: Session, table: type[_Versioned], of: Programme, day: date, later: set[int]
) -> _Versioned | None:
    """The newest version in force on a day, else the first."""
    wanted = select(table).where(table.programme_id == of.id).order_by(col(table.version).desc())
    found = [one for one in session.exec(wanted) if one.version not in later]
    return next((one for one in found if one.valid_from is None or one.valid_from <= day), found[-1] if found else None)


def _set_later(session: Session, of: Programme, moment: datetime) -> set[tuple[str, int]]:
    """Versions of rules and targets that were entered after a moment, by kind of change."""
    wanted = select(ChangeEvent.kind, ChangeEvent.payload).where(
        ChangeEvent.subject == f"programme/{of.id}",
        col(ChangeEvent.kind).in_(["rules.added", "target.set"]),
        ChangeEvent.recorded_at > moment,
    )
    return {(kind, payload["version"]) for kind, payload in session.exec(wanted)}


def _allotted(session: Session, of: Programme) -> dict[str, dict[str, int]]:
    wanted = select(Allotment).where(Allotment.programme_id == of.id, col(Allotment.replaced_at).is_(None))
    found: dict[str, dict[str, int]] = {}
    for one in session.exec(wanted):
        found.setdefault(one.axis, {})[one.value] = one.titles
    return found


def rules_of(rule_set: RuleSet) -> Rules:
    """The rules as counting takes them; what a rule set does not say is as in the first version."""
    said = rule_set.rules
    first = Rules()
    return Rules(
        version=rule_set.version,
        national=frozenset(said.get("national", first.national)),
        minority=frozenset(said.get("minority", first.minority)),
        **{name: said[name] for name in PLAIN if name in said},
    )


def view(
    session: Session, code: str = NATIONAL, as_of: date | None = None, known: Known = "now", rules: int = 0
) -> View:
    """The programme at the end of a day in Vietnam, today by default, by the rules in force or by another version.

    Raises LookupError for an unknown programme or version.
    """
    day = as_of or today(Rules())
    if known == "then":
        cut = end_of(day, Rules())
        found = plan(session, code, day, cut, rules)
        titles = records.known_then(session, cut)
        return look(found, day, known, facts_of(titles, found.rules), organisations.heirs(session, day, cut))
    found, held = plan(session, code, rules=rules), records.known_now(session)
    said = (found.programme.id, found.programme.body_id, found.target.titles, found.target.low, found.target.high)
    key = (*said, found.rules, day)
    if key not in held.derived:
        heirs = organisations.heirs(session, day)
        held.derived[key] = look(found, day, known, records.facts(held, found.rules), heirs)
    seen: View = held.derived[key]
    return View(found, day, known, seen.facts, seen.groups, seen.past, seen.numbers, seen.heirs, seen.memo)


def look(
    found: Plan, day: date, known: Known, facts: Mapping[str, Facts], heirs: Heirs | None = None, *,
    bounded: bool = True,
) -> View:  # fmt: skip
    """The programme at the end of a day, from what is known of its titles and of mergers.

    What came out before it began or after its deadline does not count, unless it is not ``bounded``.
    """
    heirs = heirs or {}
    if bounded:
        facts = _within(found.programme, facts)
    body = found.programme.body_id
    if body:
        ours = heirs.get(body, body)
        facts = {key: one for key, one in facts.items() if heirs.get(one.body, one.body) == ours}
    groups, past, months = standing(facts, day, found.rules, heirs)
    counted = numbers(groups, day, found.rules)
    return View(found, day, known, facts, groups, past, counted, heirs, {"by month": months})


def _within(of: Programme, facts: Mapping[str, Facts]) -> Mapping[str, Facts]:
    outside = [key for key, one in facts.items() if not of.start <= one.counted_on <= of.deadline]
    return {**facts, **{key: facts[key]._replace(out="outside") for key in outside}} if outside else facts


def report(session: Session, code: str = NATIONAL, as_of: date | None = None, known: Known = "now") -> dict[str, Any]:
    """The status as the command line and the API give it (schema 1)."""
    return status_of(view(session, code, as_of, known))


def status_of(seen: View) -> dict[str, Any]:
    """The status of a view (schema 1)."""
    target, counted = seen.plan.target, seen.numbers
    released = counted["released"]
    wanted = due(milestones(seen.plan), seen.as_of)
    outlook = outlook_of(seen)
    return {
        "schema": 1,
        "as_of": seen.as_of.isoformat(),
        "known": seen.known,
        "rules": seen.plan.rules.version,
        "target": target.titles,
        "deadline": seen.plan.programme.deadline.isoformat(),
        "released": released,
        "recognised": counted["recognised"],
        "counts": {name: number for name, number in counted.items() if name not in ("released", "recognised")},
        "share": {
            "of_released": float(seen.share),
            "of_target": counted["ebook_or_foreign"] / target.titles,
            "low": target.low,
            "high": target.high,
            "state": band(seen.share, seen.plan.low, seen.plan.high),
        },
        "plan": {"due": wanted, "ahead": released - wanted},
        "forecast": _said(outlook) if isinstance(outlook, forecasting.Forecast) else None,
        "no_forecast": _unsaid(outlook) if isinstance(outlook, forecasting.NoForecast) else None,
        "mix": _mix(seen),
        "sample": seen.size(Where(part="sample")),
    }


def outlook_of(seen: View) -> forecasting.Forecast | forecasting.NoForecast:
    """Where the programme will stand at its deadline, or why nobody can tell."""
    programme, target = seen.plan.programme, seen.plan.target
    key = f"outlook {target.titles} {target.low} {target.high} {programme.start} {programme.deadline}"
    if key not in seen.memo:
        seen.memo[key] = forecasting.forecast(
            seen.past, as_of=seen.as_of, start=programme.start, deadline=programme.deadline,
            target=target.titles, low=seen.plan.low, high=seen.plan.high,
        )  # fmt: skip
    found: forecasting.Forecast | forecasting.NoForecast = seen.memo[key]
    return found


def _said(found: forecasting.Forecast) -> dict[str, Any]:
    return {
        "low": found.low,
        "middle": found.middle,
        "high": found.high,
        "covers": 0.8,
        "reaches_target": round(found.reaches_target, 3),
        "lands_in_band": round(found.lands_in_band, 3),
        "pace_per_week": round(found.pace_per_week, 2),
        "pace_needed": round(found.pace_needed, 2),
        "likely_date": found.likely_date.isoformat() if found.likely_date else None,
        "weeks_of_past": found.weeks_of_past,
        "assumption": ASSUMPTION,
    }


def _mix(seen: View) -> dict[str, Any]:
    """How many of the titles up to the target may be e-books or foreign for the share to land in the band."""
    plan, counted = seen.plan, seen.numbers
    found = mix(counted["released"], counted["ebook_or_foreign"], plan.target.titles, plan.low, plan.high)
    return {"remaining": found.remaining, "least": found.least, "most": found.most, "feasible": found.feasible}


def _unsaid(found: forecasting.NoForecast) -> dict[str, Any]:
    return {"reason": found.reason, "message": REASONS[found.reason], "pace_needed": round(found.pace_needed, 2)}


def milestones(found: Plan) -> list[tuple[date, int]]:
    """What is due when: the years' milestones where they are set, the target at the deadline."""
    years = {int(year): titles for year, titles in found.target.milestones.items()}
    between = [(date(year, 12, 31), years[year]) for year in sorted(years) if year < found.programme.deadline.year]
    return [(found.programme.start, 0), *between, (found.programme.deadline, found.target.titles)]


def today(rules: Rules) -> date:
    """Today in the programme's zone."""
    return now().astimezone(ZoneInfo(rules.zone)).date()


def end_of(day: date, rules: Rules) -> datetime:
    """The last moment of a day in the programme's zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(rules.zone)) - timedelta(microseconds=1)
