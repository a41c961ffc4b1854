"""Frozen reports: freeze a period, download what was frozen, keep the signed scan, see what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.exchange import frozen as papers
from catalogue.exchange.reports import Office, period_name
from catalogue.jobs import freezing as work
from catalogue.models.reports import FrozenReport
from catalogue.rules.moves import Move
from catalogue.rules.periods import ended, period
from catalogue.services import freezing, programme, targets, titles
from catalogue.services.naming import COUNT_NAMES, describe_fully
from catalogue.services.permissions import Actor
from catalogue.storage import StorageError
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.downloads import send
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment, Narrowed
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.shelf import served
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/editor", include_in_schema=False)
PERIODS = {
    "month": N_("Month {period}"), "quarter": N_("Quarter {period}"), "year": N_("Year {period}"),
    "three_years": N_("Three-year review {period}"), "five_years": N_("Five-year review {period}"),
}  # fmt: skip
OFFICE = ("above", "issuer", "number", "place", "signer")
"""What an office says of itself on a paper of Decree 30/2020/NĐ-CP; what it leaves open stays dotted."""
FILED = "Lưu: VT."
MOST_LISTED = 5000
"""Titles behind a frozen figure that a page lists."""
SHOWN = 200
"""Titles that moved, listed by name for each figure; the number always says how many there are."""


@router.get("/reports")
def reports(request: Request, session: Reading, _: Editor) -> Response:
    """Every frozen report with its files, and the periods that can be frozen."""
    return _page(request, session, Form(speech_of(request)))


def _page(request: Request, session: Session, form: Form) -> Response:
    speech, plan = speech_of(request), programme.plan(session)
    found = freezing.every(session)
    kept: dict[str, list[Any]] = {report.id: [] for report in found}
    for file, stored in freezing.files(session, *kept):
        kept[file.report_id].append((file, stored))
    start = plan.programme.start
    choices = [(key, _named(speech, key, start)) for key in ended(start, programme.today(plan.rules))]
    rows = [(report, _named(speech, report.period, start), kept[report.id]) for report in found]
    programmes = [(one.code, one.name) for one in targets.every(session)]
    return render(
        request, "reports.html", status=form.status, form=form, rows=rows, choices=choices, programmes=programmes,
        of={one.id: one.name for one in targets.every(session)},
    )  # fmt: skip


def _named(speech: Speech, key: str, start: date) -> str:
    span = period(key, start)
    return speech.say(PERIODS[span.kind], period=period_name(span))


@router.post("/reports")
async def freeze(request: Request, site: Here, actor: Editor) -> Response:
    """Freeze the report of a period."""
    form = Form(speech_of(request))
    typed = await uploads.typed(request)
    form.take(typed, "period", "programme", *OFFICE)
    form.take(typed, "recipients", lines=True)
    form.require("period")
    form.limit(200, *OFFICE)
    form.limit(2000, "recipients")
    return await run_in_threadpool(_freeze, request, site, actor, form)


def _freeze(request: Request, site: Site, actor: Actor, form: Form) -> Response:
    if not form.errors:
        try:
            office = _office(form)
            key = work.freeze(
                site.engine, site.store, form.values["programme"] or programme.NATIONAL, form.values["period"],
                office=office, actor=actor.id, origin=site.settings.public_url.rstrip("/"),
            )  # fmt: skip
            return redirect(request, f"/editor/reports/{key}")
        except Refusal as refusal:
            form.wrong("period", refusal.said(form.speech.say))
    with Session(site.engine) as session:
        return _page(request, session, form)


def _office(form: Form) -> Office:
    """Who sends the report, as far as the form says it."""
    said: dict[str, Any] = {name: form.values[name] for name in OFFICE if form.values[name]}
    if lines := [line.strip() for line in form.values["recipients"].splitlines() if line.strip()]:
        said["recipients"] = (*lines, FILED)
    return Office(**said)


@router.get("/reports/{report_id}")
def report(request: Request, session: Reading, site: Here, _: Editor, report_id: str) -> Response:
    """One frozen report: its files, whether it holds, and its figures beside those of today."""
    speech, found = speech_of(request), freezing.get(session, report_id)
    return _show(request, session, site, found, Form(speech))


def _show(request: Request, session: Session, site: Site, found: FrozenReport, form: Form) -> Response:
    speech = speech_of(request)
    proof = papers.prove(session, site.store, found)
    kept = papers.recall(site.store, found) if proof.figures else None
    named = _named(speech, found.period, programme.plan(session).programme.start)
    code = next((one.code for one in targets.every(session) if one.id == found.programme_id), programme.NATIONAL)
    return render(
        request, "report.html", status=form.status, form=form, report=found, named=named, proof=proof,
        files=freezing.files(session, found.id), after=Moment(as_of=found.last, programme=code),
        moved=moved(speech, session, papers.since(session, kept)) if kept else [],
    )  # fmt: skip


def moved(speech: Speech, session: Session, found: Sequence[Move]) -> list[dict[str, Any]]:
    """Figures old and new with the names of the titles that moved, in two queries or so for all of them."""
    ids = list(dict.fromkeys(key for one in found for key in (*one.came[:SHOWN], *one.left[:SHOWN])))
    cards = {card.id: card for card in titles.cards(session, ids)}
    return [
        {
            "count": one.count, "name": speech.say(COUNT_NAMES[one.count]), "before": one.before, "after": one.after,
            "came": len(one.came), "left": len(one.left),
            "titles": [
                (sign, key, cards.get(key))
                for sign, keys in (("+", one.came), ("\u2212", one.left)) for key in keys[:SHOWN]
            ],
        }
        for one in found
    ]  # fmt: skip


@router.get("/reports/{report_id}/titles")
def frozen_titles(
    request: Request, session: Reading, site: Here, _: Editor, report_id: str,
    wanted: Annotated[Narrowed, Depends()],
) -> Response:  # fmt: skip
    """Exactly the titles behind a figure of a frozen report, as its evidence has them."""
    speech, found = speech_of(request), freezing.get(session, report_id)
    try:
        kept = papers.recall(site.store, found)
    except StorageError:
        raise NotFoundError(report_id) from None
    ids = kept.seen.rows(wanted.where)
    cards = {card.id: card for card in titles.cards(session, ids[:MOST_LISTED])}
    rows = [(key, cards.get(key), kept.seen.facts[key]) for key in ids[:MOST_LISTED]]
    named = _named(speech, found.period, kept.seen.plan.programme.start)
    return render(
        request, "frozen_titles.html", report=found, named=named, rows=rows, total=len(ids), names=kept.houses,
        heading=describe_fully(speech, wanted.where, kept.houses), heirs=kept.seen.heirs, most=MOST_LISTED,
    )  # fmt: skip


@router.api_route("/reports/{report_id}/files/{file_id}", methods=["GET", "HEAD"])
def file(request: Request, session: Reading, site: Here, _: Editor, report_id: str, file_id: str) -> Response:
    """A file of a frozen report; its hash is its ETag."""
    for kept, stored in freezing.files(session, report_id):
        if kept.id == file_id:
            cache = "private, no-cache"
            return send(request, served(site, kept.name, stored.media_type, stored.sha256, stored.size, cache))
    raise NotFoundError(file_id)


@router.post("/reports/{report_id}/scans", max_body_size=uploads.MAX_BODY)
async def scan(request: Request, site: Here, actor: Editor, report_id: str) -> Response:
    """Keep a scan of the signed report beside it."""
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(_scan, request, site, actor, report_id, arrived)


def _scan(request: Request, site: Site, actor: Actor, report_id: str, arrived: uploads.Arrival) -> Response:
    form, sent = Form(speech_of(request)), arrived.files.get("scan")
    with Session(site.engine) as session:
        found = freezing.get(session, report_id)
        if sent is None:
            form.wrong("scan", uploads.NO_FILE)
            return _show(request, session, site, found, form)
        try:
            with sent.path.open("rb") as content:
                media_type = freezing.scan_type(content.read(16))
        except Refusal as refusal:
            form.wrong("scan", refusal.said(form.speech.say))
            return _show(request, session, site, found, form)
    stored = site.store.put(sent.path)
    with session_scope(site.engine) as session:
        freezing.add_scan(session, freezing.get(session, report_id), stored, sent.name, media_type, actor=actor.id)
    return redirect(request, f"/editor/reports/{report_id}")
