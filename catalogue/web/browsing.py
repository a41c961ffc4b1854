"""What the shelf shows besides books: ways to browse with their numbers, what a list is narrowed to, marked words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from catalogue.rules import words
from catalogue.services import search, terms
from catalogue.services.order import sort_key
from catalogue.services.search import Hit
from catalogue.web import present
from catalogue.web.i18n import Speech
from catalogue.web.wishes import BY, Wish, named

FEW = 8
"""Values of a property beside the shelf; the page "Browse" has all."""


@dataclass(frozen=True, slots=True)
class Way:
    """One value to browse by: where it leads, how many titles it has, whether the list is narrowed to it."""

    name: str
    count: int
    address: str
    chosen: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """All values of one property."""

    by: str
    title: str
    rows: Sequence[Way]
    more: bool = False


def ways(session: Session, speech: Speech, wish: Wish, *, few: bool = True) -> list[Ways]:
    """How the shelf can be browsed from here; a property of which all titles have the same value is left out."""
    found = []
    for by, title in BY.items():
        rows = values(session, speech, wish, by, few=few)
        chosen = getattr(wish.narrowing, by)
        if not rows or (len(rows) == 1 and few and not chosen):
            continue
        made = [
            Way(
                name, count, wish.narrowed(by, "" if value == chosen else value).address(), value == chosen,
                value if by == "language" else "",
            )
            for value, name, count in (rows[:FEW] if few else rows)
        ]  # fmt: skip
        found.append(Ways(by, speech.say(title), made, few and len(rows) > FEW))
    return found


def values(
    session: Session, speech: Speech, wish: Wish, by: str, *, few: bool = True
) -> list[tuple[str, str, int]]:  # fmt: skip
    """What a property can be, its name and how many titles have it: the largest and one more, or all by name."""
    rows = search.counts(session, wish.narrowing, by, FEW + 1 if few else 2000)
    houses = search.publishers(session, [value for value, _ in rows]) if by == "publisher" else {}
    houses = terms.names(session) if by == "audience" else houses
    found = [(value, named(speech, by, value, houses), count) for value, count in rows]
    return found if few else sorted(found, key=lambda row: sort_key(row[1], speech.language))


def chips(session: Session, speech: Speech, wish: Wish) -> list[tuple[str, str, str]]:
    """What the list is narrowed to: the property, its value, and the list without it."""
    houses = search.publishers(session, [wish.narrowing.publisher]) if wish.narrowing.publisher else {}
    houses = {**houses, **terms.names(session)} if wish.narrowing.audience else houses
    return [
        (speech.say(BY[by]), named(speech, by, value, houses), wish.narrowed(by, "").address())
        for by, value in wish.narrowing.said()
    ]


def shown(speech: Speech, hit: Hit, typed: str) -> dict[str, Any]:
    """A title as a list of answers shows it: its words marked, and the place in its text if that was found."""
    wanted = search.wanted(typed)
    card = hit.card
    place = None
    if hit.place:
        asked = {"q": f'"{" ".join(wanted.words)}"' if hit.place.phrase else typed}
        place = {
            "heading": hit.place.heading,
            "pieces": hit.place.pieces,
            "address": f"{card.path}/read/{hit.place.section}?{urlencode(asked)}#hit-1",
        }
    return {
        **present.book(speech, card),
        "marked": _marked(card.title, wanted),
        "subtitle": _marked(card.subtitle, wanted),
        "names": [_marked(name, wanted) for name in card.people],
        "publisher": _marked(card.publisher, wanted),
        "place": place,
    }


def _marked(text: str, wanted: words.Query) -> list[tuple[str, bool]]:
    text = words.composed(text)
    return words.marked(text, words.find(text, wanted, whole=True) or words.find(text, wanted))
