"""How far each house is with its own share of the programme's plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalogue.models.programme import Allotment, AllotmentAxis, Programme
from catalogue.rules.plan import due
from catalogue.services import organisations, programme
from catalogue.services.programme import View


@dataclass(frozen=True, slots=True)
class Share:
    """A house's titles of those allotted to it, and by how many it is ahead of the plan (behind: negative)."""

    programme: str
    house: str
    released: int
    allotted: int
    ahead: int


def due_of(seen: View, titles: int) -> int:
    """How many of ``titles`` are due by the view's day, on the way of the whole programme's plan."""
    return titles * due(programme.milestones(seen.plan), seen.as_of) // seen.plan.target.titles


def of(session: Session, houses: Collection[str]) -> list[Share]:
    """The shares of houses to which something is allotted, in every programme; one query when nothing is."""
    wanted = (
        select(Programme.code, Programme.name, Allotment.value, Allotment.titles)
        .join(Allotment, col(Allotment.programme_id) == col(Programme.id))
        .where(
            Allotment.axis == AllotmentAxis.PUBLISHER, col(Allotment.replaced_at).is_(None),
            col(Allotment.value).in_(houses),
        )
        .order_by(Programme.code, Allotment.value)
    )  # fmt: skip
    found = []
    for code, name, house, allotted in session.exec(wanted).all() if houses else ():
        seen = programme.view(session, code)
        counts = seen.breakdown()["publisher"].get(house)
        released = counts["released"] if counts else 0
        called = organisations.get(session, house).name
        found.append(Share(name, called, released, allotted, released - due_of(seen, allotted)))
    return found
