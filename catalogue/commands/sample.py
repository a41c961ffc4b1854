"""The sample book into the catalogue: built, released and on the shelf, so that a new catalogue is not bare."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue import db
from catalogue.commands.console import Say
from catalogue.jobs import builds
from catalogue.jobs.engine import Jobs
from catalogue.models.builds import BuildState, Manuscript
from catalogue.models.titles import Edition
from catalogue.services import accounts, releases, submissions, titles
from catalogue.settings import ROOT, Settings
from catalogue.storage import Store, open_storage
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

FOLDER = ROOT / "manuscripts"
LANGUAGES = ("vi", "en")
REASON = N_("The user's guide that comes with this software; it went through no registration.")
CORRECTED = N_("Brought up to date with the software.")


class SampleRefusedError(Exception):
    """The sample book did not become a book: a fault of ours."""


def manuscripts() -> Iterator[tuple[str, Path]]:
    """The sample's manuscripts by language, the original first."""
    return ((language, FOLDER / f"guide.{language}.docx") for language in LANGUAGES)


def into_catalogue(settings: Settings, tell: Callable[[str, str], None], say: Say) -> None:
    """Build, enter and release the sample in every language; what is there already and unchanged is left alone.

    ``tell`` hears the language and a sentence. Raises SampleRefusedError.
    """
    engine, jobs = db.make_engine(settings.database_url), Jobs(settings.database_url)
    store = open_storage(settings)
    try:
        work_id = ""
        for language, path in manuscripts():
            work_id = _enter(
                _Place(engine, store, jobs, settings.work_folder / "sample"), language, path, work_id, tell, say
            )
    finally:
        jobs.close()
        engine.dispose()


class _Place:
    """Where the sample goes."""

    def __init__(self, engine: Engine, store: Store, jobs: Jobs, folder: Path) -> None:
        self.engine, self.store, self.jobs = engine, store, jobs
        self.builder = builds.Builder(engine, store, folder)


def _enter(place: _Place, language: str, path: Path, work_id: str, tell: Callable[[str, str], None], say: Say) -> str:
    """One language of the sample; the id of its work."""
    upload = builds.Upload(path, path.name)
    with db.session_scope(place.engine) as session:
        edition = _there(session, language)
        if edition and _unchanged(session, edition, path):
            tell(language, say(N_("The sample book is on the shelf already.")))
            return edition.work_id
        record = EditionRecord.from_toml(path.with_suffix(".toml"))
        house = accounts.organisation(session, record.book.publisher)
        edition_id, house_id = edition.id if edition else "", house.id
        if edition:
            titles.change(session, edition, record)
    tell(language, say(N_("Building the sample book…")))
    if edition_id:
        build_id = builds.submit_round(place.engine, place.store, place.jobs, upload, edition_id)
    else:
        edition_id, build_id = builds.submit_new(
            place.engine, place.store, place.jobs, upload, record, house_id, sample=True, work_id=work_id
        )
    place.builder.run(build_id)
    with db.session_scope(place.engine) as session:
        build, _, edition = submissions.build_of(session, build_id)
        if build.state != BuildState.BUILT:
            raise SampleRefusedError(f"{language}: {build.state}")
        erratum = say(CORRECTED) if releases.current(session, edition.id) else ""
        releases.release(session, edition, erratum=erratum, without_dossier=say(REASON))
        tell(language, say(N_("The sample book is on the shelf.")))
        return edition.work_id


def _there(session: Session, language: str) -> Edition | None:
    own = select(Edition).where(Edition.is_sample, Edition.batch_id == "", Edition.language == language)
    return session.exec(own).first()


def _unchanged(session: Session, edition: Edition, path: Path) -> bool:
    newest = session.exec(
        select(Manuscript).where(Manuscript.edition_id == edition.id).order_by(col(Manuscript.round).desc())
    ).first()
    same = newest is not None and newest.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    return same and releases.current(session, edition.id) is not None
