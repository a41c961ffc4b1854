"""What a frozen report rests on: every title as counting knew it, with rules, targets and names, as one document.

The figures follow from this document alone, whatever becomes of the records later: titles corrected, withdrawn or
taken out, houses merged, rules and targets changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from catalogue.models.programme import Programme, Target
from catalogue.rules.counting.deciding import facts_of
from catalogue.rules.counting.records import Facts, Rules
from catalogue.rules.periods import Period
from catalogue.services import organisations, programme, records
from catalogue.services.programme import Plan, View

SCHEMA = 3
"""1 knew no bodies, facets and mergers, 2 no marks and nothing left out by rule."""
RULED = ("counts_from", "inexact", "reprints", "volumes", "bilingual", "licensed", "cap")
"""What rules say since schema 3; before, each reprint counted."""
LATER: dict[str, Any] = {"inexact": "last"}
"""What could be ruled only later, with how it had always been; it is written where it is ruled otherwise."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The programme at the end of a period, as known at a moment; ``houses`` are names, also of terms."""

    period: Period
    known_at: datetime
    seen: View
    houses: Mapping[str, str]
    schema: int = SCHEMA


def gather(
    session: Session, plan: Plan, period: Period, known_at: datetime, houses: Mapping[str, str], schema: int = SCHEMA
) -> Evidence:  # fmt: skip
    """What had been recorded by a moment about the end of a period."""
    facts = facts_of(records.known_then(session, known_at), plan.rules)
    heirs = organisations.heirs(session, period.last, known_at)
    return Evidence(
        period, known_at, programme.look(plan, period.last, "then", facts, heirs, bounded=schema > 2), houses, schema
    )


def write(found: Evidence) -> bytes:
    """The document: the same evidence gives the same bytes, evidence of schema 1 those of its time."""
    plan, period = found.seen.plan, found.period
    target, rules, of = plan.target, plan.rules, plan.programme
    content: dict[str, Any] = {
        "schema": found.schema,
        "kind": "programme-evidence",
        "period": {"key": period.key, "kind": period.kind, "first": _day(period.first), "last": _day(period.last)},
        "known_at": found.known_at.isoformat(),
        "programme": {"code": of.code, "name": of.name, "start": _day(of.start), "deadline": _day(of.deadline)},
        "target": {"titles": target.titles, "low": target.low, "high": target.high, "milestones": target.milestones},
        "rules": {
            "version": rules.version, "national": sorted(rules.national), "minority": sorted(rules.minority),
            "zone": rules.zone, "minority_in_share": rules.minority_in_share,
        },
        "houses": dict(found.houses),
        "titles": {
            key: _said(facts) for key, facts in found.seen.facts.items() if found.schema > 2 or facts.out != "decided"
        },
    }  # fmt: skip
    if found.schema > 1:
        content["heirs"] = dict(found.seen.heirs)
        content["allotted"] = {axis: dict(by) for axis, by in plan.allotted.items()}
        content["body"] = of.body_id
        for key, said in content["titles"].items():
            facts = found.seen.facts[key]
            said |= {"body": facts.body, "facets": [list(pair) for pair in facts.facets]}
            if found.schema > 2:
                said |= {"marks": list(facts.marks), "out": facts.out}
    if found.schema > 2:
        said = {name: getattr(rules, name) for name in RULED}
        content["rules"] |= {name: value for name, value in said.items() if LATER.get(name) != value}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(document: bytes) -> Evidence:
    """The evidence of a document, also of earlier schemas.

    Raises ValueError or KeyError for what is none.
    """
    content = json.loads(document)
    of, rules, period = content["programme"], content["rules"], content["period"]
    plan = Plan(
        Programme(
            code=of["code"], name=of["name"], start=date.fromisoformat(of["start"]),
            deadline=date.fromisoformat(of["deadline"]), body_id=content.get("body", ""),
        ),
        Target(programme_id="", **content["target"]),
        Rules(
            version=rules["version"], national=frozenset(rules["national"]), minority=frozenset(rules["minority"]),
            zone=rules["zone"], minority_in_share=rules["minority_in_share"],
            **{"reprints": "each", **{name: rules[name] for name in RULED if name in rules}},
        ),
        content.get("allotted", {}),
    )  # fmt: skip
    span = Period(
        period["key"], period["kind"], date.fromisoformat(period["first"]), date.fromisoformat(period["last"])
    )
    facts = {key: _facts(row) for key, row in content["titles"].items()}
    seen = programme.look(plan, span.last, "then", facts, content.get("heirs", {}), bounded=content["schema"] > 2)
    return Evidence(span, datetime.fromisoformat(content["known_at"]), seen, content["houses"], content["schema"])


def _said(facts: Facts) -> dict[str, Any]:
    """Facts as JSON."""
    return {
        "counted_on": _day(facts.counted_on), "recognised_on": _day(facts.recognised_on),
        "ebook_on": _day(facts.ebook_on), "family": facts.family,
        "away": [[_day(gone), _day(back)] for gone, back in facts.away], "language": facts.language,
        "publisher": facts.publisher, "kind": facts.kind, "sample": facts.sample,
    }  # fmt: skip


def _facts(said: Mapping[str, Any]) -> Facts:
    return Facts(
        date.fromisoformat(said["counted_on"]), _from(said["recognised_on"]), _from(said["ebook_on"]), said["family"],
        tuple((date.fromisoformat(gone), _from(back)) for gone, back in said["away"]),
        said["language"], said["publisher"], said["kind"], said["sample"], said.get("body", ""),
        tuple((name, value) for name, value in said.get("facets", ())), tuple(said.get("marks", ())),
        said.get("out", ""),
    )  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
