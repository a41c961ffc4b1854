"""A translation beside its original, as the people of a house meet it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from support import People

from catalogue.models.titles import Edition, Work

ORIGINAL = (
    "# Chương 1\n\nMọi người đều tự do.[^1] Có 30 điều.\n\n| Năm | Số |\n|---|---|\n| 1948 | 48 |\n| 1966 | 106 |\n\n"
    "# Chương 2\n\nKhông ai bị bắt làm nô lệ.\n\n[^1]: Từ năm 1948.\n"
)
TRANSLATION = (
    "# Chapter 1\n\nAll are free. There are 31 articles.\n\n| Year | Number |\n|---|---|\n| 1948 | 48 |\n\n"
    "# Chapter 2\n\nNo one shall be held in slavery.\n"
)


class House:
    """A member of a house with an original and its translation."""

    def __init__(self, app: FastAPI, visitor: Any, house: str, work: Callable[[], None]) -> None:
        self.app, self.visitor, self.house, self.work = app, visitor, house, work

    def upload(self, text: str, language: str, **more: str) -> Any:
        typed = {"house": self.house, "step": "look", "title": f"Sách {language}", "language": language, **more}
        files = {"manuscript": ("sach.md", text.encode())}
        return self.visitor.post("/publisher/upload", data=typed, files=files)

    def begin(self, text: str, language: str, **more: str) -> str:
        """A title, read; returns the address of the verdict."""
        answer = self.upload(text, language, **more)
        assert answer.status_code == 303, answer.text
        self.work()
        return str(answer.headers["location"])

    def edition(self, language: str) -> Edition:
        with Session(self.app.state.site.engine) as session:
            return session.exec(select(Edition).where(Edition.language == language)).one()


@pytest.fixture
def house(app: FastAPI, signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> House:
    return House(app, signed_in("member"), staff.house, work)


def said(page: str) -> list[str]:
    """What the section about completeness names as missing."""
    section = page.partition('id="completeness"')[2].partition("</section>")[0]
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<p><b>(.*?)</b></p>", section, re.DOTALL)]


def test_an_incomplete_translation_is_told_exactly_what_it_lacks(house: House) -> None:
    house.begin(ORIGINAL, "vi")
    of = house.edition("vi").id
    form = house.visitor.get(f"/en/publisher/upload?of={of}").text
    assert "A translation of" in form
    assert '<option value="vi" selected>' in form.partition('name="original_language"')[2]
    verdict = house.begin(TRANSLATION, "en", of=of, original_language="vi")
    found = said(house.visitor.get(f"/en{verdict}").text)
    thirty = "Where the original has the number 30, the translation has 31, in the paragraph “{}”."
    assert found == [
        "Row 3 of the table “Năm | Số” is missing from the translation: “1966 | 106”.",
        thirty.format("Mọi người đều tự do. Có 30 điều."),
        "A note is missing from the translation: “Từ năm 1948.”.",
    ]
    translation = house.edition("en")
    assert (translation.work_id, translation.translated_from_id) == (house.edition("vi").work_id, of)
    desk = house.visitor.get(f"/en/publisher/titles/{translation.id}").text
    assert "What the translation lacks" in desk


def test_a_whole_translation_has_nothing_missing(house: House) -> None:
    house.begin(ORIGINAL, "vi")
    whole = (
        ORIGINAL.replace("Chương", "Chapter").replace("Mọi người đều tự do", "All are free").replace("Có", "We have")
    )
    verdict = house.begin(whole.replace("điều", "articles"), "en", of=house.edition("vi").id)
    page = house.visitor.get(f"/en{verdict}").text
    assert (said(page), "Nothing is missing." in page) == ([], True)


def test_a_translation_in_the_language_of_the_original_is_turned_back(house: House) -> None:
    house.begin(ORIGINAL, "vi")
    answer = house.upload(TRANSLATION, "vi", of=house.edition("vi").id)
    assert (answer.status_code, "cùng một ngôn ngữ" in answer.text) == (422, True)


def test_titles_are_joined_and_parted_and_no_empty_work_is_left(house: House, app: FastAPI) -> None:
    house.begin(ORIGINAL, "vi")
    house.begin(TRANSLATION, "en")
    one, other = house.edition("vi"), house.edition("en")
    assert one.work_id != other.work_id
    assert f'<option value="{one.id}"' in house.visitor.get(f"/en/publisher/titles/{other.id}").text
    joined = house.visitor.post(
        f"/publisher/titles/{other.id}/original", data={"original_address": f"/vi/titles/{one.id}-sach"}
    )
    assert joined.status_code == 303
    assert house.edition("en").work_id == one.work_id
    assert house.edition("en").record["book"]["original_language"] == "vi"
    with Session(app.state.site.engine) as session:
        assert session.get(Work, other.work_id) is None
    circle = house.visitor.post(f"/publisher/titles/{one.id}/original", data={"original": other.id})
    assert (circle.status_code, house.edition("vi").translated_from_id) == (422, None)
    house.visitor.post(f"/publisher/titles/{other.id}/original/withdrawal")
    assert house.edition("en").work_id != one.work_id


def test_a_title_of_another_house_that_nobody_may_read_is_no_original(
    house: House, app: FastAPI, signed_in: Callable[[str], Any]
) -> None:
    house.begin(ORIGINAL, "vi")
    house.begin(TRANSLATION, "en")
    with Session(app.state.site.engine) as session:
        hidden = session.exec(select(Edition).where(Edition.language == "vi")).one()
        hidden.publisher_id = signed_away(session)
        session.commit()
        key = hidden.id
    answer = house.visitor.post(f"/publisher/titles/{house.edition('en').id}/original", data={"original": key})
    assert answer.status_code == 422
    assert house.visitor.get(f"/publisher/upload?of={key}").status_code == 404


def signed_away(session: Session) -> str:
    from catalogue.models.people import Organisation, OrganisationKind

    other = Organisation(name="Nhà xuất bản khác", kind=OrganisationKind.PUBLISHER)
    session.add(other)
    session.flush()
    return other.id
