"""A title's package can be read and checked by others with nothing of ours, and is the same until the title changes."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import bagit
import bagit_profile
import pymarc
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from stocked import Stock
from typer.testing import CliRunner

from catalogue import db
from catalogue.cli import app
from catalogue.errors import NotFoundError, Refusal
from catalogue.exchange import archives
from catalogue.exchange.archives import Archived
from catalogue.models.builds import Release
from catalogue.services import audit, preservation, review, titles
from catalogue.settings import settings
from catalogue.storage import Store

pytestmark = pytest.mark.sqlite_first


def archived(engine: Engine, store: Store, folder: Path, told: str) -> Archived:
    with Session(engine) as session:
        found = preservation.gather(session, *preservation.find(session, told))
        return archives.write(store, folder, found, "https://books.test")


@pytest.fixture
def package(engine: Engine, local: Store, stocked: Stock, tmp_path: Path) -> Path:
    return archived(engine, local, tmp_path / "archive", stocked.edition).path


def test_it_is_a_valid_bag_to_its_profile(package: Path) -> None:
    bag = bagit.Bag(str(package))
    bag.validate(processes=1)
    profile = json.loads((package / "bagit-profile.json").read_text("utf-8"))
    judge = bagit_profile.Profile(profile["BagIt-Profile-Info"]["BagIt-Profile-Identifier"], profile=profile)
    assert judge.validate(bag), judge.report
    assert (bag.info["Source-Organization"], bag.info["External-Description"]) == (
        "Nhà xuất bản Tư pháp", "Quyền con người",
    )  # fmt: skip
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=package, check=True)


def test_everything_of_the_title_is_in_it_and_the_record_says_which_is_what(package: Path, epub: Path) -> None:
    about = json.loads((package / "data/record/title.json").read_text("utf-8"))
    assert [(one["version"], one["state"], one["erratum"]) for one in about["releases"]] == [
        (1, "superseded", ""), (2, "current", "Sửa trang 3"),
    ]  # fmt: skip
    first, second = (
        {file["role"]: package / "data" / file["file"] for file in one["files"]} for one in about["releases"]
    )
    assert first["epub"].read_bytes() == b"the first EPUB, which had a fault"
    assert second["epub"].read_bytes() == epub.read_bytes()
    assert sorted(second) == ["cover", "epub", "pdf"]
    manuscripts = [(package / "data" / one["file"]).read_bytes() for one in about["manuscripts"]]
    assert manuscripts == [b"manuscript 1", b"manuscript 2"]
    assert about["manuscripts"][0]["name"] == "Bản thảo 1.docx"
    [paper] = about["dossier"]
    assert (package / "data" / paper["scan"]).read_bytes() == b"%PDF-1.7 scan of the decision"
    assert (paper["number"], paper["on"], paper["electronic"]) == ("12/QĐ-NXBTP", "2026-09-01", True)
    assert about["recognition"]["reason"] == "đủ hồ sơ"
    assert about["people"][about["recognition"]["by"]] == "Phạm An"
    assert json.loads((package / "data" / about["releases"][1]["report"]).read_text("utf-8"))["tools"] == {
        "pandoc": "3.9"
    }
    named = {file["file"] for one in about["releases"] for file in one["files"]}
    named |= {one["report"] for one in about["releases"]} | {one["file"] for one in about["manuscripts"]}
    named |= {paper["scan"], "record/title.json", "record/changes.jsonl", "record/marc.xml"}
    named |= {"readme-vi.txt", "readme-en.txt"}
    assert {p.relative_to(package / "data").as_posix() for p in package.glob("data/**/*") if p.is_file()} == named


def test_libraries_read_its_record(package: Path, stocked: Stock) -> None:
    [record] = pymarc.parse_xml_to_array(str(package / "data/record/marc.xml"))
    assert (record["245"]["a"], record["856"]["u"]) == (
        "Quyền con người", f"https://books.test/titles/{stocked.edition}",
    )  # fmt: skip


def test_its_changes_can_be_proved_by_the_rule_that_the_readme_tells(package: Path, engine: Engine) -> None:
    lines = (package / "data/record/changes.jsonl").read_text("utf-8").splitlines()
    changes = [json.loads(line) for line in lines]
    for change in changes:
        told = {name: value for name, value in change.items() if name != "hash"}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == change["hash"]
    kinds = [change["kind"] for change in changes]
    assert (kinds[0], kinds.count("release.released"), kinds.count("build.ended")) == ("edition.created", 2, 2)
    assert {"dossier.added", "title.recognised", "manuscript.received"} < set(kinds)
    with Session(engine) as session:
        assert len(changes) < audit.length(session)  # other titles' are not in it


def test_one_release_alone(engine: Engine, local: Store, stocked: Stock, tmp_path: Path) -> None:
    with Session(engine) as session:
        release = session.exec(select(Release).where(Release.edition_id == stocked.edition, Release.version == 1)).one()
    found = archived(engine, local, tmp_path / "archive", release.id).path
    bagit.Bag(str(found)).validate(processes=1)
    about = json.loads((found / "data/record/title.json").read_text("utf-8"))
    assert [one["version"] for one in about["releases"]] == [1]
    assert [one["round"] for one in about["manuscripts"]] == [1]


def test_it_is_written_again_only_when_the_title_changed(
    engine: Engine, local: Store, stocked: Stock, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    first = archived(engine, local, folder, stocked.edition)
    again = archived(engine, local, folder, f"https://books.test/titles/{stocked.edition}-quyen-con-nguoi/")
    assert (first.fresh, again) == (True, Archived(first.title, first.path, fresh=False))
    elsewhere = archived(engine, local, tmp_path / "other", stocked.edition)
    assert [(one / "tagmanifest-sha256.txt").read_text() for one in (first.path, elsewhere.path)] == [
        (first.path / "tagmanifest-sha256.txt").read_text()
    ] * 2
    with db.session_scope(engine) as session:
        edition = titles.get(session, stocked.edition)
        review.give_back(session, edition, "Sai số quyết định", actor=stocked.people.officer)
    later = archived(engine, local, folder, stocked.edition)
    assert later.fresh
    about = json.loads((later.path / "data/record/title.json").read_text("utf-8"))
    assert [(one["reason"], one["answer"]) for one in about["review"]["returns"]] == [("Sai số quyết định", "")]
    assert sorted(folder.iterdir()) == sorted([first.path, later.path])


def test_a_damaged_file_stops_it_and_nothing_is_left(
    engine: Engine, local: Store, stocked: Stock, tmp_path: Path
) -> None:
    with Session(engine) as session:
        damaged = next(iter(preservation.gather(session, stocked.edition).files.values()))
    (tmp_path / "files" / damaged[:2] / damaged[2:4] / damaged).write_bytes(b"something else")
    with pytest.raises(Refusal, match="arc-002") as refused:
        archived(engine, local, tmp_path / "archive", stocked.edition)
    assert refused.value.params == {"title": "Quyền con người", "name": damaged}
    assert list((tmp_path / "archive").iterdir()) == []


def test_what_is_no_title_is_not_found(engine: Engine, stocked: Stock) -> None:
    with Session(engine) as session:
        for told in ("", "nothing", "0" * 12, "../" + stocked.edition[:5]):
            with pytest.raises(NotFoundError):
                preservation.find(session, told)


def test_from_the_command_line_all_that_were_released(
    engine: Engine, stocked: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGHINSACH_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("NGHINSACH_STORAGE_URL", f"file:{tmp_path / 'files'}")
    settings.cache_clear()
    out = ["--out", str(tmp_path / "archive"), "--json"]
    first, again = (CliRunner().invoke(app, ["archive", "--all", *out]) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    [package] = json.loads(first.stdout)["packages"]  # the translation was never released
    assert (package["new"], stocked.edition in package["path"]) == (True, True)
    assert json.loads(again.stdout)["packages"] == [{**package, "new": False}]
    wrong = CliRunner().invoke(app, ["archive", "nothing", *out])
    assert (wrong.exit_code, "arc-001" in wrong.stderr) == (2, True)
    assert CliRunner().invoke(app, ["archive", *out]).exit_code == 2
    settings.cache_clear()
