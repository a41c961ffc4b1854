"""What the catalogue still has to ask a house about its titles: one row for each form of a title that lacks something.

The rows say what is known, in the words that an import reads back, and name the fields that are lacking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind, Edition, EditionFormat, EditionKind, Form
from catalogue.services import cells, titles
from catalogue.services.batches import PIECE
from catalogue.services.updates import ROLES, said_day
from catalogue.wording import Wording
from pipeline.metadata import EditionRecord

PAPERS = (DossierKind.REGISTRATION, DossierKind.DECISION, DossierKind.DEPOSIT, DossierKind.RELEASE)
ELECTRONIC = (Form.EPUB, Form.PDF)
FORM_WORDS = {
    "": "", Form.PRINT: "Sách in", Form.EPUB: "Sách điện tử", Form.PDF: "Sách điện tử (PDF)",
    Form.AUDIO: "Sách nói", Form.BRAILLE: "Sách chữ nổi",
}  # fmt: skip
KIND_WORDS = {EditionKind.REPRINT: "Tái bản", EditionKind.BILINGUAL: "Song ngữ"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of questions: what is known by field, and which fields are lacking."""

    edition_id: str
    known: Mapping[str, str]
    lacking: tuple[str, ...]
    sample: bool = False


def houses(session: Session) -> list[tuple[str, str, int]]:
    """Id and name of every house with the number of its titles of which something is lacking."""
    names = dict(session.exec(select(Organisation.id, Organisation.name)).all())
    found: Counter[str] = Counter()
    for house, rows in _by_house(session, None):
        found[house] += len({row.edition_id for row in rows})
    return sorted(((key, names[key], count) for key, count in found.items() if count), key=lambda row: row[1])


def asked(session: Session, house_id: str) -> list[Asked]:
    """The rows of one house, in the order of its titles."""
    return [row for _, rows in _by_house(session, house_id) for row in rows]


def _by_house(session: Session, house_id: str | None) -> Iterable[tuple[str, list[Asked]]]:
    """Rows of each edition with the id of its house, in a handful of queries for every five hundred editions."""
    wanted = select(Edition).order_by(col(Edition.sort_key), Edition.id)
    if house_id is not None:
        wanted = wanted.where(Edition.publisher_id == house_id)
    editions = session.exec(wanted).all()
    names = dict(session.exec(select(Organisation.id, Organisation.name)).all())
    speech = Wording("vi")
    for at in range(0, len(editions), PIECE):
        piece = editions[at : at + PIECE]
        papers, forms = _papers(session, [one.id for one in piece]), _forms(session, [one.id for one in piece])
        for edition in piece:
            rows = _rows(edition, papers[edition.id], forms[edition.id], names, speech)
            yield edition.publisher_id, [row for row in rows if row.lacking]


def _papers(session: Session, ids: Sequence[str]) -> Mapping[str, list[DossierItem]]:
    found: defaultdict[str, list[DossierItem]] = defaultdict(list)
    wanted = select(DossierItem).where(col(DossierItem.edition_id).in_(ids), col(DossierItem.replaced_at).is_(None))
    for item in session.exec(wanted.order_by(col(DossierItem.on), DossierItem.id)):
        found[item.edition_id].append(item)
    return found


def _forms(session: Session, ids: Sequence[str]) -> Mapping[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    wanted = select(EditionFormat).where(col(EditionFormat.edition_id).in_(ids)).order_by(EditionFormat.form)
    for item in session.exec(wanted):
        found[item.edition_id][item.form] = item.isbn
    return found


def _rows(
    edition: Edition, papers: Sequence[DossierItem], forms: Mapping[str, str], names: Mapping[str, str], speech: Wording
) -> list[Asked]:
    """A row for the printed forms and one for the electronic publication, where there are both."""
    printed = [form for form in forms if form not in ELECTRONIC]
    electronic = [form for form in forms if form in ELECTRONIC]
    if any(item.electronic for item in papers) and not electronic:
        electronic = [Form.EPUB]
    chosen = [(printed[0], False)] if printed else []
    chosen += [(electronic[0], True)] if electronic else []
    record = titles.record_of(edition)
    return [_row(edition, record, papers, forms, one, names, speech) for one in chosen or [("", False)]]


def _row(
    edition: Edition, record: EditionRecord, papers: Sequence[DossierItem], forms: Mapping[str, str],
    form: tuple[str, bool], names: Mapping[str, str], speech: Wording,
) -> Asked:  # fmt: skip
    book, (called, electronic) = record.book, form
    known = {
        "edition": edition.id, "title": book.title or "", "subtitle": book.subtitle,
        "publisher": names[edition.publisher_id], "reporting_body": names.get(edition.reporting_body_id or "", ""),
        "language": _tongue(speech, edition.language), "original_title": book.original_title,
        "original_language": _tongue(speech, edition.source_language),
        "form": FORM_WORDS[called], "isbn": forms.get(called, ""),
        "kind": KIND_WORDS.get(EditionKind(edition.kind), ""),
        "subjects": "; ".join(book.subjects),
        **{name: "; ".join(person.name for person in record.people if person.role == role) for name, role in ROLES},
    }  # fmt: skip
    exact: set[str] = set()
    for kind in PAPERS:
        same = [item for item in papers if item.kind == kind and (item.electronic == electronic or kind == "release")]
        if same:
            known[f"{kind}_date"] = said_day(same[0].on, same[0].precision)
            known[f"{kind}_number"] = same[0].number
            exact |= {kind} if same[0].precision == "day" else set()
    licensed = any(item.kind == DossierKind.LICENCE and item.electronic == electronic for item in papers)
    lacking = tuple(_lacking(known, exact, edition.kind, licensed=licensed))
    return Asked(edition.id, known, lacking, edition.is_sample)


def _tongue(speech: Wording, tag: str) -> str:
    """A language as an import reads it back: by its name where that means no other."""
    name = speech.language_name(tag) if tag else ""
    try:
        return name if name and cells.languages(name) == [tag] else tag
    except cells.Unreadable:
        return tag


def _lacking(known: Mapping[str, str], exact: set[str], kind: str, *, licensed: bool) -> Iterable[str]:
    """Fields that a house has to be asked about, what counts first."""
    if not known.get("deposit_date") and not known.get("release_date"):
        yield from ("deposit_date", "release_date")
    else:
        yield from (
            f"{name}_date" for name in ("deposit", "release") if known.get(f"{name}_date") and name not in exact
        )
    if not licensed:
        for name in ("registration", "decision"):
            yield from (f"{name}_{part}" for part in ("number", "date") if not known.get(f"{name}_{part}"))
    if not known["form"]:
        yield "form"
    if not known["isbn"] and not licensed:
        yield "isbn"
    if not any(known[name] for name, _ in ROLES):
        yield "authors"
    if kind == EditionKind.TRANSLATION and not known["original_language"]:
        yield "original_language"
    if not known["reporting_body"]:
        yield "reporting_body"
