"""The publisher's way in the browser: upload, findings, papers, release; and everything that can go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import Session, func, select
from support import MARKDOWN, People, word, zipped

from catalogue import db
from catalogue.models.builds import Build, BuildState, Manuscript, StoredFile
from catalogue.models.titles import Edition
from catalogue.services import titles
from pipeline.metadata import BookPart, EditionRecord

GOOD = {"title": "Quyền con người", "language": "vi", "authors": "Lê Thị Hoa\nTrần Đức"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


class Desk:
    """A signed-in publisher, and what the catalogue holds."""

    def __init__(self, app: FastAPI, visitor, house: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        self.app, self.visitor, self.house = app, visitor, house

    def upload(self, name: str = "sach.md", content: bytes = MARKDOWN.encode(), **typed: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
        return self.visitor.post(
            "/publisher/upload",
            data={**GOOD, "house": self.house, **typed},
            files={"manuscript": (name, content)} if name else {"x": ("", b"")},
        )

    def held(self) -> tuple[int, int, int]:
        """Titles, builds and files in catalogue and store."""
        with Session(db.reading(self.app.state.site.engine)) as session:
            counted = [session.exec(select(func.count()).select_from(table)).one() for table in (Edition, Build)]
            files = session.exec(select(func.count()).select_from(StoredFile)).one()
        return counted[0], counted[1], files


@pytest.fixture
def desk(app: FastAPI, signed_in: Callable, staff: People) -> Desk:  # type: ignore[type-arg]
    return Desk(app, signed_in("member"), staff.house)


def test_a_manuscript_becomes_a_book_and_the_page_shows_it(desk: Desk, work: Callable[[], None]) -> None:
    answer = desk.upload()
    assert answer.status_code == 303
    address = answer.headers["location"]
    waiting = desk.visitor.get(address)
    assert "Sách đang chờ dựng" in waiting.text
    work()
    done = desk.visitor.get(address)
    assert "Sách đã hoàn thành" in done.text
    for role, head in (("epub", b"PK"), ("pdf", b"%PDF"), ("cover", b"\xff\xd8"), ("thumbnail", b"\xff\xd8")):
        file = desk.visitor.get(f"{address}/files/{role}")
        assert (file.status_code, file.content[: len(head)]) == (200, head)
        assert "sandbox" in file.headers["content-security-policy"]
    assert "Cả cuốn thành một chương" not in done.text
    assert "Quyền con người" in desk.visitor.get("/publisher").text


def test_the_progress_stream_ends_when_the_build_is_over(desk: Desk, work: Callable[[], None]) -> None:
    address = desk.upload().headers["location"]
    work()
    stream = desk.visitor.get(f"{address}/events")
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.text.endswith("event: end\ndata: {}\n\n")


def test_a_refused_manuscript_says_what_is_wrong_and_where(desk: Desk, work: Callable[[], None]) -> None:
    address = desk.upload("trang.docx", word("")).headers["location"]
    work()
    page = desk.visitor.get(address)
    with Session(desk.app.state.site.engine) as session:
        [build] = session.exec(select(Build)).all()
    if build.state == BuildState.REFUSED:
        assert "Bản thảo này chưa thành sách được" in page.text
        assert 'class="error"' in page.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("", b"", "Xin chọn một tệp."),
        ("trong.docx", b"", "rỗng"),
        ("sach.docx", b"day khong phai la Word", ".docx"),
        ("sach.docx", zipped(**{"a.txt": b"a"}), "sach.docx"),
        ("khoa.docx", OLE, "khoa.docx"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "anh.png"),
        ("sach.pdf", b"%PDF-1.7\n", "sach.pdf"),
        ("<script>alert(1)</script>.docx", b"x", "script&gt;.docx"),
    ],
)
def test_what_is_no_manuscript_is_refused_beside_the_field_and_nothing_is_kept(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    answer = desk.upload(name, content)
    assert answer.status_code == 422
    [error] = re.findall(r'<div id="manuscript-about">\s*<p class="error">(.*?)</p>', answer.text)
    assert said in error
    assert 'value="Quyền con người"' in answer.text
    assert desk.held() == (0, 0, 0)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"title": ""}, "title", "Xin điền mục này."),
        ({"title": "Dài " * 75}, "title", "250"),
        ({"language": "klingon!"}, "language", "Xin chọn"),
        ({"isbn_epub": "978-604-0-00001-6"}, "isbn_epub", "số kiểm tra"),
        ({"isbn_epub": "12"}, "isbn_epub", "13"),
        ({"decision_date": "hôm qua"}, "decision_date", "2026-11-23"),
        ({"house": "nobody"}, "house", "nhà xuất bản"),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_is_kept(
    desk: Desk, typed: dict[str, str], field: str, said: str
) -> None:
    answer = desk.upload(**typed)
    assert answer.status_code == 422
    assert re.search(rf'href="#{field}">[^<]*{re.escape(said)}', answer.text)
    assert desk.held() == (0, 0, 0)


def test_the_same_mistake_is_said_in_english_to_those_who_read_english(desk: Desk) -> None:
    answer = desk.visitor.post("/en/publisher/upload", data={**GOOD, "title": "", "house": desk.house})
    assert (answer.status_code, "Please fill this in." in answer.text) == (422, True)


def test_another_house_does_not_see_the_title_nor_add_to_it(
    desk: Desk,
    app: FastAPI,
    staff: People,
    signed_in: Callable,  # type: ignore[type-arg]
) -> None:
    from catalogue.models.people import Organisation

    with db.session_scope(app.state.site.engine) as session:
        house = session.get_one(Organisation, staff.other_house)
        foreign = titles.create(session, EditionRecord(book=BookPart(title="Của người khác")), house).id
    for path in (f"/publisher/titles/{foreign}", f"/publisher/titles/{foreign}/record"):
        assert desk.visitor.get(path).status_code == 404
    for path in ("manuscripts", "dossier", "release", "record", "withdrawal"):
        assert desk.visitor.post(f"/publisher/titles/{foreign}/{path}", data=GOOD).status_code == 404
    assert "Của người khác" not in desk.visitor.get("/publisher").text
    assert signed_in("officer").get(f"/publisher/titles/{foreign}").status_code == 200
    assert signed_in("officer").post(f"/publisher/titles/{foreign}/release").status_code == 404


def test_the_record_can_be_changed_and_what_the_form_does_not_ask_for_stays(desk: Desk) -> None:
    desk.upload(director="Nguyễn Văn An")
    with db.session_scope(desk.app.state.site.engine) as session:
        edition = session.exec(select(Edition)).one()
        record = titles.record_of(edition)
        part = record.book.model_copy(update={"rights": "© 2026"})
        titles.change(session, edition, record.model_copy(update={"book": part}))
        key = edition.id
    assert 'value="Nguyễn Văn An"' in desk.visitor.get(f"/publisher/titles/{key}/record").text
    answer = desk.visitor.post(f"/publisher/titles/{key}/record", data={**GOOD, "title": "Tên khác"})
    assert answer.headers["location"] == f"/publisher/titles/{key}?done=record"
    with Session(desk.app.state.site.engine) as session:
        record = titles.record_of(session.exec(select(Edition)).one())
    assert (record.book.title, record.book.rights, record.imprint.director) == ("Tên khác", "© 2026", "")


def test_a_corrected_manuscript_is_the_next_round_once_the_first_build_is_over(
    desk: Desk, work: Callable[[], None]
) -> None:
    desk.upload()
    with Session(desk.app.state.site.engine) as session:
        key = session.exec(select(Edition.id)).one()
    files = {"manuscript": ("hai.md", MARKDOWN.replace("Tự do", "Bình đẳng").encode())}
    early = desk.visitor.post(f"/publisher/titles/{key}/manuscripts", files=files)
    assert (early.status_code, "đang có một lần dựng sách" in early.text) == (422, True)
    work()
    assert desk.visitor.post(f"/publisher/titles/{key}/manuscripts", files=files).status_code == 303
    with Session(desk.app.state.site.engine) as session:
        rounds = session.exec(select(Manuscript.round).order_by(Manuscript.round)).all()
    assert rounds == [1, 2]


def test_from_manuscript_to_reader_through_two_people(
    desk: Desk,
    work: Callable[[], None],
    signed_in: Callable,
    web,  # type: ignore[no-untyped-def,type-arg]  # noqa: ANN001
) -> None:
    desk.upload()
    work()
    with Session(desk.app.state.site.engine) as session:
        key = session.exec(select(Edition.id)).one()
    page = f"/publisher/titles/{key}"
    assert desk.visitor.post(f"{page}/release").status_code == 404  # a member does not release
    director, officer = signed_in("director"), signed_in("officer")
    early = director.post(f"{page}/release")
    assert (early.status_code, "giấy xác nhận đăng ký" in early.text) == (422, True)
    for kind, on in (("registration", "2026-01-05"), ("decision", "2026-02-01"), ("deposit", "2026-03-01")):
        paper = {"kind": kind, "on": on, "number": "1-2026/CXBIPH", "electronic": "yes" if kind == "decision" else ""}
        scan = {"scan": ("quyet-dinh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30)}
        assert desk.visitor.post(f"{page}/dossier", data=paper, files=scan).status_code == 303
    with time_machine.travel(datetime(2026, 11, 23, 3, tzinfo=UTC), tick=True):
        assert director.post(f"{page}/release").headers["location"] == f"{page}?done=release#release"
    assert "Đã phát hành; chờ cán bộ" in officer.get(page).text
    assert "Quyền con người" in officer.get("/editor/queue").text
    assert officer.post(f"/editor/titles/{key}/recognition", data={"note": ""}).status_code == 303
    again = officer.post(f"/editor/titles/{key}/recognition", data={"note": ""})
    assert (again.status_code, "đã được ghi nhận" in again.text) == (409, True)
    shelf = web.get("/").text
    [address] = {path.removesuffix("/read") for path in re.findall(r'href="(/titles/[^"]+)"', shelf)}
    files = re.findall(r'href="(/files/[^"]+)"', web.get(address).text)
    assert [file.rsplit(".", 1)[1] for file in files] == ["epub", "pdf"]
    assert web.get(files[0]).content[:2] == b"PK"
    counted = web.get("/api/v1/programme/status").json()
    assert (counted["released"], counted["recognised"], counted["counts"]["ebook"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("typed", "file", "field"),
    [
        ({"kind": "decision", "on": ""}, None, "on"),
        ({"kind": "letter", "on": "2026-01-01"}, None, "kind"),
        ({"kind": "decision", "on": "2026-13-01"}, None, "on"),
        ({"kind": "decision", "on": "2026-01-01"}, ("scan.exe", b"MZ"), "scan"),
    ],
)
def test_a_wrong_paper_is_said_beside_its_field(
    desk: Desk, typed: dict[str, str], file: tuple[str, bytes] | None, field: str
) -> None:
    desk.upload()
    with Session(desk.app.state.site.engine) as session:
        key = session.exec(select(Edition.id)).one()
    before = desk.held()
    files = {"scan": file} if file else {"x": ("", b"")}
    answer = desk.visitor.post(f"/publisher/titles/{key}/dossier", data=typed, files=files)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert desk.held() == before


def test_a_printed_book_is_registered_with_its_paper_and_an_empty_form_is_not(desk: Desk) -> None:
    empty = desk.visitor.post("/publisher/register", data={**GOOD, "house": desk.house}, files={"x": ("", b"")})
    assert (empty.status_code, desk.held()) == (422, (0, 0, 0))
    paper = {"kind": "deposit", "on": "2025-05-01", "number": "7"}
    answer = desk.visitor.post(
        "/publisher/register",
        data={**GOOD, **paper, "house": desk.house},
        files={"evidence": ("nop.pdf", b"%PDF-1.4\n")},
    )
    assert (answer.status_code, desk.held()) == (303, (1, 0, 1))
    page = desk.visitor.get(answer.headers["location"]).text
    assert "Nộp lưu chiểu" in page
    [scan] = re.findall(r'href="(/publisher/titles/[^"]+/scans/[^"]+)"', page)
    assert desk.visitor.get(scan).content == b"%PDF-1.4\n"


def test_a_finished_epub_is_checked_and_not_rebuilt(desk: Desk, work: Callable[[], None]) -> None:
    address = desk.upload().headers["location"]
    work()
    epub = desk.visitor.get(f"{address}/files/epub").content
    answer = desk.visitor.post(
        "/publisher/register",
        data={**GOOD, "title": "Làm nơi khác", "house": desk.house},
        files={"finished": ("xong.epub", epub)},
    )
    assert answer.status_code == 303
    work()
    page = desk.visitor.get(answer.headers["location"])
    assert "Tệp đã được kiểm tra" in page.text
    assert desk.visitor.get(f"{answer.headers['location']}/files/epub").content == epub


def test_a_build_can_be_cancelled_and_begun_again(desk: Desk, work: Callable[[], None]) -> None:
    address = desk.upload().headers["location"]
    assert desk.visitor.post(f"{address}/cancel").headers["location"] == address
    assert "Lần dựng sách đã hủy" in desk.visitor.get(address).text
    again = desk.visitor.post(f"{address}/again").headers["location"]
    assert again != address
    work()
    assert "Sách đã hoàn thành" in desk.visitor.get(again).text


def findings_of(desk: Desk, address: str) -> list[dict[str, object]]:
    with Session(desk.app.state.site.engine) as session:
        return list(session.get_one(Build, address.rsplit("/", 1)[1]).report["findings"])


def test_another_look_and_files_for_the_printer_come_with_one_click(desk: Desk, work: Callable[[], None]) -> None:
    address = desk.upload().headers["location"]
    work()
    first = desk.visitor.get(f"{address}/files/epub").content
    look = {"design": "young", "size": "a5", "print": "yes", "archive": "yes"}
    again = desk.visitor.post(f"{address}/again", data=look).headers["location"]
    work()
    page = desk.visitor.get(again).text
    made = {
        role: desk.visitor.get(f"{again}/files/{role}").content[:4] for role in re.findall(r"/files/([a-z-]+)", page)
    }
    assert made.pop("thumbnail")[:2] == b"\xff\xd8"
    assert made == {"epub": b"PK\x03\x04", **dict.fromkeys(("pdf", "pdf-print", "pdf-archive", "pdf-cover"), b"%PDF")}
    assert desk.visitor.get(f"{again}/files/epub").content != first
    assert '<option value="young" selected>' in page
    assert desk.visitor.post(f"{again}/again", data={"design": "baroque"}).status_code == 404


def test_a_warning_is_set_aside_with_a_reason_and_a_name(desk: Desk, work: Callable[[], None]) -> None:
    address = desk.upload().headers["location"]
    work()
    found = findings_of(desk, address)
    number = next(at for at, finding in enumerate(found) if finding["severity"] != "error")
    without = desk.visitor.post(f"{address}/decisions/{number}", data={"reason": " "})
    assert (without.status_code, "lý do" in without.text.lower()) == (409, True)
    again = desk.visitor.post(f"{address}/decisions/{number}", data={"reason": "Sách mẫu"}).headers["location"]
    work()
    assert found[number] not in findings_of(desk, again)
    assert len(findings_of(desk, again)) == len(found) - 1
    with Session(desk.app.state.site.engine) as session:
        [edition] = session.exec(select(Edition)).all()
        [kept] = titles.record_of(edition).suppress
    assert (kept.code, kept.reason, kept.by) == (found[number]["code"], "Sách mẫu", "Lê Thị Hoa")
    assert desk.visitor.post(f"{address}/decisions/99", data={"reason": "x"}).status_code == 404


def test_a_proposed_heading_is_overruled_with_one_click(desk: Desk, work: Callable[[], None]) -> None:
    text = "Chữ của chương này kể về quyền con người trong đời sống hằng ngày. " * 30
    content = "\n\n".join(f"Chương {n}. Về điều thứ {n}\n\n{text}" for n in (1, 2, 3))
    address = desk.upload("sach.md", content.encode()).headers["location"]
    work()
    found = findings_of(desk, address)
    number = next(at for at, finding in enumerate(found) if finding["code"] == "str-001")
    again = desk.visitor.post(f"{address}/decisions/{number}", data={"answer": "none"}).headers["location"]
    work()
    with Session(desk.app.state.site.engine) as session:
        chapters = [
            session.get_one(Build, at.rsplit("/", 1)[1]).report["counts"]["chapters"] for at in (address, again)
        ]
    assert chapters == [3, 1]
