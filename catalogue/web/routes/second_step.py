"""The second step of signing in: giving its code, turning it on and off."""

from __future__ import annotations

from typing import Any

import segno
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from markupsafe import Markup
from sqlmodel import Session

from catalogue.db import reading, session_scope
from catalogue.errors import Refusal
from catalogue.models.people import User
from catalogue.services import accounts, second_step
from catalogue.services.permissions import Actor
from catalogue.web import uploads
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.refusals import refuse
from catalogue.web.routes.session import half_way, home_of, own_path
from catalogue.web.site import Site

router = APIRouter(include_in_schema=False)


@router.get("/login/code")
def code_form(request: Request, next: str = "") -> Response:  # noqa: A002 - the address says next
    """The form for the code, for who has given the password."""
    if half_way(request) is None:
        return redirect(request, "/login")
    return render(request, "code.html", form=Form(speech_of(request)), next=own_path(next))


@router.post("/login/code")
async def give_code(request: Request, site: Here) -> Response:
    """Check the code; wrong ones count as wrong passwords do."""
    typed = await uploads.typed(request)
    return await run_in_threadpool(_give_code, request, site, typed)


def _give_code(request: Request, site: Site, typed: dict[str, Any]) -> Response:
    form = Form(speech_of(request))
    form.take(typed, "code")
    onward, login = own_path(str(typed.get("next", ""))), half_way(request)
    if login is None:
        return redirect(request, "/login")
    address = request.client.host if request.client else ""
    wait = site.throttle.wait(login, address)
    if wait:
        return refuse(request, 429, headers={"Retry-After": str(wait)})
    token, home = _proved(request, site, form.values["code"])
    form.values = {}
    if token:
        site.throttle.right(login, address)
        response = redirect(request, onward or home)
        site.keep_session(response, token)
        return response
    site.throttle.wrong(login, address)
    form.wrong("code", second_step.WRONG_CODE)
    return render(request, "code.html", status=422, form=form, next=onward)


def _proved(request: Request, site: Site, code: str) -> tuple[str, str]:
    """The token of a whole session in the place of the waiting one; nothing for a wrong code."""
    token = request.cookies.get(site.session_cookie, "")
    with session_scope(site.engine) as session:
        found = accounts.waiting(session, token)
        if found is None:
            return "", ""
        user = session.get_one(User, found.user_id)
        if not user.is_active or not second_step.passes(session, user, code):
            return "", ""
        accounts.sign_out(session, token)
        actor = accounts.actor(session, user.id)
        fresh = accounts.start_session(session, user, request.headers.get("user-agent", ""), proven=True)
        return fresh, home_of(actor) if actor else "/"


@router.get("/account/second-step")
def page(request: Request, session: Reading, actor: SignedIn) -> Response:
    """Whether a code is asked for, and how to change that."""
    return _page(request, accounts.by_id(session, actor.id), Form(speech_of(request)))


def _page(request: Request, user: User, form: Form, codes: list[str] | None = None) -> Response:
    offered = second_step.address(user)
    drawn = segno.make(offered, error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff") if offered else ""
    grouped = " ".join(user.totp_offered[at : at + 4] for at in range(0, len(user.totp_offered), 4))
    return render(
        request, "second_step.html", status=form.status, form=form, on=bool(user.totp_secret), codes=codes or [],
        drawn=Markup(drawn),  # noqa: S704 - segno's own drawing of our own key
        key=grouped, left=len(user.recovery_codes), headers={"Cache-Control": "no-store"},
    )  # fmt: skip


@router.post("/account/second-step")
def offer(request: Request, site: Here, actor: SignedIn) -> Response:
    """Show a fresh key."""
    with session_scope(site.engine) as session:
        user = accounts.by_id(session, actor.id)
        if not user.totp_secret:
            second_step.offer(session, user)
    return redirect(request, "/account/second-step")


@router.post("/account/second-step/on")
async def turn_on(request: Request, site: Here, actor: SignedIn) -> Response:
    """Turn it on with a first code, and show the recovery codes this once."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "code")
    return await run_in_threadpool(_turn_on, request, site, actor, form)


def _turn_on(request: Request, site: Site, actor: Actor, form: Form) -> Response:
    codes: list[str] = []
    with Session(site.engine) as session:
        user = accounts.by_id(session, actor.id)
        try:
            codes = second_step.turn_on(session, user, form.values["code"])
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refused(refusal)
        form.values = {}
        return _page(request, accounts.by_id(session, actor.id), form, codes)


@router.post("/account/second-step/off")
async def turn_off(request: Request, site: Here, actor: SignedIn) -> Response:
    """Turn it off, with the password."""
    password = str((await uploads.typed(request)).get("password", ""))[:1000]
    return await run_in_threadpool(_turn_off, request, site, actor, password)


def _turn_off(request: Request, site: Site, actor: Actor, password: str) -> Response:
    form, address = Form(speech_of(request)), request.client.host if request.client else ""
    wait = site.throttle.wait(actor.login, address)
    if wait:
        return refuse(request, 429, headers={"Retry-After": str(wait)})
    try:
        with session_scope(site.engine) as session:
            second_step.turn_off(session, accounts.by_id(session, actor.id), password)
        return redirect(request, "/account?done=one-step")
    except Refusal as refusal:
        site.throttle.wrong(actor.login, address)
        form.refused(refusal)
    with Session(reading(site.engine)) as session:
        return _page(request, accounts.by_id(session, actor.id), form)
