"""Freezing a report: evidence in one transaction, files outside any, the entry in another."""

from __future__ import annotations

from sqlalchemy import Engine

from catalogue.db import session_scope
from catalogue.exchange import frozen
from catalogue.exchange.addresses import Place
from catalogue.exchange.reports import Office
from catalogue.models.base import new_id
from catalogue.services import freezing
from catalogue.storage import Store


def freeze(
    engine: Engine, store: Store, code: str, period: str, *, office: Office | None = None, actor: str = "",
    origin: str = "",
) -> str:  # fmt: skip
    """Freeze the report of a period that is over. Returns its id; raises Refusal saying why it cannot be.

    With the site's ``origin`` (https://books.example) the files lead to the titles behind each figure.
    """
    key = new_id()
    place = Place(f"{origin}/editor/reports/{key}/titles") if origin else None
    with session_scope(engine) as session:
        found = freezing.gather(session, code, period)
        session.expunge_all()
    figures, proof, files = frozen.make(found, store, office, place)
    with session_scope(engine) as session:
        return freezing.enter(session, found, figures, proof, files, key=key, actor=actor).id
