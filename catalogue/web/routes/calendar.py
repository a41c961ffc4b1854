"""The reporting calendar: which periods are due when, which bodies reported, which titles came late."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange.reports import period_name
from catalogue.models.people import OrganisationKind
from catalogue.rules.periods import Period
from catalogue.services import calendar, organisations, programme, titles
from catalogue.services.calendar import KINDS, Kind, Standing
from catalogue.services.programme import NATIONAL, Plan
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.changes import carried_out
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment
from catalogue.web.pages import render, speech_of
from catalogue.web.routes.reports import PERIODS
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/editor/calendar", include_in_schema=False)
NAMES: dict[Kind, str] = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}
SHOWN = 24
"""Periods that the page lists, the newest."""
MOST = 500
"""Late titles that a page lists by name; the number always says how many there are."""
Of = Annotated[str, Query(alias="programme", max_length=40)]


def _plan(session: Session, code: str) -> Plan:
    try:
        return programme.plan(session, code)
    except LookupError:
        raise NotFoundError(code) from None


def _named(speech: Speech, span: Period) -> str:
    return speech.say(PERIODS[span.kind], period=period_name(span))


@router.get("")
def listed(
    request: Request, session: Reading, _: Editor, kind: Annotated[Kind, Query()] = "quarter", code: Of = NATIONAL
) -> Response:
    """Periods that are over, when reports on each were due, and how many came in."""
    return _listed(request, session, Form(speech_of(request)), kind, code)


def _listed(request: Request, session: Session, form: Form, kind: Kind, code: str) -> Response:
    speech, plan = speech_of(request), _plan(session, code)
    came, days = calendar.received(session, plan.programme), calendar.closing_days(session, plan.programme)
    today = programme.today(plan.rules)
    everybody = [one for one in organisations.every(session) if one.kind != OrganisationKind.PUBLISHER]
    rows = []
    for one in calendar.periods(session, plan, kind)[:SHOWN]:
        arrived = came.get(one.period.key, [])
        expected = sum(organisations.exists(body, one.period.last) for body in everybody)
        rows.append({
            "key": one.period.key, "name": _named(speech, one.period), "closes": one.closes,
            "in_time": sum(one.closes is None or day <= one.closes for day in arrived), "came": len(arrived),
            "missing": max(expected - len(arrived), 0), "over": one.closes is not None and one.closes < today,
        })  # fmt: skip
    form.values = {**{each: str(days.get(each, "")) for each in KINDS}, **form.values}
    return render(
        request, "calendar.html", status=form.status, form=form, rows=rows, kind=kind, path=_path(code),
        kinds=[(each, speech.say(NAMES[each]), _path(code, kind=each)) for each in KINDS], bodies=len(everybody),
        period_path=lambda key: _path(code, key),
    )  # fmt: skip


def _path(code: str, key: str = "", **more: str) -> str:
    return Moment(programme=code).at("/editor/calendar" + (f"/{key}" if key else ""), **more)


@router.post("")
async def close(request: Request, site: Here, actor: Editor, code: Of = NATIONAL) -> Response:
    """Set the closing days."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), *KINDS)
    return await run_in_threadpool(_close, request, site, actor.id, form, code)


def _close(request: Request, site: Site, actor: str, form: Form, code: str) -> Response:
    days: dict[Kind, int | None] = {
        kind: form.whole(kind, most=calendar.MOST_DAYS) if form.values[kind] else None for kind in KINDS
    }

    def work(session: Session) -> str:
        calendar.close_after(session, _plan(session, code).programme, days, actor=actor)
        return _path(code)

    return carried_out(request, site, form, work, lambda session: _listed(request, session, form, "quarter", code))


@router.get("/{key}")
def one(request: Request, session: Reading, _: Editor, key: str, code: Of = NATIONAL) -> Response:
    """A period: who reported when, and which titles came after it closed."""
    return _one(request, session, Form(speech_of(request)), key, code)


def _one(request: Request, session: Session, form: Form, key: str, code: str) -> Response:
    speech, plan = speech_of(request), _plan(session, code)
    found = calendar.due(session, plan, key)
    standings = sorted(calendar.standings(session, plan, found), key=_order)
    late = calendar.late_titles(session, plan, found)
    cards = {card.id: card for card in titles.cards(session, [one.id for one in late[:MOST]])}
    today = programme.today(plan.rules)
    return render(
        request, "period.html", status=form.status, form=form, named=_named(speech, found.period), due=found,
        standings=standings, late=late[:MOST], late_total=len(late), cards=cards, names=titles.houses(session),
        over=found.closes is not None and found.closes < today, today=today, path=_path(code, key),
        back=_path(code, kind=found.period.kind),
    )  # fmt: skip


def _order(standing: Standing) -> tuple[bool, str]:
    """Those that have not reported first."""
    return standing.report is not None, standing.body.name


@router.post("/{key}")
async def receive(request: Request, site: Here, actor: Editor, key: str, code: Of = NATIONAL) -> Response:
    """Enter that a body's report came in, or take that back."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "body", "received_on", "number", "withdraw")
    return await run_in_threadpool(_receive, request, site, actor.id, form, key, code)


def _receive(request: Request, site: Site, actor: str, form: Form, key: str, code: str) -> Response:
    value, day = form.values, None
    form.limit(120, "number")
    if not value["withdraw"]:
        form.require("received_on")
        day = form.day("received_on")

    def work(session: Session) -> str:
        calendar.receive(session, _plan(session, code), key, value["body"], day, value["number"], actor=actor)
        return _path(code, key)

    return carried_out(request, site, form, work, lambda session: _one(request, session, form, key, code))
