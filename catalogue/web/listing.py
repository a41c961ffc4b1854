"""A list of titles taken away, as the file that was asked for."""

from __future__ import annotations

from typing import Literal

from fastapi.responses import Response

from catalogue.exchange import lists
from catalogue.web.downloads import attachment
from catalogue.web.i18n import Speech

Kind = Literal["xlsx", "csv", "json"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent_as(listed: lists.Listed, speech: Speech, kind: Kind, stem: str) -> Response:
    """The list as a workbook, as CSV or for programs."""
    if kind == "json":
        return attachment(lists.as_json(listed), f"{stem}.json", "application/json")
    if kind == "csv":
        return attachment(lists.as_csv(listed, speech), f"{stem}.csv", "text/csv")
    return attachment(lists.as_xlsx(listed, speech), f"{stem}.xlsx", XLSX)
