"""How pages say what readers may have of each format, to readers and to the house that decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from catalogue.models.access import FORMS, AccessKind
from catalogue.models.people import User
from catalogue.services import access
from catalogue.services.access import Access
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from pipeline.i18n import N_

KINDS: Mapping[AccessKind, str] = {
    AccessKind.OPEN: N_("Open: read here and download"), AccessKind.ONLINE: N_("Read here only"),
    AccessKind.EMBARGOED: N_("Closed until a day"), AccessKind.RECORD: N_("Record only"),
}  # fmt: skip
SENTENCES: Mapping[AccessKind, str] = {
    AccessKind.OPEN: N_("The {format} is open to everybody."),
    AccessKind.ONLINE: N_("The {format} is for reading here; it is not offered for download."),
    AccessKind.EMBARGOED: N_("The publisher opens the {format} on {day}."),
    AccessKind.RECORD: N_("The publisher does not offer the {format} here; only its record is shown."),
}
NAMES: Mapping[str, str] = {str(form): form.upper() for form in FORMS}
FIELDS = ("access_form", "access_kind", "access_until")


def sentence(speech: Speech, held: Access) -> str:
    """What readers may have of a format, in words."""
    return speech.say(SENTENCES[held.kind], format=NAMES[held.form], day=speech.date(held.until))


def closed(speech: Speech, standing: Mapping[str, Access], roles: Iterable[str]) -> list[str]:
    """A sentence for each format among ``roles`` that is not open to everybody."""
    there = set(roles)
    return [sentence(speech, held) for form, held in standing.items() if form in there and not held.downloadable]


def read(form: Form, typed: Mapping[str, str]) -> None:
    """What was typed into the desk's form."""
    form.take(typed, *FIELDS)
    form.take(typed, "access_reason", lines=True)


def desk(speech: Speech, session: Session, edition_id: str) -> dict[str, Any]:
    """What the desk shows: each format as it stands, the decisions so far, and what can be chosen."""
    said = access.decisions(session, edition_id)
    users = {key: user.name for key in {row.user_id for row in said} if key and (user := session.get(User, key))}
    return {
        "standing": [sentence(speech, held) for held in access.of(session, edition_id).values()],
        "decisions": [
            {
                "format": NAMES[row.form], "kind": speech.say(KINDS[AccessKind(row.kind)]), "until": row.until,
                "reason": row.reason, "by": users.get(row.user_id or "", ""), "at": row.recorded_at,
            }
            for row in said
        ],
        "forms": list(NAMES.items()),
        "kinds": [(str(kind), speech.say(text)) for kind, text in KINDS.items()],
    }  # fmt: skip
