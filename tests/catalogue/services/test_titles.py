"""Titles: kept whole, found with or without marks, in the order of the Vietnamese alphabet."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select
from support import People

from catalogue import db
from catalogue.errors import NotFoundError
from catalogue.models.people import Organisation
from catalogue.models.programme import ChangeEvent
from catalogue.services import releases, search, titles
from pipeline.metadata import BookPart, EditionRecord, IsbnPart, Person, PersonRole

NAMES = ("Đất nước", "Dân chủ", "Ánh sáng", "Ăn quả nhớ kẻ trồng cây", "Tập 10", "Tập 2", "An toàn")
IN_ORDER = ["An toàn", "Ánh sáng", "Ăn quả nhớ kẻ trồng cây", "Dân chủ", "Đất nước", "Tập 2", "Tập 10"]


def record(title: str, *people: str, isbn: str = "", language: str = "vi") -> EditionRecord:
    return EditionRecord(
        book=BookPart(title=title, language=language),
        people=tuple(Person(name=name) for name in people),
        isbn=IsbnPart(epub=isbn),
    )


@pytest.fixture
def shelf(engine: Engine, people: People) -> Engine:
    """A shelf with a few released titles, and one that is not released."""
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        for name in NAMES:
            edition = titles.create(session, record(name, "Nguyễn Đình Thi"), house)
            releases.open_release(session, edition)
        titles.create(session, record("Chưa phát hành"), house)
    return engine


def _titles(session: Session, query: str) -> list[str]:
    page = search.find(session, query) if query else search.browse(session, search.Narrowing())
    return [hit.card.title for hit in page.hits]


def found(engine: Engine, query: str) -> list[str]:
    with Session(db.reading(engine)) as session:
        return _titles(session, query)


def test_the_shelf_shows_released_titles_in_the_order_of_the_alphabet(shelf: Engine) -> None:
    assert found(shelf, "") == IN_ORDER


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("đất nước", ["Đất nước"]),
        ("dat nuoc", ["Đất nước"]),
        ("ĐẤT", ["Đất nước"]),
        ("nước đất", ["Đất nước"]),
        ("nguyen dinh thi tap", ["Tập 2", "Tập 10"]),
        ("100%", []),
        ("_", []),
        ("chua phat hanh", []),
    ],
)
def test_search_takes_words_in_any_order_with_or_without_marks(shelf: Engine, query: str, expected: list[str]) -> None:
    assert found(shelf, query) == expected


def test_the_shelf_asks_as_many_queries_for_one_title_as_for_many(shelf: Engine) -> None:
    def queries(query: str) -> int:
        count = 0

        def hear(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(shelf, "after_cursor_execute", hear)
        found(shelf, query)
        event.remove(shelf, "after_cursor_execute", hear)
        return count

    assert queries("dat nuoc") == queries("nguyen dinh")


def test_a_record_comes_back_as_it_was_kept(engine: Engine, people: People) -> None:
    given = EditionRecord(
        book=BookPart(title="Quyền con người", subtitle="Hỏi đáp", language="en", original_language="vi"),
        people=(Person(name="Lê Hoa"), Person(name="Anna Smith", role=PersonRole.TRANSLATOR)),
    )
    with db.session_scope(engine) as session:
        kept = titles.create(session, given, session.get_one(Organisation, people.house)).id
    with db.session_scope(engine) as session:
        edition = titles.get(session, kept)
        assert (titles.record_of(edition), edition.kind, edition.language) == (given, "translation", "en")
        [card] = titles.cards(session, [kept])
        assert (card.title, card.subtitle, card.people) == ("Quyền con người", "Hỏi đáp", ["Lê Hoa"])
        assert card.path == f"/titles/{kept}-quyen-con-nguoi"


def test_a_change_replaces_what_is_searched_and_is_recorded(engine: Engine, people: People) -> None:
    with db.session_scope(engine) as session:
        edition = titles.create(session, record("Tên cũ"), session.get_one(Organisation, people.house))
        releases.open_release(session, edition)
        titles.change(session, edition, record("Tên mới"), actor=people.member)
    assert (found(engine, "ten cu"), found(engine, "ten moi")) == ([], ["Tên mới"])
    with Session(engine) as session:
        kinds = [found.kind for found in session.exec(select(ChangeEvent).order_by(ChangeEvent.number)).all()]
    assert kinds[-3:] == ["edition.created", "release.released", "edition.changed"]


def test_an_isbn_that_another_title_has_is_told_of(engine: Engine, people: People) -> None:
    number = "978-604-0-00001-5"
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        first = titles.create(session, record("Một", isbn=number), house)
        second = record("Hai", isbn=number.replace("-", ""))
        assert titles.same_isbn(session, second) == [("9786040000015", "Một")]
        assert titles.same_isbn(session, second, but=first.id) == []


def test_an_unknown_title_is_not_found(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(NotFoundError):
        titles.get(session, "nothing")
