"""Release and recognition: what the law asks first, and that they are acts of two people."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue import db
from catalogue.errors import Refusal
from catalogue.models.builds import BuildState, ReleaseState
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierKind, Edition
from catalogue.rules.tally import Where
from catalogue.services import programme, registration, releases, submissions, titles
from catalogue.services.submissions import MadeFile
from catalogue.storage import Stored
from pipeline.metadata import BookPart, EditionRecord

TODAY = datetime(2026, 11, 23, 3, tzinfo=UTC)


def stored(content: str) -> Stored:
    return Stored(hashlib.sha256(content.encode()).hexdigest(), len(content))


def built(session: Session, edition: Edition, content: str) -> str:
    """A finished build of a title."""
    manuscript = submissions.add_manuscript(session, edition, stored(f"{content}.docx"), "m.docx", "x")
    build = submissions.create_build(session, manuscript, edition)
    files = [MadeFile("epub", "sach.epub", "application/epub+zip", stored(content))]
    submissions.close(session, build.id, 0, BuildState.BUILT, {}, files)
    return build.id


def papers(session: Session, edition: Edition, deposit: date = date(2026, 11, 10)) -> None:
    for kind, on in (
        (DossierKind.REGISTRATION, date(2026, 3, 1)),
        (DossierKind.DECISION, date(2026, 9, 1)),
        (DossierKind.DEPOSIT, deposit),
    ):
        registration.add_paper(session, edition, kind, "12/QĐ", on)


@pytest.fixture
def edition(engine: Engine, people: People) -> str:
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        return titles.create(session, EditionRecord(book=BookPart(title="Sách")), house).id


def test_what_is_lacking_is_named_until_everything_is_there(engine: Engine, edition: str) -> None:
    def lacking() -> list[str]:
        return [lack.message for lack in releases.lacking(session, titles.get(session, edition))]

    with time_machine.travel(TODAY, tick=False), db.session_scope(engine) as session:
        title = titles.get(session, edition)
        assert lacking() == [releases.NO_BOOK, releases.NO_AUTHORITY, releases.NO_DECISION, releases.NO_DEPOSIT]
        built(session, title, "one")
        assert lacking() == [releases.NO_AUTHORITY, releases.NO_DECISION, releases.NO_DEPOSIT]
        papers(session, title)
        assert lacking() == []
        assert releases.release(session, title).version == 1


@pytest.mark.parametrize(("deposit", "free"), [(date(2026, 11, 13), True), (date(2026, 11, 14), False)])
def test_ten_days_pass_between_deposit_and_release(engine: Engine, edition: str, deposit: date, free: bool) -> None:
    with time_machine.travel(TODAY, tick=False), db.session_scope(engine) as session:
        title = titles.get(session, edition)
        built(session, title, "one")
        papers(session, title, deposit)
        assert (releases.lacking(session, title) == []) is free
        if not free:
            with pytest.raises(Refusal, match="rel-001"):
                releases.release(session, title)


def test_a_licence_stands_for_registration_and_decision(engine: Engine, edition: str) -> None:
    with time_machine.travel(TODAY, tick=False), db.session_scope(engine) as session:
        title = titles.get(session, edition)
        built(session, title, "one")
        registration.add_paper(session, title, DossierKind.LICENCE, "5/GP", date(2026, 1, 1))
        registration.add_paper(session, title, DossierKind.DEPOSIT, "", date(2026, 1, 1))
        assert releases.lacking(session, title) == []


def test_a_correction_is_a_new_version_with_an_erratum(engine: Engine, edition: str) -> None:
    with time_machine.travel(TODAY, tick=False), db.session_scope(engine) as session:
        title = titles.get(session, edition)
        built(session, title, "one")
        papers(session, title)
        first = releases.release(session, title)
        before = [(file.name, file.sha256) for file, _ in titles.files_of(session, first.id)]
        with pytest.raises(Refusal, match="rel-003"):
            releases.release(session, title, erratum="Không có gì mới.")
        built(session, title, "two")
        with pytest.raises(Refusal, match="rel-004"):
            releases.release(session, title)
        second = releases.release(session, title, erratum="Trang 12: sửa số liệu.")
        assert [(r.version, r.state) for r in releases.history(session, title.id)] == [
            (2, ReleaseState.CURRENT), (1, ReleaseState.SUPERSEDED),
        ]  # fmt: skip
        assert [(file.name, file.sha256) for file, _ in titles.files_of(session, first.id)] == before
        assert [file.sha256 for file, _ in titles.files_of(session, second.id)] == [stored("two").sha256]


def test_whoever_released_a_title_does_not_recognise_it(engine: Engine, edition: str, people: People) -> None:
    with db.session_scope(engine) as session:
        title, plan = titles.get(session, edition), programme.plan(session)
        with pytest.raises(Refusal, match="rec-001"):
            releases.recognise(session, title, plan.programme, actor=people.officer)
        built(session, title, "one")
        releases.release(session, title, actor=people.director, without_dossier="trial")
        with pytest.raises(Refusal, match="rec-003"):
            releases.recognise(session, title, plan.programme, actor=people.director)
        releases.recognise(session, title, plan.programme, actor=people.officer)
        with pytest.raises(Refusal, match="rec-002"):
            releases.recognise(session, title, plan.programme, actor=people.officer)
        seen = programme.view(session)
        assert [seen.rows(Where(count)) for count in ("released", "recognised")] == [[edition], [edition]]


@pytest.mark.parametrize(("sanction", "state"), [(False, ReleaseState.WITHDRAWN), (True, ReleaseState.RECALLED)])
def test_what_is_taken_back_no_longer_counts_and_keeps_its_reason(
    engine: Engine, edition: str, sanction: bool, state: str
) -> None:
    with db.session_scope(engine) as session:
        title = titles.get(session, edition)
        built(session, title, "one")
        releases.release(session, title, without_dossier="trial")
        with pytest.raises(Refusal, match="rel-006"):
            releases.take_back(session, title, "  ")
        if sanction:
            with pytest.raises(Refusal, match="rel-007"):
                releases.take_back(session, title, "Sai tên tác giả", sanction=True)
        ordered = "Cục Xuất bản, In và Phát hành, Quyết định 12/QĐ-CXBIPH"
        releases.take_back(session, title, "Sai tên tác giả", sanction=sanction, authority=ordered)
        [found] = releases.history(session, edition)
        assert (found.state, found.reason) == (state, "Sai tên tác giả")
        assert found.authority == (ordered if sanction else "")
        assert programme.view(session).numbers["released"] == 0
        with pytest.raises(Refusal, match="rel-005"):
            releases.take_back(session, title, "Lần nữa")


def test_a_printed_book_is_shown_by_the_scan_of_a_paper(engine: Engine, people: People) -> None:
    with time_machine.travel(TODAY, tick=False), db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        title = registration.register(session, EditionRecord(book=BookPart(title="Sách in")), house)
        papers(session, title)
        assert [lack.message for lack in releases.lacking(session, title)] == [releases.NO_BOOK]
        registration.add_paper(
            session, title, DossierKind.RELEASE, "9", date(2026, 11, 20), scan=stored("scan"), media_type="image/png"
        )
        assert releases.lacking(session, title) == []
        assert titles.files_of(session, releases.release(session, title).id) == []


def test_only_its_own_electronic_paper_makes_a_title_an_e_book(engine: Engine, edition: str) -> None:
    with db.session_scope(engine) as session:
        title = titles.get(session, edition)
        built(session, title, "one")
        releases.release(session, title, without_dossier="trial")
        assert programme.view(session).numbers["ebook"] == 0
        registration.add_paper(session, title, DossierKind.DECISION, "7", date(2026, 1, 1), electronic=True)
        assert programme.view(session).numbers["ebook"] == 1


def test_what_waits_is_listed_with_the_moment_since_when(engine: Engine, edition: str) -> None:
    with db.session_scope(engine) as session:
        title = titles.get(session, edition)
        built(session, title, "one")
        recognition, release = releases.waiting(session)
        assert ([row[0] for row in recognition], [row[0] for row in release]) == ([], [edition])
        releases.release(session, title, without_dossier="trial")
        recognition, release = releases.waiting(session)
        assert ([row[0] for row in recognition], [row[0] for row in release]) == ([edition], [])
