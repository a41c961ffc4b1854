"""``nghinsach export`` as whoever sends the shelf to a library or a shop meets it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import onixcheck
import pymarc
import pytest
from books import epub, shelve
from sqlalchemy import Engine
from support import people_in
from typer.testing import CliRunner, Result

from catalogue import db
from catalogue.cli import app
from catalogue.models.titles import Edition
from catalogue.services import releases
from catalogue.settings import settings
from catalogue.storage import open_storage


@pytest.fixture
def shelf(tmp_path: Path, sqlite_catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Two titles on the shelf and one that was taken back; their ids."""
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", f"sqlite:///{tmp_path / 'catalogue.db'}")
    monkeypatch.setenv("NGHINSACH_STORAGE_URL", f"file:{tmp_path / 'files'}")
    settings.cache_clear()
    shutil.copyfile(sqlite_catalogue, tmp_path / "catalogue.db")
    engine: Engine = db.make_engine(settings().database_url)
    house, data = people_in(engine).house, epub({"one": "<h1>Một</h1>"})
    found = []
    for title, language in (("Quyền trẻ em", "vi"), ("The Right to Water", "en"), ("Sách gỡ", "vi")):
        path = shelve(engine, open_storage(settings()), house, data, tmp_path, title=title, language=language)
        found.append(path.rpartition("/")[2].partition("-")[0])
    with db.session_scope(engine) as session:
        releases.take_back(session, session.get_one(Edition, found[2]), "Sai bản quyền")
    engine.dispose()
    yield found
    settings.cache_clear()


def export(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments, "--ui-lang", "en"])


def test_the_shelf_as_onix_is_valid_and_names_what_is_gone(shelf: list[str], tmp_path: Path) -> None:
    done = export(str(tmp_path / "a.onix"))
    assert (done.exit_code, done.output) == (0, f"Titles written to “{tmp_path / 'a.onix'}”: 3\n")
    assert onixcheck.validate(str(tmp_path / "a.onix"), schemas=("xsd", "rng")) == []
    content = (tmp_path / "a.onix").read_text(encoding="utf-8")
    assert content.count("<NotificationType>03</NotificationType>") == 2
    assert f"<RecordReference>nghinsach.localhost.{shelf[2]}.epub</RecordReference>" in content


@pytest.mark.parametrize("form", ["marc", "marcxml"])
def test_libraries_take_the_shelf_as_marc(shelf: list[str], tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    assert export(str(path), "--format", form).exit_code == 0
    binary = form == "marc"
    records = list(pymarc.MARCReader(path.read_bytes())) if binary else pymarc.parse_xml_to_array(str(path))
    assert {record["001"].data for record in records} == set(shelf[:2])


def test_a_language_and_a_day_narrow_it(shelf: list[str], tmp_path: Path) -> None:
    assert export(str(tmp_path / "a"), "--format", "marcxml", "--language", "en").output.endswith(": 1\n")
    assert export(str(tmp_path / "a"), "--since", "2999-01-01").output.endswith(": 0\n")


@pytest.mark.parametrize("arguments", [("nowhere/a.onix",), ("a", "--since", "mai"), ("a", "--format", "mods")])
def test_wrong_use_is_said_and_writes_nothing(shelf: list[str], tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = export(str(tmp_path / arguments[0]), *arguments[1:])
    assert done.exit_code == 2
    assert not (tmp_path / arguments[0]).exists()
