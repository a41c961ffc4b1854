"""The status of the programme, from records to the sentence that says it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from catalogue import db
from catalogue.models.builds import Release
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind, Edition, Work
from catalogue.services import programme, records

RELEASED = datetime(2025, 3, 1, tzinfo=UTC)


def add_titles(engine: Engine, number: int, *, language: str = "vi", electronic: bool = False) -> None:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        house = Organisation(name="Nhà xuất bản Tư pháp")
        session.add(house)
        session.flush()
        for _ in range(number):
            work = Work(original_language=language)
            session.add(work)
            session.flush()
            edition = Edition(work_id=work.id, publisher_id=house.id, language=language)
            session.add(edition)
            session.flush()
            session.add(Release(edition_id=edition.id, released_at=RELEASED))
            if electronic:
                item = DossierItem(
                    edition_id=edition.id, kind=DossierKind.REGISTRATION, on=RELEASED.date(), electronic=True
                )
                session.add(item)


def test_an_empty_programme_has_a_target_and_nothing_else(engine: Engine) -> None:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        programme.ensure_default(session)
        found = programme.report(session, as_of=date(2023, 1, 1))
    assert (found["target"], found["deadline"], found["released"]) == (1000, "2028-12-31", 0)
    assert found["plan"] == {"due": 0, "ahead": 0}


def test_counts_and_share_follow_the_records(engine: Engine) -> None:
    add_titles(engine, 8)
    add_titles(engine, 1, electronic=True)
    add_titles(engine, 1, language="en", electronic=True)
    with Session(engine) as session:
        found = programme.report(session, as_of=date(2026, 11, 23))
        before = programme.report(session, as_of=date(2025, 2, 28))
    assert found["counts"] == {
        "ebook": 2, "foreign": 1, "minority": 0, "ebook_and_foreign": 1, "ebook_or_foreign": 2,
    }  # fmt: skip
    assert found["share"] == {"of_released": 0.2, "of_target": 0.002, "low": 0.15, "high": 0.2, "state": "within"}
    assert before["released"] == 0


def test_an_unknown_programme_is_said_to_be_unknown(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(LookupError, match="9999"):
        programme.plan(session, "9999")


def test_thirty_titles_ask_no_more_queries_than_one(engine: Engine) -> None:
    asked: list[str] = []
    numbers = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement))
    for more in (1, 29):
        add_titles(engine, more)
        asked.clear()
        with Session(engine) as session:
            records.read(session)
        numbers.append(sum(statement.startswith("SELECT") for statement in asked))
    assert numbers == [9, 9]
