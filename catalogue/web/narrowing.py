"""Which titles a list shows, as an address says it: ``?count=ebook&year=2025&as_of=2026-11-23&known=then``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query

from catalogue.rules.counting import Count
from catalogue.rules.tally import Slice, Where


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
    ) -> None:
        self.where = Where(count, part, year, publisher, language, month)


def address(where: Where, as_of: date | None = None, known: str = "now", **more: Any) -> str:
    """The page that lists exactly the titles of ``where``."""
    said: dict[str, Any] = {name: value for name, value in asdict(where).items() if value}
    return "/editor/titles?" + urlencode({**said, **moment(as_of, known), **more})


def moment(as_of: date | None, known: str) -> dict[str, str]:
    """The day and the knowledge in an address; today as known now needs none."""
    found = {"as_of": as_of.isoformat()} if as_of else {}
    return {**found, "known": known} if known != "now" else found
