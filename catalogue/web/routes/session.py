"""Signing in and out, and one's own account."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from catalogue import mail, oidc
from catalogue.db import reading, session_scope
from catalogue.errors import Refusal
from catalogue.models.people import Role
from catalogue.services import accounts, identities, reading_places, titles
from catalogue.services.permissions import Actor
from catalogue.web import uploads
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.refusals import refuse
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(include_in_schema=False)
ROLE_NAMES = {
    Role.MEMBER: N_("member of the publishing house"),
    Role.DIRECTOR: N_("director of the publishing house"),
    Role.OFFICER: N_("officer of the programme"),
}

SAID = {
    "password": N_("The password was changed."),
    "places": N_("Kept."),
    "letters": N_("Kept."),
    "parted": N_("Only the password opens this account now."),
    "one-step": N_("Signing in asks for no code any more."),
}


@router.get("/login")
def login_form(request: Request, next: str = "") -> Response:  # noqa: A002 - the address says next
    """The form; whoever is signed in goes on."""
    if request.state.actor:
        return redirect(request, home_of(request.state.actor))
    if half_way(request) is not None:
        return redirect(request, second(own_path(next)))
    return _form(request, Form(speech_of(request)), own_path(next))


def _form(request: Request, form: Form, onward: str) -> Response:
    settings = request.app.state.site.settings
    provider = settings.oidc_name if oidc.configured(settings) else ""
    return render(request, "login.html", status=form.status, form=form, next=onward, provider=provider)


@router.post("/login")
async def login(request: Request, site: Here) -> Response:
    """Check name and password; ten wrong ones in five minutes, and one has to wait."""
    typed = await uploads.typed(request)
    form = Form(speech_of(request))
    form.take(typed, "login")
    password, onward = typed.get("password", "")[:1000], own_path(typed.get("next", ""))
    form.require("login")
    address = request.client.host if request.client else ""
    wait = site.throttle.wait(form.values["login"], address)
    if wait:
        return refuse(request, 429, headers={"Retry-After": str(wait)})
    if not form.errors:
        token, home = await run_in_threadpool(_sign_in, site, form, password, request.headers.get("user-agent", ""))
        if token:
            if not home:  # the password alone forgives no wrong codes
                response = redirect(request, second(onward))
                site.keep_session(response, token)
                return response
            site.throttle.right(form.values["login"], address)
            response = redirect(request, onward or home)
            site.keep_session(response, token)
            return response
        site.throttle.wrong(form.values["login"], address)
    return _form(request, form, onward)


def half_way(request: Request) -> str | None:
    """The login of whoever has given the password and not yet the code."""
    site: Site = request.app.state.site
    token = request.cookies.get(site.session_cookie, "")
    with Session(reading(site.engine)) as session:
        found = accounts.waiting(session, token) if token else None
        return accounts.by_id(session, found.user_id).email if found else None


def second(onward: str) -> str:
    """Where the code of the second step is asked for."""
    return "/login/code" + (f"?{urlencode({'next': onward})}" if onward else "")


def _sign_in(site: Site, form: Form, password: str, browser: str) -> tuple[str, str]:
    """The session's token, and where its holder's work is; nowhere while a code is waited for."""
    try:
        with session_scope(site.engine) as session:
            token = accounts.sign_in(session, form.values["login"], password, browser)
            user = accounts.named(session, form.values["login"])
            if user.totp_secret:
                return token, ""
            actor = accounts.actor(session, user.id)
            return token, home_of(actor) if actor else "/"
    except Refusal as refusal:
        form.errors[refusal.field] = refusal.said(form.speech.say)
        return "", ""


@router.post("/logout")
def logout(request: Request, site: Here) -> Response:
    """End this session."""
    token = request.cookies.get(site.session_cookie, "")
    with session_scope(site.engine) as session:
        accounts.sign_out(session, token)
    return _out(request, site)


@router.get("/account")
def account(request: Request, session: Reading, actor: SignedIn, done: str = "") -> Response:
    """Who one is here, one's password and one's sessions."""
    said = SAID.get(done, "")
    return _account(request, session, actor, Form(speech_of(request)), said)


def _account(request: Request, session: Reading, actor: Actor, form: Form, done: str = "") -> Response:
    speech = speech_of(request)
    roles = [
        (organisation.name, speech.say(ROLE_NAMES[role])) for organisation, role in accounts.roles(session, actor.id)
    ]
    if actor.administrator:
        roles.insert(0, (speech.say(N_("Rights")), speech.say(N_("administrator"))))
    rows = [
        {
            "created_at": kept.created_at, "seen_at": kept.seen_at, "browser": _browser(kept.browser),
            "current": kept.id == request.state.session_id,
        }
        for kept in accounts.sessions(session, actor.id)
    ]  # fmt: skip
    user = accounts.by_id(session, actor.id)
    places = dict(reading_places.books(session, actor.id))
    cards = [card for card in titles.cards(session, list(places)) if card.release_id]
    return render(
        request, "account.html", keeps_places=user.keeps_places,
        places=[(card, places[card.id]) for card in cards], status=form.status, form=form, roles=roles, sessions=rows,
        done=speech.say(done) if done else "", wants_letters=user.wants_letters,
        second_step=bool(user.totp_secret), identities=identities.of(session, actor.id),
        provider=request.app.state.site.settings.oidc_name,
        letters_sent=mail.configured(request.app.state.site.settings),
    )  # fmt: skip


@router.post("/account/letters")
async def letters(request: Request, site: Here, actor: SignedIn) -> Response:
    """Whether one wants to be told by e-mail."""
    wants = (await uploads.typed(request)).get("wants") == "yes"
    await run_in_threadpool(_letters, site, actor, wants=wants)
    return redirect(request, "/account?done=letters")


def _letters(site: Site, actor: Actor, *, wants: bool) -> None:
    with session_scope(site.engine) as session:
        user = accounts.by_id(session, actor.id)
        user.wants_letters = wants
        session.add(user)


@router.post("/account/password")
async def password(request: Request, site: Here, actor: SignedIn) -> Response:
    """A new password; other sessions end, this one goes on under a new token."""
    typed = await uploads.typed(request)
    form = Form(speech_of(request))
    present, fresh = (typed.get(name, "")[:1000] for name in ("current", "fresh"))
    token = await run_in_threadpool(_change, site, actor, form, present, fresh, request.headers.get("user-agent", ""))
    if form.errors:
        with session_scope(site.engine) as session:
            return _account(request, session, actor, form)
    response = redirect(request, "/account?done=password")
    site.keep_session(response, token)
    return response


def _change(site: Site, actor: Actor, form: Form, present: str, fresh: str, browser: str) -> str:
    try:
        with session_scope(site.engine) as session:
            accounts.change_password(session, actor.id, present, fresh)
            return accounts.sign_in(session, actor.login, fresh, browser, proven=True)
    except Refusal as refusal:
        form.errors[refusal.field] = refusal.said(form.speech.say)
        return ""


@router.post("/account/logout-everywhere")
def logout_everywhere(request: Request, site: Here, actor: SignedIn) -> Response:
    """End all one's sessions, this one too."""
    with session_scope(site.engine) as session:
        accounts.sign_out_everywhere(session, actor.id)
    return _out(request, site)


def _out(request: Request, site: Site) -> RedirectResponse:
    response = redirect(request, "/")
    response.delete_cookie(site.session_cookie, path="/", secure=site.secure, httponly=True, samesite="lax")
    return response


def home_of(actor: Actor) -> str:
    """Where somebody's work is."""
    if actor.is_editor:
        return "/editor"
    return "/publisher" if actor.is_publisher else "/account"


def own_path(path: str) -> str:
    """A path on this site, or nothing: nobody is led elsewhere after signing in."""
    parts = urlsplit(path)
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path[:500] if safe and not any(ord(sign) < 32 for sign in path) else ""


BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip


def _browser(agent: str) -> str:
    """The name of a browser in what it says of itself."""
    return next((name for sign, name in BROWSERS if sign in agent), agent[:40] or "–")
