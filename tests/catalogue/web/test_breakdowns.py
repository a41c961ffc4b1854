"""Every line of every breakdown leads to exactly its titles; who sets targets, bodies and terms up does it here."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session, select
from support import People

from catalogue.models.people import OrganisationKind
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Edition
from catalogue.rules.tally import Where
from catalogue.services import organisations, programme, releases, targets, terms
from catalogue.web.breakdowns import WAYS

LINK = re.compile(r'<a href="(?:/vi)?(/editor/titles\?[^"]+)"[^>]*>([\d.]+)</a>')


@pytest.mark.parametrize("by", WAYS)
def test_every_number_of_a_breakdown_is_a_link_to_so_many_rows(
    filled: FastAPI, signed_in: Callable[[str], Any], by: str
) -> None:
    visitor = signed_in("officer")
    page = visitor.get(f"/vi/editor/breakdown?by={by}&as_of=2026-06-30")
    assert page.status_code == 200
    links = {html.unescape(path): int(number.replace(".", "")) for path, number in LINK.findall(page.text)}
    assert len(links) >= 2
    for path in list(links)[:: max(1, len(links) // 6)]:
        listed = visitor.get(path).text
        assert listed.count("<tr data-title=") == links[path], path
        assert visitor.get(path.replace("/titles?", "/titles/list.csv?")).text.count("\n") >= links[path]


def test_a_merged_province_is_gone_from_today_and_there_on_its_last_day(
    filled: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    visitor = signed_in("officer")
    now = visitor.get("/vi/editor/breakdown?by=province&as_of=2026-11-23").text
    then = visitor.get("/vi/editor/breakdown?by=province&as_of=2025-06-30").text
    assert "Tỉnh Núi Đôi" not in now
    assert "Tỉnh Núi Đôi" in then
    assert "Bộ Văn Hiến" not in then


def test_all_seven_conventions_have_a_line_even_without_titles(app: FastAPI, signed_in: Callable[[str], Any]) -> None:
    page = markup.fromstring(signed_in("officer").get("/en/editor/breakdown?by=convention").text)
    values = page.xpath("//table[@id='breakdown']//tr/@data-value")
    assert sorted(values) == ["CAT", "CEDAW", "CRC", "CRPD", "ICCPR", "ICERD", "ICESCR"]


def test_allotments_stand_beside_what_was_released(filled: FastAPI, signed_in: Callable[[str], Any], boss: Any) -> None:
    with Session(filled.state.site.engine) as session:
        house = next(one for one in organisations.every(session) if one.name.startswith("Nhà xuất bản Bến Xuân"))
    kept = boss.post("/editor/programmes/1079/allotments/publisher", data={f"value-{house.id}": "200"})
    assert kept.status_code == 303
    page = markup.fromstring(boss.get("/vi/editor/breakdown?by=publisher&as_of=2026-11-23").text)
    [line] = page.xpath(f"//tr[@data-value='{house.id}']")
    released, allotted, ahead = (line.xpath("td")[at].text_content().strip() for at in (0, -2, -1))
    assert allotted == "200"
    due = 200 * programme_due(filled) // 1000
    assert ahead == f"{'+' if int(released) > due else '−'}{abs(int(released) - due)}"
    too_many = boss.post("/vi/editor/programmes/1079/allotments/publisher", data={f"value-{house.id}": "1001"})
    assert too_many.status_code == 422
    assert "1001" in too_many.text


def test_a_house_reads_its_own_share_of_the_plan_on_its_desk(
    app: FastAPI, signed_in: Callable[[str], Any], boss: Any, staff: People
) -> None:
    member = signed_in("member")
    assert "allotted" not in member.get("/en/publisher").text
    allotted = {f"value-{staff.house}": "40", f"value-{staff.other_house}": "60"}
    assert boss.post("/editor/programmes/1079/allotments/publisher", data=allotted).status_code == 303
    desk = member.get("/en/publisher").text
    assert "Nhà xuất bản Tư pháp: 0 of 40 allotted titles released;" in desk
    assert "behind the plan" in desk
    assert "Nhà xuất bản Trẻ" not in desk


def programme_due(app: FastAPI) -> int:
    with Session(app.state.site.engine) as session:
        return int(programme.report(session, as_of=date(2026, 11, 23))["plan"]["due"])


def test_a_programme_is_set_up_and_looked_at_beside_the_national_one(
    filled: FastAPI, signed_in: Callable[[str], Any], boss: Any
) -> None:
    with Session(filled.state.site.engine) as session:
        body = next(one for one in organisations.every(session) if one.kind == OrganisationKind.PROVINCE).id
    given = {
        "code": "T1", "name": "Kế hoạch của tỉnh", "start": "2024-01-01", "deadline": "2027-12-31", "titles": "80",
        "low": "15", "high": "20", "parent": "1079", "body": body,
    }  # fmt: skip
    wrong = boss.post("/en/editor/programmes", data={**given, "low": "30"})
    assert wrong.status_code == 422
    assert "lies above" in wrong.text
    assert 'value="Kế hoạch của tỉnh"' in wrong.text
    made = boss.post("/en/editor/programmes", data=given)
    assert made.headers["location"].endswith("/editor/programmes/T1")
    both = markup.fromstring(boss.get("/en/editor/programmes").text)
    assert both.xpath("//tr/@data-programme") == ["1079", "T1"]
    page = boss.get("/en/editor?programme=T1")
    links = [html.unescape(path) for path, _ in LINK.findall(page.text.replace("/en/", "/vi/"))]
    assert links
    assert all("programme=T1" in path for path in links)
    shown = boss.get(links[0])
    assert "<tr data-title=" in shown.text


def test_only_an_administrator_sets_targets(filled: FastAPI, signed_in: Callable[[str], Any], boss: Any) -> None:
    officer = signed_in("officer")
    assert "Set up another programme" not in officer.get("/en/editor/programmes").text
    assert officer.post("/editor/programmes", data={}).status_code == 404
    assert officer.post("/editor/programmes/1079/target", data={}).status_code == 404
    given = {"titles": "1200", "low": "15", "high": "25", "valid_from": "2026-01-01", "year-2026": "600"}
    assert boss.post("/editor/programmes/1079/target", data=given).status_code == 303
    with Session(filled.state.site.engine) as session:
        assert programme.plan(session).target.milestones == {"2026": 600}
        assert len(targets.versions(session, targets.get(session, "1079"))) == 2
    assert "1,200" in boss.get("/en/editor/programmes/1079").text
    wrong = boss.post("/en/editor/programmes/1079/target", data={**given, "year-2025": "700"})
    assert wrong.status_code == 422
    assert "lower than one before" in wrong.text


def test_an_administrator_says_how_long_a_book_waits_after_its_deposit(
    filled: FastAPI, signed_in: Callable[[str], Any], boss: Any
) -> None:
    officer, page = signed_in("officer"), "/en/editor/programmes/1079"
    assert "10 days after its legal deposit" in officer.get(page).text
    assert officer.post(f"{page}/waiting", data={"waiting_days": "0"}).status_code == 404
    for wrong in ("", "-1", "366", "mười"):
        answer = boss.post(f"{page}/waiting", data={"waiting_days": wrong})
        assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert boss.post("/editor/programmes/none/waiting", data={"waiting_days": "3"}).status_code == 404
    assert boss.post(f"{page}/waiting", data={"waiting_days": "1"}).status_code == 303
    assert "1 day after its legal deposit" in officer.get(page).text
    with Session(filled.state.site.engine) as session:
        assert releases.waiting_days(session) == 1
        [change] = session.exec(select(ChangeEvent).where(ChangeEvent.kind == "programme.waiting_days")).all()
        assert (change.payload, bool(change.actor)) == ({"from": 10, "to": 1}, True)


def test_provinces_are_entered_merged_and_parted_on_the_website(app: FastAPI, signed_in: Callable[[str], Any]) -> None:
    officer = signed_in("officer")
    assert officer.post("/editor/organisations/vietnam").status_code == 303
    page = officer.get("/vi/editor/organisations").text
    assert "Tỉnh Hà Nam" in page
    added = officer.post("/editor/organisations", data={"name": "Tỉnh Mới", "kind": "province"})
    key = added.headers["location"].rpartition("/")[2]
    with Session(app.state.site.engine) as session:
        into = next(one.id for one in organisations.every(session) if one.name == "Tỉnh Nghệ An")
    incomplete = officer.post(f"/en/editor/organisations/{key}/merger", data={"into": into})
    assert incomplete.status_code == 422
    merged = officer.post(f"/editor/organisations/{key}/merger", data={"into": into, "last_day": "2026-01-31"})
    assert merged.status_code == 303
    assert "Tỉnh Nghệ An" in officer.get(f"/vi/editor/organisations/{key}").text
    assert officer.post(f"/editor/organisations/{key}/parting").status_code == 303
    assert officer.post(f"/en/editor/organisations/{key}/parting").status_code == 422
    doubled = officer.post("/en/editor/organisations", data={"name": "tinh moi", "kind": "province"})
    assert doubled.status_code == 422


def test_a_house_classes_its_title_for_the_programme(filled: FastAPI, signed_in: Callable[[str], Any]) -> None:
    with Session(filled.state.site.engine) as session:
        key = session.exec(select(Edition.id).where(Edition.language == "vi").limit(1)).one()
        body = next(one for one in organisations.every(session) if one.kind == OrganisationKind.PROVINCE).id
    stranger, officer = signed_in("member"), signed_in("officer")
    assert stranger.get(f"/publisher/titles/{key}/programme").status_code == 404
    assert officer.get(f"/vi/publisher/titles/{key}/programme").status_code == 200
    kept = officer.post(
        f"/publisher/titles/{key}/programme",
        data={"body": body, "convention:CRC": "yes", "convention:CAT": "yes", "audience": "children"},
    )
    assert kept.status_code == 303
    with Session(filled.state.site.engine) as session:
        edition = session.get_one(Edition, key)
        assert terms.of(session, edition, "convention") == ["CAT", "CRC"]
        assert (edition.audience, edition.reporting_body_id) == ("children", body)
    officer.post(f"/publisher/titles/{key}/programme", data={"kind": "reprint"})
    with Session(filled.state.site.engine) as session:
        assert session.get_one(Edition, key).kind == "reprint"
        assert key in programme.view(session).rows(Where(part="reprint"))
        before = programme.view(session, as_of=date(2026, 11, 23), known="then")
        assert key not in before.rows(Where(part="reprint"))
    assert officer.post(f"/publisher/titles/{key}/programme", data={"kind": "cake"}).status_code == 422
    unknown = officer.post(f"/en/publisher/titles/{key}/programme", data={"convention:XYZ": "yes"})
    assert unknown.status_code == 422
    assert "XYZ" in unknown.text


def test_terms_are_edited_by_an_administrator(app: FastAPI, signed_in: Callable[[str], Any], boss: Any) -> None:
    added = boss.post("/editor/terms", data={"scheme": "content", "code": "2", "name_vi": "Chính sách", "name_en": ""})
    assert added.status_code == 303
    assert "Chính sách" in boss.get("/vi/editor/breakdown?by=content").text
    with Session(app.state.site.engine) as session:
        one = next(one for one in terms.every(session, "content") if one.code == "2").id
    assert boss.post(f"/editor/terms/{one}", data={"wording_vi": "Chủ trương"}).status_code == 303
    assert "Chủ trương" in boss.get("/vi/editor/terms").text
    assert boss.post(f"/editor/terms/{one}", data={"remove": "yes"}).status_code == 303
    assert "Chủ trương" not in boss.get("/vi/editor/terms").text
    assert signed_in("officer").post("/editor/terms", data={}).status_code == 404
