"""The reader's pages: shelf, search, title, files, what was taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from support import MARKDOWN, People

from catalogue import db
from catalogue.jobs import builds
from catalogue.services import releases, titles
from pipeline.metadata import BookPart, EditionRecord, Person


@pytest.fixture
def released(app: FastAPI, staff: People, work: Callable[[], None], tmp_path) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The id of a title with a built and released book."""
    site = app.state.site
    (tmp_path / "m.md").write_text(MARKDOWN, encoding="utf-8")
    record = EditionRecord(
        book=BookPart(title="Đường tới tự do", language="vi", description='Ghi chép <b>& "trích"</b>.'),
        people=(Person(name="Nguyễn Ái Quốc"),),
    )
    edition, _ = builds.submit_new(
        site.engine, site.store, site.jobs, builds.Upload(tmp_path / "m.md", "m.md"), record, staff.house
    )
    work()
    with db.session_scope(site.engine) as session:
        releases.release(session, titles.get(session, edition), without_dossier="trial")
    return edition


def test_an_empty_shelf_says_so(web) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert "Chưa có sách nào được phát hành." in web.get("/").text


@pytest.mark.parametrize(("query", "hits"), [("duong toi", 1), ("Tự Do", 1), ("ai quoc", 1), ("biển", 0)])
def test_search_finds_with_and_without_marks_and_says_how_many(web, released: str, query: str, hits: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page = web.get("/", params={"q": query}).text
    assert page.count('<li class="book">') == hits
    assert ("Không tìm thấy" in page) is (hits == 0)


def test_the_title_page_shows_its_record_and_files_in_both_languages(web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for prefix, word in (("", "Tác giả"), ("/en", "Author")):
        page = web.get(f"{prefix}/titles/{released}-duong-toi-tu-do")
        assert page.status_code == 200
        assert word in page.text
        assert "Nguyễn Ái Quốc" in page.text
        assert "Ghi chép &lt;b&gt;" in page.text
        data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)[0])
        assert (data["name"], data["inLanguage"]) == ("Đường tới tự do", "vi")


def test_a_wrong_name_in_the_address_leads_to_the_right_one_and_an_unknown_id_nowhere(web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for key in (released, f"{released}-ten-cu"):
        answer = web.get(f"/titles/{key}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/titles/{released}-duong-toi-tu-do")
    assert web.get("/titles/0000-khong-co").status_code == 404


def test_files_come_whole_in_parts_and_not_at_all_when_known(web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page = web.get(f"/titles/{released}-duong-toi-tu-do").text
    pdf = re.findall(r'href="(/files/[^"]+\.pdf)"', page)[0]
    whole = web.get(pdf)
    part = web.get(pdf, headers={"Range": "bytes=5-9"})
    same = web.get(pdf, headers={"If-None-Match": whole.headers["etag"]})
    assert (whole.status_code, part.status_code, same.status_code) == (200, 206, 304)
    assert part.content == whole.content[5:10]
    assert 'filename="duong-toi-tu-do.pdf"' in whole.headers["content-disposition"]
    assert web.get(pdf.replace("duong", "khac")).status_code == 404
    cover = re.findall(r'src="(/covers/[^"]+)"', page)[0]
    assert web.get(cover).headers["content-type"] == "image/jpeg"


def test_what_was_taken_back_keeps_its_page_and_loses_its_files(app: FastAPI, web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page = f"/titles/{released}-duong-toi-tu-do"
    files = re.findall(r'href="(/files/[^"]+)"', web.get(page).text)
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(session, titles.get(session, released), "Sai tên")
    gone = web.get(page)
    assert (gone.status_code, "đã gỡ tệp của sách này ngày" in gone.text, "/files/" in gone.text) == (410, True, False)
    assert {web.get(file).status_code for file in files} == {410}
    assert "Đường tới tự do" not in web.get("/").text


def test_the_programmes_page_leads_to_exactly_as_many_titles_as_it_says(signed_in: Callable, released: str) -> None:  # type: ignore[type-arg]
    officer = signed_in("officer")
    page = officer.get("/editor").text
    shown = dict(re.findall(r'<li><a href="/editor/titles\?count=(\w+)"[^>]*>(\d+)</a>', page))
    assert len(shown) == 7
    for name, number in shown.items():
        rows = officer.get(f"/editor/titles?count={name}").text.count("data-title=")
        assert rows == int(number)
    assert (shown["released"], shown["ebook"], shown["foreign"]) == ("1", "0", "0")
