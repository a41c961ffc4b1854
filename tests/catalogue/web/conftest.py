"""A real application on its own database and store, and a client that speaks to it without a port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from catalogue import db
from catalogue.settings import Settings
from catalogue.web.app import create_app


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'catalogue.db'}",
        storage_url=f"file:{tmp_path / 'files'}",
        public_url="http://books.test",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    db.upgrade(settings.database_url)
    made = create_app(settings)
    yield made
    made.state.site.engine.dispose()


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://books.test") as client:
        yield client
