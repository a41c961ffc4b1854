"""Titles: an edition's record is kept whole, and what is searched, sorted and counted beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.builds import Release, ReleaseFile, ReleaseState, StoredFile
from catalogue.models.people import Organisation
from catalogue.models.titles import (
    Contribution,
    Edition,
    EditionFormat,
    EditionKind,
    Form,
    Party,
    Subject,
    TitleText,
    Work,
)
from catalogue.services import access, audit, shelving
from catalogue.services.facets import KIND
from catalogue.services.order import sort_key
from catalogue.services.permissions import Actor
from pipeline.building import TITLE_FROM_FILE
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord, Person, PersonRole
from pipeline.text import folded, slug

NO_KIND = N_("Choose what the edition is from the list.")
PER_PAGE = 24
FORMS = {"epub": Form.EPUB, "pdf": Form.PDF, "print": Form.PRINT}
SHOWN_ROLES = (PersonRole.AUTHOR, PersonRole.EDITOR, PersonRole.COMPILER, PersonRole.CORPORATE)


@dataclass(slots=True)
class Card:
    """A title as lists show it."""

    id: str
    title: str
    subtitle: str
    language: str
    publisher: str
    people: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    release_id: str = ""
    released_at: datetime | None = None
    cover: bool = False
    words: int = 0
    """How long its book is; 0 where that is not known."""

    @property
    def path(self) -> str:
        """Its public address."""
        return path_of(self.id, self.title)


def path_of(edition_id: str, title: str) -> str:
    """The public address of a title."""
    return f"/titles/{edition_id}-{slug(title, longest=60)}"


def create(
    session: Session, record: EditionRecord, house: Organisation, *, actor: str = "", work_id: str = "",
    sample: bool = False, provisional: str = "",
) -> Edition:  # fmt: skip
    """A new title of a house, in a work of its own unless ``work_id`` names one.

    ``provisional`` is what lists call it until its manuscript has said its title.
    """
    book = record.book
    language = book.language or "vi"
    if not work_id:
        work = Work(original_language=book.original_language or language)
        session.add(work)
        session.flush()
        work_id = work.id
    kind = EditionKind.TRANSLATION if book.original_language else EditionKind.ORIGINAL
    edition = Edition(work_id=work_id, publisher_id=house.id, kind=kind, language=language, is_sample=sample)
    session.add(edition)
    session.flush()
    keep_record(session, edition, record, provisional)
    audit.record(session, "edition.created", f"edition/{edition.id}", edition.record, actor=actor)
    return edition


def change(session: Session, edition: Edition, record: EditionRecord, *, actor: str = "") -> None:
    """Put a new record in the place of the old; what it was stays in the record of changes."""
    keep_record(session, edition, record)
    audit.record(session, "edition.changed", f"edition/{edition.id}", edition.record, actor=actor)
    shelving.changed(session, [edition.id])


def be_of_kind(session: Session, edition: Edition, kind: str, *, actor: str = "") -> bool:
    """Say what an edition is to its work (original, translation, bilingual, reprint). Returns whether that is new."""
    if kind not in list(EditionKind):
        raise Refusal("tit-001", NO_KIND, field="kind")
    if kind == edition.kind:
        return False
    was, edition.kind = edition.kind, kind
    session.add(edition)
    session.flush()
    audit.record(session, KIND, f"edition/{edition.id}", {"from": was, "to": kind}, actor=actor)
    return True


def adopt(session: Session, edition: Edition, report: Mapping[str, Any]) -> None:
    """Fill what the record does not say with what the manuscript says of itself: title, names, language."""
    record = record_of(edition)
    guessed = any(finding["code"] == TITLE_FROM_FILE for finding in report["findings"])
    part: dict[str, Any] = {}
    if not record.book.title and report.get("title") and not guessed:
        part["title"] = report["title"][:500]
        part["subtitle"] = record.book.subtitle or report.get("subtitle", "")[:500]
    if not record.book.language and report.get("language"):
        part["language"] = _without_region(report["language"])
    people = record.people or tuple(Person(name=name[:300]) for name in report.get("authors", ()) if name.strip())
    if part or people != record.people:
        fuller = record.model_copy(update={"book": record.book.model_copy(update=part), "people": people})
        change(session, edition, EditionRecord.model_validate(fuller.model_dump()))


def _without_region(tag: str) -> str:
    """``vi`` of ``vi-VN``: the catalogue counts languages, not the countries of word processors."""
    return "-".join(part for part in tag.split("-") if not (len(part) == 2 and part.isupper()))


def keep_record(session: Session, edition: Edition, record: EditionRecord, provisional: str = "") -> None:
    """The record, and beside it what lists, searches and counts need."""
    book = record.book
    edition.record = record.model_dump(mode="json", exclude_defaults=True)
    edition.language = book.language or edition.language
    edition.source_language = book.original_language or ""
    edition.description = book.description
    known = session.exec(select(TitleText.title).where(TitleText.edition_id == edition.id, TitleText.canonical)).first()
    title = book.title or provisional or known or ""
    edition.sort_key = sort_key(f"{title} {book.subtitle}", "vi")
    held = set(session.exec(select(EditionFormat.form).where(EditionFormat.edition_id == edition.id)).all())
    for table in (TitleText, Contribution, EditionFormat):
        session.exec(delete(table).where(col(table.edition_id) == edition.id))
    said = col(Subject.scheme).in_(("ddc", "heading"))  # the rest was classed by somebody, not by the record
    session.exec(delete(Subject).where(col(Subject.edition_id) == edition.id, said))
    session.add(
        TitleText(
            edition_id=edition.id, language=edition.language, title=title, subtitle=book.subtitle,
            folded=folded(f"{title} {book.subtitle}")[:1100],
        )
    )  # fmt: skip
    for position, person in enumerate(record.people):
        session.add(
            Contribution(
                edition_id=edition.id, position=position, role=person.role.value, name=person.name[:300],
                folded=folded(person.name)[:300], party_id=_party(session, person).id,
            )
        )  # fmt: skip
    if book.ddc:
        session.add(Subject(edition_id=edition.id, scheme="ddc", code=book.ddc))
    for code in dict.fromkeys(book.subjects):
        session.add(Subject(edition_id=edition.id, scheme="heading", code=code[:200]))
    for name, form in FORMS.items():
        isbn = getattr(record.isbn, name)
        if isbn:
            digits = "".join(sign for sign in isbn if sign.isalnum())[:13]
            session.add(EditionFormat(edition_id=edition.id, form=form, isbn=digits))
            held.discard(form)
    session.add_all(EditionFormat(edition_id=edition.id, form=form) for form in sorted(held))  # those without a number
    session.flush()


def _party(session: Session, person: Person) -> Party:
    """The party of that name, made when it is new; two people of one name are told apart by hand."""
    name = person.name[:300]
    kind = "corporate" if person.role == PersonRole.CORPORATE else "person"
    found = session.exec(select(Party).where(Party.name == name, Party.kind == kind)).first()
    if found is None:
        found = Party(name=name, kind=kind)
        session.add(found)
        session.flush()
    return found


def record_of(edition: Edition) -> EditionRecord:
    """The edition's record."""
    return EditionRecord.model_validate(edition.record)


def get(session: Session, edition_id: str) -> Edition:
    """The edition of an id. Raises NotFoundError."""
    found = session.get(Edition, edition_id)
    if found is None:
        raise NotFoundError(edition_id)
    return found


def same_isbn(session: Session, record: EditionRecord, but: str = "") -> list[tuple[str, str]]:
    """Other titles that have an ISBN of this record: (ISBN, title). A finding, not an impossibility."""
    given = (record.isbn.epub, record.isbn.pdf, record.isbn.print)
    numbers = {"".join(sign for sign in value if sign.isalnum()) for value in given} - {""}
    found = (
        select(EditionFormat.isbn, TitleText.title)
        .join(TitleText, col(TitleText.edition_id) == col(EditionFormat.edition_id))
        .where(col(EditionFormat.isbn).in_(numbers), col(EditionFormat.edition_id) != but, TitleText.canonical)
    )
    return sorted(set(session.exec(found).all()))


def of_house(session: Session, actor: Actor, number: int = 1) -> tuple[list[str], int]:
    """Ids of the titles on somebody's desk, the newest first, and how many there are in all."""
    chosen = select(Edition.id)
    if not actor.administrator:
        chosen = chosen.where(col(Edition.publisher_id).in_(actor.houses))
    total = session.exec(select(func.count()).select_from(chosen.subquery())).one()
    ordered = chosen.order_by(col(Edition.created_at).desc(), Edition.id)
    return list(session.exec(ordered.offset((number - 1) * PER_PAGE).limit(PER_PAGE)).all()), total


def with_dates(session: Session, ids: Sequence[str]) -> list[tuple[Card, datetime]]:
    """The cards of these editions with the moments when they came into the catalogue."""
    created = dict(session.exec(select(Edition.id, Edition.created_at).where(col(Edition.id).in_(ids))).all())
    return [(card, created[card.id]) for card in cards(session, ids)]


def houses(session: Session) -> dict[str, str]:
    """Names of all organisations by id."""
    return dict(session.exec(select(Organisation.id, Organisation.name)).all())


def in_order(session: Session, ids: Sequence[str]) -> list[str]:
    """These editions in the order of their titles."""
    few = len(ids) <= 5000
    wanted = select(Edition.id, Edition.sort_key)
    keys = dict(session.exec(wanted.where(col(Edition.id).in_(ids)) if few else wanted).all())
    return sorted(ids, key=lambda edition_id: (keys[edition_id], edition_id))


def cards(session: Session, ids: Sequence[str]) -> list[Card]:
    """The cards of these editions, in this order, in five queries whatever their number."""
    found = {card.id: card for card in _bare_cards(session, ids)}
    _fill(session, found)
    return [found[edition_id] for edition_id in ids if edition_id in found]


def _bare_cards(session: Session, ids: Sequence[str]) -> Iterable[Card]:
    rows = (
        select(Edition, TitleText, Organisation.name)
        .join(TitleText, col(TitleText.edition_id) == col(Edition.id))
        .join(Organisation, col(Organisation.id) == col(Edition.publisher_id))
        .where(col(Edition.id).in_(ids), TitleText.canonical)
    )
    for edition, text, house in session.exec(rows):
        yield Card(edition.id, text.title, text.subtitle, edition.language, house)


def _fill(session: Session, found: dict[str, Card]) -> None:
    """People, and the current release with the formats that readers may have."""
    people = (
        select(Contribution.edition_id, Contribution.name)
        .where(col(Contribution.edition_id).in_(found), col(Contribution.role).in_([r.value for r in SHOWN_ROLES]))
        .order_by(col(Contribution.position))
    )
    for edition_id, name in session.exec(people):
        found[edition_id].people.append(name)
    releases = (
        select(Release, ReleaseFile.role)
        .outerjoin(ReleaseFile, col(ReleaseFile.release_id) == col(Release.id))
        .where(col(Release.edition_id).in_(found), Release.state == ReleaseState.CURRENT)
        .order_by(ReleaseFile.role)
    )
    standing = access.of_all(session, list(found))
    for release, role in session.exec(releases):
        card = found[release.edition_id]
        card.release_id, card.released_at, card.words = release.id, release.released_at, release.words
        if role in ("epub", "pdf") and standing[card.id][role].readable:
            card.formats.append(role.upper())
        card.cover = card.cover or role == "cover"
    printed = select(EditionFormat.edition_id, EditionFormat.form).where(
        col(EditionFormat.edition_id).in_(found), col(EditionFormat.form).in_([Form.PRINT, Form.AUDIO, Form.BRAILLE])
    )
    for edition_id, form in session.exec(printed):
        found[edition_id].formats.append(form)


def others(session: Session, edition: Edition) -> list[Card]:
    """The released editions of the same work in other languages."""
    ids = session.exec(
        select(Edition.id)
        .join(Release, col(Release.edition_id) == col(Edition.id))
        .where(Edition.work_id == edition.work_id, Edition.id != edition.id, Release.state == ReleaseState.CURRENT)
        .order_by(Edition.language)
    ).all()
    return cards(session, ids)


def files_of(session: Session, release_id: str) -> list[tuple[ReleaseFile, StoredFile]]:
    """The files of a release with their sizes."""
    wanted = (
        select(ReleaseFile, StoredFile)
        .join(StoredFile, col(StoredFile.sha256) == col(ReleaseFile.sha256))
        .where(ReleaseFile.release_id == release_id)
        .order_by(ReleaseFile.role)
    )
    return [(file, stored) for file, stored in session.exec(wanted)]
