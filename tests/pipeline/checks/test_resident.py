"""An EPUBCheck that goes on running says what a fresh one says, of one book after another, and is never needed."""

from __future__ import annotations

import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from books import epub
from support import until

from pipeline.checks import resident
from pipeline.checks.epubcheck import OPTIONS, epubcheck, jar
from pipeline.checks.resident import Resident


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resident]:
    made = Resident(jar(), list(OPTIONS))
    address = made.address()
    assert address
    answers(address)
    monkeypatch.setenv(resident.VARIABLE, str(address))
    yield made
    made.close()
    assert not address.parent.exists()


def answers(address: Path) -> None:
    """Wait until somebody listens there: the process has no other way to say so."""

    def listens() -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            return address.exists() and line.connect_ex(str(address)) == 0

    until(listens, 30)


def books(folder: Path) -> list[Path]:
    """A good book, broken ones, and the good one again."""
    good, empty, bad = folder / "good.epub", folder / "empty.epub", folder / "bad.epub"
    good.write_bytes(epub({"one": "<h1>Một</h1><p>Tự do.</p>"}))
    with zipfile.ZipFile(empty, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", "<container/>")
    bad.write_bytes(epub({"one": '<h1>Một<p id="x"><a href="nowhere.xhtml">Tự</a></p></h1><blink>x</blink>'}))
    return [good, empty, bad, good]


@pytest.mark.slow
def test_it_says_the_same_as_one_that_is_started_for_each_book(running: Resident, tmp_path: Path) -> None:
    for path in books(tmp_path):
        assert resident.asked(path) != b""
        assert epubcheck(path, tmp_path, ours=True) == epubcheck(path, tmp_path), path.name


def test_what_is_not_ours_never_goes_there(running: Resident, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "asked", lambda _: pytest.fail("it was asked"))
    assert epubcheck(books(tmp_path)[1], tmp_path) != []


def test_when_it_has_ended_books_are_checked_all_the_same_and_it_starts_again(
    running: Resident, tmp_path: Path
) -> None:
    broken = books(tmp_path)[1]
    running.close()
    assert resident.asked(broken) == b""
    assert epubcheck(broken, tmp_path, ours=True) != []
    again = running.address()
    assert again
    answers(again)


def test_something_that_is_no_book_and_a_caller_who_leaves_do_not_end_it(running: Resident, tmp_path: Path) -> None:
    address = os.environ[resident.VARIABLE]
    for said in (b"", b"\0" * 7, (1 << 40).to_bytes(8), (100).to_bytes(8) + b"PK", (3).to_bytes(8) + b"abc"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(address)
            line.sendall(said)
    good = books(tmp_path)[0]
    assert b'"messages"' in resident.asked(good)
