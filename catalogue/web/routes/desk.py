"""A title on its desk: record, rounds, dossier, release and recognition."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session
from stdnum import isbn as isbn_rules

from catalogue.db import reading, session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.jobs import builds
from catalogue.models.builds import Purpose, Release, ReleaseState, StoredFile
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind, Edition
from catalogue.services import accounts, picks, releases, review, submissions, titles
from catalogue.services.permissions import (
    Actor,
    may_edit,
    may_give_back,
    may_recognise,
    may_release,
    may_see,
    must,
)
from catalogue.web import editions, opening, present, together, uploads
from catalogue.web.access import Here, Publisher, Reading, SignedIn
from catalogue.web.downloads import send
from catalogue.web.forms import Form, edition_record, merged
from catalogue.web.i18n import Speech
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.publisher import ACCEPT, STEPS, Paper, record_choices
from catalogue.web.routes.shelf import served
from catalogue.web.site import Site
from pipeline.i18n import N_
from pipeline.intake.gate import MAX_BYTES

router = APIRouter(prefix="/publisher/titles", include_in_schema=False)
DONE = {
    "record": N_("The record was saved. A book that is built from now on will carry it."),
    "paper": N_("The paper was entered."),
    "release": N_("The book is with readers now."),
    "taken-back": N_("The files are no longer offered."),
    "recognised": N_("The title was recognised in the programme."),
    "joined": N_("Both belong to one work now. The next time this manuscript is read, we say what it lacks."),
    "access": N_("Kept. It holds for readers from now on."),
    "parted": N_("The title stands by itself again."),
    "given-back": N_("The title was given back, with your reason."),
    "answered": N_("Your answer was kept; the title goes on."),
    "picked": N_("Readers find it among the recommended books now."),
    "unpicked": N_("It is no longer among the recommended books."),
    "classed": N_("Kept for the programme's breakdowns."),
}
ONE_ROUND = N_("A round is one file. Choose the one that is corrected.")
SAME_ISBN = N_(
    "The ISBN {isbn} stands at “{title}” as well. Compare both registrations: one e-publication may hold EPUB and PDF "
    "under one number, but two titles may not."
)
STANDING = {
    "back": N_("It was given back; those who make it have to answer or send a corrected manuscript."),
    "recognised": N_("Released and recognised in the programme."),
    "released": N_("Released; it waits for the programme's officer to recognise it."),
    "gone": N_("Its files were taken back."),
    "ready": N_("Nothing is lacking: the director can release it."),
    "new": N_("Not released yet."),
}


def _open(session: Session, actor: Actor, edition_id: str) -> Edition:
    edition = titles.get(session, edition_id)
    must(may_see(actor, edition))
    return edition


@router.get("/{edition_id}")
def desk(request: Request, session: Reading, actor: SignedIn, edition_id: str, done: str = "") -> Response:
    """Everything about a title for those who work on it."""
    edition = _open(session, actor, edition_id)
    return _desk(request, session, actor, edition, Form(speech_of(request)), done=done)


def _desk(
    request: Request, session: Session, actor: Actor, edition: Edition, form: Form, *, done: str = "",
    lost: bool = False,
) -> Response:  # fmt: skip
    speech = speech_of(request)
    [card] = titles.cards(session, [edition.id])
    history = releases.history(session, edition.id)
    lacking = present.lacking(speech, session, edition)
    people = accounts.names(session, [release.user_id for release in history if release.user_id])
    current = next((r for r in history if r.state == ReleaseState.CURRENT), None)
    newest = submissions.newest_built(session, edition.id)
    recognised = releases.recognition(session, edition.id) is not None
    back = bool(review.returned(session, [edition.id]))
    out = current is not None or (not history and releases.on_paper(session, edition.id))
    fresh = current is None or (newest is not None and newest.id != current.build_id)
    return render(
        request, "desk.html", status=form.status, form=form, file_lost=lost,
        done=speech.say(DONE[done]) if done in DONE else "", book=card, public=card.path if history else "",
        doubles=[
            speech.say(SAME_ISBN, isbn=isbn_rules.format(number), title=title)
            for number, title in titles.same_isbn(session, titles.record_of(edition), edition.id)
        ],
        facts=_facts(speech, edition, card.publisher), builds=_builds(speech, session, edition), accept=ACCEPT,
        rounds=[manuscript.round for manuscript in submissions.rounds(session, edition.id)],
        limit=speech.limit(MAX_BYTES), most_bytes=MAX_BYTES,
        access=opening.desk(speech, session, edition.id), completeness=_completeness(session, edition),
        **editions.shown(speech, session, actor, edition),
        dossier=[_paper(speech, item) for item in releases.dossier(session, edition.id)],
        papers=[(kind.value, speech.say(text)) for kind, text in present.PAPERS.items()],
        releases=[_version(speech, release, people.get(release.user_id or "", "")) for release in history],
        lacking=lacking if fresh else [],
        standing=_standing(speech, bool(history), current is not None, recognised, lacking, back),
        may_edit=may_edit(actor, edition), may_release=may_release(actor, edition) and not lacking and fresh,
        may_take_back=may_release(actor, edition) and current is not None,
        may_recognise=may_recognise(actor, edition) and out and not recognised
        and (current is None or current.user_id != actor.id),
        returns=review.returns(session, edition.id), returned=back,
        may_give_back=may_give_back(actor, edition) and actor.is_publisher,
        may_pick=actor.is_editor and current is not None, pick=picks.of(session, edition.id),
        remarks=review.remarks(session, edition.id), newest=newest.id if newest else "",
        two_people=may_recognise(actor, edition) and current is not None and not recognised
        and current.user_id == actor.id,
    )  # fmt: skip


def _completeness(session: Session, edition: Edition) -> dict[str, Any]:
    """What the newest reading of the manuscript said about the original, and where that stands."""
    for build, _ in submissions.builds_of(session, edition.id):
        if found := build.report.get("completeness"):
            return {"build": build.id, "complete": found["complete"], "name": found["name"]}
    return {}


def _version(speech: Speech, release: Release, by: str) -> dict[str, Any]:
    gone = release.state in (ReleaseState.WITHDRAWN, ReleaseState.RECALLED)
    return {
        "version": release.version, "state": speech.say(present.RELEASES[release.state]), "at": release.released_at,
        "erratum": release.erratum, "reason": release.reason if gone else "", "by": by,
        "authority": release.authority, "until": release.withdrawn_at,
    }  # fmt: skip


def _standing(
    speech: Speech, released: bool, current: bool, recognised: bool, lacking: list[str], back: bool
) -> str:  # fmt: skip
    if back:
        return speech.say(STANDING["back"])
    if current:
        return speech.say(STANDING["recognised" if recognised else "released"])
    if released:
        return speech.say(STANDING["gone"])
    return speech.say(STANDING["new" if lacking else "ready"])


def _facts(speech: Speech, edition: Edition, publisher: str) -> list[tuple[str, str]]:
    record = titles.record_of(edition)
    imprint = [
        (speech.say(text), speech.date(value) if name == "decision_date" else str(value))
        for name, text in present.IMPRINT.items()
        if (value := getattr(record.imprint, name))
    ]
    return [*present.facts(speech, edition, publisher), *imprint]


def _builds(speech: Speech, session: Session, edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "id": build.id, "round": manuscript.round, "name": manuscript.name, "at": build.created_at,
            "state": speech.say(present.build_state(build)[0]), "tone": present.build_state(build)[1],
            "purpose": build.purpose,
        }
        for build, manuscript in submissions.builds_of(session, edition.id)
    ]  # fmt: skip


def _paper(speech: Speech, item: DossierItem) -> dict[str, Any]:
    scan = f"/publisher/titles/{item.edition_id}/scans/{item.id}" if item.scan_sha256 else ""
    kind = speech.say(present.PAPERS[DossierKind(item.kind)])
    return {"kind": kind, "number": item.number, "on": item.on, "electronic": item.electronic, "scan": scan}


# ---------------------------------------------------------------- record and rounds


@router.get("/{edition_id}/record")
def record_form(request: Request, session: Reading, actor: SignedIn, edition_id: str) -> Response:
    """The record to change."""
    edition = _open(session, actor, edition_id)
    must(may_edit(actor, edition))
    return _record_page(request, edition, Form(speech_of(request), present.typed(titles.record_of(edition))))


def _record_page(request: Request, edition: Edition, form: Form) -> Response:
    record = titles.record_of(edition)
    return render(
        request, "record.html", status=form.status, form=form, edition={"id": edition.id, "title": record.book.title},
        was=together.remembered(present.typed(record)),
        **record_choices(speech_of(request)),
    )  # fmt: skip


@router.post("/{edition_id}/record")
async def change_record(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Put the changed record in the place of the old."""
    typed = await uploads.typed(request)
    return await run_in_threadpool(_change, request, site, actor, edition_id, typed)


def _change(request: Request, site: Site, actor: Actor, edition_id: str, typed: Any) -> Response:
    form = Form(speech_of(request))
    with session_scope(site.engine) as session:
        edition = _open(session, actor, edition_id)
        must(may_edit(actor, edition))
        house = session.get_one(Organisation, edition.publisher_id)
        typed = together.brought(form, typed, present.typed(titles.record_of(edition)))
        record = edition_record(form, typed, house.name)
        if record is None:
            return _record_page(request, edition, form)
        titles.change(session, edition, merged(titles.record_of(edition), record), actor=actor.id)
    return redirect(request, f"/publisher/titles/{edition_id}?done=record")


@router.post("/{edition_id}/manuscripts", max_body_size=uploads.MAX_BODY)
async def next_round(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Take a corrected manuscript in as the next round and build it."""
    await run_in_threadpool(_must_edit, site, actor, edition_id)
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(uploads.once, _next_round, request, site, actor, arrived, edition_id)


def _next_round(request: Request, site: Site, actor: Actor, arrived: uploads.Arrival, edition_id: str) -> Response:
    form = Form(speech_of(request))
    form.take(arrived.typed, "step")
    sent = uploads.manuscripts(form, site, actor, arrived)
    if len(sent) > 1:
        form.wrong("manuscript", ONE_ROUND)
    elif sent:
        upload, purpose = builds.Upload(sent[0].path, sent[0].name), STEPS.get(form.values["step"], Purpose.BOOK)
        try:
            build_id = builds.submit_round(
                site.engine, site.store, site.jobs, upload, edition_id, actor=actor.id, purpose=purpose
            )
            uploads.used(site, actor, form)
            return redirect(request, f"/publisher/builds/{build_id}")
        except Refusal as refusal:
            form.errors[refusal.field] = refusal.said(form.speech.say)
    return again(request, site, actor, edition_id, form, lost=bool(arrived.files))


def _must_edit(site: Site, actor: Actor, edition_id: str) -> None:
    with Session(reading(site.engine)) as session:
        must(may_edit(actor, _open(session, actor, edition_id)))


def again(request: Request, site: Site, actor: Actor, edition_id: str, form: Form, *, lost: bool = False) -> Response:
    """The desk with what was typed and what is wrong with it."""
    with Session(reading(site.engine)) as session:
        return _desk(request, session, actor, _open(session, actor, edition_id), form, lost=lost)


# ---------------------------------------------------------------- dossier


@router.post("/{edition_id}/dossier", max_body_size=uploads.MAX_BODY)
async def add_paper(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Enter a paper with its scan."""
    await run_in_threadpool(_must_edit, site, actor, edition_id)
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(uploads.once, _add_paper, request, site, actor, arrived, edition_id)


def _add_paper(request: Request, site: Site, actor: Actor, arrived: uploads.Arrival, edition_id: str) -> Response:
    form = Form(speech_of(request))
    paper = Paper.read(form, arrived, "scan", needed=True)
    if paper is None:
        return again(request, site, actor, edition_id, form, lost=bool(arrived.files))
    paper.keep(site, edition_id, actor)
    return redirect(request, f"/publisher/titles/{edition_id}?done=paper#dossier")


@router.get("/{edition_id}/scans/{item_id}")
def scan(request: Request, session: Reading, site: Here, actor: SignedIn, edition_id: str, item_id: str) -> Response:
    """The scan of a paper."""
    _open(session, actor, edition_id)
    item = session.get(DossierItem, item_id)
    if item is None or item.edition_id != edition_id or not item.scan_sha256:
        raise NotFoundError
    stored = session.get_one(StoredFile, item.scan_sha256)
    suffix = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}[stored.media_type]
    name = f"{item.kind}-{item.number or item.on}{suffix}"
    return send(request, served(site, name, stored.media_type, stored.sha256, stored.size, "private, no-cache"))


# ---------------------------------------------------------------- release


@router.post("/{edition_id}/release")
async def release(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Give the book to readers (phát hành)."""
    typed = await uploads.typed(request)
    form = Form(speech_of(request))
    form.take(typed, "erratum", lines=True)
    return await run_in_threadpool(_release, request, site, actor, edition_id, form)


def _release(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    try:
        with session_scope(site.engine) as session:
            edition = _open(session, actor, edition_id)
            must(may_release(actor, edition))
            releases.release(session, edition, actor=actor.id, erratum=form.values["erratum"])
    except Refusal as refusal:
        form.errors[refusal.field or "release"] = refusal.said(form.speech.say)
        return again(request, site, actor, edition_id, form)
    return redirect(request, f"/publisher/titles/{edition_id}?done=release#release")


@router.post("/{edition_id}/withdrawal")
async def take_back(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Take the files back: gỡ, or thu hồi by a sanction."""
    typed = await uploads.typed(request)
    form = Form(speech_of(request))
    form.take(typed, "reason", lines=True)
    form.take(typed, "sanction", "authority")
    return await run_in_threadpool(_take_back, request, site, actor, edition_id, form)


def _take_back(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    sanction = form.values["sanction"] == "yes"
    try:
        with session_scope(site.engine) as session:
            edition = _open(session, actor, edition_id)
            must(may_release(actor, edition))
            releases.take_back(
                session, edition, form.values["reason"], sanction=sanction, authority=form.values["authority"],
                actor=actor.id,
            )  # fmt: skip
    except Refusal as refusal:
        form.errors[refusal.field or "release"] = refusal.said(form.speech.say)
        return again(request, site, actor, edition_id, form)
    return redirect(request, f"/publisher/titles/{edition_id}?done=taken-back#release")
