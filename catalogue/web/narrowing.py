"""Which titles a list shows, as an address says it: ``?count=ebook&year=2025&as_of=2026-11-23&known=then``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange.addresses import query
from catalogue.rules.counting import Count
from catalogue.rules.tally import Slice, Where
from catalogue.services import programme
from catalogue.services.programme import NATIONAL, Known, View


class Narrowed:
    """The condition in an address."""

    def __init__(
        self,
        count: Annotated[Count, Query()],
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
    ) -> None:
        self.where = Where(
            count, part, year, publisher, language, month, body, content, convention, subject, form, audience
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """Which programme was asked for, at which day (None for today) and by whose knowledge of it."""

    as_of: Annotated[date | None, Query()] = None
    known: Annotated[Known, Query()] = "now"
    programme: Annotated[str, Query(max_length=40)] = NATIONAL

    def said(self) -> dict[str, str]:
        """What an address says of it; today as known now of the national programme needs nothing."""
        found = {"as_of": self.as_of.isoformat()} if self.as_of else {}
        found |= {"known": self.known} if self.known != "now" else {}
        return found | ({"programme": self.programme} if self.programme != NATIONAL else {})

    def path(self, where: Where, **more: Any) -> str:
        """The list of exactly the titles of ``where``."""
        return f"/editor/titles?{query(where, **self.said(), **more)}"

    def at(self, place: str, **more: Any) -> str:
        """Another page at the same moment."""
        said = {**more, **self.said()}
        return f"{place}?{urlencode(said)}" if said else place

    def view(self, session: Session) -> View:
        """The programme then. Raises NotFoundError for an unknown one."""
        try:
            return programme.view(session, self.programme, self.as_of, self.known)
        except LookupError:
            raise NotFoundError(self.programme) from None


Asked = Annotated[Moment, Depends()]
