"""The editions of one work, as the desk of each shows them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from catalogue.models.titles import Edition
from catalogue.services import titles, works
from catalogue.services.permissions import Actor, may_edit
from catalogue.web.i18n import Speech


def shown(speech: Speech, session: Session, actor: Actor, edition: Edition) -> dict[str, Any]:
    """The editions of the work, and the titles that this one might be a translation of."""
    together = [
        one for one in works.editions(session, edition) if one.id == edition.id or works.may_join(session, actor, one)
    ]
    cards = titles.cards(session, [one.id for one in together])
    original = works.original_of(session, edition)
    editable = may_edit(actor, edition)
    free = editable and original is None and len(together) == 1
    choices = works.originals(session, edition, None if actor.is_editor else sorted(actor.houses)) if free else []
    return {
        "editions": [(card, card.id == edition.id, bool(original and card.id == original.id)) for card in cards],
        "may_part": editable and original is not None,
        "may_join": free,
        "originals": [
            ("", "—"),
            *((card.id, f"{card.title} ({speech.language_name(card.language)})") for card in choices),
        ],
    }  # fmt: skip
