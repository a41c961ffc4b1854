"""The place in a book and its bookmarks, between a device and the account of whoever is signed in on it."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from catalogue.db import session_scope
from catalogue.services import reading_places
from catalogue.services.permissions import Actor
from catalogue.web import uploads
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, speech_of
from catalogue.web.released import opened
from catalogue.web.site import Site

router = APIRouter(include_in_schema=False)
PRIVATE = {"Cache-Control": "no-store"}


@router.get("/titles/{key}/read/place")
def where(session: Reading, site: Here, actor: SignedIn, key: str) -> Response:
    """What the account knows of this book; nothing where its owner wants nothing kept."""
    found, _ = opened(session, site, key)
    if not reading_places.wanted_by(session, actor.id):
        return Response(status_code=204, headers=PRIVATE)
    return JSONResponse(reading_places.kept(session, actor.id, found.edition.id), headers=PRIVATE)


@router.post("/titles/{key}/read/place")
async def keep(request: Request, site: Here, actor: SignedIn, key: str) -> Response:
    """Take in what a device knows, and tell it what is kept now."""
    try:
        told = json.loads(await request.body())
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(told, dict):
        raise HTTPException(400)
    return await run_in_threadpool(_keep, site, actor, key, told)


def _keep(site: Site, actor: Actor, key: str, told: dict[str, Any]) -> Response:
    with session_scope(site.engine) as session:
        found, _ = opened(session, site, key)
        if not reading_places.wanted_by(session, actor.id):
            return Response(status_code=204, headers=PRIVATE)
        return JSONResponse(reading_places.keep(session, actor.id, found.edition, told), headers=PRIVATE)


@router.post("/account/places")
async def choose(request: Request, site: Here, actor: SignedIn) -> Response:
    """Whether places are kept with the account; when not, those that are go."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "wants")

    def work() -> None:
        with session_scope(site.engine) as session:
            reading_places.choose(session, actor.id, wanted=form.values["wants"] == "yes")

    await run_in_threadpool(work)
    return redirect(request, "/account?done=places#reading")


@router.post("/account/places/{edition_id}/end")
async def forget(request: Request, site: Here, actor: SignedIn, edition_id: str) -> Response:
    """Let go of one book's place and bookmarks."""

    def work() -> None:
        with session_scope(site.engine) as session:
            reading_places.forget(session, actor.id, edition_id)

    await run_in_threadpool(work)
    return redirect(request, "/account?done=places#reading")
