"""What people decided about findings: errors they answer for, findings they set aside; both stay on record.

An ``[[accept]]`` with reason, name and date takes an acceptable error out of the way; a ``[[suppress]]``
takes a warning or advice out of sight. One that matches nothing is itself a finding, so that old
decisions do not hide what is new.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.findings import RULES, Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import Accept, EditionRecord, Suppress

UNUSED = rule(
    "md-020",
    Severity.WARNING,
    N_("The metadata decide about “{code}” ({where}), which is not found in this manuscript any more."),
    N_("Delete that [[accept]] or [[suppress]] from the metadata, or correct its code and place."),
)
UNSIGNED = rule(
    "md-021",
    Severity.WARNING,
    N_("The error “{code}” is accepted in the metadata without a reason, a name or a date, so it still stands."),
    N_("Give reason, by and on in its [[accept]]."),
)
UNACCEPTABLE = rule(
    "md-022",
    Severity.WARNING,
    N_("“{code}” is an error that nobody can set aside, so it still stands."),
    N_("Correct the error itself; delete the entry from the metadata."),
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A finding that a person accepted or suppressed, and who answers for it."""

    finding: Finding
    decision: Accept | Suppress

    def said(self) -> dict[str, Any]:
        """Who decided, when and why, for the report."""
        on = self.decision.on
        return {"reason": self.decision.reason, "by": self.decision.by, "on": on.isoformat() if on else ""}


def decide(findings: Iterable[Finding], record: EditionRecord) -> tuple[list[Finding], list[Decided]]:
    """The findings that stand, and those that a person took out of the way."""
    standing: list[Finding] = []
    decided: list[Decided] = []
    answers: list[Finding] = []
    used: set[int] = set()
    accepted: list[Accept | Suppress] = [one for one in record.accept if not one.value]  # others answer proposals
    decisions = [*accepted, *record.suppress]
    for finding in findings:
        made = next((d for d in decisions if _is_about(d, finding)), None)
        if made is None:
            standing.append(finding)
            continue
        refused = _refused(made, finding)
        used.add(id(made))
        if refused:
            standing.append(finding)
            answers.append(Finding(refused, {"code": finding.code}, finding.where))
        else:
            decided.append(Decided(finding, made))
    answers += [Finding(UNUSED, {"code": d.code, "where": d.where or "–"}) for d in decisions if id(d) not in used]
    return [*standing, *answers], decided


def _is_about(decision: Accept | Suppress, finding: Finding) -> bool:
    if decision.code != finding.code:
        return False
    where = finding.where
    place = " ".join([where.chapter, where.paragraph, where.file, *map(str, finding.params.values())])
    return _folded(decision.where) in _folded(place)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _refused(decision: Accept | Suppress, finding: Finding) -> str:
    """Code of the finding that says why a decision has no effect; empty when it has one."""
    if finding.severity is not Severity.ERROR:
        return ""
    if isinstance(decision, Suppress) or not RULES[finding.code].acceptable:
        return UNACCEPTABLE
    return "" if decision.reason and decision.by and decision.on else UNSIGNED
