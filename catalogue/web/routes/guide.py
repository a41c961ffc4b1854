"""Help where it is needed: the chapters of the sample book, which is the user's guide, as it stands on the shelf."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from catalogue.errors import NotFoundError
from catalogue.exchange.books.package import UnreadableBookError
from catalogue.models.builds import Release, ReleaseState
from catalogue.models.titles import Edition
from catalogue.services import titles
from catalogue.web.access import Here, Reading
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.released import find
from catalogue.web.site import Site

router = APIRouter(include_in_schema=False)
CHAPTERS: Mapping[str, str] = {
    "start": "c002", "manuscript": "c003", "upload": "c004", "findings": "c005", "record": "c006", "counting": "c007",
    "release": "c008", "progress": "c009", "reading": "c010",
}  # fmt: skip
"""How the guide's documents are called, by what somebody wants to know; a test holds this against the guide."""


def _guide(session: Session, language: str) -> str:
    """The address of the guide in a language, else in another; nothing where it is not on the shelf."""
    wanted = (
        select(Edition.id, Edition.language)
        .join(Release, col(Release.edition_id) == col(Edition.id))
        .where(Edition.is_sample, Edition.batch_id == "", Release.state == ReleaseState.CURRENT)
    )
    found = sorted(session.exec(wanted).all(), key=lambda row: (row[1] != language, row[1]))
    return titles.cards(session, [found[0][0]])[0].path if found else ""


@router.get("/help")
def whole(request: Request, session: Reading) -> Response:
    """To the guide's contents."""
    path = _guide(session, speech_of(request).language)
    return redirect(request, f"{path}/read") if path else render(request, "help.html", status=404)


@router.get("/help/{topic}")
def chapter(request: Request, session: Reading, site: Here, topic: str) -> Response:
    """To the chapter of the guide on a topic."""
    if topic not in CHAPTERS:
        raise NotFoundError(topic)
    path = _guide(session, speech_of(request).language)
    if not path:
        return render(request, "help.html", status=404)
    return redirect(request, f"{path}/read/{_section(session, site, path, topic)}".rstrip("/"))


def _section(session: Session, site: Site, path: str, topic: str) -> str:
    """The address of a topic's chapter in the guide; nothing in a guide that is made otherwise."""
    try:
        package = site.books.package(find(session, path.split("/")[2]).epub)
    except UnreadableBookError:
        return ""
    return next((one.name for one in package.sections if one.name.startswith(CHAPTERS[topic])), "")
