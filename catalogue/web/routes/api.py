"""The programme's counts for programs; the same figures that the command line prints."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from sqlmodel import Session

from catalogue.rules.counting import Count
from catalogue.services import programme
from catalogue.web.access import database

router = APIRouter(prefix="/api/v1", tags=["programme"])


@router.get("/programme/status")
def status(session: Annotated[Session, Depends(database)], as_of: date | None = None) -> dict[str, Any]:
    """The counts, the share and the plan at the end of a day in Vietnam (today by default)."""
    try:
        return programme.report(session, as_of=as_of)
    except LookupError:
        raise HTTPException(404) from None


@router.get("/programme/titles")
def titles(
    session: Annotated[Session, Depends(database)], count: Annotated[Count, Query()], as_of: date | None = None
) -> dict[str, Any]:
    """The titles behind one count, by permanent id."""
    try:
        found = programme.count(session, programme.plan(session), as_of)
    except LookupError:
        raise HTTPException(404) from None
    return {"schema": 1, "as_of": found.as_of.isoformat(), "count": count, "titles": found.rows[count]}
