"""A built book before its release, as a phone, a tablet and the print page show it; and everything to take away.

The same chapter pages as readers get, in a frame that may run nothing and send nothing; open to those who work on
the title and to nobody else.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from markupsafe import Markup
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange import archives
from catalogue.exchange.books import chapters
from catalogue.exchange.books.package import Package
from catalogue.models.builds import Build
from catalogue.models.titles import Edition
from catalogue.services import preservation, submissions, titles
from catalogue.services.permissions import Actor, may_edit, may_see, must
from catalogue.web import looks
from catalogue.web.access import Here, Reading, SignedIn
from catalogue.web.downloads import disposition
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.looks import Asked, Look, Wanted
from catalogue.web.pages import render, speech_of
from catalogue.web.routes.builds import open_build
from catalogue.web.security import CONTENT_POLICY, FILE_POLICY
from catalogue.web.site import Site
from pipeline.findings import retold
from pipeline.i18n import N_
from pipeline.text import slug

router = APIRouter(prefix="/publisher", include_in_schema=False)
DEVICES = {"phone": N_("Phone"), "tablet": N_("Tablet"), "print": N_("Print page")}
WITH_FRAME = {"Content-Security-Policy": f"{CONTENT_POLICY}; frame-src 'self'", "Cache-Control": "no-store"}
FRAMED = {
    "Content-Security-Policy": (
        "sandbox allow-same-origin; default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "Cache-Control": "no-store",
}
"""Its own origin only so that style, type and pictures come; scripts are shut out by both policies."""
TAKEN = ("epub", "pdf", "pdf-print", "pdf-archive", "pdf-cover", "cover")
THEN = (1980, 1, 1, 0, 0, 0)
"""The date of everything in a package, so that the same book gives the same bytes."""


def opened(session: Session, site: Site, actor: Actor, build_id: str) -> tuple[Edition, Package]:
    """A build's EPUB. Raises NotFoundError where there is none, UnreadableBookError."""
    build, edition = open_build(session, actor, build_id)
    found = next((made.sha256 for made, _ in submissions.files_of(session, build.id) if made.role == "epub"), "")
    if not found:
        raise NotFoundError(build_id)
    return edition, site.books.package(found)


@router.get("/builds/{build_id}/preview")
def preview(
    request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str,
    wanted: Wanted, device: Annotated[str, Query(alias="as")] = "phone", at: str = "",
) -> Response:  # fmt: skip
    """The book in a frame of the size that was chosen, as built or in a look that is tried."""
    edition, package = opened(session, site, actor, build_id)
    speech = speech_of(request)
    roles = {made.role for made, _ in submissions.files_of(session, build_id)}
    sections = [(section.name, section.title) for section in package.sections]
    listed = next((line.section for line in package.contents), sections[0][0])
    chosen = at if at in dict(sections) else listed
    [card] = titles.cards(session, [edition.id])
    return render(
        request, "preview.html", headers=WITH_FRAME, book=card, build_id=build_id, sections=sections, at=chosen,
        device=device if device in DEVICES and (device != "print" or "pdf" in roles) else "phone",
        devices=[(name, speech.say(text)) for name, text in DEVICES.items() if name != "print" or "pdf" in roles],
        **_trial(session, speech, actor, build_id, edition, wanted),
    )  # fmt: skip


def _trial(
    session: Session, speech: Speech, actor: Actor, build_id: str, edition: Edition, wanted: Asked
) -> dict[str, Any]:  # fmt: skip
    """The look that is tried, what else there is, and whether a build in it can be asked for."""
    build = submissions.build_of(session, build_id)[0]
    if build.report.get("finished"):
        return {"look": None, "trial": False}
    record = looks.record_of(session, build)
    built = Look.of(record)
    look = wanted.on(built)
    newest = submissions.builds_of(session, edition.id)[0][0].id == build_id
    return {
        "look": look, "trial": look != built, "covers": looks.covers(speech, look, record.book.title or ""),
        "form": Form(speech, {"design": look.design, "size": look.size}), "extra": build.options.get("pdf", ()),
        "buildable": newest and may_edit(actor, edition), "newest": newest, **looks.choices(speech),
    }  # fmt: skip


@router.get("/builds/{build_id}/review/media/{name}")
@router.get("/builds/{build_id}/preview/media/{name}")
def media(session: Reading, site: Here, actor: SignedIn, build_id: str, name: str) -> Response:
    """A picture of the book."""
    _, package = opened(session, site, actor, build_id)
    picture = package.picture(name)
    if picture is None:
        raise NotFoundError(name)
    headers = {"Content-Security-Policy": FILE_POLICY, "Cache-Control": "private, max-age=3600"}
    return Response(picture[0], headers=headers, media_type=picture[1])


@router.get("/builds/{build_id}/preview/{name}")
def chapter(
    request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str, name: str, wanted: Wanted,
    at: str = "", part: Annotated[int, Query(ge=1)] = 1,
) -> Response:  # fmt: skip
    """A chapter for the frame, in the style that its design gives e-books."""
    _, package = opened(session, site, actor, build_id)
    build = submissions.build_of(session, build_id)[0]
    look = None if build.report.get("finished") else wanted.on(Look.of(looks.record_of(session, build))).query
    place = package.section(name)
    if place is None:
        raise NotFoundError(name)
    base = f"/publisher/builds/{build_id}/preview"
    made = chapters.chapter(package, place[1], base, opening=look is not None)
    if at:
        return RedirectResponse(f"{base}/{name}?part={made.part_of(at)}#b-{quote(at)}", 303)
    if part > len(made.parts):
        raise NotFoundError(name)
    body = Markup(made.parts[part - 1])  # noqa: S704 - it passed the allow-list
    return render(
        request, "previewed.html", headers=FRAMED, body=body, language=made.language, direction=package.direction,
        title=place[1].title, address=f"{base}/{name}", part=part, parts=len(made.parts), look=look,
        dress=f"/publisher/builds/{build_id}/look/style.css?{look}",
    )  # fmt: skip


# ---------------------------------------------------------------- to take away


@router.get("/titles/{edition_id}/package")
def package(request: Request, session: Reading, site: Here, actor: SignedIn, edition_id: str) -> Response:
    """The newest book of a title in one zip: EPUB, PDFs, cover, report and record."""
    edition = titles.get(session, edition_id)
    must(may_see(actor, edition))
    build = submissions.newest_built(session, edition_id)
    if build is None:
        raise NotFoundError(edition_id)
    [card] = titles.cards(session, [edition_id])
    language = speech_of(request)
    report = {
        "schema": 1, "status": build.report["status"], "replaced": build.report.get("replaced", []),
        "counts": build.report.get("counts", {}),
        "findings": [retold(finding, language.say) for finding in build.report.get("findings", [])],
        "tools": build.report.get("tools", {}),
    }  # fmt: skip
    file = _packed(session, site, build, {"report.json": report, "record.json": {"schema": 1, **edition.record}})
    return _sent(file, f"{slug(card.title)}.zip")


@router.get("/titles/{edition_id}/archive")
def archive(session: Reading, request: Request, site: Here, actor: SignedIn, edition_id: str) -> Response:
    """Everything of a title for long keeping, as a BagIt bag in a zip."""
    must(may_see(actor, titles.get(session, edition_id)))
    found = preservation.gather(session, edition_id)
    with ExitStack() as unless_sent:
        file = unless_sent.enter_context(tempfile.TemporaryFile())
        archives.write_zip(site.store, file, found, site.origin(request))
        unless_sent.pop_all()
    return _sent(file, f"{found.name}.zip")


def _packed(session: Session, site: Site, build: Build, papers: dict[str, Any]) -> IO[bytes]:
    """A zip on the disk, gone when it is closed; what is in it is compressed already."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for made, _ in submissions.files_of(session, build.id):
            if made.role not in TAKEN:
                continue
            with archive.open(zipfile.ZipInfo(made.name, THEN), "w") as entry:
                for piece in site.store.read(made.sha256):
                    entry.write(piece)
        for name, content in papers.items():
            text = json.dumps(content, ensure_ascii=False, indent=2)
            archive.writestr(zipfile.ZipInfo(name, THEN), text.encode(), zipfile.ZIP_DEFLATED)
    return target


def _sent(file: IO[bytes], name: str) -> Response:
    """A zip that nobody keeps on the way."""
    headers = {"Content-Disposition": disposition(name), "Content-Length": str(file.seek(0, 2)),
               "Content-Security-Policy": FILE_POLICY, "Cache-Control": "no-store"}  # fmt: skip
    return StreamingResponse(_pieces(file), headers=headers, media_type="application/zip")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(1 << 20):
            yield piece
