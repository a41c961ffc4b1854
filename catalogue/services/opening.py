"""The house's decision how far readers may have a format, kept with name, time and reason."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from catalogue.errors import Refusal
from catalogue.models.access import FORMS, AccessKind, FormatAccess
from catalogue.models.titles import Edition, Form
from catalogue.services import access, audit, shelving
from pipeline.i18n import N_

CHANGED = "edition.access"
NO_FORMAT = N_("Choose a format.")
NO_KIND = N_("Choose what readers may do.")
NO_DAY = N_("Enter the day from which readers get it.")
PAST_DAY = N_("Choose a day after today; to open it now, choose “Open”.")
PDF_ONLINE = N_("A PDF cannot be read on our pages; choose another way, or set this for the EPUB.")
NO_REASON = N_("Say why.")
LONGEST = 1000


def decide(
    session: Session, edition: Edition, form: str, kind: str, *, until: date | None = None, reason: str = "",
    actor: str = "",
) -> FormatAccess:  # fmt: skip
    """Let readers have a format as far as ``kind`` says. Raises Refusal naming the field that is wrong."""
    if form not in FORMS:
        raise Refusal("acc-001", NO_FORMAT, field="access_form")
    if kind not in list(AccessKind):
        raise Refusal("acc-002", NO_KIND, field="access_kind")
    if form == Form.PDF and kind == AccessKind.ONLINE:
        raise Refusal("acc-003", PDF_ONLINE, field="access_kind")
    embargo = kind == AccessKind.EMBARGOED
    if embargo and until is None:
        raise Refusal("acc-004", NO_DAY, field="access_until")
    if embargo and until is not None and until <= access.today():
        raise Refusal("acc-005", PAST_DAY, field="access_until")
    if not reason.strip():
        raise Refusal("acc-006", NO_REASON, field="access_reason")
    made = FormatAccess(
        edition_id=edition.id, form=form, kind=kind, until=until if embargo else None,
        reason=reason.strip()[:LONGEST], user_id=actor or None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    payload = made.model_dump(mode="json", include={"form", "kind", "until", "reason"})
    audit.record(session, CHANGED, f"edition/{edition.id}", payload, actor=actor)
    shelving.changed(session, [edition.id])
    return made
