"""Titles that are there already: by ISBN, and by folded title, people and language; proposed, never decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from catalogue.models.base import new_id
from catalogue.models.titles import Contribution, Edition, EditionFormat, EditionKind, TitleText
from catalogue.services import batches
from catalogue.services.batches import NewTitle
from catalogue.services.rows import Examined, Note
from pipeline.i18n import N_
from pipeline.text import folded

SAME_ISBN = N_("Has the ISBN {isbn} of “{title}”, which is in the catalogue.")
SAME_BOOK = N_("Looks like “{title}”, which is in the catalogue: same title, people and language.")
ISBN_ABOVE = N_("Has the ISBN {isbn} of row {row}.")
BOOK_ABOVE = N_("Looks like row {row}: same title, people and language.")
REPRINTS = N_("Becomes another edition of “{title}”; the rules say how often reprints count.")
REPRINTS_ABOVE = N_("Becomes another edition of the title of row {row}; the rules say how often reprints count.")
JOINS = N_("Becomes part of the title of row {row}.")


class _There(NamedTuple):
    """A title of the catalogue that a row looks like."""

    id: str
    title: str
    work: str


def propose(session: Session, examined: Sequence[Examined]) -> None:
    """Propose what looks like a title of the catalogue, or like a row above; do what a row says is to be done."""
    known_isbn, known_book = _there(session, examined)
    seen_isbn: dict[str, Examined] = {}
    seen_book: dict[Any, Examined] = {}
    for one in examined:
        said = folded(one.row.text("decision")).strip()
        if one.title is None or one.target or said in ("moi", "new"):
            continue
        key = _key(one.title)
        for _, isbn in one.title.forms:
            if isbn in known_isbn and isbn:
                one.twin = known_isbn[isbn].id
                _propose(one, "imp-030", "isbn", SAME_ISBN, isbn=isbn, title=known_isbn[isbn].title)
            elif isbn in seen_isbn and isbn:
                _propose(one, "imp-032", "isbn", ISBN_ABOVE, isbn=isbn, row=_place(seen_isbn[isbn], one))
        if one.verdict == "new" and one.title.kind != EditionKind.REPRINT:
            if key in known_book:
                one.twin = known_book[key].id
                _propose(one, "imp-031", "title", SAME_BOOK, title=known_book[key].title)
            elif key in seen_book:
                _propose(one, "imp-033", "title", BOOK_ABOVE, row=_place(seen_book[key], one))
        if one.verdict == "new" and one.title.kind == EditionKind.REPRINT:
            _reprint(one, known_book.get(key), seen_book.get(key))
        if said in ("gop", "merge") and one.verdict == "duplicate":
            numbers = [seen_isbn[isbn] for _, isbn in one.title.forms if isbn in seen_isbn]
            _join(one, numbers[0] if numbers else seen_book.get(key))
        if one.verdict == "new":
            seen_book.setdefault(key, one)
            for _, isbn in one.title.forms:
                if isbn:
                    seen_isbn.setdefault(isbn, one)


def _reprint(one: Examined, there: _There | None, above: Examined | None) -> None:
    """Put a reprint beside the edition that it reprints, as an edition of the same work."""
    assert one.title
    if there:
        one.title = replace(one.title, work_id=there.work)
        one.notes.append(Note("imp-035", "change", "kind", REPRINTS, {"title": there.title}))
    elif above and above.title:
        above.title = replace(above.title, work_id=above.title.work_id or new_id())
        one.title = replace(one.title, work_id=above.title.work_id)
        one.notes.append(Note("imp-035", "change", "kind", REPRINTS_ABOVE, {"row": _place(above, one)}))


def _join(one: Examined, above: Examined | None) -> None:
    """Make a row part of the title it looks like: its form and its papers come to that title."""
    one.notes = [note for note in one.notes if note.severity != "proposal"]
    if one.twin:
        one.target, one.whole = one.twin, False
        return
    if above is None or above.title is None or one.title is None:
        return
    there = {(paper.kind, paper.electronic) for paper in above.title.papers}
    papers = [paper for paper in one.title.papers if (paper.kind, paper.electronic) not in there]
    forms = dict(one.title.forms) | {form: isbn for form, isbn in above.title.forms if isbn}
    held, given = above.title.record.isbn, one.title.record.isbn
    isbn = held.model_copy(update={"epub": held.epub or given.epub, "print": held.print or given.print})
    above.title = replace(
        above.title, forms=tuple(forms.items()), papers=(*above.title.papers, *papers),
        record=above.title.record.model_copy(update={"isbn": isbn}),
    )  # fmt: skip
    one.into = above
    one.notes.append(Note("imp-043", "change", "title", JOINS, {"row": _place(above, one)}))


def _place(other: Examined, one: Examined) -> int | str:
    """A row as one would point at it from another: by its file and sheet too, when they are others."""
    row = other.row
    if row.file != one.row.file:
        return f"{row.number} ({row.file})"
    return row.number if row.sheet == one.row.sheet else f"{row.number} ({row.sheet})"


def _propose(one: Examined, code: str, name: str, message: str, **params: Any) -> None:
    if not any(note.code == code for note in one.notes):
        one.notes.append(Note(code, "proposal", name, message, params))


def _key(title: NewTitle) -> tuple[str, str, frozenset[str], str]:
    """Folded title, language, people and volume."""
    book = title.record.book
    text = " ".join(folded(f"{book.title} {book.subtitle}").split())
    people = frozenset(folded(person.name) for person in title.record.people)
    return text, book.language or "vi", people, folded(book.volume)


def _there(session: Session, examined: Sequence[Examined]) -> tuple[dict[str, _There], dict[Any, _There]]:
    """Titles of the catalogue by the ISBNs and by the keys of these rows."""
    titles = [one.title for one in examined if one.title]
    numbers = sorted({isbn for title in titles for _, isbn in title.forms if isbn})
    texts = sorted({_key(title)[0] for title in titles})
    by_isbn: dict[str, _There] = {}
    by_key: dict[Any, _There] = {}
    for at in range(0, len(numbers), batches.PIECE):
        wanted = (
            select(EditionFormat.isbn, TitleText.edition_id, TitleText.title, Edition.work_id)
            .join(TitleText, col(TitleText.edition_id) == col(EditionFormat.edition_id))
            .join(Edition, col(Edition.id) == col(EditionFormat.edition_id))
            .where(col(EditionFormat.isbn).in_(numbers[at : at + batches.PIECE]), TitleText.canonical)
        )
        by_isbn |= {isbn: _There(*found) for isbn, *found in session.exec(wanted)}
    for at in range(0, len(texts), batches.PIECE):
        by_key |= _same_texts(session, texts[at : at + batches.PIECE])
    return by_isbn, by_key


def _same_texts(session: Session, texts: Sequence[str]) -> dict[Any, _There]:
    wanted = (
        select(TitleText.edition_id, TitleText.title, TitleText.folded, Edition)
        .join(Edition, col(Edition.id) == col(TitleText.edition_id))
        .where(col(TitleText.folded).in_([*texts, *(f"{text} " for text in texts)]), TitleText.canonical)
    )
    rows = session.exec(wanted).all()
    people: defaultdict[str, set[str]] = defaultdict(set)
    named = select(Contribution.edition_id, Contribution.folded)
    for key, name in session.exec(named.where(col(Contribution.edition_id).in_([row[0] for row in rows]))):
        people[key].add(name)
    return {
        (" ".join(text.split()), edition.language, frozenset(people[key]),
         folded(str(edition.record.get("book", {}).get("volume", "")))): _There(key, title, edition.work_id)
        for key, title, text, edition in rows
    }  # fmt: skip
