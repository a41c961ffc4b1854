"""What a house may hold its translation against: all of its own, of other houses what readers have."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue import db
from catalogue.models.access import AccessKind
from catalogue.models.builds import BuildState
from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.titles import Edition
from catalogue.services import opening, releases, submissions, titles, works
from catalogue.services.submissions import MadeFile
from catalogue.storage import Stored
from pipeline.metadata import EditionRecord


def stored(content: str) -> Stored:
    return Stored(hashlib.sha256(content.encode()).hexdigest(), len(content))


@pytest.fixture
def original(engine: Engine, people: People) -> str:
    """A title with a released first round and a second that nobody has seen."""
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        record = EditionRecord.model_validate({"book": {"title": "Sách", "language": "vi"}})
        edition = titles.create(session, record, house)
        first = submissions.add_manuscript(session, edition, stored("one"), "one.docx", "x")
        build = submissions.create_build(session, first, edition)
        files = [MadeFile("epub", "sach.epub", "application/epub+zip", stored("book"))]
        submissions.close(session, build.id, 0, BuildState.BUILT, {}, files)
        releases.release(session, edition, without_dossier="Thử")
        submissions.add_manuscript(session, edition, stored("two"), "two.docx", "x")
        return edition.id


def compared(session: Session, original: str, house: str) -> str | None:
    found = works.manuscript_of(session, session.get_one(Edition, original), house)
    return found.name if found else None


def test_the_house_itself_compares_with_its_newest_round_and_others_with_what_is_released(
    engine: Engine, original: str, people: People
) -> None:
    with db.session_scope(engine) as session:
        other = Organisation(name="Nhà khác", kind=OrganisationKind.PUBLISHER)
        session.add(other)
        session.flush()
        assert compared(session, original, people.house) == "two.docx"
        assert compared(session, original, other.id) == "one.docx"


@pytest.mark.parametrize("kind", [AccessKind.RECORD, AccessKind.ONLINE])
def test_what_a_house_gives_to_no_reader_other_houses_cannot_read_either(
    engine: Engine, original: str, people: People, kind: AccessKind
) -> None:
    with db.session_scope(engine) as session:
        opening.decide(session, session.get_one(Edition, original), "epub", kind, reason="Hợp đồng")
        assert compared(session, original, "another") == (None if kind == AccessKind.RECORD else "one.docx")
        assert compared(session, original, people.house) == "two.docx"
