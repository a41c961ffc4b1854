"""Whoever uploaded a manuscript is told once by letter what became of it, if they want to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from postbox import Post, begun, body
from sqlalchemy import Engine
from sqlmodel import Session, select
from support import People, people_in

from catalogue import db
from catalogue.jobs import letters
from catalogue.models.builds import Build, BuildState, Manuscript, Purpose, StoredFile
from catalogue.models.letters import Letter
from catalogue.models.people import Organisation, User
from catalogue.services import review, submissions, titles
from catalogue.settings import Settings
from pipeline.metadata import BookPart, EditionRecord

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def people(engine: Engine) -> People:
    return people_in(engine)


def settings(post: Post | None, tmp_path: Path) -> Settings:
    if post is None:
        return Settings(smtp_host="", public_url="https://books.test/", work_folder=tmp_path)
    return Settings(
        smtp_host="127.0.0.1", smtp_port=post.server_address[1], smtp_tls=False, public_url="https://books.test/",
        work_folder=tmp_path,
    )  # fmt: skip


def end(engine: Engine, people: People, state: BuildState = BuildState.BUILT, purpose: Purpose = Purpose.BOOK) -> str:
    """A build of the member's manuscript that has just ended."""
    report = {"findings": [{"severity": "warning"}, {"severity": "warning"}, {"severity": "error"}]}
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        edition = titles.create(session, EditionRecord(book=BookPart(title="Quyền trẻ em", language="vi")), house)
        if session.get(StoredFile, "0" * 64) is None:
            session.add(StoredFile(sha256="0" * 64, size=1, media_type="text/plain"))
        session.flush()
        manuscript = Manuscript(edition_id=edition.id, sha256="0" * 64, name="a.docx", user_id=people.member)
        session.add(manuscript)
        session.flush()
        build = Build(manuscript_id=manuscript.id, state=BuildState.RUNNING, attempt=1, purpose=purpose)
        session.add(build)
        session.flush()
        assert submissions.close(session, build.id, 1, state, report)
        assert not submissions.close(session, build.id, 1, state, report)
        return build.id


def waiting(engine: Engine) -> int:
    with Session(engine) as session:
        return len(session.exec(select(Letter)).all())


def test_the_uploader_is_told_once_with_the_counts_and_the_page(
    engine: Engine, people: People, post: Post, tmp_path: Path
) -> None:
    build = end(engine, people)
    assert letters.send(engine, settings(post, tmp_path)) == 1
    assert letters.send(engine, settings(post, tmp_path)) == 0
    [letter] = post.letters
    assert "member@example.org" in letter
    assert f"https://books.test/publisher/builds/{build}" in body(letter)
    assert "“Quyền trẻ em”" in body(letter)
    assert "1 lỗi, 2 cảnh báo" in body(letter)
    assert waiting(engine) == 0


def test_a_reader_of_english_gets_english(engine: Engine, people: People, post: Post, tmp_path: Path) -> None:
    with db.session_scope(engine) as session:
        session.get_one(User, people.member).ui_language = "en"
    end(engine, people, BuildState.REFUSED)
    letters.send(engine, settings(post, tmp_path))
    assert "No book could be made of “Quyền trẻ em” yet: 1 error, 2 warnings." in body(post.letters[0])


def test_who_wants_no_letters_gets_none_and_a_verdict_is_no_news(
    engine: Engine, people: People, post: Post, tmp_path: Path
) -> None:
    end(engine, people, purpose=Purpose.VERDICT)
    end(engine, people, BuildState.CANCELLED)
    with db.session_scope(engine) as session:
        session.get_one(User, people.member).wants_letters = False
    end(engine, people)
    assert waiting(engine) == 0
    assert letters.send(engine, settings(post, tmp_path)) == 0


def test_a_title_that_was_given_back_is_told_to_its_director_and_to_who_sent_it(
    engine: Engine, people: People, post: Post, tmp_path: Path
) -> None:
    build = end(engine, people)
    assert letters.send(engine, settings(post, tmp_path)) == 1
    with db.session_scope(engine) as session:
        session.get_one(User, people.director).ui_language = "en"
        _, _, edition = submissions.build_of(session, build)
        review.give_back(session, edition, "Chương 2 thiếu\nnguồn trích.", actor=people.officer)
        key = edition.id
    assert letters.send(engine, settings(post, tmp_path)) == 2
    told = {
        name: next(one for one in post.letters[1:] if f"{name}@example.org" in one) for name in ("director", "member")
    }
    for one in told.values():
        assert "Chương 2 thiếu\nnguồn trích." in body(one).replace("\r", "")
        assert f"https://books.test/publisher/titles/{key}" in body(one)
    assert "was given back to be corrected" in body(told["director"])
    assert "được trả lại để sửa" in body(told["member"])
    assert waiting(engine) == 0


def test_a_return_that_was_answered_meanwhile_is_no_news(
    engine: Engine, people: People, post: Post, tmp_path: Path
) -> None:
    build = end(engine, people)
    letters.send(engine, settings(post, tmp_path))
    with db.session_scope(engine) as session:
        _, _, edition = submissions.build_of(session, build)
        review.give_back(session, edition, "Thiếu nguồn", actor=people.director)
        review.answer(session, edition, "Đã bổ sung", actor=people.member)
    assert waiting(engine) == 1  # the director gave it back and needs no letter
    assert letters.send(engine, settings(post, tmp_path)) == 0
    assert waiting(engine) == 0


def test_a_silent_mail_server_is_tried_again_later_and_given_up_in_the_end(
    engine: Engine, people: People, tmp_path: Path
) -> None:
    gone = begun()
    gone.shutdown()
    gone.server_close()
    with time_machine.travel(NOW, tick=False) as clock:
        end(engine, people)
        for tries in range(1, 6):
            assert letters.send(engine, settings(gone, tmp_path)) == 0
            assert letters.send(engine, settings(gone, tmp_path)) == 0  # not before its time
            assert waiting(engine) == (1 if tries < 5 else 0)
            clock.shift(timedelta(days=1))


def test_two_workers_send_it_once(engine: Engine, people: People, post: Post, tmp_path: Path) -> None:
    from catalogue.services import letters as service

    end(engine, people)
    with db.session_scope(engine) as session:
        [key] = service.due(session)
        assert service.claim(session, key)
    with db.session_scope(engine) as session:
        assert not service.claim(session, key)
    assert letters.send(engine, settings(post, tmp_path)) == 0


def test_without_a_mail_server_nothing_piles_up(engine: Engine, people: People, tmp_path: Path) -> None:
    end(engine, people)
    assert letters.send(engine, settings(None, tmp_path)) == 0
    assert waiting(engine) == 0
