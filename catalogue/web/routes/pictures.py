"""The worklist of pictures: each described in the browser for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from catalogue.db import session_scope
from catalogue.jobs import child
from catalogue.services import pictures, submissions, titles
from catalogue.services.permissions import Actor, may_edit, may_see, must
from catalogue.web.access import Here, Publisher, Reading, SignedIn
from catalogue.web.forms import clean
from catalogue.web.pages import redirect, render
from catalogue.web.site import Site

router = APIRouter(prefix="/publisher/titles", include_in_schema=False)


@router.get("/{edition_id}/pictures")
def worklist(request: Request, session: Reading, actor: SignedIn, edition_id: str, done: str = "") -> Response:
    """All pictures of the newest round that was read, those without a description first to be seen."""
    edition = titles.get(session, edition_id)
    must(may_see(actor, edition))
    build_id, shown = pictures.worklist(session, edition)
    roles = {made.role for made, _ in submissions.files_of(session, build_id)} if build_id else set()
    [card] = titles.cards(session, [edition.id])
    rows = [
        {"picture": one, "address": _address(build_id, one.sha256) if child.picture_role(one.sha256) in roles else ""}
        for one in shown
    ]
    return render(
        request, "pictures.html", book=card, rows=rows, left=sum(not one.done for one in shown),
        may_edit=may_edit(actor, edition), saved=done == "saved", read=bool(build_id),
    )  # fmt: skip


def _address(build_id: str, sha256: str) -> str:
    return f"/publisher/builds/{build_id}/files/{child.picture_role(sha256)}"


@router.post("/{edition_id}/pictures")
async def describe(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Keep what was typed; the next build uses it."""
    async with request.form(max_files=0, max_fields=4000, max_part_size=1 << 16) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    await run_in_threadpool(_describe, site, actor, edition_id, typed)
    return redirect(request, f"/publisher/titles/{edition_id}/pictures?done=saved")


def _describe(site: Site, actor: Actor, edition_id: str, typed: Mapping[str, str]) -> None:
    said = {
        name.removeprefix("alt-"): (clean(value), typed.get(f"decorative-{name.removeprefix('alt-')}") == "yes")
        for name, value in typed.items()
        if name.startswith("alt-")
    }
    with session_scope(site.engine) as session:
        edition = titles.get(session, edition_id)
        must(may_edit(actor, edition))
        _, shown = pictures.worklist(session, edition)
        record = pictures.describe(titles.record_of(edition), shown, said)
        if record != titles.record_of(edition):
            titles.change(session, edition, record, actor=actor.id)
