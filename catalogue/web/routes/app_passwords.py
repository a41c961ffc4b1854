"""Passwords for reader apps: making them, seeing when they were used, taking them back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import reading, session_scope
from catalogue.errors import Refusal
from catalogue.services import app_passwords
from catalogue.services.permissions import Actor
from catalogue.web import uploads
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site

router = APIRouter(prefix="/account/app-passwords", include_in_schema=False)


@router.get("")
def page(request: Request, site: Here, session: Reading, actor: SignedIn) -> Response:
    """The passwords there are, and a form for one more."""
    return _page(request, site, session, actor, Form(speech_of(request)))


def _page(
    request: Request, site: Site, session: Session, actor: Actor, form: Form, fresh: str = ""
) -> Response:  # fmt: skip
    origin, href = site.origin(request), speech_of(request).href
    return render(
        request, "app_passwords.html", status=form.status, form=form, fresh=fresh, login=actor.login,
        kept=app_passwords.of(session, actor.id), shelf=origin + href("/opds/v1.2"),
        proofs=origin + href("/opds/v1.2/proofs") if actor.is_publisher else "", headers={"Cache-Control": "no-store"},
    )  # fmt: skip


@router.post("")
async def make(request: Request, site: Here, actor: SignedIn) -> Response:
    """Make one and show it this once."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "name")
    return await run_in_threadpool(_make, request, site, actor, form)


def _make(request: Request, site: Site, actor: Actor, form: Form) -> Response:
    form.limit(100, "name")
    fresh = ""
    if not form.errors:
        try:
            with session_scope(site.engine) as session:
                fresh = app_passwords.make(session, actor.id, form.values["name"])
            form.values = {}
        except Refusal as refusal:
            form.refused(refusal)
    with Session(reading(site.engine)) as session:
        return _page(request, site, session, actor, form, fresh)


@router.post("/{key}/end")
def end(request: Request, site: Here, actor: SignedIn, key: str) -> Response:
    """Take one back."""
    with session_scope(site.engine) as session:
        app_passwords.take_back(session, actor.id, key)
    return redirect(request, "/account/app-passwords")
