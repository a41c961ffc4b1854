"""A mail server for tests: it speaks SMTP and keeps what it is given."""

from __future__ import annotations

import email
import socketserver
import threading
from email import policy


class Post(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.letters: list[str] = []


class Clerk(socketserver.StreamRequestHandler):
    """Speaks with one sender."""

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = []
                while (part := self.rfile.readline()) != b".\r\n":
                    text.append(part)
                assert isinstance(self.server, Post)
                self.server.letters.append(b"".join(text).decode())
            self.wfile.write(b"250 ok\r\n" if verb != b"QUIT" else b"221 bye\r\n")


def begun() -> Post:
    """A server that takes letters."""
    server = Post()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def body(letter: str) -> str:
    """The text of a letter."""
    read = email.message_from_string(letter, policy=policy.default)
    part = read.get_body()
    assert part
    return str(part.get_content())
