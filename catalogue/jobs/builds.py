"""From an upload to a finished build: asked for in one transaction, done by any worker, finished once.

The job may run more than once (a worker dies, the database goes away); what it makes is named by its content
and kept only by the attempt that is current, so that doing it again does no harm.
"""

from __future__ import annotations

import json
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.jobs import child, children, texts
from catalogue.jobs.engine import Jobs
from catalogue.models.builds import Build, BuildState, Manuscript, Purpose
from catalogue.models.people import Organisation
from catalogue.models.titles import Edition
from catalogue.services import corrections, indexing, submissions, titles, works
from catalogue.services.permissions import Actor
from catalogue.services.submissions import Claim, MadeFile
from catalogue.storage import Store, Stored
from pipeline import sandbox
from pipeline.metadata import EditionRecord

log = structlog.get_logger(__name__)
JOB = "build"
LIMITS = sandbox.Limits(wall_s=1800, cpu_s=0, memory_mb=0, file_mb=2048, files=1024)
"""Of the build as a whole; each tool inside has its own, tighter ones (Java cannot live under an address limit)."""
TELL_EVERY_S = 0.4
MEDIA_TYPE = "application/octet-stream"
"""Of a manuscript: it is never shown, only handed back."""


class NotWantedError(Exception):
    """The build was cancelled, or another attempt has taken its place."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A manuscript that came whole: where it lies for now, and its name for people."""

    path: Path
    name: str


def submit_new(
    engine: Engine, store: Store, jobs: Jobs, upload: Upload, record: EditionRecord, house_id: str, *,
    actor: str = "", sample: bool = False, work_id: str = "", original_id: str = "", purpose: Purpose = Purpose.BOOK,
) -> tuple[str, str]:  # fmt: skip
    """A new title with its first manuscript, and the build of it. Returns the ids of the edition and the build.

    ``original_id`` is the edition that it is a translation of. Raises Refusal when it cannot be.
    """
    stored = store.put(upload.path)
    with session_scope(engine) as session:
        house = session.get_one(Organisation, house_id)
        edition = titles.create(
            session, record, house, actor=actor, sample=sample, work_id=work_id, provisional=Path(upload.name).stem
        )
        if original_id:
            works.join(session, edition, titles.get(session, original_id), actor=actor)
        manuscript = submissions.add_manuscript(session, edition, stored, upload.name, MEDIA_TYPE, actor=actor)
        return edition.id, _enqueue(session, jobs, manuscript, edition, actor, purpose=purpose).id


def submit_round(
    engine: Engine, store: Store, jobs: Jobs, upload: Upload, edition_id: str, *,
    actor: str = "", purpose: Purpose = Purpose.BOOK,
) -> str:  # fmt: skip
    """The next round of a title. Returns the build's id. Raises Refusal while another build is under way."""
    stored = store.put(upload.path)
    with session_scope(engine) as session:
        edition = titles.get(session, edition_id)
        manuscript = submissions.add_manuscript(session, edition, stored, upload.name, MEDIA_TYPE, actor=actor)
        return _enqueue(session, jobs, manuscript, edition, actor, purpose=purpose).id


def bring_back(
    engine: Engine, store: Store, jobs: Jobs, edition_id: str, number: int, *, actor: str = ""
) -> str:  # fmt: skip
    """An earlier round again, as the newest one, and the verdict of it; nothing is deleted. Returns the build's id.

    Raises NotFoundError for a round that is not there, Refusal while a build is under way.
    """
    with session_scope(engine) as session:
        edition = titles.get(session, edition_id)
        old = submissions.round_of(session, edition_id, number)
        stored = Stored(old.sha256, store.size(old.sha256))
        manuscript = submissions.add_manuscript(session, edition, stored, old.name, MEDIA_TYPE, actor=actor)
        return _enqueue(session, jobs, manuscript, edition, actor, purpose=Purpose.VERDICT).id


def submit_again(
    engine: Engine, jobs: Jobs, build_id: str, *, record: EditionRecord | None = None,
    pdf: Sequence[str] | None = None, actor: str = "", purpose: Purpose | None = None,
) -> str:  # fmt: skip
    """Build the same manuscript again, with a changed record if one is given. Raises Refusal while one is under way.

    Raises it as well when another build came after this one, since its page was out of date then.

    The purpose is that of the first build unless another is given, so that after a verdict the book is built.
    ``pdf`` names the PDFs wanted besides the one for the screen; by default those of the first build.
    """
    with session_scope(engine) as session:
        build, manuscript, edition = submissions.build_of(session, build_id)
        submissions.must_be_newest(session, build, edition.id)
        submissions.must_be_idle(session, edition.id)
        if record is not None:
            titles.change(session, edition, record, actor=actor)
        wanted = build.options.get("pdf", ()) if pdf is None else pdf
        meant = Purpose(build.purpose) if purpose is None else purpose
        return _enqueue(session, jobs, manuscript, edition, actor, wanted, meant).id


def replace_file(
    engine: Engine, store: Store, jobs: Jobs, build_id: str, role: str, upload: Upload, reason: str, actor: Actor
) -> str:
    """Check a file that was corrected outside and put it in the place of the built one. Returns the build's id.

    Raises Refusal when there is nothing to replace, without a reason, and while a build is under way.
    """
    stored = store.put(upload.path)
    with session_scope(engine) as session:
        fresh = corrections.replace(session, build_id, role, stored, upload.name, reason, actor)
        jobs.enqueue(session, JOB, fresh.id, job_id=fresh.id)
        return fresh.id


def cancel(engine: Engine, jobs: Jobs, build_id: str, *, actor: str = "") -> None:
    """Call a build off: a waiting one never starts, a running one ends within a second."""
    with session_scope(engine) as session:
        cancelled = submissions.cancel(session, build_id, actor=actor)
    if cancelled:
        jobs.cancel(build_id)


def _enqueue(
    session: Session, jobs: Jobs, manuscript: Manuscript, edition: Edition, actor: str, pdf: Sequence[str] = (),
    purpose: Purpose = Purpose.BOOK,
) -> Build:  # fmt: skip
    build = submissions.create_build(session, manuscript, edition, pdf=pdf, purpose=purpose, actor=actor)
    jobs.enqueue(session, JOB, build.id, job_id=build.id)
    return build


class Builder:
    """The worker's side: does one build from claim to close."""

    def __init__(self, engine: Engine, store: Store, folder: Path, sandbox_mode: str = "auto") -> None:
        """``folder`` is the worker's own place for what is being made."""
        self.engine, self.store, self.folder, self.sandbox = engine, store, folder, sandbox_mode

    def run(self, build_id: str) -> None:
        """Do a build, unless it is over or no longer wanted. Lets database and store errors out: the job is retried."""
        with session_scope(self.engine) as session:
            claim = submissions.claim(session, build_id)
        if claim is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{build_id}-", dir=self.folder) as name:
            try:
                self._attempt(claim, Path(name))
            except NotWantedError:
                log.info("build given up", build=build_id, attempt=claim.attempt)

    def _attempt(self, claim: Claim, folder: Path) -> None:
        self.store.fetch(claim.sha256, folder / child.MANUSCRIPT)
        order = {
            "record": claim.record,
            "name": claim.name,
            "pdf": claim.options.get("pdf", []),
            "purpose": claim.purpose,
            "replaces": claim.options.get("replaces", {}).get("role", ""),
        }
        if claim.original:
            self.store.fetch(claim.original.sha256, folder / child.ORIGINAL)
            order["original"] = asdict(claim.original)
        done = children.run(folder, order, self.sandbox, LIMITS, on_line=self._listener(claim))
        made = children.result(folder)
        if made is None:
            self._broken(claim, done)
        else:
            self._keep(claim, made, folder / child.MADE)

    def _listener(self, claim: Claim) -> Any:
        """Keeps progress as it comes, and stops the child when the attempt is no longer wanted."""
        told, last_stage = 0.0, ""

        def heard(line: bytes) -> None:
            nonlocal told, last_stage
            try:
                progress = json.loads(line)
                stage, fraction = str(progress["stage"]), float(progress["fraction"])
            except (ValueError, KeyError, TypeError):
                return  # a library's chatter
            if stage == last_stage and time.monotonic() - told < TELL_EVERY_S:
                return
            told, last_stage = time.monotonic(), stage
            with session_scope(self.engine) as session:
                if not submissions.progress(session, claim.build_id, claim.attempt, stage, fraction):
                    raise NotWantedError

        return heard

    def _keep(self, claim: Claim, result: dict[str, Any], made: Path) -> None:
        files = [
            MadeFile(file["role"], file["name"], file["media_type"], self.store.put(made / file["name"]))
            for file in result.pop("files")
        ]
        state = BuildState(result["status"])
        told = claim.options.get("replaces")
        if told:
            files = [replace(file, role=told["role"]) for file in files]
            with session_scope(self.engine) as session:
                result, others = corrections.joined(session, told, result)
                files += [
                    MadeFile(f.role, f.name, kept.media_type, Stored(kept.sha256, kept.size)) for f, kept in others
                ]
        epub = next((file for file in files if file.role == "epub" and (made / file.name).exists()), None)
        read = texts.read(made / epub.name, epub.stored.sha256) if epub else []
        with session_scope(self.engine) as session:
            if not submissions.close(session, claim.build_id, claim.attempt, state, result, files):
                raise NotWantedError
            if not told:
                _, _, edition = submissions.build_of(session, claim.build_id)
                titles.adopt(session, edition, result)
            if epub:
                indexing.keep_text(session, epub.stored.sha256, read)

    def _broken(self, claim: Claim, done: sandbox.Completed) -> None:
        """The child came to no result: a fault of ours, or a limit."""
        incident = secrets.token_hex(6)
        log.error(
            "build broke off", build=claim.build_id, incident=incident, reason=done.reason, code=done.returncode,
            stderr=done.stderr.decode("utf-8", "replace")[-4000:],
        )  # fmt: skip
        report: dict[str, Any] = {"status": "failed", "reason": done.reason, "findings": []}
        with session_scope(self.engine) as session:
            submissions.close(session, claim.build_id, claim.attempt, BuildState.FAILED, report, incident=incident)


def sweep(engine: Engine, jobs: Jobs) -> None:
    """End those builds whose job has failed for good, so that nobody waits for them."""
    with session_scope(engine) as session:
        waiting = submissions.unfinished(session)
    for build_id, attempt in waiting:
        if jobs.status(build_id) in ("failed", None):
            incident = secrets.token_hex(6)
            log.error("the job of a build is gone", build=build_id, incident=incident)
            with session_scope(engine) as session:
                submissions.close(session, build_id, attempt, BuildState.FAILED, {"findings": []}, incident=incident)
