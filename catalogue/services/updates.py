"""Rows that name a title of the catalogue complete and correct it; what it was is kept, so that it can come back.

Only cells that say something are looked at. A paper that is corrected is not overwritten: the old one is marked as
replaced from this moment on, so that what was known before can still be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.people import Organisation
from catalogue.models.titles import Batch, DossierItem, Edition, EditionFormat, Subject, TitleText
from catalogue.services import audit, cells, reporting_bodies, shelving, terms, titles
from catalogue.services.batches import PIECE, NewTitle, Paper
from catalogue.services.rows import Examined, Note
from catalogue.services.terms import SCHEMES, Scheme
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord, PersonRole

UNKNOWN = N_("There is no title with the id “{id}” in the catalogue.")
FOREIGN = N_("The title with the id “{id}” belongs to the publisher “{house}”; an import does not move titles.")
TWICE = N_("Says otherwise than row {row} about the same title.")
ADDS = N_("Adds “{after}”.")
CHANGES = N_("“{before}” becomes “{after}”.")
SINCE = N_("“{title}” has been changed since this import; take those changes back first.")
ROLES = (("authors", PersonRole.AUTHOR), ("editors", PersonRole.EDITOR), ("translators", PersonRole.TRANSLATOR))
BOOK = ("title", "subtitle", "language", "original_language", "original_title", "subjects", "series", "volume")


@dataclass(slots=True)
class Update:
    """What a row changes of a title that is there."""

    edition_id: str
    record: EditionRecord | None = None
    papers: list[Paper] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    body: str = ""
    terms: dict[Scheme, list[str]] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Field, what it was, what it becomes."""


@dataclass(slots=True)
class _There:
    """Titles of the catalogue that rows name."""

    editions: dict[str, Edition]
    papers: Mapping[str, Sequence[DossierItem]]
    forms: Mapping[str, set[str]]
    names: Mapping[str, str]
    terms: Mapping[tuple[str, str], Sequence[str]]
    """Codes by title and scheme."""


def plan(session: Session, examined: Sequence[Examined]) -> None:
    """Find out what rows with an id would change; each gets its ``update`` or an error."""
    wanted = [one for one in examined if one.target and one.title]
    there = _there(session, sorted({one.target for one in wanted}))
    said: dict[tuple[str, str], tuple[str, Examined]] = {}
    for one in wanted:
        edition = there.editions.get(one.target)
        if edition is None:
            one.notes.append(Note("imp-041", "error", "edition", UNKNOWN, {"id": one.target}))
            continue
        house = there.names[edition.publisher_id]
        if cells.house(one.house) != cells.house(house):
            one.notes.append(Note("imp-042", "error", "publisher", FOREIGN, {"id": one.target, "house": house}))
            continue
        one.update = _update(one, edition, there)
        for about, before, after in one.update.changes:
            other = said.setdefault((f"{one.target} {about}", before), (after, one))
            if other[0] != after:
                one.notes.append(Note("imp-045", "error", about, TWICE, {"row": other[1].row.number}))
            message, code = (CHANGES, "imp-040") if before else (ADDS, "imp-044")
            one.notes.append(Note(code, "change", about, message, {"before": before, "after": after}))


def _there(session: Session, ids: Sequence[str]) -> _There:
    editions: dict[str, Edition] = {}
    papers: defaultdict[str, list[DossierItem]] = defaultdict(list)
    forms: defaultdict[str, set[str]] = defaultdict(set)
    classed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for at in range(0, len(ids), PIECE):
        piece = ids[at : at + PIECE]
        editions |= {one.id: one for one in session.exec(select(Edition).where(col(Edition.id).in_(piece)))}
        wanted = select(DossierItem).where(
            col(DossierItem.edition_id).in_(piece), col(DossierItem.replaced_at).is_(None)
        )
        for item in session.exec(wanted.order_by(col(DossierItem.on), DossierItem.id)):
            papers[item.edition_id].append(item)
        held = select(EditionFormat.edition_id, EditionFormat.form).where(col(EditionFormat.edition_id).in_(piece))
        for edition_id, form in session.exec(held):
            forms[edition_id].add(form)
        said = select(Subject.edition_id, Subject.scheme, Subject.code).where(col(Subject.edition_id).in_(piece))
        for edition_id, scheme, code in session.exec(said.order_by(Subject.code)):
            classed[edition_id, scheme].append(code)
    classed.update({(key, "audience"): [one.audience] for key, one in editions.items() if one.audience})
    names = dict(session.exec(select(Organisation.id, Organisation.name)).all())
    return _There(editions, papers, forms, names, classed)


def _update(one: Examined, edition: Edition, there: _There) -> Update:
    new = one.title
    assert new
    found = Update(edition.id)
    old = titles.record_of(edition)
    if one.whole:
        record = _record(one, old, new, found.changes)
        found.record = record if record != old else None
        body = there.names.get(edition.reporting_body_id or "", "")
        if one.body and cells.house(one.body) != cells.house(body):
            found.body = one.body
            found.changes.append(("reporting_body", body, one.body))
        _classed(edition, new, there, found)
    else:
        record = _isbn(old, new, found.changes)
        found.record = record if record != old else None
    for paper in new.papers:
        _paper(paper, there.papers.get(edition.id, ()), found)
    for form, _ in new.forms:
        if form not in there.forms.get(edition.id, set()):
            found.forms.append(form)
            found.changes.append(("form", "", form))
    return found


def _classed(edition: Edition, new: NewTitle, there: _There, found: Update) -> None:
    """Terms that the row gives otherwise; a scheme of which it says nothing stays."""
    for scheme in SCHEMES:
        before = list(there.terms.get((edition.id, scheme), ()))
        after = sorted(dict.fromkeys(code for name, code in new.terms if name == scheme))
        if after and after != before:
            found.terms[scheme] = after
            found.changes.append((scheme, _text(before), _text(after)))


def _record(one: Examined, old: EditionRecord, new: NewTitle, changes: list[tuple[str, str, str]]) -> EditionRecord:
    """The record with what the row's cells say otherwise."""
    book: dict[str, Any] = {}
    for name in BOOK:
        before, after = getattr(old.book, name), getattr(new.record.book, name)
        if one.row.text(name) and after and before != after:
            book[name] = after
            changes.append((name, _text(before), _text(after)))
    people = list(old.people)
    for name, role in ROLES:
        given = [person for person in new.record.people if person.role == role]
        held = [person for person in people if person.role == role]
        if given and [person.name for person in given] != [person.name for person in held]:
            people = [*(person for person in people if person.role != role), *given]
            changes.append((name, _text([person.name for person in held]), _text([person.name for person in given])))
    isbn: dict[str, str] = {}
    for name, about in (("print", "isbn"), ("epub", "isbn_epub")):
        before, after = _digits(getattr(old.isbn, name)), getattr(new.record.isbn, name)
        if after and after != before:
            isbn[name] = after
            changes.append((about, before, after))
    partner = new.record.imprint.partner or old.imprint.partner
    if partner != old.imprint.partner:
        changes.append(("partner", old.imprint.partner, partner))
    return old.model_copy(
        update={"book": old.book.model_copy(update=book), "people": tuple(people),
                "isbn": old.isbn.model_copy(update=isbn),
                "imprint": old.imprint.model_copy(update={"partner": partner})}
    )  # fmt: skip


def _isbn(old: EditionRecord, new: NewTitle, changes: list[tuple[str, str, str]]) -> EditionRecord:
    """The record with numbers that it lacks: a row that joins a title brings its own form's number."""
    given = {name: getattr(new.record.isbn, name) for name in ("print", "epub") if not getattr(old.isbn, name)}
    given = {name: number for name, number in given.items() if number}
    changes += [("isbn" if name == "print" else "isbn_epub", "", number) for name, number in given.items()]
    return old.model_copy(update={"isbn": old.isbn.model_copy(update=given)})


def _paper(paper: Paper, held: Iterable[DossierItem], found: Update) -> None:
    same = [item for item in held if item.kind == paper.kind and item.electronic == paper.electronic]
    number = paper.number or (same[0].number if same else "")
    if any((item.on, item.precision, item.number) == (paper.on, paper.precision, number) for item in same):
        return
    found.replaced += [item.id for item in same]
    found.papers.append(Paper(paper.kind, number, paper.on, paper.precision, paper.electronic))
    before = f"{same[0].number} {said_day(same[0].on, same[0].precision)}".strip() if same else ""
    found.changes.append((f"{paper.kind}_date", before, f"{number} {said_day(paper.on, paper.precision)}".strip()))


def said_day(day: Any, precision: str) -> str:
    """A day as houses write it, as exactly as it is known."""
    if precision == "quarter":
        return f"quý {('I', 'II', 'III', 'IV')[(day.month - 1) // 3]}/{day.year}"
    return {"day": f"{day:%d/%m/%Y}", "month": f"{day:%m/%Y}", "year": f"{day:%Y}"}[precision]


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, (tuple, list)) else str(value or "")


def _digits(isbn: str) -> str:
    return "".join(sign for sign in isbn if sign.isalnum())


# ---------------------------------------------------------------- to carry them out, and to take them back


def carry_out(
    session: Session, batch: Batch, found: Sequence[Update], bodies: Mapping[str, str], *, actor: str = ""
) -> None:
    """Change the titles; the batch's report keeps what they were."""
    entries, kept = [], []
    for one in found:
        edition = titles.get(session, one.edition_id)
        before = {"record": edition.record, "body": edition.reporting_body_id}
        if one.record:
            titles.keep_record(session, edition, one.record)
            entries.append(audit.Entry("edition.changed", f"edition/{edition.id}", edition.record))
        if one.body:
            entries.append(reporting_bodies.moved(edition, bodies[cells.house(one.body)]))
        bore: dict[str, list[str]] = {}
        for scheme, codes in one.terms.items():
            bore[scheme] = terms.of(session, edition, scheme)
            entries += filter(None, [terms.classed(session, edition, scheme, codes)])
        forms = [
            EditionFormat(edition_id=edition.id, form=form) for form in one.forms if _lacks(session, edition, form)
        ]
        session.add_all(forms)
        added = [_add(session, edition, paper, entries) for paper in one.papers]
        _replace(session, one.replaced, entries)
        session.add(edition)
        session.flush()
        kept.append({"edition": edition.id, **before, "after": edition.record, "papers": added,
                     "replaced": one.replaced, "forms": [form.id for form in forms], "terms": bore})  # fmt: skip
    audit.record_all(session, entries, actor=actor)
    shelving.changed(session, [one.edition_id for one in found])
    batch.report = {**batch.report, "changed": kept}
    session.add(batch)


def take_back(session: Session, batch: Batch, *, actor: str = "") -> int:
    """Make changed titles what they were. Returns how many. Raises Refusal when one has been changed since."""
    kept = batch.report.get("changed", [])
    entries: list[audit.Entry] = []
    for one in reversed(kept):
        edition = session.get(Edition, one["edition"])
        if edition is None:
            continue
        if edition.record != one["after"]:
            title = session.exec(select(TitleText.title).where(TitleText.edition_id == edition.id)).first()
            raise Refusal("bat-003", SINCE, title=title or edition.id)
        if edition.record != one["record"]:
            titles.keep_record(session, edition, EditionRecord.model_validate(one["record"]))
            entries.append(audit.Entry("edition.changed", f"edition/{edition.id}", edition.record))
        if edition.reporting_body_id != one["body"]:
            entries.append(reporting_bodies.moved(edition, one["body"]))
        for scheme in SCHEMES:
            if scheme in one.get("terms", {}):
                entries += filter(None, [terms.classed(session, edition, scheme, one["terms"][scheme], back=True)])
        for key in one["forms"]:
            form = session.get(EditionFormat, key)
            if form:
                session.delete(form)
        _replace(session, one["papers"], entries)
        for key in one["replaced"]:
            item = session.get(DossierItem, key)
            if item:
                paper = Paper(item.kind, item.number, item.on, item.precision, item.electronic)
                _add(session, edition, paper, entries, scan=item.scan_sha256)
        session.add(edition)
    audit.record_all(session, entries, actor=actor)
    shelving.changed(session, [one["edition"] for one in kept])
    return len(kept)


def _lacks(session: Session, edition: Edition, form: str) -> bool:
    held = select(EditionFormat.id).where(EditionFormat.edition_id == edition.id, EditionFormat.form == form)
    return session.exec(held).first() is None


def _add(session: Session, edition: Edition, paper: Paper, entries: list[audit.Entry], *, scan: str = "") -> str:
    item = DossierItem(
        edition_id=edition.id, kind=paper.kind, number=paper.number[:120], on=paper.on, precision=paper.precision,
        electronic=paper.electronic, scan_sha256=scan,
    )  # fmt: skip
    session.add(item)
    payload = item.model_dump(mode="json", include={"kind", "number", "on", "precision", "electronic"})
    entries.append(audit.Entry("dossier.added", f"edition/{edition.id}", payload))
    return item.id


def _replace(session: Session, ids: Sequence[str], entries: list[audit.Entry]) -> None:
    """Papers that no longer hold from now on."""
    for key in ids:
        item = session.get(DossierItem, key)
        if item:
            item.replaced_at = now()
            session.add(item)
            payload = item.model_dump(mode="json", include={"kind", "number", "on", "precision", "electronic"})
            entries.append(audit.Entry("dossier.replaced", f"edition/{item.edition_id}", payload))
