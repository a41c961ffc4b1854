"""What the editor is told without asking: alerts, what waits on whom, and the week's letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import time_machine
from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue import db
from catalogue.models.builds import Release
from catalogue.models.titles import DossierItem, DossierKind
from catalogue.services import accounts, ageing, programme, releases, telling, titles
from catalogue.wording import Wording
from pipeline.metadata import BookPart, EditionRecord

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def steady(session: Session, people: People, count: int) -> list[str]:
    """Titles of a house, one a month until a year ago."""
    made = []
    house = accounts.organisation(session, "NXB Lặng")
    for number in range(count):
        edition = titles.create(session, EditionRecord(book=BookPart(title=f"Sách {number}", language="vi")), house)
        on = date(2025, 11, 1) - timedelta(days=20 * number)
        releases.add_paper(session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=on))
        made.append(edition.id)
    return made


def test_the_letter_says_where_the_programme_stands_and_what_has_to_be_looked_at(
    engine: Engine, people: People
) -> None:
    with time_machine.travel(NOW, tick=False):
        with db.session_scope(engine) as session:
            programme.ensure_default(session)
            [first, *_] = steady(session, people, 25)
            session.add(Release(edition_id=first, released_at=NOW - timedelta(days=45)))
        with Session(engine) as session:
            seen = programme.view(session)
            houses = titles.houses(session)
            told = {one.kind: text for one, text in telling.alerts(session, Wording("en"), seen, houses)}
            waits = {one.stage: (one.titles, one.median, one.oldest) for one in ageing.waiting(session, seen)}
            subject, text = telling.digest(session, Wording("vi"), seen, "https://sach.example/editor")
    assert set(told) == {"behind", "below_band", "stalled", "waiting"}
    assert told["stalled"].endswith("NXB Lặng.")
    assert told["waiting"] == (
        "25 released titles have waited for more than a month to be recognised, “Sách 24” longest."
    )
    assert waits == {"correction": (0, 0, 0), "release": (0, 0, 0), "recognition": (25, 627, 867)}
    assert "23/11/2026" in subject
    assert "25 trên 1.000 đầu sách" in text
    assert text.rstrip().endswith("https://sach.example/editor")


def test_a_programme_on_its_way_is_told_nothing(engine: Engine) -> None:
    with time_machine.travel(datetime(2023, 1, 20, tzinfo=UTC), tick=False):
        with db.session_scope(engine) as session:
            programme.ensure_default(session)
        with Session(engine) as session:
            assert telling.alerts(session, Wording("vi"), programme.view(session), {}) == []


def test_the_letter_goes_to_officers_and_administrators(engine: Engine, people: People) -> None:
    with db.session_scope(engine) as session:
        accounts.add(session, "boss@example.org", "Boss", "mật khẩu rất dài", administrator=True)
    with Session(engine) as session:
        assert [login for login, _ in accounts.officers(session)] == ["boss@example.org", "officer@example.org"]
