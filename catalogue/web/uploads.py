"""Taking a file in: to an unnamed folder of its own, let in by the gate, and gone when the request ends.

The body is read only after the visitor's rights are known. A client that goes away in the middle leaves
nothing: parts live in unnamed spool files, and the folder is removed whatever happens.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Concatenate, ParamSpec

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from catalogue.db import reading, session_scope
from catalogue.errors import NotFoundError
from catalogue.models.builds import Upload
from catalogue.services import incoming, sent
from catalogue.services.permissions import Actor
from catalogue.web.forms import Form, clean
from catalogue.web.site import Site
from pipeline.findings import ManuscriptRefused
from pipeline.i18n import N_
from pipeline.intake import gate

_Rest = ParamSpec("_Rest")
MAX_BODY = gate.MAX_BYTES + (2 << 20)
"""The largest upload with its form around it."""
MAX_NAME = 255
MAX_FILES = 12

MANUSCRIPTS = frozenset({"docx", "doc", "rtf", "odt", "markdown", "html", "latex", "text", "files"})
LOST = N_("The file that was sent is not here any more. Please choose it again.")

NO_FILE = N_("Please choose a file.")
NOT_A_MANUSCRIPT = N_(
    "“{name}” is not a manuscript. Send Word (.docx, .doc, .rtf), OpenDocument (.odt), Markdown, HTML or LaTeX, "
    "or a zip of such files."
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that came whole: where it lies for now and what its sender called it."""

    path: Path
    name: str

    def sha256(self) -> str:
        """The hash under which the store will have it."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A multipart form, read to its end; ``files`` has the first file of each field, ``several`` all of them."""

    typed: Mapping[str, str]
    files: Mapping[str, Arrived] = field(default_factory=dict)
    several: Mapping[str, tuple[Arrived, ...]] = field(default_factory=dict)


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form without files. Raises HTTPException 400 when there are some."""
    async with request.form(max_files=0, max_fields=80, max_part_size=1 << 20) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


@asynccontextmanager
async def arrival(request: Request) -> AsyncIterator[Arrival]:
    """The form and its files, for as long as the request lasts."""
    folder = Path(tempfile.mkdtemp(prefix="nghinsach-upload-"))
    try:
        async with request.form(max_files=MAX_FILES, max_fields=80, max_part_size=1 << 20) as form:
            yield await run_in_threadpool(_settle, form, folder)
    finally:
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)


def _settle(form: FormData, folder: Path) -> Arrival:
    typed: dict[str, str] = {}
    files: dict[str, list[Arrived]] = {}
    for number, (name, value) in enumerate(form.multi_items()):
        if isinstance(value, str):
            typed.setdefault(name, value)
        elif value.filename:
            files.setdefault(name, []).append(_keep(value, folder / f"part-{number}"))
    firsts = {name: kept[0] for name, kept in files.items()}
    return Arrival(typed, firsts, {name: tuple(kept) for name, kept in files.items()})


def _keep(sent: UploadFile, target: Path) -> Arrived:
    with target.open("wb") as file:
        shutil.copyfileobj(sent.file, file, 1 << 20)
    name = clean((sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, suffix = name.rpartition(".")
    return Arrived(target, f"{stem[: MAX_NAME - 20]}{dot}{suffix[:15]}" if dot else name[:MAX_NAME])


def once(
    act: Callable[Concatenate[Request, Site, Actor, Arrival, _Rest], Response],
    request: Request, site: Site, actor: Actor, arrived: Arrival, *rest: _Rest.args, **named: _Rest.kwargs,
) -> Response:  # fmt: skip
    """Do what a form asks for, unless this very form was sent before (``services.sent``)."""
    with sent.once(site.engine, actor.id, arrived.typed.get("form_key", "")) as led_to:
        answer = act(request, site, actor, arrived, *rest, **named)
        if answer.status_code == 303:
            led_to(answer.headers["location"])
    return answer


def manuscript(form: Form, files: Mapping[str, Arrived], name: str = "manuscript") -> Arrived | None:
    """The manuscript of a form when the gate lets it in; else None, and the form says why."""
    return _let_in(form, files, name, MANUSCRIPTS)


def finished(form: Form, files: Mapping[str, Arrived], name: str = "finished") -> Arrived | None:
    """A finished EPUB or PDF of a form, or None."""
    return _let_in(form, files, name, frozenset({"epub", "pdf"})) if name in files else None


def ahead(form: Form, site: Site, actor: Actor, arrived: Arrival) -> list[Upload]:
    """The files that a form's script sent ahead of it, in pieces; the form remembers them when it comes back."""
    form.take(arrived.typed, "uploads")
    ids = [part for part in form.values["uploads"].split(",") if part][:MAX_FILES]
    try:
        with Session(reading(site.engine), expire_on_commit=False) as session:
            return incoming.whole(session, site.settings.incoming_folder, actor.id, ids)
    except NotFoundError:
        form.values["uploads"] = ""
        form.wrong("manuscript", LOST)
        return []


def manuscripts(form: Form, site: Site, actor: Actor, arrived: Arrival) -> list[Arrived]:
    """All manuscripts of a form, sent ahead or with it, when the gate lets every one in; else none, and it says why."""
    sent = ahead(form, site, actor, arrived)
    here = [Arrived(incoming.part_of(site.settings.incoming_folder, one), one.name) for one in sent]
    here += arrived.several.get("manuscript", ())
    if not here:
        form.wrong("manuscript", NO_FILE)
    let_in = [_let_in(form, {"manuscript": one}, "manuscript", MANUSCRIPTS) for one in here]
    return [] if "manuscript" in form.errors else [one for one in let_in if one]


def used(site: Site, actor: Actor, form: Form) -> None:
    """Throw away what was sent ahead: it is in the store now."""
    ids = [part for part in form.values.get("uploads", "").split(",") if part]
    with session_scope(site.engine) as session:
        for upload in incoming.whole(session, site.settings.incoming_folder, actor.id, ids):
            incoming.forget(session, site.settings.incoming_folder, upload)


def _let_in(form: Form, files: Mapping[str, Arrived], name: str, kinds: frozenset[str]) -> Arrived | None:
    arrived = files.get(name)
    if arrived is None:
        form.wrong(name, NO_FILE)
        return None
    try:
        known = gate.receive(arrived.path, name=arrived.name)
    except ManuscriptRefused as refusal:
        said = refusal.findings[0].said(form.speech.say)
        form.errors.setdefault(name, f"{said['message']} {said['hint']}".strip())
        return None
    if known.kind not in kinds:
        form.wrong(name, NOT_A_MANUSCRIPT, name=arrived.name)
        return None
    return arrived


_SCANS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
NOT_A_SCAN = N_("“{name}” is not a scan. Send a PDF, JPEG or PNG.")


def scan(form: Form, files: Mapping[str, Arrived], name: str = "scan") -> tuple[Arrived, str] | None:
    """The scan of a paper and its media type, known by its first bytes; None when there is none."""
    arrived = files.get(name)
    if arrived is None:
        return None
    with arrived.path.open("rb") as file:
        head = file.read(16)
    kind = next((media for magic, media in _SCANS.items() if head.startswith(magic)), None)
    if kind is None:
        form.wrong(name, NOT_A_SCAN, name=arrived.name)
        return None
    return arrived, kind
