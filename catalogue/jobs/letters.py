"""Sending what waits to be told, between other work of a worker."""

from __future__ import annotations

import structlog
from sqlalchemy import Engine

from catalogue import mail
from catalogue.db import session_scope
from catalogue.services import letters
from catalogue.settings import Settings

log = structlog.get_logger(__name__)


def send(engine: Engine, settings: Settings) -> int:
    """Try every letter that is due. Returns how many were sent; without a mail server what waits is let go."""
    if not mail.configured(settings):
        with session_scope(engine) as session:
            letters.forget_all(session)
        return 0
    with session_scope(engine) as session:
        waiting = letters.due(session)
    return sum(_send(engine, settings, key) for key in waiting)


def _send(engine: Engine, settings: Settings, key: str) -> bool:
    with session_scope(engine) as session:
        if not letters.claim(session, key):
            return False
        written = letters.write(session, key, settings.public_url.rstrip("/"))
    sent = written is not None and mail.send(settings, *written)
    with session_scope(engine) as session:
        gone = letters.settle(session, key, sent=sent or written is None)
    if gone and not sent and written is not None:
        log.error("a letter was given up", letter=key)
    return sent
