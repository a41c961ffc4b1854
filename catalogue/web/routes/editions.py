"""Editions of one work on the desk: joined to their original, parted from it."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.models.titles import Edition
from catalogue.services import titles, works
from catalogue.services.permissions import Actor, may_edit, must
from catalogue.web import uploads
from catalogue.web.access import Here, Publisher
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, speech_of
from catalogue.web.routes import desk
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/publisher/titles", include_in_schema=False)
_ID = re.compile(r"(?:\A|/titles/)([0-9a-z]{8,40})(?:\Z|[-/?#])")
NO_TITLE = N_("There is no title at this address, or it is not open to you.")


@router.post("/{edition_id}/original")
async def join(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Say what a title is a translation of: chosen from the list, or by its address."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "original", "original_address")
    return await run_in_threadpool(_join, request, site, actor, edition_id, form)


def _join(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    try:
        with session_scope(site.engine) as session:
            edition = titles.get(session, edition_id)
            must(may_edit(actor, edition))
            works.join(session, edition, _named(session, actor, form), actor=actor.id)
    except Refusal as refusal:
        form.errors[refusal.field or "original"] = refusal.said(form.speech.say)
        return desk.again(request, site, actor, edition_id, form)
    return redirect(request, f"/publisher/titles/{edition_id}?done=joined#editions")


def _named(session: Session, actor: Actor, form: Form) -> Edition:
    """The title that was chosen or whose address was typed. Raises Refusal."""
    typed = form.values["original_address"]
    found = _ID.search(typed)
    named = found[1] if typed and found else "" if typed else form.values["original"]
    try:
        original = titles.get(session, named)
        must(works.may_join(session, actor, original))
    except NotFoundError:
        raise Refusal("wrk-004", NO_TITLE, field="original_address" if typed else "original") from None
    return original


@router.post("/{edition_id}/original/withdrawal")
def part(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Take a title out of its work again."""
    with session_scope(site.engine) as session:
        edition = titles.get(session, edition_id)
        must(may_edit(actor, edition))
        works.part(session, edition, actor=actor.id)
    return redirect(request, f"/publisher/titles/{edition_id}?done=parted#editions")
