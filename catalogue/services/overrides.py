"""A person's decision on how a title counts, over the rule: with a reason, a name and a time, and never without."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from catalogue.errors import Refusal
from catalogue.models.titles import Classification, Edition
from catalogue.services import audit
from pipeline.i18n import N_

VALUES: Mapping[str, tuple[str, ...]] = {
    "language": ("national", "minority", "foreign", "rule"),
    "form": ("ebook", "print", "rule"),
    "programme": ("out", "rule"),
}
"""What may be decided on each axis; ``rule`` gives the rule its word back."""
UNKNOWN = N_("Choose what is decided from the list.")
NO_REASON = N_("Say why: the reason stands beside the figures.")
LONG = N_("Please shorten the reason to {limit} characters.")
MOST = 1000


def decide(session: Session, edition: Edition, axis: str, value: str, reason: str, *, actor: str) -> Classification:
    """Enter a decision; the ones before stay in the record. Raises Refusal."""
    if value not in VALUES.get(axis, ()):
        raise Refusal("ovr-001", UNKNOWN, field="decision")
    if not reason.strip():
        raise Refusal("ovr-002", NO_REASON, field="reason")
    if len(reason) > MOST:
        raise Refusal("ovr-003", LONG, field="reason", limit=MOST)
    made = Classification(edition_id=edition.id, axis=axis, value=value, reason=reason.strip(), user_id=actor)
    session.add(made)
    session.flush()
    payload = {"axis": axis, "value": value, "reason": made.reason}
    audit.record(session, "title.classified", f"edition/{edition.id}", payload, actor=actor)
    return made
