"""Publishing houses and reporting bodies: who is there, who went over into whom."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.models.people import OrganisationKind
from catalogue.services import organisations, programme
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.changes import carried_out
from catalogue.web.forms import Form
from catalogue.web.narrowing import Moment
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/editor/organisations", include_in_schema=False)
KINDS = {
    OrganisationKind.MINISTRY: N_("Ministries"), OrganisationKind.AGENCY: N_("Other offices and bodies"),
    OrganisationKind.PROVINCE: N_("Provinces and cities"), OrganisationKind.PUBLISHER: N_("Publishing houses"),
}  # fmt: skip
KIND = {
    OrganisationKind.PUBLISHER: N_("Publishing house"), OrganisationKind.MINISTRY: N_("Ministry"),
    OrganisationKind.PROVINCE: N_("Province or city"), OrganisationKind.AGENCY: N_("Other office or body"),
}  # fmt: skip
UNKNOWN_KIND = N_("Please choose what it is.")


@router.get("")
def listed(request: Request, session: Reading, _: Editor) -> Response:
    """Every house and body by kind, with its titles and what became of it."""
    return _listed(request, session, Form(speech_of(request)))


def _listed(request: Request, session: Session, form: Form) -> Response:
    speech, found = speech_of(request), organisations.every(session)
    names, titles = {one.id: one.name for one in found}, organisations.titles_of(session)
    day = programme.today(programme.plan(session).rules)
    groups = [
        (kind.value, speech.say(text), [one for one in found if one.kind == kind]) for kind, text in KINDS.items()
    ]
    return render(
        request, "organisations.html", status=form.status, form=form, groups=groups, names=names, titles=titles,
        standing={one.id for one in found if organisations.exists(one, day)}, day=day,
        kinds=[(kind.value, speech.say(text)) for kind, text in KIND.items()],
    )  # fmt: skip


@router.post("")
async def add(request: Request, site: Here, actor: Editor) -> Response:
    """Enter a house or a body."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "name", "kind", "abbreviation", "valid_from")
    return await run_in_threadpool(_add, request, site, actor.id, form)


def _add(request: Request, site: Site, actor: str, form: Form) -> Response:
    form.limit(300, "name")
    form.limit(40, "abbreviation")
    value, day = form.values, form.day("valid_from")
    if value["kind"] not in [kind.value for kind in OrganisationKind]:
        form.wrong("kind", UNKNOWN_KIND)

    def work(session: Session) -> str:
        kind = OrganisationKind(value["kind"])
        made = organisations.add(
            session, value["name"], kind, abbreviation=value["abbreviation"], valid_from=day, actor=actor
        )
        return f"/editor/organisations/{made.id}"

    return carried_out(request, site, form, work, lambda session: _listed(request, session, form))


@router.post("/vietnam")
def enter_vietnam(request: Request, site: Here, actor: Editor) -> Response:
    """Enter the provinces with their mergers; what is there already stays."""
    with session_scope(site.engine) as session:
        organisations.enter_vietnam(session, actor=actor.id)
    return redirect(request, "/editor/organisations#province")


@router.get("/{key}")
def one(request: Request, session: Reading, _: Editor, key: str) -> Response:
    """A house or body: its name, its titles, what it went over into."""
    return _one(request, session, key, Form(speech_of(request)))


def _one(request: Request, session: Session, key: str, form: Form) -> Response:
    found, everybody = organisations.get(session, key), organisations.every(session)
    publisher = found.kind == OrganisationKind.PUBLISHER
    form.values = {"name": found.name, "abbreviation": found.abbreviation, "into": "", "last_day": "", **form.values}
    into = [
        (other.id, other.name)
        for other in everybody
        if other.id != key and (other.kind == OrganisationKind.PUBLISHER) == publisher and not other.successor_id
    ]
    return render(
        request, "organisation.html", status=form.status, form=form, one=found,
        kind=speech_of(request).say(KIND[OrganisationKind(found.kind)]),
        names={other.id: other.name for other in everybody}, into=[("", "—"), *into],
        came=[other for other in everybody if other.successor_id == key],
        titles=organisations.titles_of(session).get(key, 0),
        path=Moment().at("/editor/breakdown", by="publisher" if publisher else "body"),
    )  # fmt: skip


@router.post("/{key}")
async def rename(request: Request, site: Here, actor: Editor, key: str) -> Response:
    """Give a house or body another name."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "name", "abbreviation")
    return await run_in_threadpool(_rename, request, site, actor.id, key, form)


def _rename(request: Request, site: Site, actor: str, key: str, form: Form) -> Response:
    form.limit(300, "name")
    form.limit(40, "abbreviation")

    def work(session: Session) -> str:
        one = organisations.get(session, key)
        organisations.rename(session, one, form.values["name"], form.values["abbreviation"], actor=actor)
        return f"/editor/organisations/{key}"

    return carried_out(request, site, form, work, lambda session: _one(request, session, key, form))


@router.post("/{key}/merger")
async def merge(request: Request, site: Here, actor: Editor, key: str) -> Response:
    """Let it go over into another after its last day."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "into", "last_day")
    return await run_in_threadpool(_merge, request, site, actor.id, key, form)


def _merge(request: Request, site: Site, actor: str, key: str, form: Form) -> Response:
    form.require("into", "last_day")
    day = form.day("last_day")

    def work(session: Session) -> str:
        one, into = organisations.get(session, key), organisations.get(session, form.values["into"])
        organisations.merge(session, one, into, day or date.min, actor=actor)
        return f"/editor/organisations/{key}"

    return carried_out(request, site, form, work, lambda session: _one(request, session, key, form))


@router.post("/{key}/parting")
def part(request: Request, site: Here, actor: Editor, key: str) -> Response:
    """Undo a merger that was entered by mistake."""
    form = Form(speech_of(request))

    def work(session: Session) -> str:
        organisations.part(session, organisations.get(session, key), actor=actor.id)
        return f"/editor/organisations/{key}"

    return carried_out(request, site, form, work, lambda session: _one(request, session, key, form))
