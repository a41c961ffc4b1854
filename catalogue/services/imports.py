"""Titles in bulk: each row of a sheet is examined, and either all that may come in do, or none.

Nothing is decided in silence: what is unreadable is an error of its row, what looks like a title that is there already
is a proposal, and the report has every row. The whole is one transaction and one batch, which can be undone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.titles import (
    Batch,
    BatchKind,
    DossierKind,
    EditionKind,
    Form,
    Precision,
)  # fmt: skip
from catalogue.services import batches, cells, terms, twins, updates
from catalogue.services.batches import NewTitle, Paper
from catalogue.services.row_reader import RowReader
from catalogue.services.rows import Examination, Examined, Incoming, Note
from catalogue.services.vocabulary import Vocabulary
from pipeline.i18n import N_
from pipeline.metadata import BookPart, EditionRecord, ImprintPart, IsbnPart, Person, PersonRole
from pipeline.text import folded

NO_TITLE = N_("There is no title.")
NO_HOUSE = N_("There is no publisher.")
LONG_TITLE = N_("The title has more than 500 characters; two cells may have run together.")
ONLY_YEAR = N_("Only the year of publication is given ({year}): without a day of release or deposit it does not count.")
NEW_BODY = N_("The reporting body “{body}” is not in the catalogue yet and would be added.")
EARLY = N_("{day} is before the programme began: the title would not count in it.")
REVERSED = N_("The release is dated before the legal deposit.")
NO_DAY = N_("There is no day of release or deposit: the title does not count yet.")
NO_ACT = N_("It is called an e-book, but has no registration, decision or deposit: it does not count as one yet.")
BOTH_FORMS = N_(
    "Printed and electronic in one row: enter the electronic publication's own papers to count it as an e-book."
)
NO_PAPERS_DAY = N_("“{number}” has no day beside it and is not kept; enter the paper's day too.")
MORE_COPIES = N_("A further print run (in nối bản) of a title is no title of its own and is left out.")
PLAIN = ("subtitle", "original_title", "subjects", "kind", "series", "volume", "partner")
"""Fields that are taken as they stand."""
NEW_HOUSE = N_("The publisher “{house}” is not in the catalogue yet and would be added.")


def examine(session: Session, rows: Iterable[Incoming], *, start: date, today: date) -> Examination:
    """Look at every row, without changing anything."""
    known = _organisations(session)
    vocabulary = Vocabulary(terms.every(session))
    examined = [_examine(row, start, today, vocabulary) for row in rows]
    houses: dict[str, str] = {}
    bodies: dict[str, str] = {}
    twins.propose(session, examined)
    updates.plan(session, examined)
    for one in examined:
        if one.verdict not in ("new", "update", "duplicate"):
            continue
        if _first_of(one.house, known, houses):
            one.notes.append(Note("imp-020", "warning", "publisher", NEW_HOUSE, {"house": one.house}))
        if _first_of(one.body, {**known, **houses}, bodies):
            one.notes.append(Note("imp-027", "warning", "reporting_body", NEW_BODY, {"body": one.body}))
    return Examination(examined, list(houses.values()), list(bodies.values()))


def _first_of(name: str, known: Mapping[str, str], unknown: dict[str, str]) -> bool:
    """Whether this is the first row that names an organisation which is not there; kept in ``unknown``."""
    key = cells.house(name) if name else ""
    if not key or key in known or key in unknown:
        return False
    unknown[key] = name
    return True


def carry_out(
    session: Session, found: Examination, *, name: str, sha256: str = "", actor: str = "", programme_id: str = ""
) -> Batch:
    """Bring in the rows that are new, as one batch in the caller's transaction."""
    batch = batches.begin(session, BatchKind.IMPORT, name, sha256=sha256, actor=actor)
    known, added = _organisations(session), []
    wanted = [(house, OrganisationKind.PUBLISHER) for house in found.new_houses]
    wanted += [(body, body_kind(body)) for body in found.new_bodies]
    for called, kind in wanted:
        organisation = Organisation(name=called[:300], kind=kind)
        session.add(organisation)
        known[cells.house(called)] = organisation.id
        added.append(organisation.id)
    session.flush()
    batch.report = {"organisations": added, "rows": dict(Counter(row.verdict for row in found.rows))}
    titles = [
        replace(
            row.title, publisher_id=known[cells.house(row.house)],
            reporting_body_id=known[cells.house(row.body)] if row.body else None,
        )
        for row in found.rows
        if row.verdict == "new" and row.title
    ]  # fmt: skip
    batches.add(session, batch, titles, programme_id=programme_id, actor=actor)
    changed = [row.update for row in found.rows if row.verdict == "update" and row.update]
    updates.carry_out(session, batch, changed, known, actor=actor)
    return batch


def _organisations(session: Session) -> dict[str, str]:
    """Ids of houses and reporting bodies by the names and abbreviations they are called by."""
    found: dict[str, str] = {}
    for organisation in session.exec(select(Organisation).order_by(Organisation.id)):
        for name in (organisation.name, organisation.abbreviation):
            if name:
                found.setdefault(cells.house(name), organisation.id)
    return found


def body_kind(name: str) -> OrganisationKind:
    """What a reporting body (bộ, ngành, địa phương) is, by its name."""
    plain = " ".join(folded(name).split())
    if re.match(r"(bo|uy ban dan toc)\b", plain):
        return OrganisationKind.MINISTRY
    if re.match(r"((ubnd|uy ban nhan dan|so .*) )?(tinh|thanh pho|tp)\b", plain):
        return OrganisationKind.PROVINCE
    return OrganisationKind.AGENCY


# ---------------------------------------------------------------- one row


def _examine(row: Incoming, start: date, today: date, vocabulary: Vocabulary) -> Examined:
    reader = RowReader(row)
    title, house = reader.text("title"), reader.text("publisher")
    if not title and not any(note.about == "title" for note in reader.notes):
        reader.error("imp-015", "title", NO_TITLE)
    if len(title) > 500:
        reader.error("imp-016", "title", LONG_TITLE)
    if not house:
        reader.error("imp-017", "publisher", NO_HOUSE)
    tongues, origin, forms = reader.languages("language"), reader.languages("original_language"), reader.forms()
    isbn, isbn_epub = reader.isbn("isbn"), reader.isbn("isbn_epub")
    papers = _papers(reader, forms, start, today)
    named, body, classed = people(reader), reader.text("reporting_body"), reader.terms(vocabulary)
    plain = {name: reader.text(name) for name in PLAIN}
    if "noi ban" in folded(plain["kind"]):
        reader.notes.append(Note("imp-036", "proposal", "kind", MORE_COPIES))
    found = Examined(row, reader.notes, house=house, body=body)
    found.target = reader.text("edition").strip()
    if found.verdict == "error":
        return found
    record = _record(title, house, tongues, origin, named, plain, isbn, isbn_epub, forms)
    found.title = NewTitle(
        record=record, publisher_id="", kind=_kind(plain["kind"], tongues, origin),
        forms=_formats(forms, isbn, isbn_epub), papers=papers, terms=classed,
    )  # fmt: skip
    return found


def _record(
    title: str, house: str, tongues: Sequence[str], origin: Sequence[str], people: tuple[Person, ...],
    plain: Mapping[str, str], isbn: str, isbn_epub: str, forms: set[Form],
) -> EditionRecord:  # fmt: skip
    electronic = Form.EPUB in forms and Form.PRINT not in forms
    numbers = IsbnPart(epub=isbn_epub or (isbn if electronic else ""), print="" if electronic else isbn)
    subjects = tuple(part.strip()[:200] for part in plain["subjects"].replace("\n", ";").split(";") if part.strip())
    return EditionRecord(
        book=BookPart(
            title=title, subtitle=plain["subtitle"][:500], language=tongues[0] if tongues else "vi", publisher=house,
            original_title=plain["original_title"][:2000], original_language=(*origin, *tongues[1:], None)[0],
            subjects=subjects, series=plain["series"][:250], volume=plain["volume"][:80],
        ),
        imprint=ImprintPart(partner=plain["partner"][:500]),
        people=people,
        isbn=numbers,
    )  # fmt: skip


def people(reader: RowReader) -> tuple[Person, ...]:
    """Who is named in a row, by what they did."""
    roles = (("authors", PersonRole.AUTHOR), ("editors", PersonRole.EDITOR), ("translators", PersonRole.TRANSLATOR))
    found = []
    for name, role in roles:
        text = reader.text(name).replace("\n", ";").replace(" – ", ";").replace(" - ", ";")
        parts = [part.strip(" .") for part in text.replace(",", ";").split(";")]
        found += [Person(name=part[:300], role=role) for part in dict.fromkeys(parts) if part]
    return tuple(found)


def _kind(text: str, tongues: Sequence[str], origin: Sequence[str]) -> str:
    plain = folded(text)
    if "tai ban" in plain or "reprint" in plain:
        return EditionKind.REPRINT
    if len(tongues) > 1 or "song ngu" in plain:
        return EditionKind.BILINGUAL
    return EditionKind.TRANSLATION if origin or "dich" in plain.split() else EditionKind.ORIGINAL


def _formats(forms: set[Form], isbn: str, isbn_epub: str) -> tuple[tuple[str, str], ...]:
    """Each form with its ISBN; a number without a form belongs to a printed book."""
    found = dict.fromkeys(sorted(forms or ({Form.PRINT} if isbn else set())), "")
    for form in found:
        if form in (Form.EPUB, Form.PDF):
            found[form] = isbn_epub or (isbn if Form.PRINT not in found else "")
        else:
            found[form] = isbn
    if isbn_epub and Form.EPUB not in found:
        found[Form.EPUB] = isbn_epub
    return tuple((str(form), number) for form, number in found.items())


def _papers(reader: RowReader, forms: set[Form], start: date, today: date) -> tuple[Paper, ...]:
    """The papers that the row tells of."""
    electronic = bool(forms & {Form.EPUB, Form.PDF})
    own = electronic and Form.PRINT not in forms
    found: dict[DossierKind, Paper] = {}
    for kind in DossierKind:
        day = reader.day(f"{kind}_date", today)
        number = reader.text(f"{kind}_number")
        if number and day is None and not reader.row.text(f"{kind}_date"):
            reader.warn("imp-028", f"{kind}_number", NO_PAPERS_DAY, number=number)
        if day:
            found[kind] = Paper(kind, number, day[0], day[1], electronic=own and kind != DossierKind.RELEASE)
    counting = found.get(DossierKind.RELEASE) or found.get(DossierKind.DEPOSIT)
    if counting is None and not any(note.severity == "error" for note in reader.notes):
        year = reader.text("year")
        if year:
            reader.warn("imp-026", "year", ONLY_YEAR, year=year)
        else:
            reader.warn("imp-021", "release_date", NO_DAY)
    if counting and counting.on < start:
        reader.warn("imp-022", "release_date", EARLY, day=counting.on.isoformat())
    deposit, release = found.get(DossierKind.DEPOSIT), found.get(DossierKind.RELEASE)
    if deposit and release and release.on < deposit.on and release.precision == deposit.precision == Precision.DAY:
        reader.warn("imp-023", "release_date", REVERSED)
    if own and not any(paper.electronic for paper in found.values()):
        reader.warn("imp-024", "form", NO_ACT)
    if electronic and not own:
        reader.warn("imp-025", "form", BOTH_FORMS)
    return tuple(found.values())
