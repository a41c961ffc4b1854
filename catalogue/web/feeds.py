"""The shelf described for reader apps: ways in, lists with their pages and facets, and what a search finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from catalogue.exchange.opds.feed import ACQUIRE, NEWEST, Book, Facet, Feed, Step, Version
from catalogue.services import holdings, proofs, search
from catalogue.services.holdings import Holding
from catalogue.services.permissions import Actor
from catalogue.services.proofs import Proof
from catalogue.services.titles import PER_PAGE
from catalogue.web import browsing
from catalogue.web.i18n import Speech
from catalogue.web.wishes import BY, Asked, Wish
from pipeline.i18n import N_

ROOT = N_("Nghìn Sách: books on human rights")
ALL, NEW, FOUND = N_("All titles"), N_("Newest titles"), N_("Found for “{words}”")
EVERY = N_("All")
PROOFS = N_("My books that are not released yet")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed stands: its version, whose language it speaks, and what comes before every path."""

    version: Version
    speech: Speech
    origin: str
    blank: str
    """The path of the picture for a book without a cover: OPDS 2.0 (3.3) wants one of each."""

    @property
    def base(self) -> str:
        """The path of the first feed."""
        return f"/opds/{self.version}"

    def at(self, path: str) -> str:
        """A whole address that speaks this feed's language."""
        return self.origin + self.speech.href(path)

    def feed(self, session: Session, title: str, path: str, *, up: str = "") -> Feed:
        """A feed without anything in it yet."""
        search_at = "/search.xml" if self.version == "v1.2" else "/titles"
        return Feed(
            self.version, title, self.at(path), self.at(self.base),
            self.at(self.base + search_at) + ("" if self.version == "v1.2" else "{?query}"),
            holdings.newest_change(session), self.speech.language, up,
        )  # fmt: skip

    def book(self, held: Holding) -> Book:
        """A title with its addresses; its identifier stays the same whatever it is called."""
        covers = [(f"/covers/{held.release_id}/{size}.jpg", "image/jpeg") for size in ("large", "small")]
        if not held.card.cover:
            covers = [(self.blank, "image/png")]
        return Book(
            held.card, held.record, held.changed_at, held.record.book.published or held.released_at.date(),
            f"{self.origin}/titles/{held.card.id}", self.at(held.card.path),
            self.at(f"{self.base}/titles/{held.card.id}"),
            tuple((self.origin + path, media_type) for path, media_type in covers),
            tuple((file, f"{self.origin}/files/{held.release_id}/{file.name}") for file in held.files),
        )  # fmt: skip

    def proof(self, made: Proof) -> Book:
        """A book that is not out, with addresses that ask for the same password."""
        base = f"/opds/proofs/{made.build_id}"
        covers = [(f"{base}/{role}", "image/jpeg") for role in ("cover", "thumbnail")] if made.cover else []
        return Book(
            made.card, made.record, made.built_at, made.record.book.published, f"{self.origin}{base}",
            self.at(f"/publisher/builds/{made.build_id}"), "",
            tuple((self.origin + path, kind) for path, kind in covers or [(self.blank, "image/png")]),
            tuple((file, f"{self.origin}{base}/{file.role}") for file in made.files), ACQUIRE,
        )  # fmt: skip


def first(session: Session, place: Place) -> Feed:
    """Where an app begins: everything, the newest, and by what the shelf can be browsed."""
    speech, wish = place.speech, Wish(at=f"{place.base}/titles")
    total = search.browse(session, wish.narrowing).total
    steps = [
        Step(speech.say(NEW), place.at(wish.ordered("newest").address()), count=total, rel=NEWEST),
        Step(speech.say(ALL), place.at(wish.address()), count=total),
        *(Step(speech.say(title), place.at(f"{place.base}/by/{by}"), books=False) for by, title in BY.items()
          if browsing.values(session, speech, wish, by)),
    ]  # fmt: skip
    return replace(place.feed(session, speech.say(ROOT), place.base), steps=tuple(steps))


def by(session: Session, place: Place, name: str) -> Feed:
    """All values of one property, each a list of books."""
    wish = Wish(at=f"{place.base}/titles")
    steps = [
        Step(title, place.at(wish.narrowed(name, value).address()), count=count)
        for value, title, count in browsing.values(session, place.speech, wish, name, few=False)
    ]  # fmt: skip
    made = place.feed(session, place.speech.say(BY[name]), f"{place.base}/by/{name}", up=place.at(place.base))
    return replace(made, steps=tuple(steps))


def books(session: Session, place: Place, asked: Asked) -> Feed:
    """One page of the shelf in the state of the address, or of what is found for some words."""
    wish = replace(asked.wish, at=f"{place.base}/titles")
    if wish.words:
        found = search.find(session, wish.words, wish.narrowing, asked.page)
    else:
        found = search.browse(session, wish.narrowing, wish.order, asked.page)
    ids = [hit.card.id for hit in found.hits]
    made = place.feed(session, _title(session, place.speech, wish), wish.address(found.number), up=place.at(place.base))
    return replace(
        made, books=tuple(place.book(held) for held in holdings.of(session, ids)),
        facets=() if wish.words else tuple(_facets(session, place, wish)),
        pages={rel: place.at(wish.address(number)) for rel, number in _pages(found.number, found.pages)},
        total=found.total, number=found.number, per_page=PER_PAGE,
    )  # fmt: skip


def unreleased(session: Session, place: Place, actor: Actor, number: int) -> Feed:
    """One page of the books that somebody works on and that are not with readers yet."""
    path, (found, total) = f"{place.base}/proofs", proofs.page(session, actor, number)
    pages = max(1, -(-total // PER_PAGE))
    return replace(
        place.feed(session, place.speech.say(PROOFS), f"{path}?page={number}", up=place.at(place.base)),
        books=tuple(place.proof(made) for made in found),
        pages={rel: place.at(f"{path}?page={other}") for rel, other in _pages(number, pages)},
        total=total, number=number, per_page=PER_PAGE,
    )  # fmt: skip


def _title(session: Session, speech: Speech, wish: Wish) -> str:
    chips = [value for _, value, _ in browsing.chips(session, speech, wish)]
    what = speech.say(FOUND, words=wish.words) if wish.words else speech.say(NEW if wish.order == "newest" else ALL)
    return " · ".join((what, *chips))


def _pages(number: int, pages: int) -> Iterator[tuple[str, int]]:
    """Other pages by relation; none that is not there, since apps show a button for each."""
    yield "first", 1
    if number > 1:
        yield "previous", number - 1
    if number < pages:
        yield "next", number + 1
    yield "last", pages


def _facets(session: Session, place: Place, wish: Wish) -> Iterator[Facet]:
    for name, title in BY.items():
        rows: Sequence[tuple[str, str, int]] = browsing.values(session, place.speech, wish, name)
        chosen, group = getattr(wish.narrowing, name), place.speech.say(title)
        if not chosen and len(rows) < 2:
            continue
        if chosen:
            yield Facet(group, place.speech.say(EVERY), place.at(wish.narrowed(name, "").address()))
        for value, said, count in rows[: browsing.FEW]:
            yield Facet(group, said, place.at(wish.narrowed(name, value).address()), count, value == chosen)


def looked_for(place: Place) -> str:
    """The address by which apps look for words, for the OpenSearch description."""
    return place.at(f"{place.base}/titles") + "?q={searchTerms}"
