"""A place in a book goes from device to device: the later one wins, and nothing else is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from support import people_in

from catalogue import db
from catalogue.models.people import Organisation
from catalogue.models.reading import ReadingPlace
from catalogue.services import reading_places, titles
from pipeline.metadata import BookPart, EditionRecord


@pytest.fixture
def book(engine: Engine) -> tuple[str, str]:
    """A reader's id and a title's."""
    people = people_in(engine)
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        return people.member, titles.create(session, EditionRecord(book=BookPart(title="Sách")), house).id


def place(page: str, at: int, block: int = 3) -> dict[str, object]:
    return {"page": page, "block": block, "done": False, "at": at}


def test_the_later_place_wins_whichever_device_tells_it_first(engine: Engine, book: tuple[str, str]) -> None:
    who, key = book
    with db.session_scope(engine) as session:
        edition = titles.get(session, key)
        reading_places.keep(session, who, edition, {"place": place("c002", 20)})
        told = reading_places.keep(session, who, edition, {"place": place("c001", 10)})
        assert told["place"] == place("c002", 20)
        told = reading_places.keep(session, who, edition, {"place": place("c003?part=2", 30)})
        assert told["place"] == place("c003?part=2", 30)
        assert len(session.exec(select(ReadingPlace)).all()) == 1  # no history


def test_a_bookmark_taken_out_on_one_device_does_not_come_back_from_another(
    engine: Engine, book: tuple[str, str]
) -> None:
    who, key = book
    with db.session_scope(engine) as session:
        edition = titles.get(session, key)
        mark = {"text": "Mọi người", "gone": False, "at": 10}
        reading_places.keep(session, who, edition, {"marks": {"c001#4": mark}})
        reading_places.keep(session, who, edition, {"marks": {"c001#4": {**mark, "gone": True, "at": 20}}})
        told = reading_places.keep(session, who, edition, {"marks": {"c001#4": mark, "c002#1": mark}})
        assert told["marks"] == {"c001#4": {**mark, "gone": True, "at": 20}, "c002#1": mark}


@pytest.mark.parametrize(
    "told",
    [
        {"place": {"page": "../../etc", "at": 5}}, {"place": {"page": "c001", "at": "5"}}, {"place": [1]},
        {"place": {"page": "c001", "at": -1}}, {"marks": {"javascript:1#2": {"at": 5}}},
        {"marks": {"c001#x": {"at": 5}}}, {"marks": ["c001#1"]}, {"marks": {"c001#1": "x"}}, {},
    ],
)  # fmt: skip
def test_what_is_no_place_is_left_out(engine: Engine, book: tuple[str, str], told: dict[str, object]) -> None:
    who, key = book
    with db.session_scope(engine) as session:
        assert reading_places.keep(session, who, titles.get(session, key), told) == {"place": {}, "marks": {}}


def test_who_wants_nothing_kept_has_nothing_kept(engine: Engine, book: tuple[str, str]) -> None:
    who, key = book
    with db.session_scope(engine) as session:
        reading_places.keep(session, who, titles.get(session, key), {"place": place("c001", 1)})
        assert [edition for edition, _ in reading_places.books(session, who)] == [key]
        reading_places.choose(session, who, wanted=False)
    with Session(engine) as session:
        assert reading_places.books(session, who) == []
        assert reading_places.wanted_by(session, who) is False
