"""The programme's pages: how far it is, the titles behind each number, what waits for a decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from catalogue.db import session_scope
from catalogue.errors import NotFoundError
from catalogue.rules.counting import Count
from catalogue.services import programme, releases, titles
from catalogue.services.permissions import Actor, may_recognise, must
from catalogue.web import charts, present, uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/editor", include_in_schema=False)
COUNTS: dict[Count, str] = {
    "released": N_("Released titles"),
    "recognised": N_("Recognised in the programme"),
    "ebook": N_("E-books"),
    "foreign": N_("In foreign languages"),
    "ebook_and_foreign": N_("Both e-book and foreign-language"),
    "ebook_or_foreign": N_("E-books or foreign-language titles"),
    "minority": N_("In languages of Vietnam's ethnic minorities"),
}
BANDS = {"below": N_("below the band"), "within": N_("within the band"), "above": N_("above the band")}


@router.get("")
def overview(request: Request, session: Reading, _: Editor, as_of: date | None = None) -> Response:
    """How many of the target, ahead or behind, where the share stands: each number leads to its titles."""
    speech = speech_of(request)
    try:
        found = programme.report(session, as_of=as_of)
    except LookupError:
        raise NotFoundError from None
    share = found["share"]
    return render(
        request, "editor.html", status=200, day=date.fromisoformat(found["as_of"]), as_of=as_of,
        deadline=date.fromisoformat(found["deadline"]), numbers=found,
        gauge=charts.gauge(share["of_released"], share["low"], share["high"]),
        released_sentence=_pace(speech, found), share_sentence=_share(speech, found),
        band_word=speech.say(BANDS[share["state"]]), figures=_figures(speech, found),
    )  # fmt: skip


def _figures(speech: Speech, found: dict[str, Any]) -> list[tuple[str, str, int]]:
    numbers = {"released": found["released"], "recognised": found["recognised"], **found["counts"]}
    return [(name, speech.say(text), numbers[name]) for name, text in COUNTS.items()]


def _pace(speech: Speech, found: dict[str, Any]) -> str:
    plan = found["plan"]
    due, apart = speech.number(plan["due"]), speech.number(abs(plan["ahead"]))
    if plan["ahead"] == 0:
        return speech.say(N_("On plan: {due} titles are due by now."), due=due)
    text = N_("{apart} ahead of the plan: {due} titles are due by now.")
    if plan["ahead"] < 0:
        text = N_("{apart} behind the plan: {due} titles are due by now.")
    return speech.say(text, apart=apart, due=due)


def _share(speech: Speech, found: dict[str, Any]) -> str:
    share = found["share"]
    return speech.say(
        N_("{share} of the titles released are e-books or in a foreign language; the band is {low} to {high}."),
        share=speech.percent(share["of_released"]),
        low=speech.percent(share["low"]),
        high=speech.percent(share["high"]),
    )


@router.get("/titles")
def counted(
    request: Request, session: Reading, _: Editor, count: Annotated[Count, Query()], as_of: date | None = None
) -> Response:
    """Exactly the titles behind one number."""
    speech = speech_of(request)
    try:
        found = programme.count(session, programme.plan(session), as_of)
    except LookupError:
        raise NotFoundError from None
    cards = titles.cards(session, titles.in_order(session, found.rows[count]))
    rows = [
        {"id": c.id, "title": c.title, "language": c.language, "publisher": c.publisher,
         "formats": present.formats(speech, c)}
        for c in cards
    ]  # fmt: skip
    return render(
        request, "counted.html", heading=speech.say(COUNTS[count]), total=len(rows), rows=rows, day=found.as_of
    )


@router.get("/queue")
def queue(request: Request, session: Reading, _: Editor) -> Response:
    """What waits for whom, the oldest first."""
    speech = speech_of(request)
    recognition, release = releases.waiting(session)
    groups = []
    for heading, waiting in (
        (N_("Released, waiting to be recognised by the programme"), recognition),
        (N_("Built, waiting to be released by its house"), release),
    ):
        cards = {card.id: card for card in titles.cards(session, [edition_id for edition_id, _ in waiting])}
        rows = [
            {"id": edition_id, "title": cards[edition_id].title, "language": cards[edition_id].language,
             "publisher": cards[edition_id].publisher, "since": since}
            for edition_id, since in waiting
        ]  # fmt: skip
        groups.append((speech.say(heading), rows))
    return render(request, "queue.html", groups=groups)


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
