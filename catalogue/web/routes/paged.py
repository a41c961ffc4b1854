"""The paged reader: foliate-js turns pages over the very chapters that the server cleans for its own reading pages.

The comfort beside the chapter pages, never instead of them: it needs JavaScript and says little to a screen reader.
foliate-js gets no EPUB. It is given the book's sections as addresses; each answers with the cleaned chapter under a
policy of its own, by which nothing in it may run or be asked for elsewhere, in the sandboxed frame that foliate-js
makes. The page around it has a policy for what foliate-js needs: style in its shadow tree, and the frame.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from catalogue.errors import NotFoundError
from catalogue.exchange.books import chapters
from catalogue.exchange.books.cleaning import identity
from catalogue.exchange.books.package import Package
from catalogue.web.access import Here, Reading
from catalogue.web.assets import PAGER
from catalogue.web.comfort import Comfort
from catalogue.web.pages import render, speech_of
from catalogue.web.released import opened
from catalogue.web.routes import reading
from catalogue.web.security import CONTENT_POLICY

router = APIRouter(include_in_schema=False)
AROUND = {
    "Content-Security-Policy": CONTENT_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    + "; frame-src 'self'"
}
INSIDE = {
    "Content-Security-Policy": (
        "sandbox allow-same-origin allow-scripts; default-src 'none'; script-src 'none'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'"
    )
}
"""No script runs by its second part. The first takes forms, windows and the way to the page around; it names scripts
since WebKit tells the page around of no touch in a frame without (bug 218086)."""


@router.get("/titles/{key}/paged")
def paged(request: Request, session: Reading, site: Here, key: str) -> Response:
    """The reader's page; 404 where foliate-js is not installed."""
    if not site.assets.pager:
        raise NotFoundError(key)
    found, package = opened(session, site, key)
    return reading.page(
        request, "reading/paged.html", found, package, headers=AROUND, view=site.assets.url(PAGER[0]),
        book=_described(package, speech_of(request).href(f"{found.card.path}/paged")),
    )  # fmt: skip


def _described(package: Package, base: str) -> Markup:
    """Sections and contents of a book for the script, safe inside a script element."""
    contents = [
        {"label": line.label, "level": line.level,
         "href": line.section + (f"#{identity(line.place)}" if line.place else "")}
        for line in package.contents
    ]  # fmt: skip
    said: dict[str, Any] = {
        "base": base, "language": package.language, "direction": package.direction, "contents": contents,
        "sections": [{"name": s.name, "title": s.title, "size": max(1, s.size)} for s in package.sections],
    }  # fmt: skip
    text = json.dumps(said, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - no sign of it is markup now


@router.get("/titles/{key}/paged/media/{name}")
def media(session: Reading, site: Here, key: str, name: str) -> Response:
    """A picture of the book, as the chapter pages have it."""
    return reading.media(session, site, key, name)


@router.get("/titles/{key}/paged/{name}")
def section(request: Request, session: Reading, site: Here, key: str, name: str) -> Response:
    """A whole section for the frame, cleaned as for the chapter pages."""
    found, package = opened(session, site, key)
    place = package.section(name)
    if place is None:
        raise NotFoundError(name)
    base = speech_of(request).href(f"{found.card.path}/paged")
    made = chapters.chapter(package, place[1], base)
    body = Markup("".join(made.parts))  # noqa: S704 - it passed the allow-list
    return render(
        request, "reading/section.html", headers=INSIDE, body=body, language=made.language,
        direction=package.direction, title=place[1].title, comfort=Comfort.remembered(request),
    )  # fmt: skip
