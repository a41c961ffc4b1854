"""Titles in bulk: each row of a sheet is examined, and either all that may come in do, or none.

Nothing is decided in silence: what is unreadable is an error of its row, what looks like a title that is there already
is a proposal, and the report has every row. The whole is one transaction and one batch, which can be undone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from sqlmodel import Session, col, select

from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.titles import (
    Batch,
    BatchKind,
    Contribution,
    DossierKind,
    Edition,
    EditionFormat,
    EditionKind,
    Form,
    Precision,
    TitleText,
)  # fmt: skip
from catalogue.services import batches, cells
from catalogue.services.batches import NewTitle, Paper
from catalogue.services.cells import Unreadable
from pipeline.i18n import N_
from pipeline.metadata import BookPart, EditionRecord, IsbnPart, Person, PersonRole
from pipeline.text import folded

Verdict = Literal["new", "duplicate", "error"]
EARLIEST = date(1945, 9, 2)

NO_TITLE = N_("There is no title.")
NO_HOUSE = N_("There is no publisher.")
LONG_TITLE = N_("The title has more than 500 characters; two cells may have run together.")
FORMULA = N_("The cell is a formula whose value was not saved; open the file in Excel and save it again.")
OLD_FONT = N_("The text is in the old font {font}, not Unicode; convert it before importing.")
EARLY = N_("{day} is before the programme began; check whether the title belongs to it.")
FAR = N_("{day} lies more than a year ahead.")
IMPOSSIBLE = N_("{day} cannot be right.")
REVERSED = N_("The release is dated before the legal deposit.")
NO_DAY = N_("There is no day of release or deposit: the title does not count yet.")
NO_ACT = N_("It is called an e-book, but has no registration, decision or deposit: it does not count as one yet.")
BOTH_FORMS = N_(
    "Printed and electronic in one row: enter the electronic publication's own papers to count it as an e-book."
)
NEW_HOUSE = N_("The publisher “{house}” is not in the catalogue yet and would be added.")
SAME_ISBN = N_("Has the ISBN {isbn} of “{title}”, which is in the catalogue.")
SAME_BOOK = N_("Looks like “{title}”, which is in the catalogue: same title, people and language.")
ISBN_ABOVE = N_("Has the ISBN {isbn} of row {row} of this file.")
BOOK_ABOVE = N_("Looks like row {row} of this file: same title, people and language.")


@dataclass(frozen=True, slots=True)
class Given:
    """A cell of a row: its text, its value, and what makes it unusable."""

    text: str
    value: str | int | float | date | None = None
    font: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of a sheet by field."""

    number: int
    sheet: str
    cells: Mapping[str, Given]

    def text(self, name: str) -> str:
        """The text of a field, empty when the sheet has none."""
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row: a stable code, the field it is about, a sentence with its values."""

    code: str
    severity: Literal["error", "warning", "proposal"]
    about: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def said(self, say: Callable[[str], str]) -> str:
        """The sentence in the reader's language."""
        return say(self.message).format(**self.params)


@dataclass(slots=True)
class Examined:
    """A row with what was found out about it; ``title`` is there unless the row has errors."""

    row: Incoming
    notes: list[Note] = field(default_factory=list)
    title: NewTitle | None = None
    house: str = ""
    twin: str = ""
    """Id of the title in the catalogue that it looks like."""

    @property
    def verdict(self) -> Verdict:
        """What would become of the row."""
        if any(note.severity == "error" for note in self.notes):
            return "error"
        return "duplicate" if any(note.severity == "proposal" for note in self.notes) else "new"


@dataclass(slots=True)
class Examination:
    """All rows of a file."""

    rows: list[Examined]
    new_houses: list[str]

    def count(self, verdict: Verdict) -> int:
        """How many rows have a verdict."""
        return sum(row.verdict == verdict for row in self.rows)


def examine(session: Session, rows: Iterable[Incoming], *, start: date, today: date) -> Examination:
    """Look at every row, without changing anything."""
    houses = _houses(session)
    examined = [_examine(row, start, today) for row in rows]
    unknown: dict[str, str] = {}
    for one in examined:
        key = cells.house(one.house) if one.house else ""
        if key and key not in houses and one.title:
            if key not in unknown:
                one.notes.append(Note("imp-020", "warning", "publisher", NEW_HOUSE, {"house": one.house}))
            unknown.setdefault(key, one.house)
    _twins(session, examined)
    return Examination(examined, list(unknown.values()))


def carry_out(
    session: Session, found: Examination, *, name: str, sha256: str = "", actor: str = "", programme_id: str = ""
) -> Batch:
    """Bring in the rows that are new, as one batch in the caller's transaction."""
    batch = batches.begin(session, BatchKind.IMPORT, name, sha256=sha256, actor=actor)
    houses = _houses(session)
    added = []
    for house in found.new_houses:
        organisation = Organisation(name=house[:300], kind=OrganisationKind.PUBLISHER)
        session.add(organisation)
        houses[cells.house(house)] = organisation.id
        added.append(organisation.id)
    session.flush()
    batch.report = {"organisations": added, "rows": dict(Counter(row.verdict for row in found.rows))}
    titles = [
        replace(row.title, publisher_id=houses[cells.house(row.house)])
        for row in found.rows
        if row.verdict == "new" and row.title
    ]
    batches.add(session, batch, titles, programme_id=programme_id, actor=actor)
    return batch


def _houses(session: Session) -> dict[str, str]:
    """Ids of publishers by the names and abbreviations they are called by."""
    found: dict[str, str] = {}
    for organisation in session.exec(select(Organisation).order_by(Organisation.id)):
        for name in (organisation.name, organisation.abbreviation):
            if name:
                found.setdefault(cells.house(name), organisation.id)
    return found


# ---------------------------------------------------------------- one row


class _Reader:
    """Reads the fields of one row and keeps what is wrong with them."""

    def __init__(self, row: Incoming) -> None:
        self.row = row
        self.notes: list[Note] = []

    def error(self, code: str, name: str, message: str, **params: Any) -> None:
        self.notes.append(Note(code, "error", name, message, params))

    def warn(self, code: str, name: str, message: str, **params: Any) -> None:
        self.notes.append(Note(code, "warning", name, message, params))

    def text(self, name: str) -> str:
        """A field's text; formulas and old fonts are errors."""
        cell = self.row.cells.get(name)
        if cell is None:
            return ""
        if cell.formula:
            self.error("imp-010", name, FORMULA)
        if cell.text and cell.font.startswith((".Vn", "VNI")):
            self.error("imp-011", name, OLD_FONT, font=cell.font)
        return cell.text

    def day(self, name: str, today: date) -> tuple[date, Precision] | None:
        """A field's day."""
        if not self.text(name):
            return None
        cell = self.row.cells[name]
        try:
            found = cells.day(cell.value if isinstance(cell.value, date) else cell.text)
        except Unreadable as problem:
            self.error(problem.code, name, problem.message, text=problem.text)
            return None
        if found[0] < EARLIEST:
            self.error("imp-013", name, IMPOSSIBLE, day=found[0].isoformat())
            return None
        if found[0] > today + timedelta(days=366):
            self.error("imp-014", name, FAR, day=found[0].isoformat())
            return None
        return found

    def isbn(self, name: str) -> str:
        """A field's ISBN, empty when it was lost."""
        text = self.text(name)
        if not text:
            return ""
        try:
            return cells.isbn(text)
        except cells.LostDigits as problem:
            self.warn(problem.code, name, problem.message, text=problem.text)
        except Unreadable as problem:
            self.error(problem.code, name, problem.message, text=problem.text)
        return ""

    def languages(self, name: str) -> list[str]:
        text = self.text(name)
        try:
            return cells.languages(text) if text else []
        except Unreadable as problem:
            self.error(problem.code, name, problem.message, text=problem.text)
            return []

    def forms(self) -> set[Form]:
        text = self.text("form")
        try:
            return cells.forms(text) if text else set()
        except Unreadable as problem:
            self.error(problem.code, "form", problem.message, text=problem.text)
            return set()


def _examine(row: Incoming, start: date, today: date) -> Examined:
    reader = _Reader(row)
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
    people = _people(reader)
    plain = (reader.text("subtitle"), reader.text("original_title"), reader.text("subjects"), reader.text("kind"))
    found = Examined(row, reader.notes, house=house)
    if found.verdict == "error":
        return found
    record = _record(title, house, tongues, origin, people, plain, isbn, isbn_epub, forms)
    found.title = NewTitle(
        record=record, publisher_id="", kind=_kind(plain[3], tongues, origin),
        forms=_formats(forms, isbn, isbn_epub), papers=papers,
    )  # fmt: skip
    return found


def _record(
    title: str, house: str, tongues: Sequence[str], origin: Sequence[str], people: tuple[Person, ...],
    plain: tuple[str, str, str, str], isbn: str, isbn_epub: str, forms: set[Form],
) -> EditionRecord:  # fmt: skip
    electronic = Form.EPUB in forms and Form.PRINT not in forms
    numbers = IsbnPart(epub=isbn_epub or (isbn if electronic else ""), print="" if electronic else isbn)
    subjects = tuple(part.strip()[:200] for part in plain[2].replace("\n", ";").split(";") if part.strip())
    return EditionRecord(
        book=BookPart(
            title=title, subtitle=plain[0][:500], language=tongues[0] if tongues else "vi", publisher=house,
            original_title=plain[1], original_language=origin[0] if origin else None, subjects=subjects,
        ),
        people=people,
        isbn=numbers,
    )  # fmt: skip


def _people(reader: _Reader) -> tuple[Person, ...]:
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


def _papers(reader: _Reader, forms: set[Form], start: date, today: date) -> tuple[Paper, ...]:
    """The papers that the row tells of."""
    electronic = bool(forms & {Form.EPUB, Form.PDF})
    own = electronic and Form.PRINT not in forms
    found: dict[DossierKind, Paper] = {}
    for kind in (DossierKind.REGISTRATION, DossierKind.DECISION, DossierKind.DEPOSIT, DossierKind.RELEASE):
        day = reader.day(f"{kind}_date", today)
        number = reader.text(f"{kind}_number")
        if day:
            found[kind] = Paper(kind, number, day[0], day[1], electronic=own and kind != DossierKind.RELEASE)
    counting = found.get(DossierKind.RELEASE) or found.get(DossierKind.DEPOSIT)
    if counting is None and not reader.notes:
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


# ---------------------------------------------------------------- titles that are there already


def _twins(session: Session, examined: Sequence[Examined]) -> None:
    """Propose what looks like a title of the catalogue, or like a row above."""
    known_isbn, known_book = _there(session, examined)
    seen_isbn: dict[str, int] = {}
    seen_book: dict[Any, int] = {}
    for one in examined:
        if one.title is None or folded(one.row.text("decision")).strip() in ("moi", "new"):
            continue
        key = _key(one.title)
        for _, isbn in one.title.forms:
            if isbn in known_isbn and isbn:
                one.twin = known_isbn[isbn][0]
                _propose(one, "imp-030", "isbn", SAME_ISBN, isbn=isbn, title=known_isbn[isbn][1])
            elif isbn in seen_isbn and isbn:
                _propose(one, "imp-032", "isbn", ISBN_ABOVE, isbn=isbn, row=seen_isbn[isbn])
        if one.verdict == "new" and one.title.kind != EditionKind.REPRINT:
            if key in known_book:
                one.twin = known_book[key][0]
                _propose(one, "imp-031", "title", SAME_BOOK, title=known_book[key][1])
            elif key in seen_book:
                _propose(one, "imp-033", "title", BOOK_ABOVE, row=seen_book[key])
        if one.verdict == "new":
            seen_book.setdefault(key, one.row.number)
            for _, isbn in one.title.forms:
                seen_isbn.setdefault(isbn, one.row.number)


def _propose(one: Examined, code: str, name: str, message: str, **params: Any) -> None:
    if not any(note.code == code for note in one.notes):
        one.notes.append(Note(code, "proposal", name, message, params))


def _key(title: NewTitle) -> tuple[str, str, frozenset[str]]:
    """Folded title, language and people."""
    book = title.record.book
    text = " ".join(folded(f"{book.title} {book.subtitle}").split())
    return text, book.language or "vi", frozenset(folded(person.name) for person in title.record.people)


def _there(
    session: Session, examined: Sequence[Examined]
) -> tuple[dict[str, tuple[str, str]], dict[Any, tuple[str, str]]]:
    """Titles of the catalogue by the ISBNs and by the keys of these rows: (id, title)."""
    titles = [one.title for one in examined if one.title]
    numbers = sorted({isbn for title in titles for _, isbn in title.forms if isbn})
    texts = sorted({_key(title)[0] for title in titles})
    by_isbn: dict[str, tuple[str, str]] = {}
    by_key: dict[Any, tuple[str, str]] = {}
    for at in range(0, len(numbers), batches.PIECE):
        wanted = (
            select(EditionFormat.isbn, TitleText.edition_id, TitleText.title)
            .join(TitleText, col(TitleText.edition_id) == col(EditionFormat.edition_id))
            .where(col(EditionFormat.isbn).in_(numbers[at : at + batches.PIECE]), TitleText.canonical)
        )
        by_isbn |= {isbn: (key, text) for isbn, key, text in session.exec(wanted)}
    for at in range(0, len(texts), batches.PIECE):
        by_key |= _same_texts(session, texts[at : at + batches.PIECE])
    return by_isbn, by_key


def _same_texts(session: Session, texts: Sequence[str]) -> dict[Any, tuple[str, str]]:
    wanted = (
        select(TitleText.edition_id, TitleText.title, TitleText.folded, Edition.language)
        .join(Edition, col(Edition.id) == col(TitleText.edition_id))
        .where(col(TitleText.folded).in_([*texts, *(f"{text} " for text in texts)]), TitleText.canonical)
    )
    rows = session.exec(wanted).all()
    people: defaultdict[str, set[str]] = defaultdict(set)
    named = select(Contribution.edition_id, Contribution.folded)
    for key, name in session.exec(named.where(col(Contribution.edition_id).in_([row[0] for row in rows]))):
        people[key].add(name)
    return {
        (" ".join(text.split()), language, frozenset(people[key])): (key, title)
        for key, title, text, language in rows
    }  # fmt: skip
