"""What if: titles that somebody imagines, another end, another band; and views kept under a name."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import Refusal
from catalogue.services import programme, titles, views
from catalogue.services.permissions import Actor
from catalogue.web import imagined, uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site

router = APIRouter(prefix="/editor", include_in_schema=False)
FIELDS = ("total", "deadline", "low", "high", *imagined.KINDS)


@router.get("/what-if")
def what_if(request: Request, session: Reading, _: Editor, as_of: date | None = None) -> Response:
    """A scenario and its answer; the address holds all of it, and nothing is written."""
    speech, form = speech_of(request), Form(speech_of(request))
    form.take(dict(request.query_params), *FIELDS)
    seen = programme.view(session, as_of=as_of)
    given = imagined.scenario(form, seen)
    said = imagined.answer(speech, seen, given, titles.houses(session)) if given else {}
    here = "/editor/what-if?" + urlencode({name: form.values[name] for name in FIELDS})
    return render(
        request, "whatif.html", status=form.status, form=form, seen=seen, day=seen.as_of, said=said, here=here,
        share_sentence=said.get("standing", ""),
    )  # fmt: skip


@router.get("/views")
def saved(request: Request, session: Reading, actor: Editor) -> Response:
    """Every saved view."""
    return _saved(request, session, actor, Form(speech_of(request)))


def _saved(request: Request, session: Session, actor: Actor, form: Form) -> Response:
    return render(request, "views.html", status=form.status, form=form, rows=views.every(session), me=actor)


@router.post("/views")
async def save(request: Request, site: Here, actor: Editor) -> Response:
    """Keep an address under a name."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "name", "path")
    form.limit(120, "name")
    return await run_in_threadpool(_save, request, site, actor, form)


def _save(request: Request, site: Site, actor: Actor, form: Form) -> Response:
    try:
        if not form.errors:
            with session_scope(site.engine) as session:
                views.save(session, form.values["name"], form.values["path"], actor=actor.id)
            return redirect(request, "/editor/views")
    except Refusal as refusal:
        form.wrong(refusal.field, refusal.message, **refusal.params)
    with Session(site.engine) as session:
        return _saved(request, session, actor, form)


@router.post("/views/{view_id}/removal")
def remove(request: Request, site: Here, actor: Editor, view_id: str) -> Response:
    """Remove a saved view."""
    with session_scope(site.engine) as session:
        views.remove(session, view_id, actor)
    return redirect(request, "/editor/views")
