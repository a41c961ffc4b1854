"""Inviting people, joining by a link, and choosing a new password by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue import mail
from catalogue.db import reading, session_scope
from catalogue.errors import Refusal
from catalogue.models.people import LinkPurpose, Organisation, Role
from catalogue.services import accounts, links
from catalogue.services.permissions import Actor, must
from catalogue.web import uploads
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.refusals import refuse
from catalogue.web.routes.session import ROLE_NAMES
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(include_in_schema=False)
UNSEEN = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""An address with a token in it goes nowhere else."""
SUBJECT_INVITED = N_("Your invitation to Nghìn Sách")
INVITED = N_("You are invited to work with Nghìn Sách for {organisation}. Open this link within 14 days:\n\n{link}\n")
SUBJECT_RESET = N_("A new password for Nghìn Sách")
RESET = N_(
    "Somebody asked for a new password for this account. If it was you, open this link within 24 hours; else do "
    "nothing:\n\n{link}\n"
)
MAILED = N_("The link was sent to {login}.")
HAND_OVER = N_("Hand this link to {login} yourself; it works once.")


@router.get("/account/people")
def people(request: Request, session: Reading, actor: SignedIn) -> Response:
    """Who acts for one's house, and whom one has invited."""
    must(links.may_invite(actor))
    return _people(request, session, actor, Form(speech_of(request)))


def _people(
    request: Request, session: Session, actor: Actor, form: Form, *, said: str = "", link: str = ""
) -> Response:  # fmt: skip
    speech = speech_of(request)
    roles = [(role.value, speech.say(text)) for role, text in ROLE_NAMES.items() if _may_give(actor, role.value)]
    if actor.administrator:
        roles.append((links.ADMINISTRATOR, speech.say(N_("administrator"))))
    names = dict(roles)
    return render(
        request, "people.html", status=form.status, headers=UNSEEN, form=form, said=said, link=link, roles=roles,
        organisations=[(one.id, one.name) for one in links.offers(session, actor)],
        invited=[
            (kept.login, names.get(kept.role, kept.role), house.name, kept.expires_at)
            for kept, house in links.open_invitations(session, actor)
        ],
        here=[
            (user, speech.say(ROLE_NAMES[Role(role)]), house.name, links.may_reset(session, actor, user))
            for user, role, house in links.people(session, actor)
        ],
    )  # fmt: skip


def _may_give(actor: Actor, role: str) -> bool:
    return actor.administrator or role != Role.OFFICER


@router.post("/account/people")
async def invite(request: Request, site: Here, actor: SignedIn) -> Response:
    """Invite somebody."""
    must(links.may_invite(actor))
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "login", "role", "organisation")
    return await run_in_threadpool(_invite, request, site, actor, form)


def _invite(request: Request, site: Site, actor: Actor, form: Form) -> Response:
    said = link = ""
    login = form.values["login"]
    try:
        with session_scope(site.engine) as session:
            token = links.invite(session, actor, login, form.values["role"], form.values["organisation"])
            house = session.get_one(Organisation, form.values["organisation"]).name
        link = _address(request, site, f"/invitation/{token}")
        said, link = _hand_over(request, site, login, SUBJECT_INVITED, INVITED, link, organisation=house)
        form.values = {}
    except Refusal as refusal:
        form.errors[refusal.field] = refusal.said(form.speech.say)
    with Session(reading(site.engine)) as session:
        return _people(request, session, actor, form, said=said, link=link)


@router.post("/account/people/{user_id}/reset")
def reset_for(request: Request, site: Here, actor: SignedIn, user_id: str) -> Response:
    """A link to a new password for somebody of one's house."""
    with session_scope(site.engine) as session:
        user = accounts.by_id(session, user_id)
        must(links.may_invite(actor) and links.may_reset(session, actor, user))
        token, login = links.reset(session, user.email, actor=actor.id), user.email
    link = _address(request, site, f"/reset/{token}")
    said, link = _hand_over(request, site, login, SUBJECT_RESET, RESET, link)
    with Session(reading(site.engine)) as session:
        return _people(request, session, actor, Form(speech_of(request)), said=said, link=link)


def _hand_over(
    request: Request, site: Site, login: str, subject: str, text: str, link: str, **params: str
) -> tuple[str, str]:
    """Send a link, or give it back to be shown: (what to say, the link to show or nothing)."""
    speech = speech_of(request)
    if mail.configured(site.settings) and mail.send(
        site.settings, login, speech.say(subject), speech.say(text, link=link, **params)
    ):
        return speech.say(MAILED, login=login), ""
    return speech.say(HAND_OVER, login=login), link


def _address(request: Request, site: Site, path: str) -> str:
    return site.origin(request) + path


# ---------------------------------------------------------------- by link


@router.get("/invitation/{token}")
def invitation(request: Request, session: Reading, token: str) -> Response:
    """What one is invited to, and the form to join."""
    return _invitation(request, session, token, Form(speech_of(request)))


def _invitation(request: Request, session: Session, token: str, form: Form) -> Response:
    link = links.find(session, token, LinkPurpose.INVITATION)
    speech = speech_of(request)
    role = links.ADMINISTRATOR if link.role == links.ADMINISTRATOR else ROLE_NAMES[Role(link.role)]
    return render(
        request, "invitation.html", status=form.status, headers=UNSEEN, form=form, login=link.login, token=token,
        role=speech.say(role), house=session.get_one(Organisation, link.organisation_id).name,
        known=accounts.find(session, link.login) is not None,
    )  # fmt: skip


@router.post("/invitation/{token}")
async def join(request: Request, site: Here, token: str) -> Response:
    """Join, and be signed in."""
    typed = await uploads.typed(request)
    return await run_in_threadpool(_by_link, request, site, token, typed, LinkPurpose.INVITATION)


@router.get("/reset/{token}")
def reset_form(request: Request, session: Reading, token: str) -> Response:
    """The form for a new password."""
    link = links.find(session, token, LinkPurpose.RESET)
    return render(request, "reset.html", headers=UNSEEN, form=Form(speech_of(request)), login=link.login, token=token)


@router.post("/reset/{token}")
async def reset(request: Request, site: Here, token: str) -> Response:
    """Keep the new password, and be signed in."""
    typed = await uploads.typed(request)
    return await run_in_threadpool(_by_link, request, site, token, typed, LinkPurpose.RESET)


def _by_link(request: Request, site: Site, token: str, typed: Mapping[str, Any], purpose: LinkPurpose) -> Response:
    form = Form(speech_of(request))
    form.take(typed, "name")
    password = str(typed.get("fresh", ""))[:1000]
    try:
        with session_scope(site.engine) as session:
            if purpose == LinkPurpose.RESET:
                user = links.choose(session, token, password)
            else:
                user = links.join(session, token, form.values["name"][:200], password)
            fresh = accounts.start_session(session, user, request.headers.get("user-agent", ""))
    except Refusal as refusal:
        form.errors[refusal.field] = refusal.said(form.speech.say)
        with Session(reading(site.engine)) as session:
            if purpose == LinkPurpose.INVITATION:
                return _invitation(request, session, token, form)
            login = links.find(session, token, purpose).login
            return render(
                request, "reset.html", status=422, headers=UNSEEN, form=form, login=login, token=token
            )  # fmt: skip
    response = redirect(request, "/account")
    site.keep_session(response, fresh)
    return response


# ---------------------------------------------------------------- forgotten


@router.get("/forgotten")
def forgotten_form(request: Request, site: Here, done: str = "") -> Response:
    """How to get a new password."""
    return render(
        request, "forgotten.html", form=Form(speech_of(request)), by_mail=mail.configured(site.settings),
        done=done == "asked",
    )  # fmt: skip


@router.post("/forgotten")
async def forgotten(request: Request, site: Here) -> Response:
    """Send a link, if there is such an account; the answer is the same if there is none."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "login")
    address = request.client.host if request.client else ""
    wait = site.throttle.wait("forgotten", address)
    if wait:
        return refuse(request, 429, headers={"Retry-After": str(wait)})
    site.throttle.wrong("forgotten", address)
    if mail.configured(site.settings):
        await run_in_threadpool(_forgotten, request, site, form.values["login"])
    return redirect(request, "/forgotten?done=asked")


def _forgotten(request: Request, site: Site, login: str) -> None:
    with session_scope(site.engine) as session:
        token = links.reset(session, login)
        user = accounts.find(session, login)
        to = user.email if user else ""
    if token and to:
        _hand_over(request, site, to, SUBJECT_RESET, RESET, _address(request, site, f"/reset/{token}"))
