"""A small catalogue with something of everything, for tests of what keeps all of it: backups and archives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session
from support import People, people_in

from catalogue import db
from catalogue.models.builds import BuildState
from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.titles import DossierKind, Edition
from catalogue.services import organisations, programme, registration, releases, submissions, titles, works
from catalogue.services.submissions import MadeFile
from catalogue.storage import Store
from pipeline import BuildOptions, EditionRecord, build
from pipeline.metadata import BookPart, Person


@dataclass(frozen=True)
class Stock:
    """Ids of what lies there."""

    people: People
    edition: str
    translation: str
    waiting: str
    """A build that no worker has begun."""


def book(folder: Path) -> Path:
    """A real EPUB, made once for those who ask."""
    manuscript = folder / "sach.md"
    manuscript.write_text("# Chương một\n\nMọi người sinh ra đều tự do và bình đẳng.\n", "utf-8")
    record = EditionRecord(book=BookPart(title="Quyền con người", language="vi"))
    made = build(manuscript, folder / "made", record, BuildOptions(formats=("epub",), check=False))
    return made.outputs[0].path


def stock(engine: Engine, store: Store, epub: Path, folder: Path) -> Stock:
    """A title released twice with its papers, its translation with a build that waits, merged provinces."""
    people = people_in(engine)
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        edition = _title(session, house, "Quyền con người", "vi")
        for number in (1, 2):
            content = epub.read_bytes() if number == 2 else b"the first EPUB, which had a fault"
            _built(session, store, edition, content, folder, number)
            session.flush()
            releases.release(
                session, edition, actor=people.director, without_dossier="nhập từ sổ cũ",
                erratum="" if number == 1 else "Sửa trang 3",
            )  # fmt: skip
        scan = store.put(_file(folder, b"%PDF-1.7 scan of the decision"))
        registration.add_paper(
            session, edition, DossierKind.DECISION, "12/QĐ-NXBTP", date(2026, 9, 1), electronic=True, scan=scan,
            media_type="application/pdf", actor=people.member,
        )  # fmt: skip
        national = programme.plan(session).programme
        releases.recognise(session, edition, national, actor=people.officer, reason="đủ hồ sơ")
        other = _title(session, house, "Human Rights – “a dọc”\u2028\x85", "en")
        works.join(session, other, edition, actor=people.member)
        stored = store.put(_file(folder, b"the translation's manuscript"))
        manuscript = submissions.add_manuscript(session, other, stored, "bản dịch.docx", "x", actor=people.member)
        waiting = submissions.create_build(session, manuscript, other, pdf=["print"], actor=people.member)
        old, new = (Organisation(name=name, kind=OrganisationKind.PROVINCE) for name in ("Hà Nam", "Ninh Bình"))
        session.add_all([old, new])
        session.flush()
        organisations.merge(session, old, new, date(2025, 6, 30))
        return Stock(people, edition.id, other.id, waiting.id)


def _title(session: Session, house: Organisation, name: str, language: str) -> Edition:
    record = EditionRecord(
        book=BookPart(title=name, language=language, subjects=("Quyền con người",)),
        people=(Person(name="Nguyễn Thị Mai"),),
    )  # fmt: skip
    return titles.create(session, record, house)


def _built(session: Session, store: Store, edition: Edition, epub: bytes, folder: Path, number: int) -> None:
    """A round with its finished build."""
    manuscript = submissions.add_manuscript(
        session, edition, store.put(_file(folder, f"manuscript {number}".encode())), f"Bản thảo {number}.docx", "x"
    )  # fmt: skip
    made = submissions.create_build(session, manuscript, edition)
    files = [
        MadeFile("epub", "quyen-con-nguoi.epub", "application/epub+zip", store.put(_file(folder, epub))),
        MadeFile("pdf", "quyen-con-nguoi.pdf", "application/pdf", store.put(_file(folder, f"%PDF {number}".encode()))),
        MadeFile("cover", "cover.jpg", "image/jpeg", store.put(_file(folder, b"one cover for both"))),
    ]
    report = {"status": "built", "findings": [], "tools": {"pandoc": "3.9"}}
    submissions.close(session, made.id, 0, BuildState.BUILT, report, files)


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "source"
    path.write_bytes(content)
    return path
