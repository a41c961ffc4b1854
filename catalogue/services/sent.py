"""A form that makes something works once, however often it is sent: a double click, the back button, two tabs.

The key is claimed before the work and told its end after it. Whoever sends the same form again is led to where the
first one led; where that is not known (yet, or because the first broke off in the middle), a sentence says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from catalogue.db import reading, session_scope
from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.sent import SentForm
from pipeline.i18n import N_

KEPT = timedelta(days=7)
"""Nobody sends a form that was opened longer ago."""
WAIT_S = 10.0
"""How long a second sending waits for the end of the first."""
_KEY = re.compile(r"[0-9a-z]{12,32}\Z")
SENT = N_(
    "This form was sent already. Look under “My titles” whether the title is there; if it is not, open a new form."
)


class SentAlready(Exception):
    """The form led to ``address`` before."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@contextmanager
def once(engine: Engine, user_id: str, key: str) -> Iterator[Callable[[str], None]]:
    """Do the work of a form; call what is given with the address that it led to.

    A form without a key (from a program) is always done. When it led nowhere, it may be sent again.
    Raises SentAlready, or Refusal where the first sending has come to no end.
    """
    if not _KEY.match(key):
        yield lambda _: None
        return
    _claim(engine, user_id, key)
    try:
        yield lambda address: _settle(engine, key, address)
    finally:
        with session_scope(engine) as session:
            session.exec(delete(SentForm).where(col(SentForm.key) == key, col(SentForm.address) == ""))


def _claim(engine: Engine, user_id: str, key: str) -> None:
    try:
        with session_scope(engine) as session:
            session.add(SentForm(key=key, user_id=user_id))
    except IntegrityError:
        raise _before(engine, user_id, key) from None


def _before(engine: Engine, user_id: str, key: str) -> Exception:
    """Where the first sending led, waited for."""
    end = time.monotonic() + WAIT_S
    while True:
        with Session(reading(engine)) as session:
            found = session.get(SentForm, key)
        if found and found.address and found.user_id == user_id:
            return SentAlready(found.address)
        if found is None or found.user_id != user_id or time.monotonic() > end:
            return Refusal("snt-001", SENT)
        time.sleep(0.1)


def _settle(engine: Engine, key: str, address: str) -> None:
    with session_scope(engine) as session:
        session.get_one(SentForm, key).address = address


def sweep(session: Session) -> None:
    """Forget what is over its time."""
    session.exec(delete(SentForm).where(col(SentForm.sent_at) < now() - KEPT))
