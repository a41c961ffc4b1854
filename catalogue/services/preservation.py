"""Everything that is known and kept of a title, gathered to be handed to an archive for good.

It stands on its own: names beside ids, every file under a name that says what it is, and of the record of changes all
that concerns the title, each entry with its place in the chain. The same title gives the same until it changes.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from sqlmodel import Session, col, or_, select

from catalogue.errors import NotFoundError
from catalogue.models.builds import Build, Manuscript, Release, ReleaseState, StoredFile
from catalogue.models.people import Organisation, User
from catalogue.models.programme import ChangeEvent, Programme
from catalogue.models.review import Handback, Remark
from catalogue.models.titles import Classification, DossierItem, Edition, EditionFormat, Subject
from catalogue.services import access, holdings, releases, submissions, titles, works
from catalogue.services.holdings import Holding
from pipeline.text import latin, slug

SCHEMA = 1
_ID = re.compile(r"([0-9a-z]{12})(?:-.*)?")


@dataclass(slots=True)
class Preserved:
    """A title with all that belongs to it; ``files`` are hashes by their names in the package."""

    edition_id: str
    name: str
    """Of the package: it tells the title and its last change apart from all others."""
    title: str
    publisher: str
    changed_at: datetime
    about: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    holding: Holding | None = None
    """What catalogues of libraries are told; only of a title that readers have now."""


def find(session: Session, told: str) -> tuple[str, str]:
    """The edition, and the release if it was one that was told: by id, or by an address. Raises NotFoundError."""
    found = _ID.fullmatch(told.rstrip("/").rpartition("/")[2])
    key = found.group(1) if found else ""
    if session.get(Edition, key):
        return key, ""
    release = session.get(Release, key)
    if release is None:
        raise NotFoundError(told)
    return release.edition_id, release.id


def every(session: Session) -> list[str]:
    """Ids of the titles that were ever released here, or on paper, the oldest first."""
    here = select(Release.edition_id)
    paper = select(DossierItem.edition_id).where(
        col(DossierItem.kind).in_(("release", "deposit")), col(DossierItem.replaced_at).is_(None)
    )
    wanted = select(Edition.id).where(or_(col(Edition.id).in_(here), col(Edition.id).in_(paper)))
    return list(session.exec(wanted.order_by(col(Edition.created_at), Edition.id)))


def gather(session: Session, edition_id: str, release_id: str = "") -> Preserved:
    """A title with all its releases, or with the one of ``release_id``. Raises NotFoundError."""
    edition = titles.get(session, edition_id)
    history = [r for r in reversed(releases.history(session, edition_id)) if release_id in ("", r.id)]
    manuscripts = _manuscripts(session, edition_id, history if release_id else None)
    events = _events(session, edition_id)
    [card] = titles.cards(session, [edition_id])
    last = events[-1] if events else None
    version = f"-v{history[0].version}" if release_id else ""
    found = Preserved(
        edition_id, f"{slug(card.title, longest=50)}-{edition_id}-{last.number if last else 0}{version}", card.title,
        card.publisher, last.recorded_at if last else edition.created_at, {}, changes=[_change(e) for e in events],
    )  # fmt: skip
    found.about = {
        "schema": SCHEMA, **_described(session, edition),
        "manuscripts": [_manuscript(one, found) for one in manuscripts],
        "releases": [_release(session, one, found) for one in history],
        "dossier": [_paper(session, item, found, at) for at, item in enumerate(_dossier(session, edition_id), 1)],
        "review": _review(session, edition_id),
        "people": _names(session, events),
    }  # fmt: skip
    if any(release.state == ReleaseState.CURRENT for release in history):
        [found.holding] = holdings.of(session, [edition_id])
    return found


def _described(session: Session, edition: Edition) -> dict[str, Any]:
    """What the catalogue says of the title itself."""
    house = session.get_one(Organisation, edition.publisher_id)
    body = session.get(Organisation, edition.reporting_body_id) if edition.reporting_body_id else None
    [card] = titles.cards(session, [edition.id])
    recognition = releases.recognition(session, edition.id)
    programme = session.get_one(Programme, recognition.programme_id) if recognition else None
    others = [one for one in works.editions(session, edition) if one.id != edition.id]
    formats = select(EditionFormat).where(EditionFormat.edition_id == edition.id).order_by(EditionFormat.form)
    subjects = select(Subject).where(Subject.edition_id == edition.id).order_by(Subject.scheme, Subject.code)
    decided = select(Classification).where(Classification.edition_id == edition.id)
    return {
        "id": edition.id, "title": card.title, "subtitle": card.subtitle, "language": edition.language,
        "kind": edition.kind, "publisher": house.name, "reporting_body": body.name if body else "",
        "audience": edition.audience, "entered_at": _said(edition.created_at), "sample": edition.is_sample,
        "record": edition.record,
        "work": {
            "id": edition.work_id, "translated_from": edition.translated_from_id or "",
            "editions": [{"id": one.id, "language": one.language, "kind": one.kind} for one in others],
        },
        "formats": [{"form": one.form, "isbn": one.isbn} for one in session.exec(formats)],
        "subjects": [{"scheme": one.scheme, "code": one.code} for one in session.exec(subjects)],
        "access": [
            {"form": one.form, "kind": one.kind, "until": _said(one.until), "reason": one.reason,
             "by": one.user_id or "", "at": _said(one.recorded_at)}
            for one in reversed(access.decisions(session, edition.id))
        ],
        "recognition": {
            "programme": programme.name, "code": programme.code, "by": recognition.user_id or "",
            "reason": recognition.reason, "at": _said(recognition.recognised_at),
        } if recognition and programme else None,
        "classifications": [
            {"axis": one.axis, "value": one.value, "reason": one.reason, "by": one.user_id,
             "at": _said(one.recorded_at)}
            for one in session.exec(decided.order_by(col(Classification.recorded_at), Classification.id))
        ],
    }  # fmt: skip


def _review(session: Session, edition_id: str) -> dict[str, Any]:
    """What the programme's editors said of it, and what the house answered."""
    remarks = select(Remark).where(Remark.edition_id == edition_id).order_by(col(Remark.created_at), Remark.id)
    returns = select(Handback).where(Handback.edition_id == edition_id).order_by(col(Handback.created_at), Handback.id)
    return {
        "remarks": [
            {"section": one.section, "block": one.block, "quote": one.quote, "text": one.text, "by": one.user_id,
             "at": _said(one.created_at), "settled_at": _said(one.settled_at), "answer": one.answer}
            for one in session.exec(remarks)
        ],
        "returns": [
            {"reason": one.reason, "by": one.user_id, "at": _said(one.created_at), "answer": one.answer,
             "answered_by": one.answered_by or "", "answered_at": _said(one.answered_at)}
            for one in session.exec(returns)
        ],
    }  # fmt: skip


def _manuscripts(session: Session, edition_id: str, history: Sequence[Release] | None) -> list[Manuscript]:
    """All rounds, or those that some releases were made of."""
    found = submissions.rounds(session, edition_id)
    if history is None:
        return found
    builds = select(Build.manuscript_id).where(col(Build.id).in_([one.build_id for one in history]))
    wanted = set(session.exec(builds))
    return [one for one in found if one.id in wanted]


def _manuscript(one: Manuscript, found: Preserved) -> dict[str, Any]:
    path = _path(f"manuscripts/{one.round:02d}-", one.name)
    found.files[path] = one.sha256
    return {
        "round": one.round, "file": path, "name": one.name, "received_at": _said(one.received_at),
        "by": one.user_id or "",
    }  # fmt: skip


def _release(session: Session, one: Release, found: Preserved) -> dict[str, Any]:
    folder = f"releases/{one.version:02d}"
    files = []
    for file, stored in titles.files_of(session, one.id):
        path = _path(f"{folder}/{file.role}-", file.name)
        found.files[path] = file.sha256
        files.append({
            "file": path, "role": file.role, "name": file.name, "media_type": stored.media_type, "bytes": stored.size,
        })  # fmt: skip
    build = session.get(Build, one.build_id) if one.build_id else None
    if build:
        found.reports[f"{folder}/report.json"] = build.report
    return {
        "id": one.id, "version": one.version, "state": one.state, "released_at": _said(one.released_at),
        "by": one.user_id or "", "erratum": one.erratum, "reason": one.reason,
        "withdrawn_at": _said(one.withdrawn_at), "files": files, "report": f"{folder}/report.json" if build else "",
    }  # fmt: skip


def _dossier(session: Session, edition_id: str) -> list[DossierItem]:
    """Every paper, those as well that a correction replaced."""
    wanted = select(DossierItem).where(DossierItem.edition_id == edition_id)
    return list(session.exec(wanted.order_by(col(DossierItem.on), DossierItem.id)))


def _paper(session: Session, item: DossierItem, found: Preserved, number: int) -> dict[str, Any]:
    path = ""
    if item.scan_sha256:
        stored = session.get(StoredFile, item.scan_sha256)
        suffix = mimetypes.guess_extension(stored.media_type) if stored else None
        path = f"dossier/{number:02d}-{item.kind}-{item.on.isoformat()}{suffix or '.bin'}"
        found.files[path] = item.scan_sha256
    return {
        "kind": item.kind, "number": item.number, "on": _said(item.on), "precision": item.precision,
        "electronic": item.electronic, "scan": path, "recorded_at": _said(item.recorded_at),
        "replaced_at": _said(item.replaced_at),
    }  # fmt: skip


def _events(session: Session, edition_id: str) -> list[ChangeEvent]:
    """What the record of changes says of the title, its manuscripts, builds and releases."""
    manuscripts = session.exec(select(Manuscript.id).where(Manuscript.edition_id == edition_id)).all()
    builds = session.exec(select(Build.id).where(col(Build.manuscript_id).in_(manuscripts))).all()
    made = session.exec(select(Release.id).where(Release.edition_id == edition_id)).all()
    subjects = [f"edition/{edition_id}", *(f"manuscript/{key}" for key in manuscripts)]
    subjects += [*(f"build/{key}" for key in builds), *(f"release/{key}" for key in made)]
    wanted = select(ChangeEvent).where(col(ChangeEvent.subject).in_(subjects))
    return list(session.exec(wanted.order_by(col(ChangeEvent.number))))


def _change(event: ChangeEvent) -> dict[str, Any]:
    """An entry with everything that its hash is made of."""
    return {
        "number": event.number, "occurred_at": _said(event.occurred_at), "recorded_at": _said(event.recorded_at),
        "actor": event.actor, "kind": event.kind, "subject": event.subject, "payload": event.payload,
        "prev_hash": event.prev_hash, "hash": event.hash,
    }  # fmt: skip


def _names(session: Session, events: Sequence[ChangeEvent]) -> dict[str, str]:
    """Names of those who did something, by id; without their addresses, which are nobody's in a hundred years."""
    ids = {event.actor for event in events} - {""}
    rows = session.exec(select(User.id, User.name).where(col(User.id).in_(ids)).order_by(User.id))
    return {key: name for key, name in rows if name}


def _path(head: str, name: str) -> str:
    """A name that every system can hold, with what its file was called."""
    pure = PurePath(name)
    suffix = latin(pure.suffix)
    return f"{head}{latin(pure.stem)[:60].strip('-') or 'file'}" + (f".{suffix}" if suffix else "")


def _said(moment: datetime | date | None) -> str:
    return moment.isoformat() if moment else ""
