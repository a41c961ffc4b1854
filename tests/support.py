"""What several tests share: people, small manuscripts, waiting for what another process does."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import docx
from playwright.sync_api import Page
from pwdlib import PasswordHash
from sqlalchemy import Engine

from catalogue import db
from catalogue.models.people import Role, User
from catalogue.services import accounts, programme

PASSWORD = "một mật khẩu đủ dài"
MARKDOWN = """# Chương một

Mọi người sinh ra đều tự do.[^1]

[^1]: Tuyên ngôn năm 1948.

# Chương hai

| Điều | Nội dung |
|---|---|
| 1 | Tự do |
"""


@dataclass(frozen=True)
class People:
    """Ids of a house and of those who act for it and for the programme."""

    house: str
    other_house: str
    member: str
    director: str
    officer: str


@lru_cache(maxsize=1)
def _hashed() -> str:
    """The hash of PASSWORD, made once: hashing is slow on purpose."""
    return PasswordHash.recommended().hash(PASSWORD)


def people_in(engine: Engine) -> People:
    """A house with a member and a director, and an officer of the programme, in a database."""
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        house = accounts.organisation(session, "Nhà xuất bản Tư pháp")
        other = accounts.organisation(session, "Nhà xuất bản Trẻ")
        ministry = accounts.organisation(session, "Bộ Văn hóa, Thể thao và Du lịch")
        member, director, officer = (
            User(email=f"{login}@example.org", name=name, password=_hashed())
            for login, name in (("member", "Lê Thị Hoa"), ("director", "Trần Đức"), ("officer", "Phạm An"))
        )
        session.add_all([member, director, officer])
        session.flush()
        accounts.grant(session, member, Role.MEMBER, house)
        accounts.grant(session, director, Role.DIRECTOR, house)
        accounts.grant(session, officer, Role.OFFICER, ministry)
        return People(house.id, other.id, member.id, director.id, officer.id)


def word(*paragraphs: str, heading: str = "Chương một") -> bytes:
    """A small Word document."""
    document = docx.Document()
    document.add_heading(heading, 1)
    for paragraph in paragraphs or ("Mọi người sinh ra đều tự do và bình đẳng.",):
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(**files: bytes) -> bytes:
    """A zip with these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a state that another process brings about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


class Server:
    """``nghinsach serve`` as a process of its own, on a catalogue in ``folder``; killed when the test ends."""

    def __init__(
        self, folder: Path, *, workers: int = 1, database_url: str = "", port: int = 0, **settings: str
    ) -> None:  # fmt: skip
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder / 'catalogue.db'}"
        self.environment = {
            **os.environ,
            "NGHINSACH_DATABASE_URL": self.database_url,
            "NGHINSACH_STORAGE_URL": f"file:{folder / 'files'}",
            "NGHINSACH_WORK_FOLDER": str(folder / "work"),
            **{f"NGHINSACH_{name.upper()}": value for name, value in settings.items()},
        }
        command = [sys.executable, "-m", "catalogue.cli", "serve", "--port", str(port), "--ui-lang", "en"]
        self.process = subprocess.Popen(
            [*command, *(["--workers", str(workers)] if workers else ["--no-worker"])],
            env=self.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.address, self.password = self._announced()

    def _announced(self) -> tuple[str, str]:
        assert self.process.stdout
        first = self.process.stdout.readline()
        address = first.rsplit(" ", 1)[1].strip()
        password = ""
        if not (self.folder / "announced").exists():
            (self.folder / "announced").touch()
            password = self.process.stdout.readline().rsplit(" ", 1)[1].strip()
            self.process.stdout.readline()
        return address, password

    def run(self, *arguments: str) -> str:
        """What another command of ours prints, on the same catalogue."""
        return subprocess.run(
            [sys.executable, "-m", "catalogue.cli", *arguments],
            env=self.environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.communicate()

    def stop(self) -> int:
        """Ask it to end, and wait."""
        self.process.terminate()
        self.process.communicate(timeout=30)
        return self.process.returncode


def faults_of(page: Page) -> list[str]:
    """A list that fills with what a page's scripts and the browser complain of from now on."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults
