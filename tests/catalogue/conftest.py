"""People and houses that the tests act with."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest
from databases import copied, named, settled
from sqlalchemy import Engine
from stocked import Stock, book, stock
from support import People, people_in

from catalogue import db
from catalogue.exchange import frozen
from catalogue.exchange.reports import Report
from catalogue.services import demonstration, programme
from catalogue.settings import Settings
from catalogue.storage import Store, open_storage


@pytest.fixture
def people(engine: Engine) -> People:
    """A house with a member and a director, and an officer of the programme."""
    return people_in(engine)


DEMONSTRATED = date(2026, 11, 23)
"""The day on which the made-up programme below is drawn."""


def _demonstrate(url: str) -> None:
    engine = db.make_engine(url)
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        demonstration.fill(session, programme.plan(session), DEMONSTRATED)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_programme(sqlite_catalogue: Path) -> Path:
    """A SQLite database with the made-up programme, drawn once and copied for each test."""
    path = sqlite_catalogue.with_name("programme.db")
    shutil.copyfile(sqlite_catalogue, path)
    _demonstrate(f"sqlite:///{path}")
    return settled(path)


@pytest.fixture(scope="session")
def postgres_programme(postgres_server: str, postgres_tables: str) -> str:
    """The name of a PostgreSQL database with the made-up programme, drawn once and copied for each test."""
    name = f"programme{postgres_tables}"
    copied(postgres_server, postgres_tables, name)
    _demonstrate(named(postgres_server, name))
    return name


@pytest.fixture
def demonstrated(request: pytest.FixtureRequest, engine: Engine) -> Engine:
    """A catalogue with the made-up programme, on SQLite and on PostgreSQL."""
    place = engine.url.database or ""
    if engine.dialect.name == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_programme"), place)
    else:
        copied(request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_programme"), place)
    return engine


@pytest.fixture(scope="session")
def made_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports that this run has set, by what they say."""
    return tmp_path_factory.mktemp("made-papers")


@pytest.fixture
def papers_once(made_papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a report once a run: the same report in the same form gives the same file byte for byte."""
    really = frozen.write

    def once(report: Report, form: str, path: Path) -> Path:
        kept = made_papers / hashlib.sha256(f"{form} {report!r}".encode()).hexdigest()
        if not kept.exists():
            shutil.copyfile(really(report, form, path), kept)
        shutil.copyfile(kept, path)
        return path

    monkeypatch.setattr(frozen, "write", once)


@pytest.fixture(scope="session")
def epub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real EPUB, made once a run."""
    return book(tmp_path_factory.mktemp("epub"))


@pytest.fixture
def local(tmp_path: Path) -> Store:
    """A store in a folder."""
    return open_storage(Settings(storage_url=f"file:{tmp_path / 'files'}"))


@pytest.fixture
def stocked(engine: Engine, local: Store, epub: Path, tmp_path: Path) -> Stock:
    """A small catalogue with something of everything."""
    return stock(engine, local, epub, tmp_path)
