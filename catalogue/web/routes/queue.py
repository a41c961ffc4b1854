"""The editor's work queue: what waits, the oldest first, one title after another, and many at once with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.builds import ReleaseState
from catalogue.models.titles import DossierKind, Edition
from catalogue.services import ageing, programme, releases, review, submissions, telling, titles
from catalogue.services.ageing import Stage
from catalogue.services.permissions import Actor, may_recognise, must
from catalogue.web import present, uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.changes import carried_out
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/editor/queue", include_in_schema=False)
QUEUED = 50
"""Rows of each queue that the page shows, the oldest."""
NONE_CHOSEN = N_("Choose at least one title.")
WHY = {
    "correction": N_("The manuscript could not become a book."),
    "release": N_("The book is made; its director has not released it."),
    "recognition": N_("With readers or on paper, and not recognised yet."),
}
DONE = {
    "recognised": N_("Recognised. Here is the next one."),
    "back": N_("Given back to its publisher, with your reason. Here is the next one."),
    "undone": N_("The recognition was taken back; the titles wait here again."),
    "all": N_("The chosen titles were recognised."),
}


@router.get("")
def queue(request: Request, session: Reading, actor: Editor, done: str = "") -> Response:
    """What waits for whom, the oldest first."""
    return _queue(request, session, actor, Form(speech_of(request)), done)


def _queue(request: Request, session: Session, actor: Actor, form: Form, done: str = "") -> Response:
    speech, groups = form.speech, []
    back = review.returned(session)
    for stage, waiting in ageing.queues(session, programme.view(session)):
        rows = _rows(speech, session, stage, waiting[:QUEUED], back)
        heading, whom = telling.STAGES[stage]
        groups.append((stage, speech.say(heading), speech.say(whom), len(waiting), rows))
    acts = [
        (moment, len(ids), titles.cards(session, ids[:5]), ids) for moment, ids in releases.recent(session, actor.id)
    ]  # fmt: skip
    return render(
        request, "queue.html", status=form.status, form=form, groups=groups, acts=acts,
        done=speech.say(DONE[done]) if done in DONE else "",
    )  # fmt: skip


def _rows(
    speech: Speech, session: Session, stage: str, waiting: Sequence[tuple[str, date]], back: dict[str, Any]
) -> list[dict[str, Any]]:
    ids = [key for key, _ in waiting]
    cards = {card.id: card for card in titles.cards(session, ids)}
    open_ = review.open_remarks(session, ids)
    return [
        {"id": key, "title": cards[key].title, "language": cards[key].language, "publisher": cards[key].publisher,
         "since": since, "remarks": open_[key],
         "why": back[key].reason if key in back else speech.say(WHY[stage])}
        for key, since in waiting if key in cards
    ]  # fmt: skip


@router.post("")
async def recognise_chosen(request: Request, site: Here, actor: Editor) -> Response:
    """Show what recognising the chosen titles will change; when that was seen, recognise all of them or none."""
    form, typed = Form(speech_of(request)), await uploads.typed(request)
    form.take(typed, "note", lines=True)
    form.take(typed, "sure")
    chosen = [value for name, value in typed.items() if name.startswith("title-")]
    if not chosen:
        form.wrong("chosen", NONE_CHOSEN)
    return await run_in_threadpool(_recognise_chosen, request, site, actor, form, chosen)


def _recognise_chosen(request: Request, site: Site, actor: Actor, form: Form, chosen: list[str]) -> Response:
    if not form.errors and form.values["sure"] != "yes":
        with Session(site.engine) as session:
            return _before(request, session, form, chosen)

    def work(session: Session) -> str:
        plan, moment = programme.plan(session), now()
        for key in chosen:
            edition = titles.get(session, key)
            must(may_recognise(actor, edition))
            releases.recognise(
                session, edition, plan.programme, actor=actor.id, reason=form.values["note"], at=moment
            )  # fmt: skip
        return "/editor/queue?done=all#recognition"

    return carried_out(request, site, form, work, lambda session: _queue(request, session, actor, form))


def _before(request: Request, session: Session, form: Form, chosen: list[str]) -> Response:
    """What will be different: these titles, and the figures of the programme."""
    seen = programme.view(session)
    cards = titles.cards(session, chosen)
    if len(cards) != len(chosen):
        raise NotFoundError
    recognised = seen.numbers["recognised"]
    return render(
        request, "queue_sure.html", form=form, cards=cards, was=recognised, becomes=recognised + len(cards),
        released=seen.numbers["released"],
    )  # fmt: skip


@router.post("/undo")
async def undo(request: Request, site: Here, actor: Editor) -> Response:
    """Take back what one recognised within the last day, one act of it."""
    form, typed = Form(speech_of(request)), await uploads.typed(request)
    ids = [value for name, value in typed.items() if name.startswith("title-")]

    def work(session: Session) -> str:
        releases.unrecognise(session, ids, actor=actor.id)
        return "/editor/queue?done=undone#recognition"

    return await run_in_threadpool(
        carried_out, request, site, form, work, lambda session: _queue(request, session, actor, form)
    )


# ---------------------------------------------------------------- one after the other


@router.get("/{edition_id}")
def one(request: Request, session: Reading, actor: Editor, edition_id: str, done: str = "") -> Response:
    """A title that waits, with what is needed to decide on it, and the way to the next."""
    return _one(request, session, actor, titles.get(session, edition_id), Form(speech_of(request)), done)


def _one(
    request: Request, session: Session, actor: Actor, edition: Edition, form: Form, done: str = ""
) -> Response:  # fmt: skip
    speech = speech_of(request)
    stage, place, waiting = _place(session, edition.id)
    [card] = titles.cards(session, [edition.id])
    current = releases.current(session, edition.id)
    build = submissions.newest_built(session, edition.id)
    epub = build is not None and any(made.role == "epub" for made, _ in submissions.files_of(session, build.id))
    around = [waiting[at][0] if 0 <= at < len(waiting) else "" for at in (place - 1, place + 1)] if stage else ["", ""]
    names = {one.id: one for one in titles.cards(session, [key for key in around if key])}
    own = current is not None and current.user_id == actor.id
    return render(
        request, "queue_one.html", status=form.status, form=form, book=card, stage=stage,
        done=speech.say(DONE[done]) if done in DONE else "",
        heading=speech.say(telling.STAGES[stage][0]) if stage else "", why=speech.say(WHY[stage]) if stage else "",
        since=waiting[place][1] if stage else None, place=place + 1, total=len(waiting),
        before=names.get(around[0]), after=names.get(around[1]),
        facts=present.facts(speech, edition, card.publisher),
        dossier=[
            (speech.say(present.PAPERS[DossierKind(item.kind)]), item.number, item.on, item.electronic)
            for item in releases.dossier(session, edition.id)
        ],
        build=build, epub=epub, errors=build.found("error") if build else 0,
        warnings=build.found("warning") if build else 0,
        lacking=present.lacking(speech, session, edition) if current is None else [],
        remarks=[one for one in review.remarks(session, edition.id) if one.remark.settled_at is None],
        returns=review.returns(session, edition.id), returned=edition.id in review.returned(session, [edition.id]),
        may_recognise=stage == "recognition" and not own, own=own and stage == "recognition",
        public=card.path if current and current.state == ReleaseState.CURRENT else "",
    )  # fmt: skip


def _place(session: Session, edition_id: str) -> tuple[Stage | Literal[""], int, Sequence[tuple[str, date]]]:
    """In which queue a title waits, and where; nothing when it does not."""
    for stage, waiting in ageing.queues(session, programme.view(session)):
        for place, (key, _) in enumerate(waiting):
            if key == edition_id:
                return stage, place, waiting
    return "", 0, []


@router.post("/{edition_id}")
async def decide(request: Request, site: Here, actor: Editor, edition_id: str) -> Response:
    """Recognise the title or give it back with the reason, and go on to the next."""
    form, typed = Form(speech_of(request)), await uploads.typed(request)
    form.take(typed, "decision")
    form.take(typed, "note", "back", lines=True)
    return await run_in_threadpool(_decide, request, site, actor, edition_id, form)


def _decide(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    back = form.values["decision"] == "back"
    try:
        with session_scope(site.engine) as session:
            edition = titles.get(session, edition_id)
            must(may_recognise(actor, edition))
            _, place, waiting = _place(session, edition_id)
            following = waiting[place + 1][0] if place + 1 < len(waiting) else ""
            if back:
                review.give_back(session, edition, form.values["back"], actor=actor.id)
            else:
                plan = programme.plan(session)
                releases.recognise(session, edition, plan.programme, actor=actor.id, reason=form.values["note"])
    except Refusal as refusal:
        form.refused(refusal)
        with Session(site.engine) as session:
            return _one(request, session, actor, titles.get(session, edition_id), form)
    done = "back" if back else "recognised"
    return redirect(request, f"/editor/queue/{following}?done={done}" if following else f"/editor/queue?done={done}")
