"""Provinces merge and houses go over into others; a past day shows them as they were, and as was known of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.errors import Refusal
from catalogue.models.people import OrganisationKind
from catalogue.models.titles import DossierItem, DossierKind
from catalogue.rules.tally import NOTHING, Where
from catalogue.services import organisations, programme, releases, reporting_bodies, titles
from pipeline.metadata import BookPart, EditionRecord

MERGED = date(2025, 6, 30)
BEFORE, AFTER = MERGED, MERGED + timedelta(days=1)


def title(engine: Engine, body: str, on: date = date(2025, 1, 15)) -> str:
    with db.session_scope(engine) as session:
        house = next(
            (one for one in organisations.every(session) if one.kind == OrganisationKind.PUBLISHER), None
        ) or organisations.add(session, "NXB Tư pháp", OrganisationKind.PUBLISHER)
        edition = titles.create(session, EditionRecord(book=BookPart(title="Quyền", language="vi")), house)
        releases.add_paper(session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=on))
        reporting_bodies.report_by(session, edition, body)
        return edition.id


def province(engine: Engine, name: str) -> str:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        return organisations.add(session, name, OrganisationKind.PROVINCE).id


def merge(engine: Engine, one: str, into: str, last_day: date = MERGED) -> None:
    with db.session_scope(engine) as session:
        organisations.merge(session, organisations.get(session, one), organisations.get(session, into), last_day)


def by_body(engine: Engine, day: date, known: programme.Known = "now") -> dict[str, int]:
    with Session(engine) as session:
        seen = programme.view(session, as_of=day, known=known)
        found = {value: row["released"] for value, row in seen.by("body").items()}
        assert found == {value: len(seen.rows(Where(body=value))) for value in found}
        return found


def test_titles_of_a_merged_province_stand_under_its_heir_from_the_day_after(engine: Engine) -> None:
    old, heir = province(engine, "Tỉnh Hà Nam"), province(engine, "Tỉnh Ninh Bình")
    title(engine, old), title(engine, old), title(engine, heir), title(engine, "")
    merge(engine, old, heir)
    assert by_body(engine, BEFORE) == {old: 2, heir: 1, NOTHING: 1}
    assert by_body(engine, AFTER) == {heir: 3, NOTHING: 1}


def test_what_was_known_of_a_past_day_knows_nothing_of_a_merger_entered_later(engine: Engine) -> None:
    entered = datetime(2025, 8, 1, tzinfo=UTC)
    with time_machine.travel(datetime(2025, 2, 1, tzinfo=UTC), tick=False):
        old, heir = province(engine, "Tỉnh Hà Nam"), province(engine, "Tỉnh Ninh Bình")
        title(engine, old)
    with time_machine.travel(entered, tick=False):
        merge(engine, old, heir)
    assert by_body(engine, date(2025, 7, 15)) == {heir: 1}
    assert by_body(engine, date(2025, 7, 15), "then") == {old: 1}
    assert by_body(engine, date(2025, 8, 2), "then") == {heir: 1}


def test_a_title_that_changed_its_body_had_the_other_one_then(engine: Engine) -> None:
    with time_machine.travel(datetime(2025, 2, 1, tzinfo=UTC), tick=False):
        first, second = province(engine, "Tỉnh A"), province(engine, "Tỉnh B")
        key = title(engine, first)
    with time_machine.travel(datetime(2025, 9, 1, tzinfo=UTC), tick=False), db.session_scope(engine) as session:
        assert reporting_bodies.report_by(session, titles.get(session, key), second)
        assert not reporting_bodies.report_by(session, titles.get(session, key), second)
    assert by_body(engine, date(2025, 3, 1)) == {second: 1}
    assert by_body(engine, date(2025, 3, 1), "then") == {first: 1}


def test_a_merger_entered_by_mistake_is_undone(engine: Engine) -> None:
    old, heir = province(engine, "Tỉnh A"), province(engine, "Tỉnh B")
    title(engine, old)
    merge(engine, old, heir)
    with db.session_scope(engine) as session:
        organisations.part(session, organisations.get(session, old))
    assert by_body(engine, AFTER) == {old: 1}


def test_chains_of_mergers_lead_to_the_last_and_never_round(engine: Engine) -> None:
    first, second, third = (province(engine, f"Tỉnh {name}") for name in "ABC")
    title(engine, first)
    merge(engine, first, second)
    merge(engine, second, third, date(2026, 1, 31))
    assert by_body(engine, date(2026, 1, 31)) == {second: 1}
    assert by_body(engine, date(2026, 2, 1)) == {third: 1}
    with pytest.raises(Refusal) as refusal:
        merge(engine, third, first, date(2026, 3, 1))
    assert refusal.value.code in ("org-006", "org-007")


def test_what_contradicts_itself_is_refused(engine: Engine) -> None:
    one, other = province(engine, "Tỉnh A"), province(engine, "Tỉnh B")
    with db.session_scope(engine) as session:
        house = organisations.add(session, "NXB Tư pháp", OrganisationKind.PUBLISHER).id
    merge(engine, one, other)
    for old, into, code in ((other, other, "org-003"), (other, house, "org-004"), (one, other, "org-005")):
        with pytest.raises(Refusal) as refusal:
            merge(engine, old, into)
        assert refusal.value.code == code
    for name, code in (("  ", "org-001"), ("tỉnh b", "org-002")):
        with pytest.raises(Refusal) as refusal, db.session_scope(engine) as session:
            organisations.add(session, name, OrganisationKind.PROVINCE)
        assert refusal.value.code == code


def test_vietnam_has_63_provinces_before_july_2025_and_34_after_and_entering_them_twice_adds_none(
    engine: Engine,
) -> None:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        there = organisations.add(session, "Tỉnh Hà Nam", OrganisationKind.PROVINCE).id
        assert organisations.enter_vietnam(session) == 64
        assert organisations.enter_vietnam(session) == 0
    with Session(engine) as session:
        kinds = {
            day: sum(one.kind == OrganisationKind.PROVINCE for one in organisations.bodies(session, day))
            for day in (BEFORE, AFTER)
        }
        heirs = organisations.heirs(session, AFTER)
        names = {one.id: one.name for one in organisations.every(session)}
    assert kinds == {BEFORE: 63, AFTER: 34}
    assert names[heirs[there]] == "Tỉnh Ninh Bình"
