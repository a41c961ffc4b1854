"""How titles count: lists to take away, the decision behind each title, and decisions over the rule."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import Refusal
from catalogue.exchange import lists
from catalogue.models.titles import Edition
from catalogue.services import ledger, overrides, reasons, terms, titles
from catalogue.services.naming import COUNT_NAMES, describe_fully
from catalogue.services.permissions import Actor
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.listing import Kind, sent_as
from catalogue.web.narrowing import Asked, Moment, Narrowed
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_
from pipeline.text import slug

router = APIRouter(prefix="/editor", include_in_schema=False)
TODAY = Moment()
EVENTS = {
    "edition.created": N_("entered"), "edition.changed": N_("record changed"), "dossier.added": N_("paper entered"),
    "dossier.replaced": N_("paper replaced by a correction"), "release.released": N_("released"),
    "release.withdrawn": N_("withdrawn"), "release.recalled": N_("recalled"), "title.recognised": N_("recognised"),
    "title.classified": N_("decided over the rule"), "edition.reporting_body": N_("reporting body changed"),
    "manuscript.received": N_("manuscript received"), "title.given_back": N_("given back with reasons"),
    "title.answered": N_("answered by the publisher"), "title.remarked": N_("remark made"),
    "title.remark_settled": N_("remark settled"), "title.remark_opened": N_("remark opened again"),
    "title.unrecognised": N_("recognition taken back"), "title.picked": N_("recommended to readers"),
    "title.unpicked": N_("recommendation ended"),
}  # fmt: skip


@router.get("/titles/list.{file_type}")
def take_away(
    request: Request, session: Reading, _: Editor, file_type: Kind,
    wanted: Annotated[Narrowed, Depends()], asked: Asked,
) -> Response:  # fmt: skip
    """The titles behind one number with the decision behind each."""
    speech, where = speech_of(request), wanted.where
    seen = asked.view(session)
    ids = titles.in_order(session, seen.rows(where))
    decisions = ledger.of(session, seen, ids)
    cards = [card for at in range(0, len(ids), 500) for card in titles.cards(session, ids[at : at + 500])]
    heading = describe_fully(speech, where, titles.houses(session) | terms.names(session))
    rows = [lists.row(speech, card, decisions[card.id]) for card in cards]
    listed = lists.Listed(heading, seen.as_of, asked.known, seen.plan.rules.version, rows)
    return sent_as(listed, speech, file_type, f"{slug(heading)}-{seen.as_of.isoformat()}")


@router.get("/titles/{edition_id}")
def title(request: Request, session: Reading, _: Editor, edition_id: str, asked: Asked) -> Response:
    """How a title counts on a day, by which acts, and everything that was recorded about it."""
    edition = titles.get(session, edition_id)
    return _title(request, session, edition, Form(speech_of(request)), asked)


def _title(request: Request, session: Session, edition: Edition, form: Form, asked: Moment = TODAY) -> Response:
    speech = speech_of(request)
    seen = asked.view(session)
    found = ledger.of(session, seen, [edition.id])[edition.id]
    [card] = titles.cards(session, [edition.id])
    return render(
        request, "counting.html", status=form.status, form=form, book=card, found=found,
        day=seen.as_of, known=asked.known,
        why_not=reasons.why_not(speech, found), counted_by=reasons.act(speech, found.counted_by),
        ebook_by=reasons.act(speech, found.ebook_by), family=reasons.family(speech, found, edition.language),
        counts=[speech.say(COUNT_NAMES[name]) for name in found.counts],
        papers=[reasons.act(speech, paper) for paper in found.papers],
        overrides=[(one, reasons.override(speech, one)) for one in found.overrides],
        choices=[(f"{axis}:{value}", speech.say(text)) for (axis, value), text in reasons.VALUES.items()],
        events=_events(speech, session, edition.id), rules=found.rules,
    )  # fmt: skip


def _events(speech: Speech, session: Session, edition_id: str) -> list[dict[str, Any]]:
    return [
        {"number": event.number, "what": speech.say(EVENTS[event.kind]) if event.kind in EVENTS else event.kind,
         "at": event.recorded_at, "by": name, "hash": event.hash[:16]}
        for event, name in ledger.events(session, edition_id)
    ]  # fmt: skip


@router.post("/titles/{edition_id}/decisions")
async def decide(request: Request, site: Here, actor: Editor, edition_id: str) -> Response:
    """Enter a decision over the rule."""
    form = Form(speech_of(request))
    typed = await uploads.typed(request)
    form.take(typed, "decision")
    form.take(typed, "reason", lines=True)
    return await run_in_threadpool(_decide, request, site, actor, edition_id, form)


def _decide(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    axis, _, value = form.values["decision"].partition(":")
    try:
        with session_scope(site.engine) as session:
            edition = titles.get(session, edition_id)
            overrides.decide(session, edition, axis, value, form.values["reason"], actor=actor.id)
    except Refusal as refusal:
        form.wrong(refusal.field or "decision", refusal.message, **refusal.params)
        with Session(site.engine) as session:
            return _title(request, session, titles.get(session, edition_id), form)
    return redirect(request, f"/editor/titles/{edition_id}")


@router.get("/decisions")
def decisions(request: Request, session: Reading, _: Editor) -> Response:
    """Every decision over the rule that is in force, and those that were."""
    speech, found = speech_of(request), ledger.by_title(session)
    cards = {card.id: card for card in titles.cards(session, list(found))}
    rows = [(one, reasons.override(speech, one), cards[one.edition_id]) for all_of in found.values() for one in all_of]
    rows.sort(key=lambda row: row[0].at, reverse=True)
    return render(request, "decisions.html", rows=rows)
