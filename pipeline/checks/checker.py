"""EPUBCheck kept running, started as a script by ``pipeline.checks.resident``: one book after another at a socket.

A Java process spends most of a check on reading the schemas, which it keeps. A request is eight bytes of length and the
EPUB, the answer the same with EPUBCheck's JSON, or no bytes at all where it did not finish. It imports nothing of ours.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

IDLE_S = 900
"""Nobody asked for so long: the memory goes back."""
MOST_BOOKS = 500
"""Then a fresh one starts, in case that anything piles up."""
LONGEST_S = 150
MOST_BYTES = 1 << 30


def serve(folder: Path, jar: str, options: list[str]) -> None:
    """Check what comes in at ``folder/socket`` until nobody asks any more."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
        listener.listen(16)
        listener.settimeout(IDLE_S)
        check: Any = None
        for _ in range(MOST_BOOKS):
            try:
                asked, _ = listener.accept()
            except TimeoutError:
                return
            with asked:
                asked.settimeout(30)
                book = folder / "book.epub"
                try:
                    book.write_bytes(received(asked))
                except OSError:
                    continue
                check = check or _java(jar, options)
                watch = threading.Timer(LONGEST_S, os._exit, (1,))  # the asker then starts an EPUBCheck of its own
                watch.start()
                answer = _checked(check, book, folder / "report.json")
                watch.cancel()
                try:
                    asked.sendall(len(answer).to_bytes(8) + answer)
                except OSError:
                    continue


def received(connection: socket.socket) -> bytes:
    """What one side sends: eight bytes of length, then so many. Raises OSError when they do not come."""
    with connection.makefile("rb") as stream:
        length = int.from_bytes(stream.read(8))
        found = stream.read(length) if 0 < length <= MOST_BYTES else b""
    if len(found) != length:
        message = "the other side left"
        raise ConnectionError(message)
    return found


def _java(jar: str, options: list[str]) -> Any:
    import jpype

    jpype.startJVM(*options, classpath=[jar])
    return jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")


def _checked(check: Any, book: Path, report: Path) -> bytes:
    report.unlink(missing_ok=True)
    check().run([str(book), "--json", str(report), "--quiet", "--usage"])
    book.unlink()
    return report.read_bytes() if report.exists() else b""


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
