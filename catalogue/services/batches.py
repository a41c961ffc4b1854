"""Many titles at once, and out again at once: rows are written in bulk, each with its entries in the record of changes.

A batch is the unit of undoing. What is taken out leaves a tombstone for its id; the record of changes keeps everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, delete, func, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.access import FormatAccess
from catalogue.models.base import new_id, now
from catalogue.models.builds import Manuscript, Recognition, Release
from catalogue.models.people import Membership, Organisation
from catalogue.models.programme import Allotment, BodyReport, Programme
from catalogue.models.reading import ReadingPlace
from catalogue.models.review import Handback, Pick
from catalogue.models.titles import (
    Batch,
    BatchKind,
    Classification,
    Contribution,
    DossierItem,
    Edition,
    EditionFormat,
    Subject,
    TitleText,
    Tombstone,
    Work,
)  # fmt: skip
from catalogue.services import audit, shelving
from catalogue.services.order import sort_key
from pipeline.i18n import N_, NN_
from pipeline.metadata import EditionRecord
from pipeline.text import folded

UNDONE = N_("The batch {batch} has been taken out already.")
GROWN = NN_(
    "{count} title of this batch has manuscripts by now, “{title}”; it is not taken out.",
    "{count} titles of this batch have manuscripts by now, for example “{title}”; they are not taken out.",
)
CHILDREN: tuple[type[SQLModel], ...] = (
    TitleText, Contribution, Subject, EditionFormat, DossierItem, Classification, Recognition, Release, FormatAccess,
    Handback, Pick, ReadingPlace,
)  # fmt: skip
PIECE = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a new title's dossier."""

    kind: str
    number: str
    on: date
    precision: str = "day"
    electronic: bool = False
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewTitle:
    """A title that is to come in; ``work_id`` names a work that is there or in the same batch."""

    record: EditionRecord
    publisher_id: str
    kind: str = "original"
    work_id: str = ""
    reporting_body_id: str | None = None
    terms: tuple[tuple[str, str], ...] = ()
    """What it is classed by: ("convention", "CRC"), ("audience", "children")."""
    forms: tuple[tuple[str, str], ...] = ()
    """Form and ISBN (13 digits, or empty) of each format."""
    papers: tuple[Paper, ...] = ()
    created_at: datetime | None = None
    recognised_at: datetime | None = None
    released: tuple[datetime, datetime | None] | None = None
    """An act of release here, with the moment of its withdrawal if it was taken back."""
    id: str = field(default_factory=new_id)


def begin(session: Session, kind: BatchKind, name: str, *, sha256: str = "", actor: str = "") -> Batch:
    """A new, empty batch."""
    batch = Batch(kind=kind, name=name[:300], sha256=sha256, user_id=actor or None)
    session.add(batch)
    session.flush()
    return batch


def add(
    session: Session, batch: Batch, titles: Sequence[NewTitle], *, programme_id: str = "", sample: bool = False,
    actor: str = "",
) -> None:  # fmt: skip
    """Write the titles of a batch; the whole is part of the caller's transaction."""
    moment = now()
    rows: dict[type[SQLModel], list[dict[str, Any]]] = {Work: [], Edition: [], **{table: [] for table in CHILDREN}}
    works = set(session.exec(select(Work.id).where(col(Work.id).in_({t.work_id for t in titles} - {""}))).all())
    for title in titles:
        for row in _rows(title, batch.id, title.created_at or moment, sample, programme_id):
            if isinstance(row, Work):
                if row.id in works:
                    continue
                works.add(row.id)
            rows[type(row)].append(row.model_dump())
    for table, found in rows.items():
        for at in range(0, len(found), PIECE):
            session.execute(insert(table), found[at : at + PIECE])
    shelving.changed(session, [title.id for title in titles if title.released])
    batch.titles += len(titles)
    name = {"kind": batch.kind, "name": batch.name, "sha256": batch.sha256, "titles": len(titles)}
    entries = [audit.Entry("batch.added", f"batch/{batch.id}", name)]
    entries += [entry for title in titles for entry in _entries(title, batch.id)]
    audit.record_all(session, entries, actor=actor)


def _rows(title: NewTitle, batch_id: str, moment: datetime, sample: bool, programme_id: str) -> Iterator[SQLModel]:
    """Everything that is kept of a title."""
    book, record = title.record.book, title.record
    language, name = book.language or "vi", book.title or ""
    work = Work(original_language=book.original_language or language, created_at=moment)
    if title.work_id:
        work.id = title.work_id
    yield work
    yield Edition(
        id=title.id, work_id=work.id, publisher_id=title.publisher_id, reporting_body_id=title.reporting_body_id,
        audience=next((code for scheme, code in title.terms if scheme == "audience"), ""),
        kind=title.kind, language=language, source_language=book.original_language or "",
        description=book.description, record=record.model_dump(mode="json", exclude_defaults=True),
        is_sample=sample, batch_id=batch_id, sort_key=sort_key(f"{name} {book.subtitle}", "vi"), created_at=moment,
    )  # fmt: skip
    yield TitleText(
        edition_id=title.id, language=language, title=name, subtitle=book.subtitle,
        folded=folded(f"{name} {book.subtitle}")[:1100],
    )  # fmt: skip
    for position, person in enumerate(record.people):
        yield Contribution(
            edition_id=title.id, position=position, role=person.role.value, name=person.name[:300],
            folded=folded(person.name)[:300],
        )  # fmt: skip
    for code in dict.fromkeys(book.subjects):
        yield Subject(edition_id=title.id, scheme="heading", code=code[:200])
    for scheme, code in title.terms:
        if scheme != "audience":
            yield Subject(edition_id=title.id, scheme=scheme, code=code)
    for form, isbn in title.forms:
        yield EditionFormat(edition_id=title.id, form=form, isbn=isbn)
    for paper in title.papers:
        yield DossierItem(
            edition_id=title.id, kind=paper.kind, number=paper.number[:120], on=paper.on, precision=paper.precision,
            electronic=paper.electronic, recorded_at=paper.recorded_at or moment,
        )  # fmt: skip
    if title.released:
        released_at, gone = title.released
        state = "withdrawn" if gone else "current"
        yield Release(edition_id=title.id, released_at=released_at, withdrawn_at=gone, state=state)
    if title.recognised_at:
        yield Recognition(edition_id=title.id, programme_id=programme_id, recognised_at=title.recognised_at)


def _entries(title: NewTitle, batch_id: str) -> Iterator[audit.Entry]:
    subject = f"edition/{title.id}"
    record = title.record.model_dump(mode="json", exclude_defaults=True)
    yield audit.Entry("edition.created", subject, {**record, "batch": batch_id}, title.created_at)
    for paper in title.papers:
        payload = {
            "kind": paper.kind, "number": paper.number, "on": paper.on.isoformat(), "precision": paper.precision,
            "electronic": paper.electronic,
        }  # fmt: skip
        yield audit.Entry("dossier.added", subject, payload, paper.recorded_at)
    if title.released:
        yield audit.Entry("release.released", subject, {"edition": title.id, "batch": batch_id}, title.released[0])
        if title.released[1]:
            yield audit.Entry("release.withdrawn", subject, {"edition": title.id}, title.released[1])
    if title.recognised_at:
        yield audit.Entry("title.recognised", subject, {"batch": batch_id}, title.recognised_at)


def get(session: Session, batch_id: str) -> Batch:
    """The batch of an id. Raises NotFoundError."""
    found = session.get(Batch, batch_id)
    if found is None:
        raise NotFoundError(batch_id)
    return found


def standing(session: Session, kind: BatchKind) -> list[Batch]:
    """Batches of a kind that have not been taken out, the newest first."""
    wanted = select(Batch).where(Batch.kind == kind, col(Batch.undone_at).is_(None))
    return list(session.exec(wanted.order_by(col(Batch.created_at).desc())).all())


def undo(session: Session, batch: Batch, *, actor: str = "") -> int:
    """Take the titles of a batch out, and publishers that came with it and hold nothing else; undo what it changed.

    Returns how many titles. Raises Refusal when it is out already, or when titles of it have manuscripts.
    """
    if batch.undone_at is not None:
        raise Refusal("bat-001", UNDONE, batch=batch.id)
    ids = session.exec(select(Edition.id).where(Edition.batch_id == batch.id).order_by(Edition.id)).all()
    _must_be_untouched(session, batch)
    texts = select(TitleText.edition_id, TitleText.title).where(col(TitleText.edition_id).in_(_of(batch)))
    named = dict(session.exec(texts).all())
    moment = now()
    works = set(session.exec(select(Edition.work_id).where(Edition.batch_id == batch.id)).all())
    shelving.leaving(session, ids)
    for table in CHILDREN:
        session.execute(delete(table).where(col(table.edition_id).in_(_of(batch))))  # type: ignore[attr-defined]
    session.execute(delete(Edition).where(col(Edition.batch_id) == batch.id))
    _drop_works(session, works)
    batch.undone_at = moment
    session.flush()
    from catalogue.services import updates  # it needs the words of this module

    changed = updates.take_back(session, batch, actor=actor)
    session.flush()
    _drop_houses(session, batch.report.get("organisations", []))
    graves = [
        {"id": key, "kind": "edition", "moved_to": "", "facts": {"batch": batch.id, "title": named.get(key, "")},
         "recorded_at": moment}
        for key in ids
    ]  # fmt: skip
    for at in range(0, len(graves), PIECE):
        session.execute(insert(Tombstone), graves[at : at + PIECE])
    entries = [audit.Entry("batch.undone", f"batch/{batch.id}", {"titles": len(ids)})]
    entries += [audit.Entry("edition.removed", f"edition/{key}", {"batch": batch.id}) for key in ids]
    audit.record_all(session, entries, actor=actor)
    return len(ids) + changed


def _of(batch: Batch) -> Any:
    return select(Edition.id).where(Edition.batch_id == batch.id).scalar_subquery()


def _must_be_untouched(session: Session, batch: Batch) -> None:
    """Raises Refusal when somebody has begun to make books of the batch's titles."""
    grown = select(func.count(func.distinct(Manuscript.edition_id)), func.min(TitleText.title)).join(
        TitleText, col(TitleText.edition_id) == col(Manuscript.edition_id)
    )
    count, title = session.exec(grown.where(col(Manuscript.edition_id).in_(_of(batch)))).one()
    if count:
        raise Refusal("bat-002", GROWN, count=count, title=title)


def _drop_works(session: Session, works: set[str]) -> None:
    """Works that no edition is left of."""
    ids = sorted(works)
    for at in range(0, len(ids), PIECE):
        piece = ids[at : at + PIECE]
        session.execute(
            delete(Work).where(col(Work.id).in_(piece), col(Work.id).not_in(select(Edition.work_id)))
        )  # fmt: skip


def _drop_houses(session: Session, ids: Sequence[str]) -> None:
    """Organisations that came with a batch, unless something else stands on them by now."""
    needed: set[str | None] = set()
    for column in (
        Edition.publisher_id,
        col(Edition.reporting_body_id),
        Membership.organisation_id,
        BodyReport.body_id,
    ):
        needed |= set(session.exec(select(column).where(col(column).in_(ids))).all())
    needed |= set(session.exec(select(Programme.body_id).where(col(Programme.body_id).in_(ids))).all())
    allotted = select(Allotment.value).where(col(Allotment.value).in_(ids), col(Allotment.replaced_at).is_(None))
    needed |= set(session.exec(allotted).all())
    heir = col(Organisation.successor_id)
    needed |= set(session.exec(select(heir).where(heir.in_(ids), col(Organisation.id).not_in(ids))).all())
    session.execute(delete(Organisation).where(col(Organisation.id).in_(set(ids) - needed)))
