"""Manuscripts and their builds: what came in, what is being made, what came of it.

A build is claimed by an attempt's number; progress and results of an older attempt are turned away, so that
a worker that was thought dead cannot overwrite what its successor did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select, update

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.builds import Build, BuildFile, BuildState, Manuscript, Purpose, StoredFile
from catalogue.models.titles import Edition
from catalogue.services import audit, letters, review, works
from catalogue.storage import Stored
from pipeline.i18n import N_

MAX_ATTEMPTS = 4
"""After so many deaths in the middle the manuscript itself is under suspicion, and the build is parked."""
TEXT = "text"
"""Role of the text by chapter among the files of a build."""
OPEN = (BuildState.QUEUED, BuildState.RUNNING)

RUNNING_ALREADY = N_("A build of this title is under way. Wait for its end, or cancel it.")
OLD_PAGE = N_(
    "The page that you had open was out of date: the title has been read or built again since. "
    "Nothing was changed; this is how it stands now."
)


@dataclass(frozen=True, slots=True)
class Original:
    """What a manuscript is a translation of."""

    sha256: str
    name: str
    language: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker needs for one attempt."""

    build_id: str
    attempt: int
    sha256: str
    name: str
    record: dict[str, Any]
    options: dict[str, Any]
    purpose: str = Purpose.BOOK
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file that a build made, in the store already."""

    role: str
    name: str
    media_type: str
    stored: Stored


def keep_file(session: Session, stored: Stored, media_type: str) -> None:
    """Enter a file of the store into the catalogue; the same content is entered once."""
    if session.get(StoredFile, stored.sha256) is None:
        session.add(StoredFile(sha256=stored.sha256, size=stored.size, media_type=media_type))
        session.flush()


def add_manuscript(
    session: Session, edition: Edition, stored: Stored, name: str, media_type: str, *, actor: str = ""
) -> Manuscript:
    """The next round of an edition. Raises Refusal while a build of it is under way."""
    must_be_idle(session, edition.id)
    keep_file(session, stored, media_type)
    last = session.exec(select(func.max(Manuscript.round)).where(Manuscript.edition_id == edition.id)).one()
    manuscript = Manuscript(
        edition_id=edition.id, round=(last or 0) + 1, sha256=stored.sha256, name=name[:300], user_id=actor or None
    )
    session.add(manuscript)
    session.flush()
    review.corrected(session, edition.id, actor=actor)
    payload = {"edition": edition.id, "round": manuscript.round, "sha256": stored.sha256, "name": manuscript.name}
    audit.record(session, "manuscript.received", f"manuscript/{manuscript.id}", payload, actor=actor)
    return manuscript


def create_build(
    session: Session, manuscript: Manuscript, edition: Edition, *, pdf: Sequence[str] = (),
    purpose: Purpose = Purpose.BOOK, actor: str = "",
) -> Build:  # fmt: skip
    """A build that waits for a worker; the caller enqueues it in the same transaction.

    ``pdf`` names the PDFs wanted besides the one for the screen.
    """
    build = Build(manuscript_id=manuscript.id, record=edition.record, options={"pdf": list(pdf)}, purpose=purpose.value)
    session.add(build)
    session.flush()
    payload = {"manuscript": manuscript.id, "purpose": purpose.value}
    audit.record(session, "build.created", f"build/{build.id}", payload, actor=actor)
    return build


def must_be_idle(session: Session, edition_id: str) -> None:
    """Raises Refusal while a build of the edition waits or runs."""
    if open_build(session, edition_id):
        raise Refusal("sub-001", RUNNING_ALREADY, field="manuscript")


def must_be_newest(session: Session, build: Build, edition_id: str) -> None:
    """Raises Refusal when the page of this build is out of date: what it says is not what would be acted on."""
    newest = builds_of(session, edition_id)[0][0]
    if newest.id != build.id:
        must_be_idle(session, edition_id)
        raise Refusal("sub-002", OLD_PAGE)


def open_build(session: Session, edition_id: str) -> Build | None:
    """The build of an edition that waits or runs, if there is one."""
    wanted = (
        select(Build)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .where(Manuscript.edition_id == edition_id, col(Build.state).in_(OPEN))
    )
    return session.exec(wanted).first()


def claim(session: Session, build_id: str) -> Claim | None:
    """Begin the next attempt of a build; None when it is over, or parked because it died too often."""
    build = session.exec(select(Build).where(Build.id == build_id).with_for_update()).first()
    if build is None or build.state not in OPEN:
        return None
    if build.attempt >= MAX_ATTEMPTS:
        close(session, build_id, build.attempt, BuildState.FAILED, {}, incident="died")
        return None
    manuscript = session.get_one(Manuscript, build.manuscript_id)
    build.attempt += 1
    build.state, build.stage, build.fraction = BuildState.RUNNING, "intake", 0.0
    told = build.options.get("replaces")
    given = told or {"sha256": manuscript.sha256, "name": manuscript.name}
    return Claim(
        build.id, build.attempt, given["sha256"], given["name"], build.record, build.options, build.purpose,
        None if told else _original(session, manuscript.edition_id),  # a finished file is not read
    )  # fmt: skip


def _original(session: Session, edition_id: str) -> Original | None:
    edition = session.get_one(Edition, edition_id)
    original = works.original_of(session, edition)
    manuscript = works.manuscript_of(session, original, edition.publisher_id) if original else None
    if original is None or manuscript is None:
        return None
    return Original(manuscript.sha256, manuscript.name, original.language, original.record)


def progress(session: Session, build_id: str, attempt: int, stage: str, fraction: float) -> bool:
    """Keep how far an attempt is; False when it is no longer wanted."""
    done = session.exec(
        update(Build)
        .where(col(Build.id) == build_id, col(Build.attempt) == attempt, col(Build.state) == BuildState.RUNNING)
        .values(stage=stage, fraction=fraction)
    )
    return bool(done.rowcount == 1)


def close(
    session: Session,
    build_id: str,
    attempt: int,
    state: BuildState,
    report: dict[str, Any],
    files: Sequence[MadeFile] = (),
    *,
    incident: str = "",
) -> bool:
    """Keep the end of an attempt with what it made; False, and nothing kept, when it is no longer wanted."""
    done = session.exec(
        update(Build)
        .where(col(Build.id) == build_id, col(Build.attempt) == attempt, col(Build.state).in_(OPEN))
        .values(state=state, report=report, incident=incident, ended_at=now(), stage="finish", fraction=1.0)
    )
    if done.rowcount != 1:
        return False
    for file in files:
        keep_file(session, file.stored, file.media_type)
        session.add(BuildFile(build_id=build_id, role=file.role, sha256=file.stored.sha256, name=file.name))
    payload = {"state": state.value, "attempt": attempt, "files": {f.role: f.stored.sha256 for f in files}}
    audit.record(session, "build.ended", f"build/{build_id}", payload)
    letters.build_ended(session, session.get_one(Build, build_id, populate_existing=True))
    return True


def cancel(session: Session, build_id: str, *, actor: str = "") -> bool:
    """Call a waiting or running build off; False when it is over already."""
    done = session.exec(
        update(Build)
        .where(col(Build.id) == build_id, col(Build.state).in_(OPEN))
        .values(state=BuildState.CANCELLED, ended_at=now())
    )
    if done.rowcount == 1:
        audit.record(session, "build.cancelled", f"build/{build_id}", actor=actor)
    return bool(done.rowcount == 1)


def unfinished(session: Session) -> list[tuple[str, int]]:
    """Ids and attempts of the builds that wait or run."""
    rows = session.exec(select(Build.id, Build.attempt).where(col(Build.state).in_(OPEN)))
    return [(build_id, attempt) for build_id, attempt in rows]


def wait_again(session: Session) -> list[str]:
    """Put every build that is not over back to its beginning, as after a restore. Returns their ids."""
    ids = [build_id for build_id, _ in unfinished(session)]
    begun = {"state": BuildState.QUEUED, "attempt": 0, "stage": "", "fraction": 0.0}
    session.exec(update(Build).where(col(Build.id).in_(ids)).values(**begun))
    return ids


def build_of(session: Session, build_id: str) -> tuple[Build, Manuscript, Edition]:
    """A build with its manuscript and edition. Raises NotFoundError."""
    build = session.get(Build, build_id)
    if build is None:
        raise NotFoundError(build_id)
    manuscript = session.get_one(Manuscript, build.manuscript_id)
    return build, manuscript, session.get_one(Edition, manuscript.edition_id)


def builds_of(session: Session, edition_id: str) -> list[tuple[Build, Manuscript]]:
    """All builds of an edition, the newest first."""
    wanted = (
        select(Build, Manuscript)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .where(Manuscript.edition_id == edition_id)
        .order_by(col(Manuscript.round).desc(), col(Build.created_at).desc())
    )
    return [(build, manuscript) for build, manuscript in session.exec(wanted)]


def latest(session: Session, editions: Sequence[str]) -> dict[str, Build]:
    """The newest build of each of these editions."""
    wanted = (
        select(Manuscript.edition_id, Build)
        .join(Build, col(Manuscript.id) == col(Build.manuscript_id))
        .where(col(Manuscript.edition_id).in_(editions))
        .order_by(col(Manuscript.round), col(Build.created_at))
    )
    return dict(session.exec(wanted).all())


def files_of(session: Session, build_id: str) -> list[tuple[BuildFile, StoredFile]]:
    """What a build made."""
    wanted = (
        select(BuildFile, StoredFile)
        .join(StoredFile, col(StoredFile.sha256) == col(BuildFile.sha256))
        .where(BuildFile.build_id == build_id)
        .order_by(BuildFile.role)
    )
    return [(file, stored) for file, stored in session.exec(wanted)]


def newest_built(session: Session, edition_id: str) -> Build | None:
    """The newest build of an edition that became a book."""
    for build, _ in builds_of(session, edition_id):
        if build.state == BuildState.BUILT and build.purpose == Purpose.BOOK:
            return build
    return None


def verdict_before(session: Session, build: Build, edition_id: str) -> Build | None:
    """The verdict that stood before this one: of the same round, or of the round before."""
    older = [
        other
        for other, _ in builds_of(session, edition_id)
        if other.purpose == Purpose.VERDICT and other.state == BuildState.BUILT and other.created_at < build.created_at
    ]
    return max(older, key=lambda other: other.created_at, default=None)


def rounds(session: Session, edition_id: str) -> list[Manuscript]:
    """The rounds of an edition, the first first."""
    wanted = select(Manuscript).where(Manuscript.edition_id == edition_id).order_by(col(Manuscript.round))
    return list(session.exec(wanted).all())


def round_of(session: Session, edition_id: str, number: int) -> Manuscript:
    """One round of an edition. Raises NotFoundError."""
    wanted = select(Manuscript).where(Manuscript.edition_id == edition_id, Manuscript.round == number)
    found = session.exec(wanted).first()
    if found is None:
        raise NotFoundError(f"{edition_id} {number}")
    return found


def text_of(session: Session, manuscript: Manuscript) -> str:
    """The hash of a round's text by chapter, as it was understood last; empty while nobody has read it."""
    wanted = (
        select(BuildFile.sha256)
        .join(Build, col(Build.id) == col(BuildFile.build_id))
        .where(Build.manuscript_id == manuscript.id, BuildFile.role == TEXT)
        .order_by(col(Build.created_at).desc())
    )
    return session.exec(wanted).first() or ""
