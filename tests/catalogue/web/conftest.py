"""A real application on its own database and store, and a client that speaks to it without a port."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session
from support import PASSWORD, People, people_in

from catalogue import db
from catalogue.jobs import builds, child
from catalogue.models.people import Organisation, Role, User
from catalogue.services import accounts, submissions
from catalogue.settings import Settings
from catalogue.web.app import create_app
from pipeline import sandbox

ORIGIN = "http://books.test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'catalogue.db'}",
        storage_url=f"file:{tmp_path / 'files'}",
        public_url=ORIGIN,
        work_folder=tmp_path / "work",
    )


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[FastAPI]:
    given = request.getfixturevalue("sqlite_programme" if "filled" in request.fixturenames else "sqlite_catalogue")
    shutil.copyfile(given, settings.database_url.removeprefix("sqlite:///"))
    made = create_app(settings)
    yield made
    made.state.site.jobs.close()
    made.state.site.engine.dispose()


@pytest.fixture
def filled(app: FastAPI) -> FastAPI:
    """A catalogue with the made-up programme, which ``app`` then copies."""
    return app


class Visitor:
    """A browser without a screen: keeps cookies, follows no redirect by itself."""

    def __init__(self, app: FastAPI, *, faults: bool = False) -> None:
        self._loop = asyncio.Runner()
        transport = httpx.ASGITransport(app, raise_app_exceptions=not faults)
        self.client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=60)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._loop.run(self.client.request(method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run(self.client.aclose())
        self._loop.close()


@pytest.fixture
def web(app: FastAPI) -> Iterator[Visitor]:
    """A visitor without an account."""
    with Visitor(app) as visitor:
        yield visitor


@pytest.fixture
def staff(app: FastAPI) -> People:
    """A house's member and director, and an officer, with accounts on this site."""
    return people_in(app.state.site.engine)


@pytest.fixture
def signed_in(staff: People, visitors: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    """A visitor who signed in as ``member``, ``director`` or ``officer``."""

    def enter(name: str) -> Visitor:
        visitor = visitors()
        answer = visitor.post("/login", data={"login": f"{name}@example.org", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return visitor

    return enter


@pytest.fixture
def outsider(app: FastAPI, staff: People, signed_in: Callable[[str], Visitor]) -> Visitor:
    """A director, signed in, of another house than that of ``staff``."""
    with db.session_scope(app.state.site.engine) as session:
        password = session.get_one(User, staff.member).password
        other = User(email="outsider@example.org", name="Đỗ Thu", password=password)
        session.add(other)
        session.flush()
        accounts.grant(session, other, Role.DIRECTOR, session.get_one(Organisation, staff.other_house))
    return signed_in("outsider")


@pytest.fixture(scope="session")
def made_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What builds of this run have made, by what they were made of."""
    return tmp_path_factory.mktemp("made-books")


@pytest.fixture
def work(app: FastAPI, tmp_path: Path, made_books: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Does what waits, as a worker would, until nothing waits.

    The same manuscript with the same order gives the same files byte for byte, so it is built once a run.
    """
    really = sandbox.run

    def once(argv: list[str], *, folder: Path, **more: Any) -> sandbox.Completed:
        if not (folder / child.ORDER).exists():
            return really(argv, folder=folder, **more)
        given = (folder / child.MANUSCRIPT).read_bytes() + (folder / child.ORDER).read_bytes()
        kept = made_books / hashlib.sha256(given).hexdigest()
        if kept.exists():
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            return sandbox.Completed(0, b"", b"", "")
        done = really(argv, folder=folder, **more)
        if (folder / child.RESULT).exists():
            shutil.copytree(folder, kept)
        return done

    monkeypatch.setattr(builds.sandbox, "run", once)

    def finish() -> None:
        site = app.state.site
        builder = builds.Builder(site.engine, site.store, tmp_path / "work")
        with Session(site.engine) as session:
            waiting = submissions.unfinished(session)
        for build_id, _ in waiting:
            builder.run(build_id)

    return finish


@pytest.fixture
def visitors(app: FastAPI) -> Iterator[Callable[..., Visitor]]:
    """More visitors of the same application."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(Visitor(app, **options))


@pytest.fixture
def boss(app: FastAPI, visitors: Callable[..., Any]) -> Any:
    """An administrator who signed in."""
    with db.session_scope(app.state.site.engine) as session:
        accounts.add(session, "boss@example.org", "Trần Thị Minh", PASSWORD, administrator=True)
    visitor = visitors()
    assert visitor.post("/login", data={"login": "boss@example.org", "password": PASSWORD}).status_code == 303
    return visitor
