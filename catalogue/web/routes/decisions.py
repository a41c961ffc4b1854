"""What a person decides about a build: another look, or what becomes of a finding; then it is built again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import reading
from catalogue.errors import NotFoundError, Refusal
from catalogue.jobs import builds as work
from catalogue.models.builds import Purpose
from catalogue.services import decisions, submissions, titles
from catalogue.services.permissions import Actor, may_edit, must
from catalogue.web import uploads
from catalogue.web.access import Here, Publisher
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, speech_of
from catalogue.web.routes.builds import build_page, open_build
from catalogue.web.site import Site
from catalogue.web.verdict import EXTRA, NOTES
from pipeline.metadata import DesignPart, EditionRecord
from pipeline.styles.tokens import DESIGNS, TRIMS

router = APIRouter(prefix="/publisher/builds", include_in_schema=False)
LOOK = {"name": "design", "size": "size", "notes": "notes", "colours": "colours"}
"""Fields of the record's design, and what the form calls them."""
COLOURS = frozenset("0123456789")


@router.post("/{build_id}/again")
async def again(request: Request, site: Here, actor: Publisher, build_id: str) -> Response:
    """Build the same manuscript again, in another design or trim, with PDFs for printer and archive if wanted."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), *LOOK.values(), "purpose", *EXTRA)
    return await run_in_threadpool(_again, request, site, actor, build_id, form.values)


def _again(request: Request, site: Site, actor: Actor, build_id: str, typed: Mapping[str, str]) -> Response:
    pdf = [name for name in EXTRA if typed[name] == "yes"]
    with Session(reading(site.engine)) as session:
        _, edition = open_build(session, actor, build_id)
        must(may_edit(actor, edition))
        record = titles.record_of(edition)
    changed = {name: typed[key] for name, key in LOOK.items() if typed[key]}
    return _build_again(
        request, site, actor, build_id, _looking(record, changed), pdf=pdf if changed else None,
        purpose=Purpose.BOOK if typed["purpose"] == Purpose.BOOK else None,
    )  # fmt: skip


def _build_again(
    request: Request, site: Site, actor: Actor, build_id: str, record: EditionRecord | None, *,
    pdf: Sequence[str] | None = None, purpose: Purpose | None = None,
) -> Response:  # fmt: skip
    """To the new build; from a page that is out of date to the build that stands now, which says so."""
    try:
        made = work.submit_again(
            site.engine, site.jobs, build_id, record=record, pdf=pdf, purpose=purpose, actor=actor.id
        )
    except Refusal as refusal:
        with Session(reading(site.engine)) as session:
            _, edition = open_build(session, actor, build_id)
            newest = submissions.builds_of(session, edition.id)[0][0].id
        return redirect(request, f"/publisher/builds/{newest}?told={refusal.code}")
    return redirect(request, f"/publisher/builds/{made}")


@router.post("/{build_id}/replacement", max_body_size=uploads.MAX_BODY)
async def replacement(request: Request, site: Here, actor: Publisher, build_id: str) -> Response:
    """Take a file in that was corrected outside, in the place of the built one."""
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(_replacement, request, site, actor, build_id, arrived)


def _replacement(request: Request, site: Site, actor: Actor, build_id: str, arrived: uploads.Arrival) -> Response:
    form = Form(speech_of(request))
    form.take(arrived.typed, "role")
    form.take(arrived.typed, "reason", lines=True)
    with Session(reading(site.engine)) as session:
        _, edition = open_build(session, actor, build_id)
        must(may_edit(actor, edition))
    sent = uploads.finished(form, arrived.files)
    if sent is None:
        form.require("finished")
    else:
        try:
            upload = work.Upload(sent.path, sent.name)
            fresh = work.replace_file(
                site.engine, site.store, site.jobs, build_id, form.values["role"], upload, form.values["reason"], actor
            )
            return redirect(request, f"/publisher/builds/{fresh}")
        except Refusal as refusal:
            form.errors[refusal.field] = refusal.said(form.speech.say)
    with Session(reading(site.engine)) as session:
        return build_page(request, session, actor, build_id, form)


def _looking(record: EditionRecord, changed: Mapping[str, str]) -> EditionRecord | None:
    """The record with another look, or None when nothing is changed. Raises NotFoundError for what is not offered."""
    offered: dict[str, Collection[str]] = {"name": DESIGNS, "size": TRIMS, "notes": NOTES, "colours": COLOURS}
    if any(value not in offered[name] for name, value in changed.items()):
        raise NotFoundError
    design = DesignPart.model_validate({**record.design.model_dump(), **changed})
    return record.model_copy(update={"design": design}) if design != record.design else None


@router.post("/{build_id}/decisions/{number}")
async def decide(request: Request, site: Here, actor: Publisher, build_id: str, number: int) -> Response:
    """Confirm or overrule a proposal, accept an error or set a warning aside, with a reason; then build again."""
    form = Form(speech_of(request))
    typed = await uploads.typed(request)
    form.take(typed, "answer")
    form.take(typed, "reason", lines=True)
    return await run_in_threadpool(_decide, request, site, actor, build_id, number, form.values)


def _decide(
    request: Request, site: Site, actor: Actor, build_id: str, number: int, typed: Mapping[str, str]
) -> Response:
    with Session(reading(site.engine)) as session:
        build, edition = open_build(session, actor, build_id)
        must(may_edit(actor, edition))
        found = build.report.get("findings", [])
        must(0 <= number < len(found))
        record = decisions.decide(
            titles.record_of(edition), found[number], actor, reason=typed["reason"], answer=typed["answer"]
        )
    return _build_again(request, site, actor, build_id, record)


@router.post("/{build_id}/decisions/{way}/{number}/withdrawal")
def withdraw(request: Request, site: Here, actor: Publisher, build_id: str, way: str, number: int) -> Response:
    """Take a decision back, so that its finding stands again; then the manuscript is read or built again."""
    with Session(reading(site.engine)) as session:
        _, edition = open_build(session, actor, build_id)
        must(may_edit(actor, edition))
        record = decisions.withdraw(titles.record_of(edition), way, number)
    return _build_again(request, site, actor, build_id, record)
