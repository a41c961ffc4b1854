"""Rule sets as versioned data: a new version stands beside the old one, with the titles that move between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from sqlmodel import Session, col, select

from catalogue.errors import Refusal
from catalogue.models.programme import RuleSet
from catalogue.rules.moves import Move, moves
from catalogue.services import audit, programme
from pipeline.i18n import N_

UNKNOWN_KEY = N_("A rule set knows {known}; “{key}” is none of them.")
BAD_VALUE = N_("The value of “{key}” in the rule set cannot be used: {value}")
BOTH = N_("These languages are both national and minority languages in the rule set: {languages}")
OUTSIDE = N_("A rule set has to begin within the programme, from {start} to {deadline}.")
NO_VERSION = N_("There is no version {version} of the rules.")
SWITCHES = ("minority_in_share", "licensed", "cap")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "counts_from": ("release", "deposit", "recognition"), "inexact": ("last", "first"),
    "reprints": ("year", "programme", "each", "none"),
    "volumes": ("each", "set"), "bilingual": ("main", "either"),
}  # fmt: skip
"""What may be chosen for a rule that is one word; the words are those of ``rules.counting.Rules``."""


def versions(session: Session, code: str = "1079") -> list[RuleSet]:
    """Every version, the oldest first. Raises LookupError for an unknown programme."""
    of = programme.plan(session, code).programme
    return list(session.exec(select(RuleSet).where(RuleSet.programme_id == of.id).order_by(col(RuleSet.version))).all())


def add(
    session: Session, rules: Mapping[str, Any], valid_from: date, code: str = "1079", *, actor: str = ""
) -> RuleSet:
    """Add the next version. Raises Refusal for what contradicts itself; nothing that was there is changed."""
    plan = programme.plan(session, code)
    of = plan.programme
    if not of.start <= valid_from <= of.deadline:
        raise Refusal("rul-004", OUTSIDE, start=of.start, deadline=of.deadline)
    _must_make_sense(rules)
    last = max((one.version for one in versions(session, code)), default=0)
    made = RuleSet(programme_id=of.id, version=last + 1, valid_from=valid_from, rules=dict(rules))
    both = (known := programme.rules_of(made)).national & known.minority
    if both:
        raise Refusal("rul-003", BOTH, languages=", ".join(sorted(both)))
    session.add(made)
    session.flush()
    payload = {"version": made.version, "valid_from": valid_from.isoformat(), "rules": dict(rules)}
    audit.record(session, "rules.added", f"programme/{of.id}", payload, actor=actor)
    return made


def _must_make_sense(rules: Mapping[str, Any]) -> None:
    for key, value in rules.items():
        if key in ("national", "minority"):
            good = isinstance(value, list) and all(isinstance(tag, str) and tag.isalpha() for tag in value)
        elif key == "zone":
            good = isinstance(value, str) and value in available_timezones()
        elif key in SWITCHES:
            good = isinstance(value, bool)
        elif key in CHOICES:
            good = value in CHOICES[key]
        else:
            known = ("national", "minority", "zone", *SWITCHES, *CHOICES)
            raise Refusal("rul-001", UNKNOWN_KEY, key=key, known=", ".join(known))
        if not good:
            raise Refusal("rul-002", BAD_VALUE, key=key, value=repr(value)[:80])


def compare(session: Session, old: int, new: int, day: date | None = None, code: str = "1079") -> list[Move]:
    """Every figure of a day by two versions, as known now, with the titles that moved. Raises Refusal."""
    sets = {one.version: programme.rules_of(one) for one in versions(session, code)}
    for version in (old, new):
        if version not in sets:
            raise Refusal("rul-005", NO_VERSION, version=version)
    before, after = (programme.view(session, code, day, rules=version) for version in (old, new))
    return moves(before.facts, after.facts, after.as_of, sets[old], sets[new])
