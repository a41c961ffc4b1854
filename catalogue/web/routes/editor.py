"""The programme's pages: how far it is, the titles behind each number, what waits for a decision."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from catalogue.db import session_scope
from catalogue.rules.tally import Where
from catalogue.services import ageing, ledger, programme, reasons, releases, telling, terms, titles
from catalogue.services.naming import describe_fully
from catalogue.services.permissions import Actor, may_recognise, must
from catalogue.web import filters, present, uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.breakdowns import By, broken_down
from catalogue.web.forms import Form
from catalogue.web.narrowing import Asked, Moment, Narrowed
from catalogue.web.overview import context
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site

router = APIRouter(prefix="/editor", include_in_schema=False)
PER_PAGE = 1000


@router.get("")
def overview(request: Request, session: Reading, _: Editor, asked: Asked) -> Response:
    """How many of the target, ahead or behind, where the share stands: each number leads to its titles."""
    speech, seen = speech_of(request), asked.view(session)
    whole = asked == Moment()
    houses = titles.houses(session)
    told = telling.alerts(session, speech, seen, houses) if whole else []
    waits = ageing.waiting(session, seen) if whole else []
    return render(
        request, "editor.html", **context(speech, seen, asked, houses),
        alerts=told, waits=[(one, *map(speech.say, telling.STAGES[one.stage])) for one in waits],
        here="/editor" + (f"?{request.url.query}" if request.url.query else ""),
    )  # fmt: skip


@router.get("/breakdown")
def breakdown(
    request: Request, session: Reading, _: Editor, asked: Asked, by: Annotated[By, Query()] = "body"
) -> Response:
    """One breakdown of the titles, with what is allotted to each line."""
    speech, seen = speech_of(request), asked.view(session)
    return render(
        request, "breakdown.html", **broken_down(speech, session, seen, asked, by),
        here="/editor/breakdown" + (f"?{request.url.query}" if request.url.query else ""),
    )  # fmt: skip


@router.get("/titles")
def counted(
    request: Request, session: Reading, _: Editor, wanted: Annotated[Narrowed, Depends()], asked: Asked,
    page: Annotated[int, Query(ge=1)] = 1,
) -> Response:  # fmt: skip
    """Exactly the titles behind one number, a thousand on a page."""
    speech, where = speech_of(request), wanted.where
    seen = asked.view(session)
    ids = titles.in_order(session, seen.rows(where))
    shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    cards, decisions = titles.cards(session, shown), ledger.of(session, seen, shown)
    rows = [
        {"id": c.id, "title": c.title, "language": c.language, "publisher": c.publisher,
         "formats": present.formats(speech, c), "sample": seen.is_sample(c.id),
         "by": reasons.act(speech, decisions[c.id].counted_by), "out": reasons.why_not(speech, decisions[c.id]),
         "decided": [(reasons.override(speech, one), one) for one in decisions[c.id].forced.values()],
         "ebook_by": reasons.act(speech, decisions[c.id].ebook_by)}
        for c in cards
    ]  # fmt: skip
    names = titles.houses(session) | terms.names(session)
    heading = describe_fully(speech, where, names)
    plain = Where(where.count, where.part, until=where.until, why=where.why)
    here = asked.path(where).partition("?")[2]
    return render(
        request, "counted.html", heading=heading, here=here, total=len(ids), rows=rows,
        filters=filters.filters(speech, seen, where, ids, names), kept=filters.kept(where, asked),
        narrowed=where != plain, whole=asked.path(plain),
        day=seen.as_of, known=asked.known, back=asked.said(), page=page, pages=max(1, -(-len(ids) // PER_PAGE)),
        page_address=lambda number: asked.path(where, page=number),
    )  # fmt: skip


@router.post("/titles/{edition_id}/recognition")
async def recognise(request: Request, site: Here, actor: Editor, edition_id: str) -> Response:
    """Recognise a released title in the programme (ghi nhận vào Đề án)."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "note", lines=True)
    await run_in_threadpool(_recognise, site, actor, edition_id, form.values["note"])
    return redirect(request, f"/publisher/titles/{edition_id}?done=recognised#release")


def _recognise(site: Site, actor: Actor, edition_id: str, note: str) -> None:
    with session_scope(site.engine) as session:
        edition = titles.get(session, edition_id)
        must(may_recognise(actor, edition))
        releases.recognise(session, edition, programme.plan(session).programme, actor=actor.id, reason=note)
