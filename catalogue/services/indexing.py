"""Keeps the search index: what of a title and its book can be found, from its release to its withdrawal.

``refresh`` is called in the transaction that released, changed or took back a title, so that the index never shows
what readers may not have. The text of a book is read by a worker when the book is built (``catalogue.jobs.texts``)
and waits in ``BookPassage`` until its release; a text that comes later is put in when it comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, delete, func, select

from catalogue import db, fulltext
from catalogue.models.access import AccessKind, FormatAccess
from catalogue.models.builds import Release, ReleaseFile, ReleaseState
from catalogue.models.people import Organisation
from catalogue.models.search import BookPassage, BookText, SearchEntry, SearchState, SearchTerm
from catalogue.models.titles import Contribution, Edition, EditionFormat, Subject, TitleText
from catalogue.rules import tokens
from catalogue.services import access
from catalogue.services.order import sort_key

LOCK = 7_270_101
"""Of the one who gives out numbers of entries (``db.one_at_a_time``)."""
PIECE = 400
MOST_PASSAGES = 1 << 18
HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Passage:
    """A few paragraphs of a section, as the reader of a book gives them."""

    section: str
    heading: str
    text: str


@dataclass(slots=True)
class _Facts:
    """What an edition says of itself in words."""

    edition: Edition
    release: Release
    publisher: str
    sha256: str = ""
    titles: list[tuple[bool, str]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return next((text for canonical, text in self.titles if canonical), "")

    @property
    def series(self) -> str:
        return str(self.edition.record.get("book", {}).get("series", ""))[:300]

    @property
    def others(self) -> list[str]:
        return [*self.people, self.publisher, *self.subjects, self.series, *self.numbers]

    def tokens(self) -> list[str]:
        edition = self.edition
        narrowed = [
            ("l", edition.language), ("p", edition.publisher_id), ("a", edition.audience), ("e", self.series),
            *(("s", code) for code in self.subjects),
        ]  # fmt: skip
        filters = [tokens.filtering(kind, value) for kind, value in narrowed if value]
        return tokens.of_record([text for _, text in self.titles], self.others, filters)


def refresh(session: Session, ids: Iterable[str]) -> None:
    """Make the index say of these editions what is true now; those that readers cannot have leave it."""
    session.flush()
    db.one_at_a_time(session, LOCK)
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), PIECE):
        _refresh(session, wanted[at : at + PIECE])


def _refresh(session: Session, ids: Sequence[str]) -> None:
    facts = _facts(session, ids)
    old = {e.edition_id: e for e in session.exec(select(SearchEntry).where(col(SearchEntry.edition_id).in_(ids)))}
    _drop(session, [entry for key, entry in old.items() if key not in facts])
    fulltext.remove(session, "searchtitle", [(e.number, e.tokens.split()) for k, e in old.items() if k in facts])
    last = session.exec(select(func.max(SearchEntry.number))).one() or 0
    entries = []
    for key, known in sorted(facts.items(), key=lambda item: (item[1].release.released_at, item[0])):
        entry = old.get(key)
        if entry is None:
            last += 1
            entry = SearchEntry(number=last, edition_id=key, **_described(known))
        elif entry.sha256 != known.sha256:
            _drop_passages(session, entry)
        for name, value in _described(known).items():
            setattr(entry, name, value)
        entries.append(entry)
    session.add_all(entries)
    session.flush()
    fulltext.put(session, "searchtitle", [(entry.number, entry.tokens.split()) for entry in entries])
    _learn(session, facts.values())
    for entry in entries:
        if entry.sha256 and not entry.passages:
            _put_passages(session, entry)


def _described(known: _Facts) -> dict[str, Any]:
    """The columns of an entry."""
    edition = known.edition
    exact, folded = tokens.keys(known.title)
    return {
        "title_exact": exact, "title_folded": folded, "language": edition.language,
        "publisher_id": edition.publisher_id, "audience": edition.audience, "series": known.series,
        "sort_key": edition.sort_key, "own_key": sort_key(known.title, edition.language),
        "released_at": known.release.released_at, "sha256": known.sha256, "tokens": " ".join(known.tokens()),
    }  # fmt: skip


def _facts(session: Session, ids: Sequence[str]) -> dict[str, _Facts]:
    """The released ones of these editions, in a fixed number of queries."""
    rows = (
        select(Edition, Release, Organisation.name)
        .join(Release, col(Release.edition_id) == col(Edition.id))
        .join(Organisation, col(Organisation.id) == col(Edition.publisher_id))
        .where(col(Edition.id).in_(ids), Release.state == ReleaseState.CURRENT)
    )
    found = {edition.id: _Facts(edition, release, name) for edition, release, name in session.exec(rows)}
    for text in session.exec(select(TitleText).where(col(TitleText.edition_id).in_(found))):
        found[text.edition_id].titles.append((text.canonical, f"{text.title} {text.subtitle}".strip()))
    for key, name in session.exec(
        select(Contribution.edition_id, Contribution.name).where(col(Contribution.edition_id).in_(found))
    ):
        found[key].people.append(name)
    subjects = select(Subject.edition_id, Subject.code).where(
        col(Subject.edition_id).in_(found), Subject.scheme == HEADING
    )
    for key, code in session.exec(subjects):
        found[key].subjects.append(code)
    numbers = select(EditionFormat.edition_id, EditionFormat.isbn).where(
        col(EditionFormat.edition_id).in_(found), EditionFormat.isbn != ""
    )
    for key, isbn in session.exec(numbers):
        found[key].numbers.append(isbn)
    files = (
        select(Release.edition_id, ReleaseFile.sha256)
        .join(ReleaseFile, col(ReleaseFile.release_id) == col(Release.id))
        .where(
            col(Release.edition_id).in_(found), Release.state == ReleaseState.CURRENT, ReleaseFile.role == "epub"
        )
    )  # fmt: skip
    standing = access.of_all(session, list(found))
    for key, sha256 in session.exec(files):
        if standing[key]["epub"].readable:  # else its text is nobody's to find
            found[key].sha256 = sha256
    return found


def _learn(session: Session, facts: Iterable[_Facts]) -> None:
    """Words of these titles, for those who mistype them."""
    texts = [text for known in facts for text in (*(t for _, t in known.titles), *known.people, *known.subjects)]
    found = tokens.terms(texts)
    named = select(SearchTerm.term).where(col(SearchTerm.key).in_(found), SearchTerm.key == SearchTerm.term)
    new = sorted(found.difference(session.exec(named).all()))
    rows = [{"key": key, "term": term} for term in new for key in tokens.near_keys(term)]
    db.insert_missing(session, SearchTerm, rows)


def drop(session: Session, ids: Sequence[str]) -> None:
    """Take editions out of the index that are about to go themselves."""
    for at in range(0, len(ids), PIECE):
        piece = ids[at : at + PIECE]
        _drop(session, session.exec(select(SearchEntry).where(col(SearchEntry.edition_id).in_(piece))).all())


def _drop(session: Session, entries: Sequence[SearchEntry]) -> None:
    fulltext.remove(session, "searchtitle", [(entry.number, entry.tokens.split()) for entry in entries])
    for entry in entries:
        _drop_passages(session, entry)
        session.delete(entry)
    session.flush()


def _numbered(session: Session, entry: SearchEntry) -> Iterator[tuple[int, list[str]]]:
    wanted = select(BookPassage.number, BookPassage.text).where(BookPassage.sha256 == entry.sha256)
    for number, text in session.exec(wanted.order_by(col(BookPassage.number))):
        yield entry.number << fulltext.SHIFT | number, tokens.of_passage(text)


def _put_passages(session: Session, entry: SearchEntry) -> None:
    rows = list(_numbered(session, entry))
    fulltext.put(session, "searchpassage", rows)
    entry.passages = len(rows)
    session.add(entry)
    session.flush()


def _drop_passages(session: Session, entry: SearchEntry) -> None:
    if entry.passages:
        fulltext.remove(session, "searchpassage", _numbered(session, entry))
        entry.passages = 0


def keep_text(session: Session, sha256: str, passages: Sequence[Passage]) -> None:
    """Keep the text of an EPUB, and let it be found at once where it is released; known texts stay as they are."""
    db.one_at_a_time(session, LOCK)
    if session.get(BookText, sha256) is not None:
        return
    kept = [p for p in passages if p.text.strip()][:MOST_PASSAGES]
    session.add(BookText(sha256=sha256, passages=len(kept)))
    session.flush()
    for at in range(0, len(kept), PIECE):
        rows = [
            BookPassage(
                sha256=sha256, number=number, section=p.section[:130], heading=p.heading[:500], text=p.text
            )
            for number, p in enumerate(kept[at : at + PIECE], at)
        ]  # fmt: skip
        db.insert_missing(session, BookPassage, [row.model_dump() for row in rows])
    for entry in session.exec(select(SearchEntry).where(SearchEntry.sha256 == sha256, SearchEntry.passages == 0)):
        _put_passages(session, entry)


def unread(session: Session, limit: int = 1) -> list[str]:
    """Hashes of released EPUBs whose text has not been read yet."""
    wanted = (
        select(SearchEntry.sha256)
        .outerjoin(BookText, col(BookText.sha256) == col(SearchEntry.sha256))
        .where(SearchEntry.sha256 != "", col(BookText.sha256).is_(None))
        .order_by(col(SearchEntry.number))
        .limit(limit)
    )
    return list(session.exec(wanted))


def open_again(session: Session) -> list[str]:
    """Put the texts into the index of which the embargo has ended since; the titles that they belong to."""
    over = (
        select(FormatAccess.edition_id)
        .join(SearchEntry, col(SearchEntry.edition_id) == col(FormatAccess.edition_id))
        .join(Release, col(Release.edition_id) == col(FormatAccess.edition_id))
        .join(ReleaseFile, col(ReleaseFile.release_id) == col(Release.id))
        .where(
            FormatAccess.form == "epub", FormatAccess.kind == AccessKind.EMBARGOED,
            col(FormatAccess.until) <= access.today(), SearchEntry.sha256 == "",
            Release.state == ReleaseState.CURRENT, ReleaseFile.role == "epub",
        )
        .distinct()
    )  # fmt: skip
    ended = [key for key, said in access.of_all(session, session.exec(over).all()).items() if said["epub"].readable]
    if ended:
        refresh(session, ended)
    return ended


def rebuild(session: Session) -> int:
    """Make the index anew from the records and the texts that were read. Returns how many titles it holds."""
    db.one_at_a_time(session, LOCK)
    fulltext.clear(session)
    for table in (SearchEntry, SearchTerm, SearchState):
        session.execute(delete(table))
    session.expunge_all()
    current = select(Release.edition_id).where(Release.state == ReleaseState.CURRENT)
    ids = list(session.exec(current.order_by(col(Release.released_at), Release.edition_id)))
    refresh(session, ids)
    session.add(SearchState(version=tokens.VERSION))
    session.flush()
    fulltext.settle(session)
    return len(ids)


def is_current(session: Session) -> bool:
    """Whether the index was made with the rules in force; else it must be made anew."""
    state = session.get(SearchState, 1)
    return state is not None and state.version == tokens.VERSION
