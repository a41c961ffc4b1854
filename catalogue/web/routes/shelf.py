"""The reader's pages: the shelf with its search, ways to browse, a title, its cover and its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange import citations
from catalogue.exchange.books.package import UnreadableBookError
from catalogue.models.builds import Release, ReleaseState
from catalogue.models.titles import Edition
from catalogue.services import access, holdings, picks, releases, search, titles
from catalogue.web import browsing, claims, opening, present
from catalogue.web.access import Here, Reading
from catalogue.web.downloads import Served, send
from catalogue.web.i18n import Speech
from catalogue.web.pages import render, speech_of
from catalogue.web.refusals import refuse
from catalogue.web.routes.exports import address
from catalogue.web.site import Site
from catalogue.web.wishes import Asked, Wish
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

router = APIRouter(include_in_schema=False)
COVERS = {"small.jpg": "thumbnail", "large.jpg": "cover"}
GONE = {
    ReleaseState.WITHDRAWN: N_("The publisher withdrew the files of this title on {day}. Its record remains."),
    ReleaseState.RECALLED: N_("This title was recalled on {day} by {authority}. Its record remains."),
}
MOST_OPENED = 60_000_000
"""Bytes of an EPUB that a title's page opens to say how accessible it is."""
AUTHORITIES = N_("decision of the authorities")


@router.get("/")
def shelf(request: Request, session: Reading, asked: Annotated[Asked, Depends()]) -> Response:
    """The books that readers can have: all of them in order, or what is found for some words."""
    wish, speech = asked.wish, speech_of(request)
    if wish.words:
        found = search.find(session, wish.words, wish.narrowing, asked.page)
        books = [browsing.shown(speech, hit, wish.words) for hit in found.hits]
    else:
        found = search.browse(session, wish.narrowing, wish.order, asked.page)
        books = [present.book(speech, hit.card) for hit in found.hits]
    return render(
        request, "shelf.html", wish=wish, query=wish.words, total=found.total, more=found.more, page=found.number,
        pages=found.pages, page_address=wish.pager, books=books, chips=browsing.chips(session, speech, wish),
        ways=[] if wish.words else browsing.ways(session, speech, wish),
        near=_near(session, wish) if not books else [],
        picked=present.picked(speech, picks.standing(session, most=3)) if wish == Wish() and asked.page == 1 else [],
    )  # fmt: skip


def _near(session: Session, wish: Wish) -> list[tuple[str, str]]:
    """Where somebody may go who found nothing: other words, or the same without what narrows the list."""
    if not wish.words:
        return []
    return [(words, wish.asking(words).address()) for words in search.near(session, wish.words, wish.narrowing)]


@router.get("/browse")
def browse(request: Request, session: Reading) -> Response:
    """All languages, subjects, publishers, readers and series, with how many titles each has."""
    ways = browsing.ways(session, speech_of(request), Wish(), few=False)
    return render(request, "browse.html", ways=ways)


@router.get("/titles/{key}")
def title(request: Request, session: Reading, site: Here, key: str) -> Response:
    """A title's record with its downloads; a wrong name in the address leads to the right one."""
    edition = session.get(Edition, key.partition("-")[0])
    history = releases.history(session, edition.id) if edition else []
    if edition is None or not history:
        raise NotFoundError
    [card] = titles.cards(session, [edition.id])
    speech = speech_of(request)
    if f"/titles/{key}" != card.path:
        return RedirectResponse(speech.href(card.path), 301)
    return _title(request, session, site, edition, card, history)


def _title(
    request: Request, session: Session, site: Site, edition: Edition, card: titles.Card, history: list[Release]
) -> Response:
    speech, release = speech_of(request), history[0]
    gone = _gone(speech, release)
    files = [] if gone else titles.files_of(session, release.id)
    standing = access.of(session, edition.id)
    roles = {file.role for file, _ in files}
    record = titles.record_of(edition)
    facts = present.facts(speech, edition, card.publisher)
    facts.append((speech.say(N_("Released")), speech.date(release.released_at)))
    if length := present.length(speech, release.words):
        words = speech.say(N_("{count} words, {time} of reading"), count=speech.number(release.words), time=length)
        facts.append((speech.say(N_("Length")), words))
    book = {
        **present.book(speech, card),
        "subtitle": card.subtitle,
        "description": edition.description,
        "gone": gone,
        "downloads": present.downloads(
            speech,
            files,
            f"/files/{release.id}/{{name}}",
            [role for role in present.READERS_GET if standing[role].downloadable],
        ),
        "reading": f"{card.path}/read" if "epub" in roles and standing["epub"].readable else "",
        "text": "epub" in roles and standing["epub"].downloadable,
        "closed": opening.closed(speech, standing, roles),
        "citation": _citation(session, site, request, edition) if not gone else "",
        "versions": [_version(speech, one) for one in history] if len(history) > 1 else [],
        "others": titles.others(session, edition),
    }
    origin = site.origin(request)
    epub = next((stored for file, stored in files if file.role == "epub"), None)
    readable = epub is not None and standing["epub"].readable and epub.size < MOST_OPENED
    return render(
        request, "title.html", status=410 if gone else 200, book=book, facts=facts,
        claims=_claims(speech, site, epub.sha256) if epub and readable else [],
        leads=_leads(edition, record), pick=picks.of(session, edition.id),
        preview=edition.description[:300] or speech.listed(card.people) or card.publisher,
        linked_data=present.linked_data(
            card, record, release, origin + speech.href(card.path), free=bool(book["downloads"] or book["reading"]),
            conditions=" ".join(book["closed"]),
        ),
    )  # fmt: skip


def _claims(speech: Speech, site: Site, sha256: str) -> list[str]:
    """What the book says of its accessibility; nothing where it cannot be opened, though it can be taken away."""
    try:
        return claims.said(speech, site.books.package(sha256).claims)
    except UnreadableBookError:
        return []


def _leads(edition: Edition, record: EditionRecord) -> dict[str, str]:
    """Where values of the record lead on the shelf: more of the series, of the publisher."""
    all_ = Wish()
    found = {record.book.series: all_.narrowed("series", record.book.series).address()} if record.book.series else {}
    return {**found, record.book.publisher: all_.narrowed("publisher", edition.publisher_id).address()}


def _version(speech: Speech, release: Release) -> dict[str, object]:
    return {
        "number": speech.number(release.version), "on": speech.date(release.released_at), "erratum": release.erratum,
        "state": speech.say(present.RELEASES[ReleaseState(release.state)]),
    }  # fmt: skip


def _gone(speech: Speech, release: Release) -> str:
    """What became of a title whose files were taken back; nothing while they are offered."""
    if release.state not in GONE:
        return ""
    return speech.say(
        GONE[ReleaseState(release.state)], day=speech.date(release.withdrawn_at or release.released_at),
        authority=release.authority or speech.say(AUTHORITIES),
    )  # fmt: skip


def _citation(session: Session, site: Site, request: Request, edition: Edition) -> str:
    [holding] = holdings.of(session, [edition.id])
    return citations.line(holding, address(request, site, holding))


@router.api_route("/files/{release_id}/{name}", methods=["GET", "HEAD"])
def file(request: Request, session: Reading, site: Here, release_id: str, name: str) -> Response:
    """A file of a release, in whole or in part; 410 when it was taken back, 403 when its house keeps it closed."""
    release = session.get(Release, release_id)
    if release is None:
        raise NotFoundError
    for kept, stored in titles.files_of(session, release_id):
        if kept.name == name and kept.role in present.READERS_GET:
            if release.state in GONE:
                return refuse(request, 410)
            access.must_download(session, release.edition_id, kept.role)
            return send(request, served(site, name, stored.media_type, stored.sha256, stored.size, "public, no-cache"))
    raise NotFoundError


@router.api_route("/covers/{release_id}/{size}", methods=["GET", "HEAD"])
def cover(request: Request, session: Reading, site: Here, release_id: str, size: str) -> Response:
    """The cover of a release; it never changes under its address."""
    role = COVERS.get(size, "")
    for kept, stored in titles.files_of(session, release_id):
        if kept.role == role:
            cache = "public, max-age=31536000, immutable"
            return send(
                request, served(site, kept.name, stored.media_type, stored.sha256, stored.size, cache, inline=True)
            )
    raise NotFoundError


def served(
    site: Site, name: str, media_type: str, sha256: str, size: int, cache: str, *, inline: bool = False
) -> Served:
    """A file of the store as it goes out."""

    def read(start: int, length: int) -> Iterator[bytes]:
        return site.store.read(sha256, start, start + length)

    return Served(name, media_type, sha256, size, read, cache, inline)
