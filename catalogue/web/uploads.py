"""Taking a file in: to an unnamed folder of its own, let in by the gate, and gone when the request ends.

The body is read only after the visitor's rights are known. A client that goes away in the middle leaves
nothing: parts live in unnamed spool files, and the folder is removed whatever happens.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from catalogue.web.forms import Form, clean
from pipeline.findings import ManuscriptRefused
from pipeline.i18n import N_
from pipeline.intake import gate

MAX_BODY = gate.MAX_BYTES + (2 << 20)
"""The largest upload with its form around it."""
MAX_NAME = 255

KINDS = frozenset({"docx", "doc", "rtf", "odt", "markdown", "html", "latex", "text", "files"})
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


@dataclass(frozen=True, slots=True)
class Arrival:
    """A multipart form, read to its end."""

    typed: Mapping[str, str]
    files: Mapping[str, Arrived] = field(default_factory=dict)


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form without files. Raises HTTPException 400 when there are some."""
    async with request.form(max_files=0, max_fields=80, max_part_size=1 << 20) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


@asynccontextmanager
async def arrival(request: Request) -> AsyncIterator[Arrival]:
    """The form and its files, for as long as the request lasts."""
    folder = Path(tempfile.mkdtemp(prefix="nghinsach-upload-"))
    try:
        async with request.form(max_files=4, max_fields=80, max_part_size=1 << 20) as form:
            yield await run_in_threadpool(_settle, form, folder)
    finally:
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)


def _settle(form: FormData, folder: Path) -> Arrival:
    typed: dict[str, str] = {}
    files: dict[str, Arrived] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, value)
        elif value.filename and name not in files:
            files[name] = _keep(value, folder / f"part-{len(files)}")
    return Arrival(typed, files)


def _keep(sent: UploadFile, target: Path) -> Arrived:
    with target.open("wb") as file:
        shutil.copyfileobj(sent.file, file, 1 << 20)
    name = clean((sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, suffix = name.rpartition(".")
    return Arrived(target, f"{stem[: MAX_NAME - 20]}{dot}{suffix[:15]}" if dot else name[:MAX_NAME])


def manuscript(form: Form, files: Mapping[str, Arrived], name: str = "manuscript") -> Arrived | None:
    """The manuscript of a form when the gate lets it in; else None, and the form says why."""
    return _let_in(
        form, files, name, frozenset({"docx", "doc", "rtf", "odt", "markdown", "html", "latex", "text", "files"})
    )


def finished(form: Form, files: Mapping[str, Arrived], name: str = "finished") -> Arrived | None:
    """A finished EPUB or PDF of a form, or None."""
    return _let_in(form, files, name, frozenset({"epub", "pdf"})) if name in files else None


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
