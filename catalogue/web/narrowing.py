"""Which titles a list shows, as an address says it: ``?count=ebook&year=2025&as_of=2026-11-23&known=then``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BeforeValidator
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange.addresses import query
from catalogue.rules.counting.records import Figure, Reason
from catalogue.rules.tally import Slice, Where
from catalogue.services import programme
from catalogue.services.programme import NATIONAL, Known, View


def _written_out(value: object) -> object:
    """Only year-month-day is a day: pydantic would read a bare number as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("a day is written as year-month-day")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]


class Narrowed:
    """The condition in an address."""

    def __init__(
        self,
        count: Annotated[Figure, Query()],
        part: Annotated[Slice, Query()] = "",
        year: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
        publisher: Annotated[str, Query(max_length=12)] = "",
        language: Annotated[str, Query(max_length=35)] = "",
        month: Annotated[str, Query(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")] = "",
        body: Annotated[str, Query(max_length=12)] = "",
        content: Annotated[str, Query(max_length=40)] = "",
        convention: Annotated[str, Query(max_length=40)] = "",
        subject: Annotated[str, Query(max_length=200)] = "",
        form: Annotated[str, Query(max_length=10)] = "",
        audience: Annotated[str, Query(max_length=40)] = "",
        until: Annotated[Day | None, Query()] = None,
        why: Annotated[Reason, Query()] = "",
    ) -> None:
        self.where = Where(
            count, part, year, publisher, language, month, body, content, convention, subject, form, audience,
            until.isoformat() if until else "", why,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """Which programme was asked for, at which day (None for today) and by whose knowledge of it."""

    as_of: Annotated[date | None, Query()] = None
    known: Annotated[Known, Query()] = "now"
    programme: Annotated[str, Query(max_length=40)] = NATIONAL
    rules: Annotated[int, Query(ge=0, le=10_000)] = 0
    """Another version of the rules than the one in force."""

    def said(self) -> dict[str, str]:
        """What an address says of it; today as known now of the national programme needs nothing."""
        found = {"as_of": self.as_of.isoformat()} if self.as_of else {}
        found |= {"known": self.known} if self.known != "now" else {}
        found |= {"programme": self.programme} if self.programme != NATIONAL else {}
        return found | ({"rules": str(self.rules)} if self.rules else {})

    def path(self, where: Where, **more: Any) -> str:
        """The list of exactly the titles of ``where``."""
        return f"/editor/titles?{query(where, **self.said(), **more)}"

    def path_of(self, count: Figure) -> str:
        """The list of the titles behind a count."""
        return self.path(Where(count))

    def at(self, place: str, **more: Any) -> str:
        """Another page at the same moment."""
        said = {**more, **self.said()}
        return f"{place}?{urlencode(said)}" if said else place

    def view(self, session: Session) -> View:
        """The programme then. Raises NotFoundError for an unknown one."""
        try:
            return programme.view(session, self.programme, self.as_of, self.known, self.rules)
        except LookupError:
            raise NotFoundError(self.programme) from None


Asked = Annotated[Moment, Depends()]
