"""The shelf for harvesters (OAI-PMH 2.0): one address, by GET and by POST."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.exchange.naming import NOWHERE, domain_of
from catalogue.exchange.oai import provider
from catalogue.exchange.oai.provider import Repository
from catalogue.models.base import now
from catalogue.web.access import Here, Reading
from catalogue.web.site import Site

router = APIRouter(include_in_schema=False)
NAME = "Nghìn Sách"
FORM = "application/x-www-form-urlencoded"


async def body(request: Request) -> str:
    """What was sent, where it calls itself a form; else nothing, which is no verb either."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return (await request.body()).decode("utf-8", "replace") if kind == FORM else ""


def repository(request: Request, site: Site) -> Repository:
    """Who answers here; identifiers hang on the site's public address alone."""
    origin = site.origin(request)
    domain = domain_of(site.settings.public_url)
    mail = site.settings.mail_from
    if "." not in mail.partition("@")[2]:  # the protocol's own schema asks for a whole domain
        mail = f"nghinsach@{domain}"
    return Repository(NAME, f"{origin}/oai", origin, domain, mail, domain != NOWHERE)


@router.get("/oai")
def asked(request: Request, session: Reading, site: Here) -> Response:
    """The answer to what stands in the address."""
    return _answered(request, session, site, request.url.query)


@router.post("/oai")
def sent(request: Request, session: Reading, site: Here, form: Annotated[str, Depends(body)]) -> Response:
    """The answer to what was sent as a form (OAI-PMH 2.0, 3.1.1.2)."""
    return _answered(request, session, site, form)


def _answered(request: Request, session: Session, site: Site, query: str) -> Response:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
    except ValueError:  # more fields than the protocol has arguments
        pairs = []
    content = provider.answer(session, repository(request, site), pairs, now())
    return Response(content, media_type="text/xml; charset=utf-8")
