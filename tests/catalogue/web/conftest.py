"""A real application on its own database and store, and a client that speaks to it without a port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalogue import db
from catalogue.settings import Settings
from catalogue.web.app import create_app

ORIGIN = "http://books.test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'catalogue.db'}",
        storage_url=f"file:{tmp_path / 'files'}",
        public_url=ORIGIN,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    db.upgrade(settings.database_url)
    made = create_app(settings)
    yield made
    made.state.site.engine.dispose()


@pytest.fixture
def web(app: FastAPI) -> Iterator[TestClient]:
    """A visitor without an account."""
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        yield client
