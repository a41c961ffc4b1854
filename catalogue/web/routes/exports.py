"""A title in other forms: plain text, one HTML file, MARCXML, and citations."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange import citations, marc, onix
from catalogue.exchange.books import plain, single
from catalogue.exchange.naming import domain_of
from catalogue.services import holdings
from catalogue.services.holdings import Holding
from catalogue.web.access import Here, Reading
from catalogue.web.downloads import disposition
from catalogue.web.pages import speech_of
from catalogue.web.released import find, taken
from catalogue.web.security import FILE_POLICY
from catalogue.web.site import Site
from pipeline.i18n import N_
from pipeline.text import slug

router = APIRouter(include_in_schema=False)


def address(request: Request, site: Site, holding: Holding) -> str:
    """The permanent address of a title: the one without a language."""
    return site.origin(request) + holding.card.path


def _holding(session: Session, key: str) -> Holding:
    found = holdings.of(session, [find(session, key).edition.id])
    if not found:
        raise NotFoundError(key)
    return found[0]


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": disposition(name), "Content-Security-Policy": FILE_POLICY}
    return Response(content, headers=headers, media_type=media_type)


@router.get("/titles/{key}/text")
def text(session: Reading, site: Here, key: str) -> Response:
    """The book as plain text in UTF-8."""
    found, package = taken(session, site, key)
    content = "\n".join(plain.text_of(package)) + "\n"
    return _file(content.encode(), f"{slug(found.card.title)}.txt", "text/plain; charset=utf-8")


@router.get("/titles/{key}/html")
def html(request: Request, session: Reading, site: Here, key: str) -> Response:
    """The book as one HTML file without pictures."""
    found, package = taken(session, site, key)
    content = single.single(package, speech_of(request).say(N_("Contents")))
    return _file(content, f"{slug(found.card.title)}.html", "text/html; charset=utf-8")


@router.get("/titles/{key}/marcxml")
def marcxml(request: Request, session: Reading, site: Here, key: str) -> Response:
    """The record for libraries."""
    holding = _holding(session, key)
    content = marc.xml(holding, address(request, site, holding))
    return _file(content, f"{slug(holding.card.title)}.marc.xml", "application/marcxml+xml")


@router.get("/titles/{key}/onix")
def trade(request: Request, session: Reading, site: Here, key: str) -> Response:
    """The record for the book trade."""
    holding = _holding(session, key)
    origin = site.origin(request)
    cover = f"{origin}/covers/{holding.release_id}/large.jpg" if holding.card.cover else ""
    offer = onix.Offer(holding, address(request, site, holding), cover, domain_of(site.settings.public_url))
    content = onix.message([offer], holding.changed_at)
    return _file(content, f"{slug(holding.card.title)}.onix.xml", "application/xml")


@router.get("/titles/{key}/cite.{kind}")
def cite(request: Request, session: Reading, site: Here, key: str, kind: str) -> Response:
    """The citation for reference managers."""
    holding = _holding(session, key)
    place = address(request, site, holding)
    if kind == "bib":
        return _file(
            citations.bibtex(holding, place).encode(), f"{slug(holding.card.title)}.bib", "application/x-bibtex"
        )
    if kind == "ris":
        content = citations.ris(holding, place).encode()
        return _file(content, f"{slug(holding.card.title)}.ris", "application/x-research-info-systems")
    raise NotFoundError(kind)
