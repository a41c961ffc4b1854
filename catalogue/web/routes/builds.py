"""A build: how far it is, while it runs; what came of it, when it is over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from catalogue.db import reading
from catalogue.errors import NotFoundError
from catalogue.jobs import builds as work
from catalogue.models.builds import Build, BuildState
from catalogue.models.titles import Edition
from catalogue.services import submissions
from catalogue.services.permissions import Actor, may_edit, may_release, may_see, must
from catalogue.stages import STAGES
from catalogue.web import places, present
from catalogue.web.access import Here, Publisher, Reading, SignedIn
from catalogue.web.downloads import send
from catalogue.web.i18n import Speech
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.shelf import served
from catalogue.web.site import Site
from pipeline.findings import retold
from pipeline.i18n import N_

router = APIRouter(prefix="/publisher/builds", include_in_schema=False)
LOOK_EVERY_S = 0.4
PING_AFTER = 40
"""Looks without news after which a comment is sent, so that proxies keep the line open."""
MOST_SHOWN = 200
"""Findings of one severity on a page."""

HEADINGS: Mapping[str, tuple[str, str]] = {
    BuildState.QUEUED: (N_("The book is waiting to be built"), N_("It begins as soon as a worker is free.")),
    BuildState.RUNNING: (N_("The book is being built"), N_("This page follows along by itself.")),
    BuildState.BUILT: (N_("The book is finished"), N_("Look at it before it is released; what we noticed is below.")),
    BuildState.REFUSED: (
        N_("This manuscript cannot become a book yet"),
        N_("Correct what is marked as an error below and upload the manuscript again. Nothing was lost."),
    ),
    BuildState.FAILED: (
        N_("The build broke off"),
        N_("That is our fault, not yours. Try again; if it stays, tell the administrator this number: {incident}."),
    ),
    BuildState.CANCELLED: (N_("The build was cancelled"), N_("The manuscript is kept; it can be built again.")),
}
REASONS: Mapping[str, str] = {
    "timeout": N_(
        "The build took longer than 30 minutes and was stopped. Send the book in parts, or with smaller pictures."
    ),
    "memory": N_("The build needed more memory than there is. Send the book in parts, or with smaller pictures."),
}
CHECKED = (N_("The file was checked"), N_("It is kept as it is; what we noticed is below."))
GROUPS = (("error", N_("Errors")), ("warning", N_("Warnings")), ("advice", N_("Advice")))


def _open(session: Session, actor: Actor, build_id: str) -> tuple[Build, Edition]:
    build, _, edition = submissions.build_of(session, build_id)
    must(may_see(actor, edition))
    return build, edition


@router.get("/{build_id}")
def page(request: Request, session: Reading, actor: SignedIn, build_id: str) -> Response:
    """The build as it stands; while it runs, the page follows it."""
    build, edition = _open(session, actor, build_id)
    speech = speech_of(request)
    running = build.state in submissions.OPEN
    heading, explanation = _words(speech, build)
    files = submissions.files_of(session, build.id)
    address = f"/publisher/builds/{build.id}/files/{{role}}"
    record = edition.record.get("book", {})
    return render(
        request, "build.html", headers={"Cache-Control": "no-store"}, heading=heading, explanation=explanation,
        running=running, build_id=build.id, edition={"id": edition.id, "language": edition.language,
                                                      "title": record.get("title", "")},
        files=present.downloads(speech, files, address),
        cover=address.format(role="thumbnail") if any(f.role == "thumbnail" for f, _ in files) else "",
        can_release=may_release(actor, edition), may_edit=may_edit(actor, edition), findings=_findings(speech, build),
        counts=_counts(speech, build), again=build.state in (BuildState.FAILED, BuildState.CANCELLED),
        **_state(speech, build),
    )  # fmt: skip


def _words(speech: Speech, build: Build) -> tuple[str, str]:
    heading, explanation = HEADINGS[build.state]
    if build.state == BuildState.BUILT and build.report.get("finished"):
        heading, explanation = CHECKED
    explanation = REASONS.get(build.report.get("reason", ""), explanation)
    return speech.say(heading), speech.say(explanation).format(incident=build.incident)


def _state(speech: Speech, build: Build) -> dict[str, Any]:
    """Where a build stands: the same for the page and for what follows it."""
    order = list(STAGES)
    at = order.index(build.stage) if build.stage in STAGES else -1
    return {
        "fraction": round(build.fraction, 3),
        "sentence": speech.say(STAGES[build.stage]) if at >= 0 else speech.say(HEADINGS[BuildState.QUEUED][0]),
        "stages": [
            (name, speech.say(text), "done" if place < at else "now" if place == at else "todo")
            for place, (name, text) in enumerate(STAGES.items())
        ],
    }


def _findings(speech: Speech, build: Build) -> list[tuple[str, str, list[dict[str, Any]]]]:
    said = [retold(kept, speech.say) for kept in build.report.get("findings", [])]
    shown = [{**finding, "where": places.said(finding["where"], speech)} for finding in said]
    return [
        (severity, speech.say(heading), [f for f in shown if f["severity"] == severity][:MOST_SHOWN])
        for severity, heading in GROUPS
    ]


COUNTS: Mapping[str, str] = {
    "words": N_("Words"), "chapters": N_("Chapters"), "notes": N_("Notes"), "images": N_("Pictures"),
    "tables": N_("Tables"), "formulas": N_("Formulas"),
}  # fmt: skip


def _counts(speech: Speech, build: Build) -> list[tuple[str, str]]:
    """What we found in the manuscript."""
    counted = build.report.get("counts", {})
    return [(speech.say(text), speech.number(counted[name])) for name, text in COUNTS.items() if counted.get(name)]


@router.get("/{build_id}/events")
async def events(request: Request, site: Here, actor: SignedIn, build_id: str) -> StreamingResponse:
    """The build's progress as server-sent events, until it is over (an ``end`` event)."""
    speech = speech_of(request)
    await run_in_threadpool(_look, site, speech, actor, build_id)  # 404 before the stream begins
    return StreamingResponse(
        _follow(site, speech, actor, build_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _follow(site: Site, speech: Speech, actor: Actor, build_id: str) -> AsyncIterator[str]:
    told, silent = "", 0
    yield "retry: 2000\n\n"
    while True:
        state, running = await run_in_threadpool(_look, site, speech, actor, build_id)
        news = json.dumps(state, ensure_ascii=False)
        if not running:
            yield "event: end\ndata: {}\n\n"
            return
        if news != told:
            told, silent = news, 0
            yield f"event: progress\ndata: {news}\n\n"
        elif (silent := silent + 1) % PING_AFTER == 0:
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_EVERY_S)


def _look(site: Site, speech: Speech, actor: Actor, build_id: str) -> tuple[dict[str, Any], bool]:
    with Session(reading(site.engine)) as session:
        build, _ = _open(session, actor, build_id)
        state = _state(speech, build)
        heading, explanation = _words(speech, build)
        news = {
            "stage": build.stage, "fraction": state["fraction"], "sentence": state["sentence"], "heading": heading,
            "explanation": explanation,
        }  # fmt: skip
        return news, build.state in submissions.OPEN


@router.api_route("/{build_id}/files/{role}", methods=["GET", "HEAD"])
def file(request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str, role: str) -> Response:
    """A file that the build made, for those who work on the title."""
    build, _ = _open(session, actor, build_id)
    for made, stored in submissions.files_of(session, build.id):
        if made.role == role:
            picture = made.role in ("cover", "thumbnail")
            return send(
                request,
                served(
                    site, made.name, stored.media_type, stored.sha256, stored.size, "private, no-cache", inline=picture
                ),
            )
    raise NotFoundError


@router.post("/{build_id}/cancel")
def cancel(request: Request, session: Reading, site: Here, actor: Publisher, build_id: str) -> Response:
    """Call the build off."""
    build, edition = _open(session, actor, build_id)
    must(may_edit(actor, edition))
    session.close()
    work.cancel(site.engine, site.jobs, build.id, actor=actor.id)
    return redirect(request, f"/publisher/builds/{build_id}")


@router.post("/{build_id}/again")
def again(request: Request, session: Reading, site: Here, actor: Publisher, build_id: str) -> Response:
    """Build the same manuscript again."""
    _, edition = _open(session, actor, build_id)
    must(may_edit(actor, edition))
    session.close()
    fresh = work.submit_again(site.engine, site.jobs, build_id, actor=actor.id)
    return redirect(request, f"/publisher/builds/{fresh}")
