"""A build: how far it is, while it runs; what came of it, when it is over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from catalogue.db import reading
from catalogue.errors import NotFoundError
from catalogue.jobs import builds as work
from catalogue.models.builds import Build, BuildState, Purpose
from catalogue.models.titles import Edition
from catalogue.services import corrections, submissions, titles
from catalogue.services.permissions import Actor, may_edit, may_release, may_see, must
from catalogue.web import inspected, present, verdict
from catalogue.web.access import Here, Publisher, Reading, SignedIn
from catalogue.web.downloads import send
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.shelf import served
from catalogue.web.site import Site
from pipeline.styles.tokens import TRIMS

router = APIRouter(prefix="/publisher/builds", include_in_schema=False)
SHOWN_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""Browsers' own PDF viewers do not work in a sandbox; with its declared type nothing in a PDF acts in our name."""
TOLD = {"sub-001": submissions.RUNNING_ALREADY, "sub-002": submissions.OLD_PAGE}
LOOK_EVERY_S = 0.4
PING_AFTER = 40
"""Looks without news after which a comment is sent, so that proxies keep the line open."""


def open_build(session: Session, actor: Actor, build_id: str) -> tuple[Build, Edition]:
    build, _, edition = submissions.build_of(session, build_id)
    must(may_see(actor, edition))
    return build, edition


@router.get("/{build_id}")
def page(request: Request, session: Reading, actor: SignedIn, build_id: str, told: str = "") -> Response:
    """The build as it stands; while it runs, the page follows it. ``told`` says why somebody was led here."""
    return build_page(request, session, actor, build_id, told=told)


def build_page(
    request: Request, session: Session, actor: Actor, build_id: str, form: Form | None = None, *, told: str = ""
) -> Response:
    """The same, with what was typed into it and what is wrong with that."""
    build, edition = open_build(session, actor, build_id)
    speech = speech_of(request)
    why = speech.say(TOLD[told]) if told in TOLD else ""
    running = build.state in submissions.OPEN
    if build.purpose == Purpose.VERDICT and build.state == BuildState.BUILT:
        return _verdict(request, session, actor, build, edition, why)
    heading, explanation = verdict.headline(speech, build)
    files = submissions.files_of(session, build.id)
    address = f"/publisher/builds/{build.id}/files/{{role}}"
    record = edition.record.get("book", {})
    design = titles.record_of(edition).design
    return render(
        request,
        "build.html",
        headers={"Cache-Control": "no-store"},
        heading=heading,
        explanation=explanation,
        running=running,
        told=why,
        build_id=build.id,
        edition={"id": edition.id, "language": edition.language, "title": record.get("title", "")},
        files=present.downloads(speech, files, address),
        cover=address.format(role="thumbnail") if any(f.role == "thumbnail" for f, _ in files) else "",
        can_release=may_release(actor, edition),
        may_edit=may_edit(actor, edition),
        findings=verdict.findings(speech, build),
        looks=[(name, speech.say(text)) for name, text in verdict.LOOKS.items()],
        note_ways=[(name, speech.say(text)) for name, text in verdict.NOTES.items()],
        trims=[(n, verdict.trim(n)) for n in TRIMS],
        status=form.status if form else 200,
        form=form or Form(speech, {"design": design.name, "size": design.size, "notes": design.notes}),
        replaceable=[
            (r, speech.say(present.FILES[r][0])) for r in corrections.SUFFIXES if r in {f.role for f, _ in files}
        ],
        replaced=[
            (speech.say(present.FILES[one["role"]][0]), {**one, "on": date.fromisoformat(one["on"])})
            for one in build.report.get("replaced", [])
        ],
        extra=build.options.get("pdf", []),
        rebuildable=may_edit(actor, edition) and not running and not build.report.get("finished"),
        account=verdict.account(speech, build),
        counts=verdict.counts(speech, build),
        completeness=verdict.completeness(speech, build),
        again=build.state in (BuildState.FAILED, BuildState.CANCELLED),
        **verdict.state(speech, build),
    )


def _verdict(
    request: Request, session: Session, actor: Actor, build: Build, edition: Edition, told: str
) -> Response:  # fmt: skip
    """What we understood of the manuscript, and what has to be decided before the book is built."""
    speech = speech_of(request)
    heading, explanation = verdict.headline(speech, build)
    record = titles.record_of(edition)
    [card] = titles.cards(session, [edition.id])
    newest = submissions.latest(session, [edition.id])[edition.id]
    return render(
        request, "verdict.html", headers={"Cache-Control": "no-store"}, heading=heading, explanation=explanation,
        told=told, build_id=build.id,
        edition={"id": edition.id, "language": edition.language, "title": card.title},
        may_edit=may_edit(actor, edition) and newest.id == build.id, rebuildable=may_edit(actor, edition),
        findings=verdict.findings(speech, build), counts=verdict.counts(speech, build),
        completeness=verdict.completeness(speech, build),
        decisions=verdict.decisions(speech, record),
        **inspected.page(speech, build, submissions.verdict_before(session, build, edition.id), record),
    )  # fmt: skip


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
        build, _ = open_build(session, actor, build_id)
        state = verdict.state(speech, build)
        heading, explanation = verdict.headline(speech, build)
        news = {
            "stage": build.stage, "fraction": state["fraction"], "sentence": state["sentence"], "heading": heading,
            "explanation": explanation,
        }  # fmt: skip
        return news, build.state in submissions.OPEN


@router.api_route("/{build_id}/files/{role}", methods=["GET", "HEAD"])
def file(
    request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str, role: str, view: str = ""
) -> Response:
    """A file that the build made, for those who work on the title; a PDF to look at stays in the browser."""
    build, _ = open_build(session, actor, build_id)
    for made, stored in submissions.files_of(session, build.id):
        if made.role == role:
            picture = made.role in ("cover", "thumbnail") or made.role.startswith("pic-")
            shown = picture or (view == "yes" and stored.media_type == "application/pdf")
            answer = send(
                request,
                served(
                    site, made.name, stored.media_type, stored.sha256, stored.size, "private, no-cache", inline=shown
                ),
            )
            if shown and not picture:
                answer.headers["Content-Security-Policy"] = SHOWN_PDF
            return answer
    raise NotFoundError


@router.post("/{build_id}/cancel")
def cancel(request: Request, session: Reading, site: Here, actor: Publisher, build_id: str) -> Response:
    """Call the build off."""
    build, edition = open_build(session, actor, build_id)
    must(may_edit(actor, edition))
    session.close()
    work.cancel(site.engine, site.jobs, build.id, actor=actor.id)
    return redirect(request, f"/publisher/builds/{build_id}")
