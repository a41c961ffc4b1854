"""Finding titles: by words in titles, names, publishers, subjects and the text of the books; and browsing.

The answers are those of ``rules.tokens.levels`` in their order, by title among equals; where there are more than a
list holds, it holds the newest. So they are the same on every database. What is not with readers
is not in the index (``services.indexing``) and cannot be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import islice, product
from typing import Any

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, func, select

from catalogue import fulltext
from catalogue.models.people import Organisation
from catalogue.models.search import BookPassage, SearchEntry, SearchTerm
from catalogue.models.titles import Subject
from catalogue.rules import tokens, words
from catalogue.services import tallied, titles
from catalogue.services.indexing import HEADING
from catalogue.services.titles import PER_PAGE, Card

MOST = 480
"""Titles that one search lists: 20 pages. Who gets so many should say more."""
MOST_BOOKS = 5000
"""Titles found by their text before they are narrowed."""
MOST_PROPOSALS = 3
_NUMBER = re.compile(r"97[89]\d{10}\Z")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Properties that all titles of a list share; empty ones say nothing."""

    language: str = ""
    publisher: str = ""
    subject: str = ""
    audience: str = ""
    series: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def tokens(self) -> list[str]:
        """What narrows a search in the index."""
        named = (("l", self.language), ("p", self.publisher), ("s", self.subject), ("a", self.audience))
        return [tokens.filtering(kind, value) for kind, value in (*named, ("e", self.series)) if value]

    def conditions(self, *, but: str = "") -> list[ColumnElement[bool]]:
        """What narrows a list of entries; ``but`` is left out of account."""
        columns = {
            "language": col(SearchEntry.language), "publisher": col(SearchEntry.publisher_id),
            "audience": col(SearchEntry.audience), "series": col(SearchEntry.series),
        }  # fmt: skip
        found = [columns[name] == value for name, value in self.said() if name in columns and name != but]
        if self.subject and but != "subject":
            named = select(Subject.edition_id).where(Subject.scheme == HEADING, Subject.code == self.subject)
            found.append(col(SearchEntry.edition_id).in_(named))
        return found

    def said(self) -> list[tuple[str, str]]:
        """Names and values of what is not empty, as an address has them."""
        return [(f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a book the words stand: a chapter's address and name, and the text around the words."""

    section: str
    heading: str
    pieces: tuple[tuple[str, bool], ...]
    phrase: bool
    """Whether the words stand side by side there."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A title that was found, and the place in its text where that is what was found."""

    card: Card
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of answers; ``more`` when there are more than the ``total`` that are listed."""

    hits: Sequence[Hit]
    total: int
    number: int
    more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True, slots=True)
class _Answer:
    rank: int
    number: int
    passage: int = -1
    phrase: bool = False


def wanted(typed: str) -> words.Query:
    """What somebody typed, as the index is asked; an ISBN may be written with hyphens."""
    digits = re.sub(r"[\s‐‑-]", "", typed)
    return words.query(digits if _NUMBER.match(digits) else typed)


def find(session: Session, typed: str, narrowing: Narrowing | None = None, number: int = 1) -> Found:
    """One page of what is found for a query, the best first."""
    query = wanted(typed)
    answers = _answers(session, query, narrowing or Narrowing(), MOST + 1)
    more = len(answers) > MOST
    total = min(len(answers), MOST)
    number = min(max(1, number), max(1, -(-total // PER_PAGE)))
    shown = answers[:MOST][(number - 1) * PER_PAGE : number * PER_PAGE]
    return Found(_hits(session, shown, query), total, number, more)


def _answers(session: Session, query: words.Query, narrowing: Narrowing, most: int) -> list[_Answer]:
    """Titles in the order of their answers, each once."""
    found = {number: _Answer(at - 2 * PER_PAGE, number) for at, number in enumerate(_called(session, query, narrowing))}
    asked = list(enumerate(tokens.levels(query), 1))
    records = _Records(session, [row for row in asked if row[1].level in tokens.RECORD_LEVELS], narrowing, most)
    texts = _Texts(session, [row[1] for row in asked if row[1].level in tokens.TEXT_LEVELS], narrowing, most)
    for rank, question in asked:
        if len(found) >= most:
            break
        if question.level in tokens.RECORD_LEVELS:
            for number in records.of(rank, question):
                found.setdefault(number, _Answer(rank, number))
        else:
            for number, passage in texts.of(question):
                found.setdefault(number, _Answer(rank, number, passage, question.level == "text phrase"))
    return _ordered(session, list(found.values()))[:most]


def _ordered(session: Session, answers: list[_Answer]) -> list[_Answer]:
    keys = select(SearchEntry.number, SearchEntry.sort_key).where(
        col(SearchEntry.number).in_([answer.number for answer in answers])
    )
    order = dict(session.exec(keys).all()) if answers else {}
    return sorted(answers, key=lambda answer: (answer.rank, order.get(answer.number, b""), answer.number))


class _Records:
    """Answers by the records of titles: all at once where they are few, else question by question.

    The last question is the widest: what it does not find no other does.
    """

    def __init__(
        self, session: Session, asked: list[tuple[int, tokens.Asked]], narrowing: Narrowing, most: int
    ) -> None:
        self._session, self._most, self._filters = session, most, narrowing.tokens()
        self._ranked: dict[int, list[int]] | None = None
        if asked:
            some = fulltext.some(session, (*asked[-1][1].tokens, *self._filters), most)
            if len(some) < most:
                self._ranked = self._by_rank(asked, some)

    def _by_rank(self, asked: list[tuple[int, tokens.Asked]], numbers: list[int]) -> dict[int, list[int]]:
        """What each question finds among these titles, told by what the index holds of them."""
        found: dict[int, list[int]] = {}
        rows = select(SearchEntry.number, SearchEntry.tokens).where(col(SearchEntry.number).in_(numbers))
        for number, held in self._session.exec(rows) if numbers else ():
            have = set(held.split(" "))
            rank = next((rank for rank, question in asked if have.issuperset(question.tokens)), 0)
            found.setdefault(rank, []).append(number)
        return found

    def of(self, rank: int, question: tokens.Asked) -> list[int]:
        """The titles that a question finds and no better one did."""
        if self._ranked is not None:
            return self._ranked.get(rank, [])
        return fulltext.newest(self._session, (*question.tokens, *self._filters), self._most)


class _Texts:
    """Answers by the texts of books; the widest question tells whether the others are worth asking."""

    def __init__(self, session: Session, asked: list[tokens.Asked], narrowing: Narrowing, most: int) -> None:
        self._session, self._narrowing = session, narrowing
        self._most = MOST_BOOKS if narrowing else most
        self._widest = asked[-1] if asked else None
        self._found: list[tuple[int, int]] | None = None

    def of(self, question: tokens.Asked) -> list[tuple[int, int]]:
        """Titles and passages, the newest titles first."""
        if self._found is None and self._widest:
            self._found = self._ask(self._widest)
        if question is self._widest or not self._found:
            return self._found or []
        return self._ask(question)

    def _ask(self, question: tokens.Asked) -> list[tuple[int, int]]:
        return _narrowed(self._session, fulltext.books(self._session, question.tokens, self._most), self._narrowing)


def _called(session: Session, query: words.Query, narrowing: Narrowing) -> list[int]:
    """Titles that are called exactly so, those with the same marks first."""
    exact, folded = tokens.keys(" ".join(query.words))
    if not folded:
        return []
    same = (
        select(SearchEntry.number, SearchEntry.title_exact)
        .where(SearchEntry.title_folded == folded, *narrowing.conditions())
        .order_by(col(SearchEntry.number).desc())
        .limit(PER_PAGE)
    )
    rows = session.exec(same).all()
    first = [number for number, key in rows if key == exact]
    return first if tokens.is_marked(query) else first + [number for number, key in rows if key != exact]


def _narrowed(session: Session, books: list[tuple[int, int]], narrowing: Narrowing) -> list[tuple[int, int]]:
    if not books or not narrowing:
        return books
    numbers = [number for number, _ in books]
    rows = select(SearchEntry.number).where(col(SearchEntry.number).in_(numbers), *narrowing.conditions())
    kept = set(session.exec(rows))
    return [book for book in books if book[0] in kept]


def _hits(session: Session, answers: Sequence[_Answer], query: words.Query) -> list[Hit]:
    """The cards of answers with their places; a title that is not with readers is never shown."""
    rows = select(SearchEntry.number, SearchEntry.edition_id, SearchEntry.sha256)
    known = {
        number: (edition_id, sha256)
        for number, edition_id, sha256 in session.exec(
            rows.where(col(SearchEntry.number).in_([answer.number for answer in answers]))
        )
    }
    cards = {card.id: card for card in titles.cards(session, [edition_id for edition_id, _ in known.values()])}
    places = [(known[a.number][1], a.passage) for a in answers if a.passage >= 0 and a.number in known]
    wanted_rows = select(BookPassage).where(tuple_(col(BookPassage.sha256), col(BookPassage.number)).in_(places))
    passages = {(p.sha256, p.number): p for p in session.exec(wanted_rows)} if places else {}
    found = []
    for answer in answers:
        card = cards.get(known.get(answer.number, ("", ""))[0])
        if card and card.release_id:
            passage = passages.get((known[answer.number][1], answer.passage))
            found.append(Hit(card, _place(passage, query, phrase=answer.phrase) if passage else None))
    return found


def _place(passage: BookPassage, query: words.Query, *, phrase: bool) -> Place:
    said = words.snippet(passage.text, query)
    pieces = said.pieces if said else ((passage.text[:160], False),)
    return Place(passage.section, passage.heading, pieces, phrase)


# ---------------------------------------------------------------- when nothing is found


def near(session: Session, typed: str, narrowing: Narrowing | None = None) -> list[str]:
    """Other queries that do find something: each unknown word replaced by one at most two slips away, or left out."""
    query = wanted(typed)
    folded = [words.folded_word(word) for word in query.words]
    choices = [_close(session, word) for word in folded]
    proposals = [" ".join(choice) for choice in islice(product(*choices), 12)]
    if len(folded) > 1:
        proposals += [" ".join(folded[:at] + folded[at + 1 :]) for at in range(len(folded))]
    found = []
    for proposal in dict.fromkeys(proposals):
        if proposal != " ".join(folded) and _answers(session, wanted(proposal), narrowing or Narrowing(), 1):
            found.append(proposal)
        if len(found) == MOST_PROPOSALS:
            break
    return found


def _close(session: Session, word: str, most: int = 3) -> list[str]:
    """A word of the catalogue itself, else the nearest ones, else the word as it is."""
    rows = session.exec(
        select(SearchTerm.term).where(col(SearchTerm.key).in_(tokens.near_keys(word))).distinct().limit(400)
    ).all()
    if word in rows or len(word) < 3:
        return [word]
    slips = 1 if len(word) <= 4 else 2
    ranked = sorted((tokens.distance(word, term), term[:1] != word[:1], term) for term in rows)
    return [term for far, _, term in ranked if far <= slips][:most] or [word]


# ---------------------------------------------------------------- browsing


def browse(session: Session, narrowing: Narrowing, order: str = "title", number: int = 1) -> Found:
    """One page of the shelf: by title in the order of its language, or the newest first."""
    conditions = narrowing.conditions()
    counted = select(func.count()).select_from(SearchEntry).where(*conditions)
    total = tallied.once(session, ("total", narrowing), lambda: session.exec(counted).one())
    number = min(max(1, number), max(1, -(-total // PER_PAGE)))
    by: Any = col(SearchEntry.own_key) if narrowing.language else col(SearchEntry.sort_key)
    if order == "newest":
        by = col(SearchEntry.released_at).desc()
    rows = select(SearchEntry.edition_id).where(*conditions).order_by(by, col(SearchEntry.number))
    ids = session.exec(rows.offset((number - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return Found([Hit(card) for card in titles.cards(session, ids) if card.release_id], total, number)


def counts(session: Session, narrowing: Narrowing, by: str, most: int = 200) -> list[tuple[str, int]]:
    """How many titles of a list each language, publisher, subject, audience or series has, the largest first.

    What the list is narrowed to by the same property is left out of account, so that one can go from one to another.
    """
    return tallied.once(session, ("counts", narrowing, by, most), lambda: _counted(session, narrowing, by, most))


def _counted(session: Session, narrowing: Narrowing, by: str, most: int) -> list[tuple[str, int]]:
    number = func.count()
    column: Any = {
        "language": SearchEntry.language, "publisher": SearchEntry.publisher_id, "subject": Subject.code,
        "audience": SearchEntry.audience, "series": SearchEntry.series,
    }[by]  # fmt: skip
    rows = select(column, number).select_from(SearchEntry).where(*narrowing.conditions(but=by))
    if by == "subject":
        rows = rows.join(Subject, col(Subject.edition_id) == col(SearchEntry.edition_id)).where(
            Subject.scheme == HEADING
        )
    rows = rows.where(column != "").group_by(column).order_by(number.desc(), column).limit(most)
    return [(str(value), int(count)) for value, count in session.exec(rows)]


def publishers(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Names of publishers by id."""
    rows = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids))
    return dict(session.exec(rows).all())
