"""What a person decides about findings: kept in the title's record, in force from the next build on.

A proposal is confirmed or overruled; an error that may be accepted is accepted with a reason; a warning is set aside
with a reason. Name and day stand beside each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from catalogue.errors import Refusal
from catalogue.rules.counting.records import Rules
from catalogue.services.permissions import Actor
from catalogue.services.programme import today
from pipeline.i18n import N_
from pipeline.metadata import Accept, EditionRecord, Suppress

NO_REASON = N_("Say why: the reason is kept with your name.")
NOT_THERE = N_("This finding cannot be decided: it has to be corrected in the manuscript.")
GONE = N_("This decision was taken back already.")
_Known = TypeVar("_Known")
LINES, TABLES, BARE_TABLES, TITLE_PAGE = "str-", "tb-001", "tb-002", "st-008"
ANSWERS: Mapping[str, tuple[str, ...]] = {
    LINES: ("yes", "none"), TABLES: ("yes", "none"), BARE_TABLES: ("row", "column", "none"),
    TITLE_PAGE: ("yes", "none"),
}  # fmt: skip
"""What a proposal can be answered with, by the beginning of its code."""


def kind(finding: Mapping[str, Any]) -> str:
    """How a finding (as kept) can be decided: ``answer``, ``accept``, ``suppress``, or not at all."""
    if answers(finding["code"]):
        return "answer"
    if finding["severity"] == "error":
        return "accept" if finding.get("acceptable") else ""
    return "suppress"


def answers(code: str) -> tuple[str, ...]:
    """What may be answered to a proposal; nothing where a finding is none."""
    return of_code(ANSWERS, code, ())


def of_code(known: Mapping[str, _Known], code: str, none: _Known) -> _Known:
    """What is known by the beginning of a code, as in ``ANSWERS``."""
    return next((found for begin, found in known.items() if code.startswith(begin)), none)


def decide(
    record: EditionRecord, finding: Mapping[str, Any], actor: Actor, *, reason: str = "", answer: str = ""
) -> EditionRecord:
    """The record with a decision about a finding. Raises Refusal without a reason, or when nothing can be decided."""
    code, where = finding["code"], str(finding["where"].get("paragraph") or finding["where"].get("chapter") or "")
    way = kind(finding)
    if way == "answer":
        where = ""  # one answer for all lines or tables of the kind
    if not way or (way == "answer" and answer not in answers(code)):
        raise Refusal("dec-001", NOT_THERE)
    if way != "answer" and not reason.strip():
        raise Refusal("dec-002", NO_REASON, field="reason")
    kept_accept = tuple(one for one in record.accept if (one.code, one.where) != (code, where))
    kept_suppress = tuple(one for one in record.suppress if (one.code, one.where) != (code, where))
    signed = {"code": code, "where": where, "by": actor.name, "on": today(Rules())}
    if way == "suppress":
        entry = Suppress(reason=reason.strip()[:500], **signed)
        return record.model_copy(update={"suppress": (*kept_suppress, entry), "accept": kept_accept})
    given = Accept(value=answer if way == "answer" else "", reason=reason.strip()[:2000], **signed)
    return record.model_copy(update={"accept": (*kept_accept, given), "suppress": kept_suppress})


def withdraw(record: EditionRecord, way: str, number: int) -> EditionRecord:
    """The record without one decision, so that its finding stands again. Raises Refusal when there is none."""
    if way not in ("accept", "suppress") or not 0 <= number < len(getattr(record, way)):
        raise Refusal("dec-003", GONE)
    kept = tuple(one for place, one in enumerate(getattr(record, way)) if place != number)
    return record.model_copy(update={way: kept})
