"""Style, scripts and typefaces, and what makes the site a program on a device: its manifest and its worker."""

from __future__ import annotations

import json

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from catalogue.web.pages import render, speech_of
from catalogue.web.squeeze import squeezed
from pipeline.i18n import N_

router = APIRouter(include_in_schema=False)
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-512-safe.png", "512x512", "maskable"),
)


@router.get("/static/{digest}/{name}")
@router.head("/static/{digest}/{name}")
def static(request: Request, digest: str, name: str) -> Response:
    """An asset under its hash; it never changes, so it is kept for a year."""
    found = request.app.state.site.assets.get(digest, name)
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return squeezed(request, Response(found.body, headers=headers, media_type=found.media_type))


@router.get("/worker.js")
def worker(request: Request) -> Response:
    """The service worker that keeps opened chapters; at the root, since its place says what it may serve."""
    assets = request.app.state.site.assets
    body = f'const VERSION = "{assets.version}";\n'.encode() + assets.own("worker.js").body
    headers = {"Cache-Control": "public, no-cache"}
    return squeezed(request, Response(body, headers=headers, media_type="text/javascript; charset=utf-8"))


@router.get("/manifest.webmanifest")
def manifest(request: Request) -> Response:
    """What a device needs to know to put the site among its programs."""
    speech, assets = speech_of(request), request.app.state.site.assets
    said = {
        "id": "/", "name": "Nghìn Sách", "short_name": "Nghìn Sách", "lang": speech.language, "dir": speech.direction,
        "description": speech.say(N_("Books on human rights, free to read and download.")),
        "start_url": speech.href("/"), "scope": "/", "display": "standalone",
        "background_color": "#f7f4ee", "theme_color": "#9c2a1f",
        "icons": [
            {"src": assets.url(name), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
        "shortcuts": [{"name": speech.say(N_("What is kept on this device")), "url": speech.href("/offline")}],
    }  # fmt: skip
    return squeezed(
        request, Response(json.dumps(said, ensure_ascii=False), media_type="application/manifest+json")
    )  # fmt: skip


@router.get("/offline")
def offline(request: Request) -> Response:
    """What the device keeps for reading without a network; shown in the place of pages that cannot be reached."""
    return render(request, "offline.html")


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """For clients that never look at the page's own link."""
    assets = request.app.state.site.assets
    return Response(status_code=301, headers={"Location": assets.url("favicon.svg")})
