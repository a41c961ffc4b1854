"""Manuscripts and builds: rounds, attempts, and who may still write."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue import db
from catalogue.errors import Refusal
from catalogue.models.builds import Build, BuildState
from catalogue.models.people import Organisation
from catalogue.services import submissions, titles
from catalogue.services.submissions import MadeFile
from catalogue.storage import Stored
from pipeline.metadata import BookPart, EditionRecord


def stored(content: bytes) -> Stored:
    return Stored(hashlib.sha256(content).hexdigest(), len(content))


@pytest.fixture
def build(engine: Engine, people: People) -> str:
    """A build that waits."""
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        edition = titles.create(session, EditionRecord(book=BookPart(title="Sách")), house)
        manuscript = submissions.add_manuscript(session, edition, stored(b"one"), "one.docx", "x")
        return submissions.create_build(session, manuscript, edition).id


def test_an_attempt_that_was_overtaken_can_write_nothing(engine: Engine, build: str) -> None:
    with db.session_scope(engine) as session:
        first = submissions.claim(session, build)
    with db.session_scope(engine) as session:
        second = submissions.claim(session, build)
    assert first
    assert second
    assert (first.attempt, second.attempt) == (1, 2)
    file = MadeFile("epub", "sach.epub", "application/epub+zip", stored(b"book"))
    with db.session_scope(engine) as session:
        assert not submissions.progress(session, build, first.attempt, "pdf", 0.5)
        assert not submissions.close(session, build, first.attempt, BuildState.BUILT, {}, [file])
        assert submissions.progress(session, build, second.attempt, "pdf", 0.5)
        assert submissions.close(session, build, second.attempt, BuildState.BUILT, {}, [file])
        assert not submissions.close(session, build, second.attempt, BuildState.BUILT, {}, [file])
    with Session(engine) as session:
        assert [made.role for made, _ in submissions.files_of(session, build)] == ["epub"]
        assert submissions.claim(session, build) is None


def test_a_build_that_keeps_dying_is_parked(engine: Engine, build: str) -> None:
    claims = []
    for _ in range(submissions.MAX_ATTEMPTS + 2):
        with db.session_scope(engine) as session:
            claims.append(submissions.claim(session, build))
    assert [claim.attempt for claim in claims if claim] == [1, 2, 3, 4]
    with Session(engine) as session:
        found = session.get_one(Build, build)
        assert (found.state, found.incident) == (BuildState.FAILED, "died")


def test_one_build_of_a_title_at_a_time(engine: Engine, build: str) -> None:
    with db.session_scope(engine) as session:
        _, manuscript, edition = submissions.build_of(session, build)
        with pytest.raises(Refusal, match="sub-001"):
            submissions.add_manuscript(session, edition, stored(b"two"), "two.docx", "x")
        assert submissions.cancel(session, build)
        assert not submissions.cancel(session, build)
        second = submissions.add_manuscript(session, edition, stored(b"two"), "two.docx", "x")
        assert (manuscript.round, second.round) == (1, 2)


def test_a_cancelled_build_is_not_begun(engine: Engine, build: str) -> None:
    with db.session_scope(engine) as session:
        submissions.cancel(session, build)
        assert submissions.claim(session, build) is None
        assert submissions.unfinished(session) == []
