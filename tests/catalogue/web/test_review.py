"""A title is looked over: remarks at a place in its text, given back with reasons, answered, and on to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session, select
from support import People

from catalogue.models.programme import ChangeEvent

FIRST = "# Chương một\n\nMọi người sinh ra đều tự do.\n\nĐây là chỗ sai chính tã.\n\n# Chương hai\n\nHết.\n"
SECOND = "# Lời mở\n\nMới thêm.\n\n# Chương một\n\nMọi người sinh ra đều tự do.\n\nĐây là chỗ đã sửa.\n"


class Looked:
    """A built title, its people, and what they do."""

    def __init__(self, member: Any, officer: Any, director: Any, house: str, work: Callable[[], None]) -> None:
        self.member, self.officer, self.director, self.work = member, officer, director, work
        typed = {"house": house, "title": "Quyền con người", "language": "vi"}
        answer = member.post("/publisher/upload", data=typed, files={"manuscript": ("sach.md", FIRST.encode())})
        work()
        self.build = answer.headers["location"]
        self.id = re.findall(r"/publisher/titles/(\w+)", member.get(self.build).text)[0]
        self.desk = f"/publisher/titles/{self.id}"

    def chapter(self, build: str, words: str) -> str:
        """The address of the chapter that has these words."""
        first = self.officer.get(f"/en{build}/review", follow_redirects=True)
        names = [first.url.path.rsplit("/", 1)[1], *re.findall(rf'{build}/review/([\w.-]+)"', first.text)]
        pages = {name: self.officer.get(f"/en{build}/review/{name}").text for name in dict.fromkeys(names)}
        return f"{build}/review/" + next(name for name, page in pages.items() if words in page)

    def next_round(self, text: str) -> str:
        answer = self.member.post(f"{self.desk}/manuscripts", files={"manuscript": ("sach.md", text.encode())})
        self.work()
        return str(answer.headers["location"])

    def waits(self, person: Any, stage: str) -> bool:
        page = markup.fromstring(person.get("/en/editor/queue").text)
        return bool(page.xpath(f"//section[h2/@id='{stage}']//a[contains(@href, '{self.id}')]"))


@pytest.fixture
def looked(signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> Looked:
    return Looked(signed_in("member"), signed_in("officer"), signed_in("director"), staff.house, work)


def remark_on(page: str, words: str) -> str:
    """The number of the block that has these words."""
    block = markup.fromstring(page).xpath(f"//div[@class='passage'][contains(., '{words}')]")[0]
    return str(block.get("id")).removeprefix("block-")


def said(page: str, number: str) -> list[str]:
    found = markup.fromstring(page).xpath(f"//*[@id='block-{number}']//div[contains(@class, 'remark')]/p[1]")
    return [one.text_content() for one in found]


def test_a_remark_stands_beside_its_words_and_goes_with_them_into_the_next_round(looked: Looked) -> None:
    address = looked.chapter(looked.build, "sai chính tã")
    number = remark_on(looked.officer.get(f"/en{address}").text, "sai chính tã")
    stays = remark_on(looked.officer.get(f"/en{address}").text, "sinh ra đều tự do")
    for block, text in ((number, "“tã” viết dấu hỏi"), (stays, "Dẫn nguồn ở đây")):
        kept = looked.officer.post(f"/en{address}", data={"block": block, "part": "1", "remark": text})
        assert (kept.status_code, kept.headers["location"]) == (303, f"{address}#block-{block}")
    seen = looked.member.get(f"/en{address}").text
    assert (said(seen, number), said(seen, stays)) == (["“tã” viết dấu hỏi"], ["Dẫn nguồn ở đây"])
    assert "2 open remarks" in seen
    newest = looked.next_round(SECOND)
    moved = looked.chapter(newest, "Đây là chỗ đã sửa")
    page = looked.officer.get(f"/en{moved}").text
    assert said(page, remark_on(page, "sinh ra đều tự do")) == ["Dẫn nguồn ở đây"]
    lost = markup.fromstring(page).xpath("//section[contains(@class, 'warn')]//div[contains(@class, 'remark')]/p[1]")
    assert [one.text_content() for one in lost] == ["“tã” viết dấu hỏi"]


def test_a_remark_is_settled_with_a_word_and_opened_again(looked: Looked) -> None:
    address = looked.chapter(looked.build, "sai chính tã")
    looked.officer.post(address, data={"block": "2", "part": "1", "remark": "Xem lại"})
    [form] = set(re.findall(rf"{looked.desk}/remarks/\w+", looked.member.get(address).text))
    done = looked.member.post(form, data={"answer": "Đã sửa", "back": address})
    assert done.headers["location"] == address
    desk = looked.officer.get(f"/en{looked.desk}").text
    assert "settled" in desk
    assert "Đã sửa" in desk
    looked.officer.post(form, data={"back": "https://example.org/"})
    assert "1 open remark" in looked.officer.get(f"/en{address}").text


def test_an_empty_remark_and_one_at_no_place_are_said_to_be_wrong(looked: Looked) -> None:
    address = looked.chapter(looked.build, "sai chính tã")
    asked = markup.fromstring(looked.officer.get(f"/en{address}?block=2").text)
    assert asked.xpath("//form[@id='remark-here']/input[@name='block']/@value") == ["2"]
    empty = looked.officer.post(f"/en{address}", data={"block": "2", "part": "1", "remark": "  "})
    nowhere = looked.officer.post(f"/en{address}", data={"block": "99", "part": "1", "remark": "x"})
    assert (empty.status_code, nowhere.status_code) == (422, 422)
    assert "Write what is to be said" in empty.text
    assert "not in the book any more" in nowhere.text


def test_given_back_it_waits_for_its_house_until_that_answers(looked: Looked) -> None:
    assert looked.waits(looked.officer, "release")
    without = looked.officer.post(f"/en/editor/queue/{looked.id}", data={"decision": "back", "back": ""})
    assert without.status_code == 422
    sent = looked.officer.post(f"/en/editor/queue/{looked.id}", data={"decision": "back", "back": "Sửa chương một"})
    assert sent.headers["location"] == "/editor/queue?done=back"
    assert (looked.waits(looked.officer, "release"), looked.waits(looked.officer, "correction")) == (False, True)
    assert "Sửa chương một" in looked.member.get(f"/en{looked.desk}").text
    again = looked.officer.post(f"/en/editor/queue/{looked.id}", data={"decision": "back", "back": "Nữa"})
    assert again.status_code == 422
    assert looked.member.post(f"{looked.desk}/answer", data={"answer": ""}).status_code == 422
    assert looked.member.post(f"{looked.desk}/answer", data={"answer": "Đã sửa xong"}).status_code == 303
    assert looked.waits(looked.officer, "release")
    assert "Đã sửa xong" in looked.officer.get(f"/en/editor/queue/{looked.id}").text


def test_a_corrected_manuscript_answers_by_itself_and_a_director_may_give_back_too(
    looked: Looked, app: FastAPI
) -> None:
    assert looked.member.post(f"{looked.desk}/return", data={"back": "Không được"}).status_code == 404
    assert looked.director.post(f"{looked.desk}/return", data={"back": "Thiếu lời nói đầu"}).status_code == 303
    blocked = looked.director.post(f"/en{looked.desk}/release")
    assert blocked.status_code == 422
    looked.next_round(SECOND)
    assert looked.waits(looked.officer, "release")
    with Session(app.state.site.engine) as session:
        kinds = list(session.exec(select(ChangeEvent.kind).where(ChangeEvent.subject == f"edition/{looked.id}")))
    assert [kind for kind in kinds if "given" in kind or "answered" in kind] == ["title.given_back", "title.answered"]


def test_nobody_of_another_house_reads_remarks_or_makes_them(looked: Looked, outsider: Any) -> None:
    address = looked.chapter(looked.build, "sai chính tã")
    assert outsider.get(address).status_code == 404
    assert outsider.post(address, data={"block": "2", "part": "1", "remark": "x"}).status_code == 404
    assert outsider.post(f"{looked.desk}/answer", data={"answer": "x"}).status_code == 404
