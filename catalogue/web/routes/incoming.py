"""Resumable uploads: the tus protocol 1.0.0 with its extensions creation, termination and expiration.

Four verbs of our own instead of a library: the one for this framework looks at rights after the bytes are written,
and at the announced size not at all. Here every verb first finds out who is there and whose file it is; a file that
cannot be taken is refused when it is announced.
"""

from __future__ import annotations

import base64
import binascii
from email.utils import format_datetime
from pathlib import Path
from typing import BinaryIO

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from catalogue.db import reading, session_scope
from catalogue.errors import Refusal
from catalogue.models.builds import Upload
from catalogue.services import incoming
from catalogue.services.permissions import Actor
from catalogue.web.access import Here, Publisher
from catalogue.web.forms import MANUSCRIPT_SUFFIXES, clean
from catalogue.web.pages import speech_of
from catalogue.web.site import Site
from pipeline.intake.gate import MAX_BYTES

router = APIRouter(prefix="/publisher/incoming", include_in_schema=False)
VERSION = "1.0.0"
KINDS = (*MANUSCRIPT_SUFFIXES, ".epub", ".pdf")
BUFFER = 1 << 20
"""Bytes gathered before they are written."""
STATUS = {"upl-002": 413, "upl-003": 415, "upl-004": 429, "upl-005": 507}
PROTOCOL = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


def _speaks(request: Request) -> None:
    """Only the version that we speak. Raises HTTPException 412."""
    if request.headers.get("tus-resumable") != VERSION:
        raise HTTPException(412, headers={**PROTOCOL, "Tus-Version": VERSION})


@router.options("")
@router.options("/{upload_id}")
def options() -> Response:
    """What we can do."""
    able = {
        "Tus-Version": VERSION, "Tus-Extension": "creation,termination,expiration", "Tus-Max-Size": str(MAX_BYTES),
    }  # fmt: skip
    return Response(status_code=204, headers={**PROTOCOL, **able})


@router.post("")
def announce(request: Request, site: Here, actor: Publisher) -> Response:
    """A file is announced with its size and name; its address comes back, or why it cannot be taken."""
    _speaks(request)
    size = _number(request, "upload-length")
    name = clean(_metadata(request).get("filename", "").replace("\\", "/").rsplit("/", 1)[-1])
    try:
        with session_scope(site.engine) as session:
            made = incoming.announce(session, site.settings.incoming_folder, actor.id, name, size, KINDS)
            address, until = f"{router.prefix}/{made.id}", _expires(made)
    except Refusal as refusal:
        said = {"schema": 1, "code": refusal.code, "message": refusal.said(speech_of(request).say)}
        return JSONResponse(said, STATUS.get(refusal.code, 422), PROTOCOL)
    return Response(status_code=201, headers={**PROTOCOL, "Location": address, "Upload-Expires": until})


@router.head("/{upload_id}")
def state(request: Request, site: Here, actor: Publisher, upload_id: str) -> Response:
    """How much of a file has come."""
    _speaks(request)
    upload = _own(site, actor, upload_id)
    come = incoming.come(site.settings.incoming_folder, upload)
    headers = {"Upload-Offset": str(come), "Upload-Length": str(upload.size), "Upload-Expires": _expires(upload)}
    return Response(headers={**PROTOCOL, **headers})


@router.patch("/{upload_id}", max_body_size=MAX_BYTES)
async def add(request: Request, site: Here, actor: Publisher, upload_id: str) -> Response:
    """The next piece of a file, from where it stands."""
    _speaks(request)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        raise HTTPException(415, headers=PROTOCOL)
    offset = _number(request, "upload-offset")
    upload = await run_in_threadpool(_own, site, actor, upload_id)
    path = incoming.part_of(site.settings.incoming_folder, upload)
    try:
        with incoming.writing(path) as part:
            if part.tell() != offset:
                raise HTTPException(409, headers=PROTOCOL)
            await _write(request, part, upload.size)
            come = part.tell()
    except incoming.BusyError:
        raise HTTPException(423, headers=PROTOCOL) from None
    return Response(
        status_code=204, headers={**PROTOCOL, "Upload-Offset": str(come), "Upload-Expires": _expires(upload)}
    )


async def _write(request: Request, part: BinaryIO, size: int) -> None:
    """Add what comes; what came before the line broke stays. Raises HTTPException 413 for more than was announced."""
    gathered = bytearray()
    try:
        async for piece in request.stream():
            gathered += piece
            if part.tell() + len(gathered) > size:
                gathered.clear()
                raise HTTPException(413, headers=PROTOCOL)
            if len(gathered) >= BUFFER:
                await run_in_threadpool(part.write, bytes(gathered))
                gathered.clear()
    except ClientDisconnect:
        pass  # nobody is there to hear an answer; the next HEAD tells how far we came
    finally:
        part.write(bytes(gathered))


@router.delete("/{upload_id}")
def cancel(request: Request, site: Here, actor: Publisher, upload_id: str) -> Response:
    """The file is not wanted any more."""
    _speaks(request)
    with session_scope(site.engine) as session:
        upload = incoming.find(session, site.settings.incoming_folder, actor.id, upload_id)
        incoming.forget(session, site.settings.incoming_folder, upload)
    return Response(status_code=204, headers=PROTOCOL)


def _own(site: Site, actor: Actor, upload_id: str) -> Upload:
    with Session(reading(site.engine), expire_on_commit=False) as session:
        return incoming.find(session, Path(site.settings.incoming_folder), actor.id, upload_id)


def _number(request: Request, name: str) -> int:
    """A header that must be a number. Raises HTTPException 400."""
    given = request.headers.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise HTTPException(400, headers=PROTOCOL)
    return int(given)


def _metadata(request: Request) -> dict[str, str]:
    """``Upload-Metadata``: pairs of a key and Base64, between commas. Raises HTTPException 400."""
    found = {}
    for pair in request.headers.get("upload-metadata", "")[:4000].split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise HTTPException(400, headers=PROTOCOL) from None
    return found


def _expires(upload: Upload) -> str:
    return format_datetime(upload.expires_at, usegmt=True)
