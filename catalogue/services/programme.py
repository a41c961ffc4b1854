"""How far the programme is: records become the plain titles that the counting rules know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from catalogue.models.base import now
from catalogue.models.builds import Recognition, Release, ReleaseState
from catalogue.models.programme import Programme, RuleSet, Target
from catalogue.models.titles import Classification, DossierItem, DossierKind, Edition
from catalogue.rules.counting import COUNTS, Rules, Status, Title, band, due, status
from catalogue.services import audit

ELECTRONIC = (DossierKind.REGISTRATION, DossierKind.DECISION, DossierKind.LICENCE, DossierKind.DEPOSIT)
GONE = (ReleaseState.WITHDRAWN, ReleaseState.RECALLED)


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme with what it is to reach and the rules in force."""

    programme: Programme
    target: Target
    rules: Rules


def ensure_default(session: Session) -> Programme:
    """The national programme of Decision 1079/QĐ-TTg, made once: 1,000 titles by the end of 2028, 15% to 20%."""
    found = session.exec(select(Programme).where(Programme.code == "1079")).first()
    if found:
        return found
    programme = Programme(
        code="1079",
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


def plan(session: Session, code: str = "1079") -> Plan:
    """The programme called ``code`` with its target and newest rules. Raises LookupError for an unknown one."""
    programme = session.exec(select(Programme).where(Programme.code == code)).first()
    if programme is None:
        raise LookupError(code)
    target = session.exec(select(Target).where(Target.programme_id == programme.id)).one()
    rule_set = session.exec(
        select(RuleSet).where(RuleSet.programme_id == programme.id).order_by(col(RuleSet.version).desc())
    ).first()
    return Plan(programme, target, Rules(version=rule_set.version if rule_set else 1))


def count(session: Session, found: Plan, as_of: date | None = None) -> Status:
    """The counts at the end of a day in Vietnam, today by default, with the titles behind each."""
    return status(titles(session), as_of or today(found.rules), found.rules)


def report(session: Session, code: str = "1079", as_of: date | None = None) -> dict[str, Any]:
    """The status as the command line and the API give it (schema 1)."""
    found = plan(session, code)
    counted = count(session, found, as_of)
    low, high = Fraction(str(found.target.low)), Fraction(str(found.target.high))
    released = counted.count("released")
    wanted = due(milestones(found), counted.as_of)
    return {
        "schema": 1,
        "as_of": counted.as_of.isoformat(),
        "rules": found.rules.version,
        "target": found.target.titles,
        "deadline": found.programme.deadline.isoformat(),
        "released": released,
        "recognised": counted.count("recognised"),
        "counts": {name: counted.count(name) for name in COUNTS if name not in ("released", "recognised")},
        "share": {
            "of_released": float(counted.share),
            "of_target": counted.count("ebook_or_foreign") / found.target.titles,
            "low": found.target.low,
            "high": found.target.high,
            "state": band(counted.share, low, high),
        },
        "plan": {"due": wanted, "ahead": released - wanted},
        "forecast": None,
    }


def milestones(found: Plan) -> list[tuple[date, int]]:
    """What is due when: the years' milestones where they are set, the target at the deadline."""
    years = {int(year): titles for year, titles in found.target.milestones.items()}
    between = [(date(year, 12, 31), years[year]) for year in sorted(years) if year < found.programme.deadline.year]
    return [(found.programme.start, 0), *between, (found.programme.deadline, found.target.titles)]


def today(rules: Rules) -> date:
    """Today in the programme's zone."""
    return now().astimezone(ZoneInfo(rules.zone)).date()


def titles(session: Session) -> list[Title]:
    """Every edition as counting sees it, in five queries whatever their number."""
    releases = _by_edition(session.exec(select(Release)).all())
    dossiers = _by_edition(session.exec(select(DossierItem)).all())
    recognised = {row.edition_id: row.recognised_at for row in session.exec(select(Recognition))}
    decided = _by_edition(session.exec(select(Classification).order_by(col(Classification.recorded_at))).all())
    return [
        Title(
            id=edition.id,
            language=edition.language,
            released_at=min((r.released_at for r in releases[edition.id]), default=None),
            withdrawn_at=_withdrawn(releases[edition.id]),
            deposited_on=_first(dossiers[edition.id], (DossierKind.DEPOSIT,)),
            electronic_on=_first([d for d in dossiers[edition.id] if d.electronic], ELECTRONIC),
            recognised_at=recognised.get(edition.id),
            axes=tuple((c.axis, c.value) for c in decided[edition.id]),
        )
        for edition in session.exec(select(Edition))
    ]


def _by_edition(rows: Iterable[Any]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.edition_id].append(row)
    return found


def _withdrawn(releases: list[Release]) -> datetime | None:
    """When the title was taken back, if no release of it is current."""
    if any(release.state == ReleaseState.CURRENT for release in releases):
        return None
    return max((r.withdrawn_at for r in releases if r.state in GONE and r.withdrawn_at), default=None)


def _first(items: list[DossierItem], kinds: tuple[DossierKind, ...]) -> date | None:
    return min((item.on for item in items if item.kind in kinds), default=None)
