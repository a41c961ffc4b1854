"""What other systems are told of titles: in the order of change, whole, and the same on both databases."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue import db
from catalogue.models.people import Organisation
from catalogue.models.titles import Edition
from catalogue.services import harvest, releases, titles
from catalogue.services.harvest import Selection
from pipeline.metadata import BookPart, EditionRecord

BEGAN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def shelf(engine: Engine, people: People) -> list[str]:
    """Seven titles, two of which were released in one second, the third taken back; ids in the order of release."""
    found = []
    for number in range(7):
        moment = BEGAN + timedelta(seconds=min(number, 5), milliseconds=number * 100)
        with time_machine.travel(moment, tick=False), db.session_scope(engine) as session:
            house = session.get_one(Organisation, people.house)
            book = BookPart(title=f"Sách {number}", language="vi" if number else "km")
            edition = titles.create(session, EditionRecord(book=book), house)
            releases.open_release(session, edition)
            found.append(edition.id)
    with time_machine.travel(BEGAN + timedelta(hours=1), tick=False), db.session_scope(engine) as session:
        releases.take_back(session, session.get_one(Edition, found[2]), "Sai bản quyền")
    return found


def walked(engine: Engine, of: Selection, most: int) -> list[str]:
    found: list[str] = []
    after, more = None, True
    with Session(engine) as session:
        while more:
            page, more = harvest.page(session, of, after, most)
            found += [told.id for told in page]
            after = (page[-1].datestamp, page[-1].id) if page else None
        assert harvest.count(session, of) == len(found)
    return found


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_pages_of_any_size_give_each_record_once_in_the_order_of_change(
    engine: Engine, shelf: list[str], most: int
) -> None:
    whole = walked(engine, Selection(), most)
    assert whole[-1] == shelf[2]
    assert sorted(whole) == sorted(shelf)
    assert whole[:4] == [shelf[0], shelf[1], shelf[3], shelf[4]]


def test_seconds_are_whole_and_both_ends_belong_to_a_range(engine: Engine, shelf: list[str]) -> None:
    fifth = BEGAN + timedelta(seconds=5)
    assert sorted(walked(engine, Selection(fifth, fifth), 9)) == sorted(shelf[5:])
    with Session(engine) as session:
        assert harvest.earliest(session) == BEGAN
        assert set(harvest.datestamps(session, shelf[5:]).values()) == {fifth}


def test_a_record_is_found_by_its_properties(engine: Engine, shelf: list[str], people: People) -> None:
    assert walked(engine, Selection(axis="language", value="km"), 9) == [shelf[0]]
    assert len(walked(engine, Selection(axis="publisher", value=people.house), 9)) == 7
    assert walked(engine, Selection(axis="publisher", value=people.other_house), 9) == []
    assert walked(engine, Selection(axis="programme"), 9) == []
    assert walked(engine, Selection(axis="sample"), 9) == []


def test_an_update_of_the_software_tells_of_what_was_released_before(engine: Engine, shelf: list[str]) -> None:
    with Session(engine) as session:
        before = harvest.page(session, Selection(), None)[0]
    spec = importlib.util.spec_from_file_location("migration", db.MIGRATIONS / "versions" / "0019_harvest_records.py")
    assert spec
    assert spec.loader
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE harvestrecord")
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()
    with Session(engine) as session:
        after = harvest.page(session, Selection(), None)[0]
    assert after == before
