"""What search engines ask for: where they may go, and every public page with the day of its last change."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange import sitemap
from catalogue.exchange.sitemap import MOST, Page
from catalogue.services import harvest, titles
from catalogue.web.access import Here, Reading
from catalogue.web.i18n import LANGUAGES, Speech
from catalogue.web.pages import speech_of

router = APIRouter(include_in_schema=False)
CLOSED = ("/publisher", "/editor", "/account", "/login")
STANDING = ("/", "/browse")
"""Public pages that are not a title's."""


@router.get("/robots.txt")
def robots(request: Request, site: Here) -> Response:
    """Crawlers may read the shelf, not the desks."""
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {site.origin(request)}/sitemap.xml"]
    return Response("\n".join(rules) + "\n", media_type="text/plain; charset=utf-8")


@router.get("/sitemap.xml")
def first(request: Request, session: Reading, site: Here) -> Response:
    """The sitemaps there are: one of the standing pages and the first titles, and more where the shelf is large."""
    total = harvest.shown(session)
    origin = site.origin(request)
    return _sent(sitemap.index(Page(f"{origin}/sitemap-{number}.xml") for number in range(1, total // MOST + 2)))


@router.get("/sitemap-{number}.xml")
def part(request: Request, session: Reading, site: Here, number: int) -> Response:
    """One sitemap, from 1 on."""
    if number < 1 or number > harvest.shown(session) // MOST + 1:
        raise NotFoundError
    speech, origin = speech_of(request), site.origin(request)
    standing = [_page(speech, origin, path) for path in STANDING] if number == 1 else []
    return _sent(sitemap.pages([*standing, *_titles(session, speech, origin, number)]))


def _titles(session: Session, speech: Speech, origin: str, number: int) -> Iterator[Page]:
    rows = harvest.pages(session, (number - 1) * MOST, MOST)
    for key, title, moment in rows:
        page = _page(speech, origin, titles.path_of(key, title))
        yield Page(page.address, moment, page.others)


def _page(speech: Speech, origin: str, path: str) -> Page:
    return Page(origin + path, others={tag: origin + speech.href(path, tag) for tag in LANGUAGES})


def _sent(content: bytes) -> Response:
    return Response(content, media_type="application/xml", headers={"Cache-Control": "public, max-age=3600"})
