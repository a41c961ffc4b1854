"""Another design tried on a built book: its cover drawn anew, its chapters' style, and a few of its pages set.

Nothing here changes the edition; that is what "build with this design" in the preview is for.
"""

from __future__ import annotations

import io

from fastapi import APIRouter, Request
from fastapi.responses import Response
from PIL import Image
from sqlmodel import Session

from catalogue.errors import NotFoundError, Refusal
from catalogue.exchange.books import dress
from catalogue.jobs.specimens import Order
from catalogue.models.builds import Build
from catalogue.services import submissions
from catalogue.services.permissions import Actor
from catalogue.web import looks
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.looks import Look, Wanted
from catalogue.web.pages import render, speech_of
from catalogue.web.routes.builds import SHOWN_PDF, open_build
from catalogue.web.security import FILE_POLICY
from pipeline.book.languages import direction
from pipeline.book.model import Book
from pipeline.metadata import EditionRecord
from pipeline.pages import cover as covers

router = APIRouter(prefix="/publisher/builds", include_in_schema=False)
FRAMED = (
    "sandbox; default-src 'none'; style-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Of a message in the place of pages."""
SMALL = (240, 480)
"""Pixels of a cover among others; the large one is as the book has it, in half."""
LARGE = (620, 1240)
KEEP = {"Cache-Control": "private, max-age=600"}


def tried(session: Session, actor: Actor, build_id: str, wanted: looks.Asked) -> tuple[Build, EditionRecord]:
    """A build, and its record in the look that is asked for. Raises NotFoundError where nothing can be restyled."""
    build, _ = open_build(session, actor, build_id)
    if build.report.get("finished"):
        raise NotFoundError(build_id)
    record = looks.record_of(session, build)
    return build, wanted.on(Look.of(record)).on(record)


@router.get("/{build_id}/look/cover.jpg")
def cover(session: Reading, actor: SignedIn, build_id: str, wanted: Wanted, small: str = "") -> Response:
    """The cover in a look, drawn now."""
    _, record = tried(session, actor, build_id, wanted)
    language = record.book.language or "vi"
    book = Book(record.book.title or "", language, [], direction=direction(language), subtitle=record.book.subtitle)
    out = io.BytesIO()
    with Image.open(io.BytesIO(covers.draw(book, record))) as drawn:
        drawn.thumbnail(SMALL if small else LARGE, Image.Resampling.LANCZOS)
        drawn.save(out, "JPEG", quality=85)
    return Response(out.getvalue(), headers={**KEEP, "Content-Security-Policy": FILE_POLICY}, media_type="image/jpeg")


@router.get("/{build_id}/look/style.css")
def style(session: Reading, site: Here, actor: SignedIn, build_id: str, wanted: Wanted) -> Response:
    """What the chapters in the frame wear."""
    _, record = tried(session, actor, build_id, wanted)
    said = f"{site.assets.faces}\n{dress.sheet(record.design.name, record.book.language or 'vi')}"
    return Response(said, headers=KEEP, media_type="text/css")


@router.get("/{build_id}/look/pages")
def pages(
    request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str, wanted: Wanted
) -> Response:  # fmt: skip
    """The title page, imprint, contents and first pages in a look, as a PDF that is set now."""
    build, record = tried(session, actor, build_id, wanted)
    _, manuscript, _ = submissions.build_of(session, build.id)
    order = Order(manuscript.sha256, manuscript.name, record.model_dump(mode="json", exclude_defaults=True))
    session.close()  # setting takes seconds, for which nothing of the database is held
    try:
        made = site.specimens.pages(order)
    except Refusal as refusal:
        said = refusal.said(speech_of(request).say)
        headers = {"Content-Security-Policy": FRAMED, "Cache-Control": "no-store"}
        return render(request, "look_none.html", status=409, headers=headers, said=said, code=refusal.code)
    headers = {**KEEP, "Content-Security-Policy": SHOWN_PDF, "Content-Disposition": "inline"}
    return Response(made.read_bytes(), headers=headers, media_type="application/pdf")
