"""Signing in by the provider that is set: the way there, and the way back."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from catalogue import oidc
from catalogue.db import session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.oidc import Attempt, ProviderError
from catalogue.services import accounts, identities
from catalogue.web.access import Here, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.session import home_of, own_path, second
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(include_in_schema=False)
MINUTES = 10
"""How long somebody may take at the provider."""
BACK = "/login/oidc/back"
NOT_THERE = N_("The service “{name}” does not answer as it should. Please try again, or sign in with your password.")
OLD = N_("This sign-in was begun too long ago, or in another browser. Please begin again.")
CALLED_OFF = N_("Signing in was called off.")


def _cookie(site: Site) -> str:
    return f"{site.session_cookie}-oidc"


def _back(request: Request, site: Site) -> str:
    """The address that is registered with the provider: always the same, whatever the language."""
    return site.origin(request) + BACK


@router.get("/login/oidc")
def begin(request: Request, site: Here, next: str = "") -> Response:  # noqa: A002 - the address says next
    """Send the browser to the provider."""
    if not oidc.configured(site.settings):
        raise NotFoundError
    try:
        address, attempt = oidc.begin(site.settings, _back(request, site))
    except ProviderError:
        return _refused(request, site, Refusal("oid-001", NOT_THERE, name=site.settings.oidc_name), 503)
    response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
    kept = urlencode(
        {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier, "next": own_path(next)}
    )
    response.set_cookie(
        _cookie(site), kept, max_age=MINUTES * 60, httponly=True, samesite="lax", secure=site.secure, path="/"
    )
    return response


@router.get(BACK)
def back(
    request: Request, site: Here, state: str = "", code: str = "", iss: str = "", error: str = ""
) -> Response:  # fmt: skip
    """Let in whom the provider means, if this browser began and there is an account."""
    if not oidc.configured(site.settings):
        raise NotFoundError
    kept = dict(parse_qsl(request.cookies.get(_cookie(site), "")))
    attempt = Attempt(kept.get("state", ""), kept.get("nonce", ""), kept.get("verifier", ""))
    # An answer of another provider, passed off as one of ours, names itself (RFC 9207).
    ours = iss in ("", site.settings.oidc_issuer)
    if not ours or not attempt.state or not secrets.compare_digest(attempt.state.encode(), state.encode()):
        return _refused(request, site, Refusal("oid-002", OLD), 422)
    if error or not code:
        return _refused(request, site, Refusal("oid-005", CALLED_OFF), 422)
    try:
        stranger = oidc.finish(site.settings, _back(request, site), attempt, code)
        with session_scope(site.engine) as session:
            user, token = identities.sign_in(session, stranger, request.headers.get("user-agent", ""))
            actor = None if user.totp_secret else accounts.actor(session, user.id)
    except ProviderError:
        return _refused(request, site, Refusal("oid-001", NOT_THERE, name=site.settings.oidc_name), 503)
    except Refusal as refusal:
        return _refused(request, site, refusal, 403)
    onward = own_path(kept.get("next", ""))
    response = redirect(request, (onward or home_of(actor)) if actor else second(onward))
    site.keep_session(response, token)
    response.delete_cookie(_cookie(site), path="/", secure=site.secure, httponly=True)
    return response


def _refused(request: Request, site: Site, refusal: Refusal, status: int) -> Response:
    """The sign-in page with what went wrong; the attempt is over."""
    speech = speech_of(request)
    form = Form(speech, errors={"sign_in": refusal.said(speech.say)})
    response = render(
        request, "login.html", status=status, form=form, next="", provider=site.settings.oidc_name,
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip
    response.delete_cookie(_cookie(site), path="/", secure=site.secure, httponly=True)
    return response


@router.post("/account/identities/part")
def part(request: Request, site: Here, actor: SignedIn) -> Response:
    """Let no account of elsewhere open this one any more."""
    with session_scope(site.engine) as session:
        identities.part(session, actor.id)
    return redirect(request, "/account?done=parted")
