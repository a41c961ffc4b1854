"""Where the titles behind a number are listed, as the rest of an address: ``count=ebook&year=2025``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

from catalogue.rules.tally import Where


def query(where: Where, **more: Any) -> str:
    """What a list's address says of the titles meant, and of whatever else is given."""
    said: dict[str, Any] = {name: value for name, value in asdict(where).items() if value}
    return urlencode({**said, **more})


@dataclass(frozen=True, slots=True)
class Place:
    """A page that lists titles, with what else its address says: the day, the knowledge, the programme."""

    path: str
    said: Mapping[str, str] = field(default_factory=dict)

    def of(self, where: Where) -> str:
        """The list of exactly the titles of ``where``."""
        return f"{self.path}?{query(where, **self.said)}"
