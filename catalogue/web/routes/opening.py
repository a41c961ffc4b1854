"""How far readers may have each format of a title: the house decides on the title's desk."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from catalogue.db import session_scope
from catalogue.errors import Refusal
from catalogue.services import opening as service
from catalogue.services import titles
from catalogue.services.permissions import Actor, may_edit, must
from catalogue.web import opening, uploads
from catalogue.web.access import Here, Publisher
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, speech_of
from catalogue.web.routes.desk import again
from catalogue.web.site import Site

router = APIRouter(prefix="/publisher/titles", include_in_schema=False)


@router.post("/{edition_id}/access")
async def decide(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Open or close a format, with a reason."""
    return await run_in_threadpool(_decide, request, site, actor, edition_id, await uploads.typed(request))


def _decide(request: Request, site: Site, actor: Actor, edition_id: str, typed: Mapping[str, str]) -> Response:
    form = Form(speech_of(request))
    opening.read(form, typed)
    form.limit(service.LONGEST, "access_reason")
    until = form.day("access_until")
    value = form.values
    try:
        with session_scope(site.engine) as session:
            edition = titles.get(session, edition_id)
            must(may_edit(actor, edition))
            if not form.errors:
                service.decide(
                    session, edition, value["access_form"], value["access_kind"], until=until,
                    reason=value["access_reason"], actor=actor.id,
                )  # fmt: skip
    except Refusal as refusal:
        form.errors[refusal.field] = refusal.said(form.speech.say)
    if form.errors:
        return again(request, site, actor, edition_id, form)
    return redirect(request, f"/publisher/titles/{edition_id}?done=access#access")
