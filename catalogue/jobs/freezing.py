"""Freezing a report: evidence in one transaction, files outside any, the entry in another."""

from __future__ import annotations

from sqlalchemy import Engine

from catalogue.db import session_scope
from catalogue.exchange import frozen
from catalogue.exchange.reports import Office
from catalogue.services import freezing
from catalogue.storage import Store


def freeze(
    engine: Engine, store: Store, code: str, period: str, *, office: Office | None = None, actor: str = ""
) -> str:
    """Freeze the report of a period that is over. Returns its id; raises Refusal saying why it cannot be."""
    with session_scope(engine) as session:
        found = freezing.gather(session, code, period)
        session.expunge_all()
    figures, proof, files = frozen.make(found, store, office)
    with session_scope(engine) as session:
        return freezing.enter(session, found, figures, proof, files, actor=actor).id
