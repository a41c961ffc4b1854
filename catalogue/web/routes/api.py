"""The programme's counts for programs; the same figures that the command line prints."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query
from sqlmodel import Session

from catalogue.services import programme
from catalogue.web.access import database
from catalogue.web.narrowing import Day, Narrowed

router = APIRouter(prefix="/api/v1", tags=["programme"])


Known = Literal["now", "then"]


@router.get("/programme/status")
def status(
    session: Annotated[Session, Depends(database)], as_of: Day | None = None, known: Known = "now",
    programme_code: Annotated[str, Query(alias="programme")] = "1079",
) -> dict[str, Any]:  # fmt: skip
    """The counts, the share, the plan and the forecast at the end of a day in Vietnam (today by default).

    ``known=then`` answers with what had been recorded by that day's end, ``now`` with what is known now about it.
    """
    try:
        return programme.report(session, programme_code, as_of, known)
    except LookupError:
        raise HTTPException(404) from None


@router.get("/programme/titles")
def titles(
    session: Annotated[Session, Depends(database)], wanted: Annotated[Narrowed, Depends()],
    as_of: Day | None = None, known: Known = "now",
    programme_code: Annotated[str, Query(alias="programme")] = "1079",
    rules: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> dict[str, Any]:  # fmt: skip
    """The titles behind one count, by permanent id; narrowed to a part, a year, a publisher or a language if asked."""
    try:
        found = programme.view(session, programme_code, as_of, known, rules)
    except LookupError:
        raise HTTPException(404) from None
    rows = found.rows(wanted.where)
    return {
        "schema": 1, "as_of": found.as_of.isoformat(), "known": known, "count": wanted.where.count, "titles": rows,
    }  # fmt: skip
