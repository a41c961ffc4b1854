"""An upload that is cut off in the middle leaves nothing, and the site goes on."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import text
from support import Server, until

from catalogue import db


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path, workers=0)
    yield made
    made.stop()


def test_nothing_is_left_of_an_upload_that_was_cut(server: Server, tmp_path: Path) -> None:
    login = httpx.post(f"{server.address}/login", data={"login": "admin", "password": server.password})
    cookie = login.headers["set-cookie"].partition(";")[0]
    host, port = str(urlsplit(server.address).hostname), int(urlsplit(server.address).port or 80)
    head = (
        f"POST /publisher/upload HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: 5000000\r\n\r\n"
        '--cut\r\nContent-Disposition: form-data; name="manuscript"; filename="a.docx"\r\n\r\n'
    )
    with socket.create_connection((host, port)) as line:
        line.sendall(head.encode() + b"PK\x03\x04" + b"x" * 2_000_000)
    until(lambda: not _connections(server))
    with urllib.request.urlopen(f"{server.address}/readyz") as answer:
        assert answer.status == 200
    engine = db.make_engine(server.database_url)
    with engine.connect() as connection:
        counted = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            for table in ("edition", "manuscript", "build", "storedfile")
        ]
    engine.dispose()
    assert counted == [0, 0, 0, 0]
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def _connections(server: Server) -> list[object]:
    """Connections that the server still holds open."""
    import psutil

    return [c for c in psutil.Process(server.process.pid).net_connections() if c.status == psutil.CONN_ESTABLISHED]
