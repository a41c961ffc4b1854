"""Which reporting body (bộ, ngành, địa phương) answers for a title."""

from __future__ import annotations

from sqlmodel import Session

from catalogue.errors import Refusal
from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.titles import Edition
from catalogue.services import audit
from catalogue.services.facets import BODY
from pipeline.i18n import N_

NO_BODY = N_("Please choose a reporting body from the list.")


def report_by(session: Session, edition: Edition, body_id: str, *, actor: str = "") -> bool:
    """Give a title to a reporting body, or to none. Returns whether that changed anything. Raises Refusal."""
    entry = moved(edition, body_id or None)
    if entry.payload["from"] == entry.payload["to"]:
        return False
    found = session.get(Organisation, body_id) if body_id else None
    if body_id and (found is None or found.kind == OrganisationKind.PUBLISHER):
        raise Refusal("bod-001", NO_BODY, field="body")
    session.add(edition)
    session.flush()
    audit.record(session, entry.kind, entry.subject, entry.payload, actor=actor)
    return True


def moved(edition: Edition, body_id: str | None) -> audit.Entry:
    """Change the title's body; the entry that the record of changes is to get."""
    was, edition.reporting_body_id = edition.reporting_body_id, body_id
    return audit.Entry(BODY, f"edition/{edition.id}", {"from": was or "", "to": body_id or ""})
