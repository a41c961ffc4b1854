"""What a reader asked the shelf for, all of it in the address: words, properties, order, page.

Every link of the shelf is made here. A link that changes what is listed leaves the page number out, so that nobody
lands on a page that is no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query

from catalogue.services.naming import axis_value
from catalogue.services.search import Narrowing
from catalogue.web.forms import clean
from catalogue.web.i18n import Speech
from pipeline.i18n import N_

Order = Literal["title", "newest"]
BY: Mapping[str, str] = {
    "language": N_("Language"), "subject": N_("Subject"), "publisher": N_("Publisher"), "audience": N_("Readers"),
    "series": N_("Series"),
}  # fmt: skip
"""By what the shelf can be browsed, and what it is called."""


ALL = Narrowing()


@dataclass(frozen=True, slots=True)
class Wish:
    """A state of the shelf."""

    words: str = ""
    narrowing: Narrowing = ALL
    order: Order = "title"
    at: str = "/"
    """The list's own address: the shelf's page, or a feed for reader apps."""

    def address(self, page: int = 1) -> str:
        """The shelf in this state."""
        said = [("q", self.words)] if self.words else []
        said += self.narrowing.said()
        said += [("order", self.order)] if self.order != "title" else []
        said += [("page", str(page))] if page > 1 else []
        return f"{self.at}?{urlencode(said)}" if said else self.at

    def narrowed(self, by: str, value: str) -> Wish:
        """The same with one property set, or left out with an empty value."""
        return replace(self, narrowing=replace(self.narrowing, **{by: value}))

    def asking(self, words: str) -> Wish:
        """The same with other words."""
        return replace(self, words=words)

    def ordered(self, order: Order) -> Wish:
        """The same in another order."""
        return replace(self, order=order)

    @property
    def pager(self) -> Callable[[int], str]:
        """The address of each page."""
        return self.address


class Asked:
    """The wish in an address: ``?q=quyền&language=km&order=newest&page=2``."""

    def __init__(
        self,
        q: str = "",
        language: Annotated[str, Query(max_length=35)] = "",
        publisher: Annotated[str, Query(max_length=12)] = "",
        subject: Annotated[str, Query(max_length=200)] = "",
        audience: Annotated[str, Query(max_length=80)] = "",
        series: Annotated[str, Query(max_length=300)] = "",
        order: Order = "title",
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ) -> None:
        narrowing = Narrowing(*(clean(value) for value in (language, publisher, subject, audience, series)))
        self.wish = Wish(clean(q)[:200], narrowing, order)
        self.page = page


def named(speech: Speech, by: str, value: str, houses: Mapping[str, str]) -> str:
    """A property's value as people say it."""
    if by == "language":
        return speech.language_name(value)
    if by == "audience":
        return axis_value(speech, "audience", value, houses)
    return houses.get(value, value) if by == "publisher" else value
