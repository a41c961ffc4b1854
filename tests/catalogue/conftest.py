"""People and houses that the tests act with."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine
from stocked import Stock, book, stock
from support import People, people_in

from catalogue.exchange import frozen
from catalogue.exchange.reports import Report
from catalogue.settings import Settings
from catalogue.storage import Store, open_storage


@pytest.fixture
def people(engine: Engine) -> People:
    """A house with a member and a director, and an officer of the programme."""
    return people_in(engine)


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
