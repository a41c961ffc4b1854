"""Programmes side by side, what each is to reach, and how that is shared out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.models.people import OrganisationKind
from catalogue.models.programme import AllotmentAxis, Programme
from catalogue.rules.tally import Where
from catalogue.services import organisations, programme, releases, targets, terms
from catalogue.services.permissions import must
from catalogue.services.targets import Aim
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.changes import carried_out
from catalogue.web.forms import LANGUAGES, Form, percent
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment
from catalogue.web.pages import render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/editor/programmes", include_in_schema=False)
FIELDS = ("code", "name", "start", "deadline", "titles", "low", "high", "parent", "body")
AXES = {
    AllotmentAxis.PUBLISHER: N_("By publisher"), AllotmentAxis.BODY: N_("By reporting body"),
    AllotmentAxis.LANGUAGE: N_("By language"), AllotmentAxis.CONTENT: N_("By content of communication"),
}  # fmt: skip


@router.get("")
def programmes(request: Request, session: Reading, _: Editor) -> Response:
    """Every programme with its figures beside those of the others."""
    return _list(request, session, Form(speech_of(request)))


def _list(request: Request, session: Session, form: Form) -> Response:
    found = targets.every(session)
    names = {one.id: one.name for one in found}
    rows = []
    for one in found:
        status = programme.report(session, one.code)
        rows.append(
            {"of": one, "status": status, "within": names.get(one.parent_id or "", ""),
             "path": Moment(programme=one.code).at("/editor"), "released": Moment(programme=one.code).path(Where())}
        )  # fmt: skip
    day = programme.today(programme.plan(session).rules)
    bodies = [("", "—"), *((one.id, one.name) for one in organisations.bodies(session, day))]
    parents = [("", "—"), *((one.code, one.name) for one in found)]
    return render(request, "programmes.html", status=form.status, form=form, rows=rows, parents=parents, bodies=bodies)


@router.post("")
async def create(request: Request, site: Here, actor: Editor) -> Response:
    """Set a programme up."""
    must(actor.administrator)
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), *FIELDS)
    return await run_in_threadpool(_create, request, site, actor.id, form)


def _create(request: Request, site: Site, actor: str, form: Form) -> Response:
    form.limit(300, "name")
    form.require("start", "deadline")
    start, deadline, aim, value = form.day("start"), form.day("deadline"), _aim(form, {}), form.values

    def work(session: Session) -> str:
        made = targets.create(
            session, value["code"], value["name"], start or date.min, deadline or date.min, aim,
            parent=value["parent"], body=value["body"], actor=actor,
        )  # fmt: skip
        return f"/editor/programmes/{made.code}"

    return carried_out(request, site, form, work, lambda session: _list(request, session, form))


def _aim(form: Form, milestones: dict[int, int]) -> Aim:
    low, high = form.share("low"), form.share("high")
    return Aim(form.whole("titles", least=1), float(low or 0), float(high or 0), milestones)


@router.get("/{code}")
def one(
    request: Request, session: Reading, _: Editor, code: str,
    by: Annotated[AllotmentAxis, Query()] = AllotmentAxis.PUBLISHER,
) -> Response:  # fmt: skip
    """A programme's target with those before it, and its allotments."""
    return _one(request, session, targets.get(session, code), Form(speech_of(request)), by)


def _one(request: Request, session: Session, of: Programme, form: Form, by: AllotmentAxis) -> Response:
    speech, plan = speech_of(request), programme.plan(session, of.code)
    years = range(of.start.year, of.deadline.year + 1)
    present = {
        "titles": str(plan.target.titles), "low": percent(plan.low), "high": percent(plan.high),
        "valid_from": programme.today(plan.rules).isoformat(), "waiting_days": str(of.waiting_days),
        **{f"year-{year}": str(plan.target.milestones.get(str(year), "")) for year in years},
        **{f"value-{value}": str(titles) for value, titles in plan.allotted.get(by, {}).items()},
    }  # fmt: skip
    form.values = {**present, **form.values}
    return render(
        request, "programme.html", status=form.status, form=form, of=of, plan=plan, years=years, by=by,
        versions=targets.versions(session, of), values=_values(speech, session, plan.allotted.get(by, {}), by),
        axes=[(axis, speech.say(text), f"/editor/programmes/{of.code}?by={axis}#allotments")
              for axis, text in AXES.items()],
        together=sum(plan.allotted.get(by, {}).values()), path=Moment(programme=of.code).at("/editor"),
        waits=of.code == programme.NATIONAL,
    )  # fmt: skip


def _values(speech: Speech, session: Session, allotted: Mapping[str, int], by: AllotmentAxis) -> list[tuple[str, str]]:
    """What titles can be allotted to, by name; what was allotted to stays in the list."""
    if by == AllotmentAxis.LANGUAGE:
        tags = dict.fromkeys((*LANGUAGES, *allotted))
        return [(tag, speech.language_name(tag)) for tag in tags]
    if by == AllotmentAxis.CONTENT:
        found = [one for one in terms.every(session, "content") if not one.retired or one.code in allotted]
        return [(one.code, one.name(speech.language)) for one in found]
    publishers = by == AllotmentAxis.PUBLISHER
    return [
        (one.id, one.name)
        for one in organisations.every(session)
        if ((one.kind == OrganisationKind.PUBLISHER) == publishers and not one.successor_id) or one.id in allotted
    ]


@router.post("/{code}/target")
async def change_target(request: Request, site: Here, actor: Editor, code: str) -> Response:
    """Set another target from a day on."""
    must(actor.administrator)
    form = Form(speech_of(request))
    typed = await uploads.typed(request)
    form.take(typed, "titles", "low", "high", "valid_from", *(name for name in typed if name.startswith("year-")))
    return await run_in_threadpool(_change_target, request, site, actor.id, code, form)


def _change_target(request: Request, site: Site, actor: str, code: str, form: Form) -> Response:
    form.require("valid_from")
    years = [name for name in form.values if name.startswith("year-") and name[5:].isdigit() and form.values[name]]
    aim = _aim(form, {int(name[5:]): form.whole(name) for name in years})
    day = form.day("valid_from")

    def work(session: Session) -> str:
        targets.change(session, targets.get(session, code), aim, day or date.min, actor=actor)
        return f"/editor/programmes/{code}"

    return carried_out(request, site, form, work, lambda session: _again(request, session, code, form))


def _again(
    request: Request, session: Session, code: str, form: Form, by: AllotmentAxis = AllotmentAxis.PUBLISHER
) -> Response:
    return _one(request, session, targets.get(session, code), form, by)


@router.post("/{code}/waiting")
async def change_waiting(request: Request, site: Here, actor: Editor, code: str) -> Response:
    """Say how many days have to pass between deposit and release; it holds for all houses."""
    must(actor.administrator)
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "waiting_days")
    return await run_in_threadpool(_change_waiting, request, site, actor.id, code, form)


def _change_waiting(request: Request, site: Site, actor: str, code: str, form: Form) -> Response:
    days = form.whole("waiting_days", most=releases.MOST_WAITING_DAYS)

    def work(session: Session) -> str:
        if targets.get(session, code).code != programme.NATIONAL:
            raise NotFoundError(code)
        releases.set_waiting_days(session, days, actor=actor)
        return f"/editor/programmes/{code}#waiting"

    return carried_out(request, site, form, work, lambda session: _again(request, session, code, form))


@router.post("/{code}/allotments/{by}")
async def allot(request: Request, site: Here, actor: Editor, code: str, by: AllotmentAxis) -> Response:
    """Share the titles out along one axis."""
    form = Form(speech_of(request))
    typed = await uploads.typed(request)
    form.take(typed, *(name for name in typed if name.startswith("value-")))
    return await run_in_threadpool(_allot, request, site, actor.id, code, by, form)


def _allot(request: Request, site: Site, actor: str, code: str, by: AllotmentAxis, form: Form) -> Response:
    wanted: dict[str, Any] = {}
    for name, text in form.values.items():
        wanted[name.removeprefix("value-")] = form.whole(name) if text else 0

    def work(session: Session) -> str:
        targets.allot(session, targets.get(session, code), by, wanted, actor=actor)
        return f"/editor/programmes/{code}?by={by}#allotments"

    return carried_out(request, site, form, work, lambda session: _again(request, session, code, form, by))
