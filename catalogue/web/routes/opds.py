"""The shelf for reader apps: ``/opds/v1.2`` in Atom, ``/opds/v2`` in JSON, and both in every language of the site."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from catalogue.errors import NotFoundError
from catalogue.exchange.opds import v1, v2
from catalogue.exchange.opds.feed import ENTRY, Book, Feed, Version
from catalogue.services import holdings, submissions
from catalogue.web import feeds
from catalogue.web.access import Here, Reading
from catalogue.web.basic import CHALLENGE, DOCUMENT, AppReader, AppStrangerError, document
from catalogue.web.downloads import send
from catalogue.web.feeds import Place
from catalogue.web.forms import clean
from catalogue.web.pages import speech_of
from catalogue.web.refusals import refuse
from catalogue.web.routes.builds import open_build
from catalogue.web.routes.shelf import served
from catalogue.web.site import Site
from catalogue.web.wishes import Asked
from pipeline.i18n import N_

router = APIRouter(prefix="/opds", include_in_schema=False)
By = Literal["language", "subject", "publisher", "audience", "series"]
Role = Literal["epub", "pdf", "cover", "thumbnail"]
CACHE = "public, max-age=60"
"""Apps follow every link at once; what they were just told may be told again."""


def place_of(request: Request, site: Here, version: Version) -> Place:
    """Where this request's feeds stand."""
    return Place(version, speech_of(request), site.origin(request), site.assets.url("icon-512.png"))


At = Annotated[Place, Depends(place_of)]


def sent(feed: Feed, cache: str = CACHE) -> Response:
    """A feed in its version."""
    body = v1.feed(feed) if feed.version == "v1.2" else _json(v2.feed(feed))
    return Response(body, media_type=feed.kind, headers={"Cache-Control": cache})


def sent_entry(version: Version, book: Book) -> Response:
    """A title alone in its version."""
    body = v1.entry(book) if version == "v1.2" else _json(v2.publication(book))
    return Response(body, media_type=ENTRY[version], headers={"Cache-Control": CACHE})


def _json(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


@router.get("/v1.2/search.xml")
def description(request: Request, site: Here) -> Response:
    """How apps look for words (OpenSearch 1.1)."""
    place = place_of(request, site, "v1.2")
    about = place.speech.say(N_("Search for titles, people and words in the books, with or without Vietnamese marks"))
    body = v1.description("Nghìn Sách", about, feeds.looked_for(place), place.speech.language)
    return Response(body, media_type=v1.DESCRIPTION, headers={"Cache-Control": CACHE})


@router.get("/{version}/proofs")
def unreleased(
    session: Reading, place: At, actor: AppReader, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """The books of one's own house that are built and not released, for whoever has an app password."""
    return sent(feeds.unreleased(session, place, actor, page), "no-store")


@router.api_route("/proofs/{build_id}/{role}", methods=["GET", "HEAD"])
def proof(
    request: Request, session: Reading, site: Here, actor: AppReader, build_id: str, role: Role
) -> Response:  # fmt: skip
    """A file of such a book."""
    build, _ = open_build(session, actor, build_id)
    for made, stored in submissions.files_of(session, build.id):
        if made.role == role:
            return send(request, served(site, made.name, stored.media_type, stored.sha256, stored.size, "no-store"))
    raise NotFoundError(role)


@router.get("/authentication")
def authentication(request: Request, site: Here) -> Response:
    """How apps ask for name and password."""
    return Response(_json(asking(request, site)), media_type=DOCUMENT, headers={"Cache-Control": CACHE})


def asking(request: Request, site: Site) -> dict[str, Any]:
    """The authentication document in the language of the address."""
    speech, origin = speech_of(request), site.origin(request)
    return document(
        origin, "Nghìn Sách",
        speech.say(N_("Sign in with your e-mail and an app password, which you make on your account page.")),
        speech.say(N_("E-mail")), speech.say(N_("App password")), origin + speech.href("/account/app-passwords"),
    )  # fmt: skip


async def on_app_stranger(request: Request, error: Exception) -> Response:
    """401 with the document, or 429 after too many wrong passwords."""
    assert isinstance(error, AppStrangerError)
    if error.wait:
        return refuse(request, 429, headers={"Retry-After": str(error.wait)})
    site: Site = request.app.state.site
    link = f'<{site.origin(request)}/opds/authentication>; rel="http://opds-spec.org/auth/document"; type="{DOCUMENT}"'
    headers = {"WWW-Authenticate": CHALLENGE, "Link": link, "Cache-Control": "no-store"}
    return Response(_json(asking(request, site)), 401, headers, DOCUMENT)


@router.get("/{version}")
def first(session: Reading, place: At) -> Response:
    """Where an app begins."""
    return sent(feeds.first(session, place))


@router.get("/{version}/by/{name}")
def by(session: Reading, place: At, name: By) -> Response:
    """All values of one property."""
    return sent(feeds.by(session, place, name))


@router.get("/{version}/titles")
def titles(
    session: Reading, place: At, asked: Annotated[Asked, Depends()], query: Annotated[str, Query()] = ""
) -> Response:
    """A page of books. Words come as ``q``, or as ``query`` (the name that OPDS 2.0 gives them)."""
    if query and not asked.wish.words:
        asked.wish = asked.wish.asking(clean(query)[:200])
    return sent(feeds.books(session, place, asked))


@router.get("/{version}/titles/{key}")
def title(session: Reading, place: At, key: str) -> Response:
    """One title."""
    found = holdings.of(session, [key])
    if not found:
        raise NotFoundError(key)
    return sent_entry(place.version, place.book(found[0]))
