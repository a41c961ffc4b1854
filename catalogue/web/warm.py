"""The programme's figures, worked out when the site starts: the first visitor of the opening screen need not wait."""

from __future__ import annotations

import threading

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from catalogue.db import reading
from catalogue.services import ageing, programme

log = structlog.get_logger(__name__)


def warm(engine: Engine) -> None:
    """Read all titles and work out what the opening screen shows; a catalogue without a programme is left alone."""
    try:
        with Session(reading(engine)) as session:
            seen = programme.view(session)
            programme.status_of(seen)
            for work in (seen.breakdown, seen.readings, lambda: seen.by("month")):
                work()
            ageing.alarms(session, seen)
    except (LookupError, SQLAlchemyError) as problem:
        log.info("nothing to work out ahead", reason=type(problem).__name__)


def begin(engine: Engine) -> threading.Thread:
    """Do it beside the first requests."""
    thread = threading.Thread(target=warm, args=(engine,), name="warm", daemon=True)
    thread.start()
    return thread
