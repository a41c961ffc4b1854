"""``nghinsach backup`` and ``restore`` as somebody who runs the site uses them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest
from conftest import free_port
from support import people_in
from typer.testing import CliRunner, Result

from catalogue import db
from catalogue.cli import app
from catalogue.exchange import backups
from catalogue.models.builds import StoredFile
from catalogue.settings import Settings, settings
from catalogue.storage import open_storage

MANY = 150


@pytest.fixture
def catalogue(tmp_path: Path, sqlite_tables: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue with many files, as the command line finds it; the folder that all of it is in."""
    (tmp_path / "catalogue.db").write_bytes(sqlite_tables.read_bytes())
    for name, value in (
        ("DATABASE_URL", f"sqlite:///{tmp_path / 'catalogue.db'}"), ("STORAGE_URL", f"file:{tmp_path / 'files'}"),
        ("WORK_FOLDER", str(tmp_path / "work")),
    ):  # fmt: skip
        monkeypatch.setenv(f"NGHINSACH_{name}", value)
    settings.cache_clear()
    engine, store = db.make_engine(settings().database_url), open_storage(settings())
    people_in(engine)
    with db.session_scope(engine) as session:
        for number in range(MANY):
            (tmp_path / "one").write_bytes(f"{number}".encode() * 100_000)
            stored = store.put(tmp_path / "one")
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, media_type="x"))
    engine.dispose()
    yield tmp_path
    settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--ui-lang", "en"])


def elsewhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Settings:
    """The settings of a machine that has nothing yet."""
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"sqlite:///{folder / 'new' / 'catalogue.db'}")
    monkeypatch.setenv("NGHINSACH_STORAGE_URL", f"file:{folder / 'new' / 'files'}")
    settings.cache_clear()
    return settings()


def test_there_and_back(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("backup", str(catalogue / "backups"))
    assert (done.exit_code, "150 files" in done.stdout) == (0, True), done.output
    assert run("restore", str(catalogue / "backups"), "--check").exit_code == 0
    elsewhere(monkeypatch, catalogue)
    done = run("restore", str(catalogue / "backups"))
    assert (done.exit_code, "150 files" in done.stdout) == (0, True), done.output
    assert run("verify").exit_code == 0
    again = run("restore", str(catalogue / "backups"))
    assert (again.exit_code, "rst-003" in again.stderr) == (1, True)


def test_machines_read_the_same(catalogue: Path) -> None:
    made = json.loads(run("backup", str(catalogue / "backups"), "--json").stdout)
    assert (made["schema"], made["status"], made["files"]["copied"]) == (1, "whole", MANY)
    path = Path(made["path"])
    next(iter(path.glob("data/files/*/*/*"))).unlink()
    checked = run("restore", str(path), "--check", "--json")
    told = json.loads(checked.stdout)
    assert (checked.exit_code, told["status"], [fault["kind"] for fault in told["faults"]]) == (
        1, "damaged", ["missing"],
    )  # fmt: skip
    refused = run("restore", str(path), "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["code"]) == (1, "rst-003")


def test_a_damaged_file_is_named_and_the_rest_is_saved(catalogue: Path) -> None:
    damaged = next(path for path in (catalogue / "files").rglob("*") if path.is_file())
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)
    done = run("backup", str(catalogue / "backups"))
    assert done.exit_code == 1
    assert damaged.name in done.stderr
    assert "149 files" in done.stdout


def test_what_is_no_backup_is_wrong_use(catalogue: Path) -> None:
    for path in (catalogue / "nowhere", catalogue / "files"):
        assert run("restore", str(path)).exit_code == 2
    assert "bak-005" in run("restore", str(catalogue / "files")).stderr


def test_killed_in_the_middle_it_is_no_backup_and_the_next_goes_on_from_there(catalogue: Path) -> None:
    folder = catalogue / "backups"
    killed = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(folder)], env=dict(os.environ), stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout
    assert killed.stdout.readline() == "in the middle\n"
    killed.kill()
    killed.communicate()
    [left] = folder.glob("nghinsach-*")
    assert left.name.endswith(backups.UNFINISHED)
    assert backups.whole(folder) == []
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(left))
    assert run("restore", str(left), "--check").exit_code == 2
    assert run("restore", str(folder), "--check").exit_code == 2
    made = json.loads(run("backup", str(folder), "--json").stdout)
    assert (made["status"], made["files"]["count"], made["files"]["copied"]) == ("whole", MANY, MANY - 75)
    assert [path.name for path in folder.glob("nghinsach-*")] == [Path(made["path"]).name]
    bagit.Bag(made["path"]).validate(processes=1)


def test_a_database_or_a_store_that_does_not_answer_is_said_to_be_so(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", str(catalogue / "backups")).exit_code == 0
    silent = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"postgresql+psycopg://x@{silent}/x")
    settings.cache_clear()
    for command in (["backup", str(catalogue / "other")], ["restore", str(catalogue / "backups")]):
        done = run(*command)
        assert (done.exit_code, "bak-007" in done.stderr) == (1, True), done.output
    assert backups.whole(catalogue / "other") == []


STOPPED = """
import sys, threading
from pathlib import Path
from catalogue import db
from catalogue.exchange import backups
from catalogue.settings import settings
from catalogue.storage import open_storage

def tell(step, done, total):
    if step == "files" and done == 75:
        print("in the middle", flush=True)
        threading.Event().wait()

backups.make(db.make_engine(settings().database_url), open_storage(settings()), Path(sys.argv[1]), tell)
"""
"""A backup that waits half-way to be killed."""


def test_every_refusal_speaks_vietnamese(catalogue: Path) -> None:
    said = CliRunner().invoke(app, ["restore", str(catalogue / "files")]).stderr
    assert re.search(r"bak-005 .*bản sao lưu", said), said
