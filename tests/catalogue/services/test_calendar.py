"""Reports are due by closing days that are data; what came late is named, body by body and title by title."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.errors import NotFoundError, Refusal
from catalogue.models.people import OrganisationKind
from catalogue.models.titles import DossierItem, DossierKind
from catalogue.services import calendar, organisations, programme, releases, titles
from pipeline.metadata import BookPart, EditionRecord

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A house, two provinces, quarters closing ten days after their end."""
    with time_machine.travel(datetime(2025, 1, 1, tzinfo=UTC), tick=False), db.session_scope(engine) as session:
        of = programme.ensure_default(session)
        organisations.add(session, "NXB", OrganisationKind.PUBLISHER)
        for name in ("Tỉnh A", "Tỉnh B"):
            organisations.add(session, name, OrganisationKind.PROVINCE)
        calendar.close_after(session, of, {"quarter": 10})
    return engine


def title(engine: Engine, counts: date, entered: date) -> str:
    moment = datetime(entered.year, entered.month, entered.day, 3, tzinfo=UTC)
    with time_machine.travel(moment, tick=False), db.session_scope(engine) as session:
        house = next(one for one in organisations.every(session) if one.kind == OrganisationKind.PUBLISHER)
        edition = titles.create(session, EditionRecord(book=BookPart(title="Quyền", language="vi")), house)
        releases.add_paper(session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=counts))
        return edition.id


@time_machine.travel(NOW, tick=False)
def test_titles_recorded_after_the_closing_day_are_late_and_no_others(filled: Engine) -> None:
    title(filled, date(2026, 9, 1), date(2026, 9, 2))
    title(filled, date(2026, 9, 2), date(2026, 10, 10))
    late = title(filled, date(2026, 9, 3), date(2026, 10, 11))
    title(filled, date(2026, 10, 1), date(2026, 10, 20))
    with Session(filled) as session:
        plan = programme.plan(session)
        found = calendar.due(session, plan, "2026-Q3")
        assert found.closes == date(2026, 10, 10)
        assert [one.id for one in calendar.late_titles(session, plan, found)] == [late]
        assert calendar.late_titles(session, plan, calendar.due(session, plan, "2026-09")) == []  # no closing day


@time_machine.travel(NOW, tick=False)
def test_each_body_has_its_report_with_the_days_it_was_late_or_is_missing(filled: Engine) -> None:
    with db.session_scope(filled) as session:
        plan = programme.plan(session)
        first, second = organisations.bodies(session, NOW.date())
        calendar.receive(session, plan, "2026-Q3", first.id, date(2026, 10, 9), "12/BC")
        calendar.receive(session, plan, "2026-Q3", first.id, date(2026, 10, 13), "13/BC")
        found = {
            one.body.id: (one.report and one.report.number, one.late)
            for one in calendar.standings(session, plan, calendar.due(session, plan, "2026-Q3"))
        }
        assert found == {first.id: ("13/BC", 3), second.id: (None, 44)}
        assert calendar.received(session, plan.programme) == {"2026-Q3": [date(2026, 10, 13)]}
        calendar.receive(session, plan, "2026-Q3", first.id, None)
        assert calendar.received(session, plan.programme) == {}


@time_machine.travel(NOW, tick=False)
def test_days_that_cannot_be_are_refused(filled: Engine) -> None:
    with db.session_scope(filled) as session:
        plan = programme.plan(session)
        body = organisations.bodies(session, NOW.date())[0]
        house = next(one for one in organisations.every(session) if one.kind == OrganisationKind.PUBLISHER)
        for day, key, code in (
            (date(2026, 9, 30), body.id, "cal-002"), (date(2026, 11, 24), body.id, "cal-003"),
            (date(2026, 10, 2), house.id, "cal-004"), (date(2026, 10, 2), "nobody", "cal-004"),
        ):  # fmt: skip
            with pytest.raises(Refusal, match=code):
                calendar.receive(session, plan, "2026-Q3", key, day)
        with pytest.raises(Refusal, match="cal-001"):
            calendar.close_after(session, plan.programme, {"month": 400})
        for key in ("2026-Q4", "2022-Q1", "3y", "nonsense"):
            with pytest.raises(NotFoundError):
                calendar.receive(session, plan, key, body.id, date(2026, 10, 2))


@time_machine.travel(NOW, tick=False)
def test_a_merged_province_owes_reports_until_its_last_day_only(filled: Engine) -> None:
    with db.session_scope(filled) as session:
        plan = programme.plan(session)
        first, second = organisations.bodies(session, NOW.date())
        organisations.merge(session, first, second, date(2026, 6, 30))
        owed = [
            [one.body.id for one in calendar.standings(session, plan, calendar.due(session, plan, key))]
            for key in ("2026-Q2", "2026-Q3")
        ]
        assert owed == [[first.id, second.id], [second.id]]
