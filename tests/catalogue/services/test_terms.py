"""Titles are classed by terms that are data; what a title bore on a past day is not forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.errors import Refusal
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind
from catalogue.rules.tally import NOTHING, Facet, Where
from catalogue.services import programme, releases, terms, titles
from pipeline.metadata import BookPart, EditionRecord

DAY = date(2025, 3, 1)


@pytest.fixture
def book(engine: Engine) -> str:
    """A title released on paper in January 2025, entered then."""
    with time_machine.travel(datetime(2025, 2, 1, tzinfo=UTC), tick=False), db.session_scope(engine) as session:
        programme.ensure_default(session)
        house = Organisation(name="NXB")
        session.add(house)
        session.flush()
        edition = titles.create(session, EditionRecord(book=BookPart(title="Quyền trẻ em", language="vi")), house)
        releases.add_paper(
            session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=date(2025, 1, 15))
        )  # fmt: skip
        return edition.id


def classify(engine: Engine, key: str, scheme: terms.Scheme, *codes: str) -> bool:
    with db.session_scope(engine) as session:
        return terms.classify(session, titles.get(session, key), scheme, codes)


def counted(engine: Engine, facet: Facet, known: programme.Known = "now") -> dict[str, int]:
    with Session(engine) as session:
        seen = programme.view(session, as_of=DAY, known=known)
        found = {value: row["released"] for value, row in seen.by(facet).items()}
        for value, number in found.items():
            place = {facet: value}
            assert len(seen.rows(Where(**place))) == number == seen.size(Where(**place))  # type: ignore[arg-type]
        return found


def test_a_title_counts_under_each_convention_that_it_bears(engine: Engine, book: str) -> None:
    assert counted(engine, "convention") == {NOTHING: 1}
    assert classify(engine, book, "convention", "CRC", "CRPD", "CRC")
    assert not classify(engine, book, "convention", "CRPD", "CRC")
    assert counted(engine, "convention") == {"CRC": 1, "CRPD": 1}
    assert counted(engine, "convention", "then") == {NOTHING: 1}


def test_its_record_can_be_changed_without_losing_its_terms(engine: Engine, book: str) -> None:
    classify(engine, book, "content", "1")
    with db.session_scope(engine) as session:
        edition = titles.get(session, book)
        part = BookPart(title="Quyền trẻ em", language="vi", subjects=("Trẻ em",))
        titles.change(session, edition, EditionRecord(book=part))
    assert counted(engine, "content") == {"1": 1}
    assert counted(engine, "subject") == {"Trẻ em": 1}
    assert counted(engine, "subject", "then") == {NOTHING: 1}


def test_a_title_has_one_audience(engine: Engine, book: str) -> None:
    classify(engine, book, "audience", "children")
    classify(engine, book, "audience", "students")
    assert counted(engine, "audience") == {"students": 1}
    assert classify(engine, book, "audience")
    assert counted(engine, "audience") == {NOTHING: 1}


def test_a_term_that_rests_stays_with_its_titles_and_comes_to_no_other(engine: Engine, book: str) -> None:
    classify(engine, book, "convention", "CAT")
    with db.session_scope(engine) as session:
        one = next(one for one in terms.every(session, "convention") if one.code == "CAT")
        terms.change(session, one, one.name_vi, one.name_en, retired=True)
        with pytest.raises(Refusal, match="term-005"):
            terms.remove(session, one)
    assert classify(engine, book, "convention", "CAT", "CRC")
    classify(engine, book, "convention", "CRC")
    with pytest.raises(Refusal, match="term-004"):
        classify(engine, book, "convention", "CAT")


def test_terms_are_edited_and_mistakes_are_said(engine: Engine) -> None:
    with db.session_scope(engine) as session:
        made = terms.add(session, "content", "2", "Chủ trương, chính sách", "Policy")
        assert terms.names(session)["content:2@en"] == "Policy"
        for code, name, refused in (("2", "X", "term-003"), ("đ", "X", "term-001"), ("3", " ", "term-002")):
            with pytest.raises(Refusal, match=refused):
                terms.add(session, "content", code, name)
        terms.remove(session, made)
        assert [one.code for one in terms.every(session, "content")] == ["1"]
        assert len(terms.every(session, "convention")) == 7
