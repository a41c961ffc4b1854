"""A large manuscript over a line that breaks: it goes on by itself, and after a reload, and arrives whole.

The line is a small proxy of ours between browser and server, which is cut in the middle of a piece. The size that
the promise names (200 MB) is part of ``make test-full``; every run sends 24 MB the same way.
"""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from support import Server, people_in

from catalogue.db import make_engine
from catalogue.settings import Settings

pytestmark = pytest.mark.browser


class Line:
    """A line to the server that can be cut: all its connections end at once, and new ones fail until it is mended."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.passed = 0
        self.cut_at: list[int] = []
        """Cut when so many bytes have gone to the server."""
        self.cuts = 0
        self.broken = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.broken.is_set():
                near.close()
                continue
            far = socket.create_connection(self._target)
            with self._lock:
                self._open |= {near, far}
            for source, sink, counted in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._carry, args=(source, sink, counted), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(1 << 16):
                sink.sendall(piece)
                if counted:
                    self._count(len(piece))
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()

    def _count(self, size: int) -> None:
        with self._lock:
            self.passed += size
            cut = bool(self.cut_at) and self.passed >= self.cut_at[0]
            if cut:
                self.cut_at.pop(0)
        if cut:
            self.cut()

    def cut(self) -> None:
        """As when a train goes into a tunnel; two seconds later it comes out."""
        self.broken.set()
        self.cuts += 1
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        threading.Timer(2.0, self.broken.clear).start()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("resume"), workers=0)
    engine = make_engine(made.database_url)
    people_in(engine)
    engine.dispose()
    yield made
    made.stop()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    made = Line(server.address)
    yield made
    made.close()


def large(path: Path, size: int) -> Path:
    """A manuscript of that many bytes which are not all the same."""
    block = b"All human beings are born free and equal in dignity and rights. " * 600
    with path.open("wb") as file:
        number = 0
        while file.tell() < size:
            file.write(f"# Chapter {number}\n\n".encode() + block)
            number += 1
        file.truncate(size)
    return path


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}/en/login")
    page.fill("#login", "member@example.org")
    page.fill("#password", "một mật khẩu đủ dài")
    page.click("main button")
    page.wait_for_url("**/publisher")
    page.goto(f"{address}/en/publisher/upload")


def stored(server: Server, digest: str) -> bool:
    files = Path(Settings(storage_url=f"file:{server.folder / 'files'}").storage_url.partition(":")[2])
    return (files / digest[:2] / digest[2:4] / digest).is_file()


def sent_with_cuts(browser: Browser, server: Server, line: Line, path: Path, size: int) -> None:
    """Send a file over a line that is cut three times, and find it whole in the store."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    page = browser.new_page()
    enter(page, line.address)
    line.cut_at = [line.passed + size * part // 4 for part in (1, 2, 3)]
    page.set_input_files("#manuscript", path)
    page.wait_for_selector("ul.coming span:text('it goes on by itself')")
    page.wait_for_selector("ul.coming span:text('It is here')", timeout=240_000)
    assert line.cuts == 3
    assert line.passed < size * 1.6  # it went on from where it was
    before = line.passed
    page.click("button[value=look] >> nth=0")
    page.wait_for_url("**/publisher/builds/*", timeout=120_000)
    assert line.passed - before < 1_000_000  # nothing travelled twice
    assert stored(server, digest)
    page.close()


@pytest.mark.slow
def test_a_file_arrives_whole_over_a_line_that_is_cut_three_times(
    a_browser: Browser, server: Server, line: Line, tmp_path: Path
) -> None:
    sent_with_cuts(a_browser, server, line, large(tmp_path / "lon.md", 24_000_000), 24_000_000)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_200_mb_arrive_whole_over_a_line_that_is_cut_three_times(
    a_browser: Browser, server: Server, line: Line, tmp_path: Path
) -> None:
    sent_with_cuts(a_browser, server, line, large(tmp_path / "rat-lon.md", 200_000_000), 200_000_000)


def test_after_a_reload_it_goes_on_from_where_it_was(
    a_browser: Browser, server: Server, line: Line, tmp_path: Path
) -> None:
    path = large(tmp_path / "tai-lai.md", 40_000_000)
    page = a_browser.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
    enter(page, line.address)
    begin = line.passed
    page.set_input_files("#manuscript", path)
    end = time.monotonic() + 60
    while line.passed - begin < 20_000_000 and time.monotonic() < end:
        page.wait_for_timeout(20)
    page.reload()
    page.set_input_files("#manuscript", path)
    page.wait_for_selector("ul.coming span:text('It is here')", timeout=120_000)
    assert line.passed - begin < 52_000_000
    page.close()


def test_a_file_can_be_dropped_and_taken_away_again(a_browser: Browser, server: Server) -> None:
    page = a_browser.new_page()
    enter(page, server.address)
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); for (const n of ['một.md', 'hai.md', 'ba.exe'])"
        " t.items.add(new File(['# Chương\\n\\nChữ'], n)); return t; }"
    )
    page.dispatch_event("[data-incoming]", "drop", {"dataTransfer": transfer})
    page.wait_for_selector("ul.coming li:nth-child(2) span:text('It is here')")
    assert "cannot be taken in" in page.inner_text("ul.coming li.refused")
    page.click("ul.coming li:nth-child(1) button")
    assert [page.inner_text(f"ul.coming li:nth-child({n}) b") for n in (1, 2)] == ["hai.md", "ba.exe"]
    assert len(page.input_value("input[name=uploads]").split(",")) == 1
    page.click("button[value=look] >> nth=0")
    page.wait_for_url("**/publisher/builds/*")
    page.close()
