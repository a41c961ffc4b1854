"""The recommended books, for readers; and recommending them, for editors of the programme."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.services import picks, titles
from catalogue.web import present, uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.changes import carried_out
from catalogue.web.forms import Form
from catalogue.web.pages import render, speech_of
from catalogue.web.routes.desk import again

router = APIRouter(include_in_schema=False)


@router.get("/picks")
def every(request: Request, session: Reading) -> Response:
    """Every recommended book with the reason."""
    return render(request, "picks.html", picked=present.picked(speech_of(request), picks.standing(session)))


@router.post("/editor/titles/{edition_id}/pick")
async def pick(request: Request, site: Here, actor: Editor, edition_id: str) -> Response:
    """Recommend a title with the reason, or end it."""
    form, typed = Form(speech_of(request)), await uploads.typed(request)
    form.take(typed, "why", "why_in", "end")

    def work(session: Session) -> str:
        edition = titles.get(session, edition_id)
        if form.values["end"]:
            picks.end(session, edition, actor=actor.id)
            return f"/publisher/titles/{edition_id}?done=unpicked#release"
        language = form.values["why_in"] if form.values["why_in"] in ("vi", "en") else form.speech.language
        picks.pick(session, edition, form.values["why"], language, actor=actor.id)
        return f"/publisher/titles/{edition_id}?done=picked#release"

    return await run_in_threadpool(
        carried_out, request, site, form, work, lambda _: again(request, site, actor, edition_id, form)
    )
