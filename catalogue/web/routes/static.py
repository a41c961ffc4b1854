"""Style, scripts and typefaces."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from catalogue.web.squeeze import squeezed

router = APIRouter(include_in_schema=False)


@router.get("/static/{digest}/{name}")
@router.head("/static/{digest}/{name}")
def static(request: Request, digest: str, name: str) -> Response:
    """An asset under its hash; it never changes, so it is kept for a year."""
    found = request.app.state.site.assets.get(digest, name)
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return squeezed(request, Response(found.body, headers=headers, media_type=found.media_type))


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """For clients that never look at the page's own link."""
    assets = request.app.state.site.assets
    return Response(status_code=301, headers={"Location": assets.url("favicon.svg")})


@router.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read the shelf, not the desks."""
    rules = "User-agent: *\nDisallow: /publisher\nDisallow: /editor\nDisallow: /account\nDisallow: /login\n"
    return Response(rules, media_type="text/plain; charset=utf-8")
