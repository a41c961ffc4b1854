"""The plain sentence says all of it, also where there is nothing, not yet or no longer anything to say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import db
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind
from catalogue.rules.tally import Where
from catalogue.services import programme, releases, sentences, targets, titles
from catalogue.services.targets import Aim
from catalogue.wording import Wording
from pipeline.metadata import BookPart, EditionRecord

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def plans(engine: Engine) -> Engine:
    """Beside the national programme one that has not begun, one that is over and one that is reached."""
    with time_machine.travel(NOW, tick=False), db.session_scope(engine) as session:
        programme.ensure_default(session)
        for code, start, end, number in (
            ("later", date(2027, 1, 1), date(2028, 12, 31), 10), ("over", date(2023, 1, 1), date(2025, 12, 31), 3),
            ("reached", date(2023, 1, 1), date(2027, 12, 31), 2),
        ):  # fmt: skip
            targets.create(session, code, code, start, end, Aim(number, 0.15, 0.20, {}))
    return engine


def said(engine: Engine, code: str, language: str = "en") -> tuple[str, str, str]:
    with time_machine.travel(NOW, tick=False), Session(engine) as session:
        found, words = programme.report(session, code), Wording(language)
    return sentences.sentence(found, words), sentences.outlook(found, words), sentences.mix(found, words)


def release(engine: Engine, *days: date) -> None:
    with time_machine.travel(NOW, tick=False), db.session_scope(engine) as session:
        house = Organisation(name="Nhà xuất bản Tư pháp")
        session.add(house)
        session.flush()
        for number, day in enumerate(days):
            record = EditionRecord(book=BookPart(title=f"Sách {number}", language="vi" if number else "en"))
            edition = titles.create(session, record, house)
            releases.add_paper(session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=day))


def test_where_nothing_was_released_there_is_no_share_to_speak_of(plans: Engine) -> None:
    whole = {code: said(plans, code) for code in ("1079", "later", "over")}
    assert [whole[code][0] for code in whole] == [
        "0 of 1,000 titles; 649 behind the plan; no share yet.",
        "0 of 10 titles; the programme has not begun yet; no share yet.",
        "0 of 3 titles; 3 short of the target at the deadline; no share yet.",
    ]
    assert [whole[code][1] for code in ("later", "over")] == [
        "No forecast: the programme has not begun yet.", "No forecast: the deadline has passed.",
    ]  # fmt: skip
    assert whole["later"][2].startswith("For the share to land in the band at the target, exactly 2 of the 10")
    assert whole["over"][2] == ""
    assert said(plans, "later", "vi")[0] == "0 trên 10 đầu sách; Đề án chưa bắt đầu; chưa có tỷ lệ."


def test_a_target_that_is_reached_is_said_to_be(plans: Engine) -> None:
    release(plans, date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 3))
    assert said(plans, "over")[0] == "3 of 3 titles; the target has been reached; share 33.3%, above the band."
    assert said(plans, "reached")[0] == "3 of 2 titles; 2 ahead of the plan; share 33.3%, above the band."
    assert said(plans, "reached")[1:] == ("No forecast: the target has been reached.", "")


def test_titles_from_before_a_programme_and_after_it_are_left_out_and_listed(plans: Engine) -> None:
    release(plans, date(2022, 12, 31), date(2023, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    with time_machine.travel(NOW, tick=False), Session(plans) as session:
        seen = programme.view(session, "over")
        assert (seen.numbers["released"], len(seen.past)) == (2, 2)
        assert seen.size(Where("excluded", why="outside")) == len(seen.rows(Where("excluded", why="outside"))) == 2
        assert programme.view(session, "later").numbers["released"] == 0
