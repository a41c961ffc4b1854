"""Terms that titles are classed by, and a title's own: contents, conventions, audience, reporting body."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.models.titles import Edition
from catalogue.services import organisations, programme, reporting_bodies, terms, titles
from catalogue.services.naming import KIND_NAMES
from catalogue.services.permissions import Actor, may_edit, must
from catalogue.services.terms import SCHEMES, Scheme
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading, SignedIn
from catalogue.web.changes import carried_out
from catalogue.web.forms import Form
from catalogue.web.pages import render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(include_in_schema=False)
NAMES: dict[Scheme, str] = {
    "content": N_("Contents of communication"), "convention": N_("Conventions"), "audience": N_("Audiences"),
}  # fmt: skip


@router.get("/editor/terms")
def listed(request: Request, session: Reading, _: Editor) -> Response:
    """Every term with how many titles bear it."""
    return _listed(request, session, Form(speech_of(request)))


def _listed(request: Request, session: Session, form: Form) -> Response:
    speech, bearing = speech_of(request), terms.titles_of(session)
    groups = [
        (scheme, speech.say(NAMES[scheme]),
         [(one, bearing.get((scheme, one.code), 0)) for one in terms.every(session, scheme)])
        for scheme in SCHEMES
    ]  # fmt: skip
    return render(request, "terms.html", status=form.status, form=form, groups=groups,
                  schemes=[(scheme, name) for scheme, name, _ in groups])  # fmt: skip


@router.post("/editor/terms")
async def add(request: Request, site: Here, actor: Editor) -> Response:
    """Add a term."""
    must(actor.administrator)
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "scheme", "code", "name_vi", "name_en")
    return await run_in_threadpool(_add, request, site, actor.id, form)


def _add(request: Request, site: Site, actor: str, form: Form) -> Response:
    value = form.values
    form.limit(300, "name_vi", "name_en")
    scheme = next((one for one in SCHEMES if one == value["scheme"]), None)
    if scheme is None:
        raise NotFoundError

    def work(session: Session) -> str:
        terms.add(session, scheme, value["code"], value["name_vi"], value["name_en"], actor=actor)
        return f"/editor/terms#{scheme}"

    return carried_out(request, site, form, work, lambda session: _listed(request, session, form))


@router.post("/editor/terms/{key}")
async def change(request: Request, site: Here, actor: Editor, key: str) -> Response:
    """Word a term anew, let it rest, or remove it while no title bears it."""
    must(actor.administrator)
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "wording_vi", "wording_en", "retired", "remove")
    return await run_in_threadpool(_change, request, site, actor.id, key, form)


def _change(request: Request, site: Site, actor: str, key: str, form: Form) -> Response:
    value = form.values
    form.limit(300, "wording_vi", "wording_en")

    def work(session: Session) -> str:
        one = terms.get(session, key)
        if value["remove"]:
            terms.remove(session, one, actor=actor)
        else:
            rests = value["retired"] == "yes"
            terms.change(session, one, value["wording_vi"], value["wording_en"], retired=rests, actor=actor)
        return f"/editor/terms#{one.scheme}"

    return carried_out(request, site, form, work, lambda session: _listed(request, session, form))


# ---------------------------------------------------------------- what a title bears


@router.get("/publisher/titles/{edition_id}/programme")
def classed(request: Request, session: Reading, actor: SignedIn, edition_id: str) -> Response:
    """What a title bears for the programme's breakdowns."""
    edition = titles.get(session, edition_id)
    must(_may(actor, edition))
    return _classed(request, session, edition, Form(speech_of(request)))


def _may(actor: Actor, edition: Edition) -> bool:
    return actor.is_editor or may_edit(actor, edition)


def _classed(request: Request, session: Session, edition: Edition, form: Form) -> Response:
    speech = speech_of(request)
    [card] = titles.cards(session, [edition.id])
    groups = []
    for scheme in SCHEMES:
        borne = terms.of(session, edition, scheme)
        offered = [
            (one.code, one.name(speech.language), one.code in borne)
            for one in terms.every(session, scheme)
            if not one.retired or one.code in borne
        ]
        groups.append((scheme, speech.say(NAMES[scheme]), offered))
    day = programme.today(programme.plan(session).rules)
    bodies = {one.id: one.name for one in organisations.bodies(session, day)}
    if edition.reporting_body_id:
        bodies.setdefault(edition.reporting_body_id, organisations.get(session, edition.reporting_body_id).name)
    form.values.setdefault("body", edition.reporting_body_id or "")
    form.values.setdefault("kind", edition.kind)
    return render(
        request, "classed.html", status=form.status, form=form, book=card, groups=groups,
        kinds=[(kind, speech.say(text)) for kind, text in KIND_NAMES.items()],
        bodies=[("", "—"), *sorted(bodies.items(), key=lambda pair: pair[1])],
    )  # fmt: skip


@router.post("/publisher/titles/{edition_id}/programme")
async def classify(request: Request, site: Here, actor: SignedIn, edition_id: str) -> Response:
    """Keep what a title bears."""
    typed = await uploads.typed(request)
    return await run_in_threadpool(_classify, request, site, actor, edition_id, typed)


def _classify(request: Request, site: Site, actor: Actor, edition_id: str, typed: dict[str, Any]) -> Response:
    form = Form(speech_of(request))
    form.take(typed, "body", "audience", "kind")

    def work(session: Session) -> str:
        edition = titles.get(session, edition_id)
        must(_may(actor, edition))
        for scheme in SCHEMES:
            codes = [name.partition(":")[2] for name in typed if name.startswith(f"{scheme}:")]
            if scheme == "audience":
                codes = [form.values["audience"]] if form.values["audience"] else []
            terms.classify(session, edition, scheme, codes, actor=actor.id)
        titles.be_of_kind(session, edition, form.values["kind"] or edition.kind, actor=actor.id)
        reporting_bodies.report_by(session, edition, form.values["body"], actor=actor.id)
        return f"/publisher/titles/{edition_id}?done=classed"

    return carried_out(
        request, site, form, work,
        lambda session: _classed(request, session, titles.get(session, edition_id), form),
    )  # fmt: skip
