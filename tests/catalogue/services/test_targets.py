"""Programmes live side by side, targets and allotments are data, and what contradicts itself is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.errors import Refusal
from catalogue.models.people import OrganisationKind
from catalogue.models.programme import AllotmentAxis
from catalogue.models.titles import DossierItem, DossierKind
from catalogue.services import demonstration, organisations, programme, releases, reporting_bodies, targets, titles
from catalogue.services.targets import Aim
from pipeline.metadata import BookPart, EditionRecord

AIM = Aim(60, 0.2, 0.3)
START, DEADLINE = date(2024, 1, 1), date(2027, 12, 31)


@pytest.fixture
def national(engine: Engine) -> Engine:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
    return engine


def refused(engine: Engine, aim: Aim = AIM, code: str = "HN", **other: object) -> str:
    given: dict[str, object] = {"name": "Hà Nội", "start": START, "deadline": DEADLINE, "parent": "1079", **other}
    with pytest.raises(Refusal) as refusal, db.session_scope(engine) as session:
        targets.create(session, code, given.pop("name"), given.pop("start"), given.pop("deadline"), aim, **given)  # type: ignore[arg-type]
    return refusal.value.code


def test_a_province_has_a_programme_of_its_own_within_the_national_one(national: Engine) -> None:
    with db.session_scope(national) as session:
        house = organisations.add(session, "NXB", OrganisationKind.PUBLISHER)
        body = organisations.add(session, "Thành phố Hà Nội", OrganisationKind.PROVINCE)
        for place in (body.id, body.id, ""):
            edition = titles.create(session, EditionRecord(book=BookPart(title="Q", language="vi")), house)
            paper = DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=date(2025, 5, 5))
            releases.add_paper(session, paper)
            reporting_bodies.report_by(session, edition, place)
        targets.create(session, "HN", "Kế hoạch Hà Nội", START, DEADLINE, AIM, parent="1079", body=body.id)
    with Session(national) as session:
        whole = programme.report(session, as_of=date(2025, 12, 31))
        own = programme.report(session, "HN", date(2025, 12, 31))
        again = programme.report(session, as_of=date(2025, 12, 31))
    assert (whole["released"], own["released"], again["released"]) == (3, 2, 3)
    assert (own["target"], own["share"]["low"], own["deadline"]) == (60, 0.2, "2027-12-31")


def test_programmes_that_contradict_themselves_or_the_one_around_are_refused(national: Engine) -> None:
    assert refused(national, code="Hà Nội") == "tgt-001"
    assert refused(national, code="1079") == "tgt-002"
    assert refused(national, name=" ") == "tgt-003"
    assert refused(national, deadline=date(2023, 5, 1)) == "tgt-004"
    assert refused(national, start=date(2022, 1, 1)) == "tgt-005"
    assert refused(national, Aim(1001, 0.1, 0.2)) == "tgt-006"
    assert refused(national, Aim(0, 0.1, 0.2)) == "tgt-007"
    assert refused(national, Aim(10, -0.1, 0.2)) == "tgt-008"
    assert refused(national, Aim(10, 0.3, 0.2)) == "tgt-009"
    assert refused(national, Aim(10, 0.1, 0.2, {2030: 5})) == "tgt-010"
    assert refused(national, Aim(10, 0.1, 0.2, {2024: 6, 2025: 5})) == "tgt-011"
    assert refused(national, Aim(10, 0.1, 0.2, {2024: 11})) == "tgt-012"
    assert refused(national, Aim(10, 0.1, 0.2, {2027: 9})) == "tgt-013"
    with Session(national) as session:
        assert [one.code for one in targets.every(session)] == ["1079"]


def test_a_new_target_leaves_the_old_one_for_days_before(national: Engine) -> None:
    with db.session_scope(national) as session:
        of = targets.get(session, "1079")
        targets.change(session, of, Aim(1200, 0.15, 0.25, {2026: 500}), date(2026, 1, 1))
        for day, code in ((date(2030, 1, 1), "tgt-014"), (date(2025, 1, 1), "tgt-015")):
            with pytest.raises(Refusal, match=code):
                targets.change(session, of, AIM, day)
    with Session(national) as session:
        assert programme.plan(session).target.titles == 1200
        assert programme.plan(session, as_of=date(2025, 12, 31)).target.titles == 1000
        assert programme.plan(session, as_of=date(2026, 1, 1)).target.titles == 1200
        assert programme.report(session, as_of=date(2026, 12, 31))["plan"]["due"] == 500


def test_a_target_set_for_later_is_not_in_force_yet(national: Engine) -> None:
    with db.session_scope(national) as session:
        targets.change(session, targets.get(session, "1079"), Aim(1500, 0.15, 0.2), date(2028, 12, 31))
    with Session(national) as session:
        assert programme.plan(session).target.titles == 1000


def test_allotments_may_not_add_up_to_more_than_the_target_and_nothing_is_half_kept(national: Engine) -> None:
    with db.session_scope(national) as session:
        of = targets.get(session, "1079")
        first, second = (organisations.add(session, name, OrganisationKind.PUBLISHER).id for name in ("A", "B"))
        assert targets.allot(session, of, AllotmentAxis.PUBLISHER, {first: 600, second: 300}) == 2
    for wanted, code in (({first: 701}, "tgt-017"), ({second: -1}, "tgt-016"), ({"nobody": 1}, "tgt-019")):
        with pytest.raises(Refusal, match=code), db.session_scope(national) as session:
            targets.allot(session, targets.get(session, "1079"), AllotmentAxis.PUBLISHER, wanted)
    with db.session_scope(national) as session:
        of = targets.get(session, "1079")
        assert targets.allot(session, of, AllotmentAxis.PUBLISHER, {first: 700, second: 300}) == 1
        assert targets.allot(session, of, AllotmentAxis.PUBLISHER, {second: 0}) == 1
        assert targets.allot(session, of, AllotmentAxis.CONTENT, {"1": 1000}) == 1
    with Session(national) as session:
        assert programme.plan(session).allotted == {"publisher": {first: 700}, "content": {"1": 1000}}


def test_a_house_to_which_titles_are_allotted_stays_when_its_import_is_undone(national: Engine) -> None:
    with db.session_scope(national) as session:
        batch = demonstration.fill(session, programme.plan(session), date(2026, 11, 23))
        kept, *_ = batch.report["organisations"][::-1]
        targets.allot(session, targets.get(session, "1079"), AllotmentAxis.PUBLISHER, {kept: 30})
    with db.session_scope(national) as session:
        demonstration.remove(session)
        assert [one.id for one in organisations.every(session)] == [kept]
