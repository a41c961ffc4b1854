"""The week's letter reaches every officer, each in their language; who could not be reached is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postbox import Post, begun, body
from support import people_in
from typer.testing import CliRunner, Result

from catalogue import db
from catalogue.cli import app
from catalogue.models.people import User
from catalogue.settings import settings


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A catalogue with an officer who reads English, as the command line finds it."""
    url = f"sqlite:///{tmp_path / 'catalogue.db'}"
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", url)
    settings.cache_clear()
    db.upgrade(url)
    engine = db.make_engine(url)
    officer = people_in(engine).officer
    with db.session_scope(engine) as session:
        session.get_one(User, officer).ui_language = "en"
    engine.dispose()
    yield url
    settings.cache_clear()


def send(monkeypatch: pytest.MonkeyPatch, port: int) -> Result:
    for name, value in (
        ("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", str(port)), ("SMTP_TLS", "false"), ("PUBLIC_URL", "https://s.test"),
    ):  # fmt: skip
        monkeypatch.setenv(f"NGHINSACH_{name}", value)
    settings.cache_clear()
    return CliRunner().invoke(app, ["programme", "digest", "--send"])


def test_the_letter_comes_in_the_officers_language(catalogue: str, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    done = send(monkeypatch, post.server_address[1])
    assert done.exit_code == 0, done.output
    [letter] = post.letters
    assert "officer@example.org" in letter
    assert "0 of 1,000 titles" in body(letter)
    assert "https://s.test/editor" in body(letter)


def test_a_silent_mail_server_is_named_and_the_command_fails(catalogue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = begun()
    gone.shutdown()
    gone.server_close()
    done = send(monkeypatch, gone.server_address[1])
    assert done.exit_code == 1
    assert "officer@example.org" in done.output


def test_without_a_mail_server_it_says_what_to_set(catalogue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NGHINSACH_SMTP_HOST", raising=False)
    done = CliRunner().invoke(app, ["programme", "digest", "--send"])
    assert done.exit_code == 2
    assert "NGHINSACH_SMTP_HOST" in done.output
