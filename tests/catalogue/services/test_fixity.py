"""A file that changed or vanished is found."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from catalogue import db
from catalogue.services import fixity, submissions
from catalogue.settings import Settings
from catalogue.storage import open_storage


def test_a_changed_and_a_missing_file_are_named(engine: Engine, tmp_path: Path) -> None:
    store = open_storage(Settings(storage_url=f"file:{tmp_path / 'files'}"))
    stored = []
    for name in ("whole", "changed", "gone"):
        source = tmp_path / name
        source.write_text(name)
        stored.append(store.put(source))
    with db.session_scope(engine) as session:
        for one in stored:
            submissions.keep_file(session, one, "text/plain")
        assert fixity.check(session, store) == fixity.Fixity(3)
        paths = {path.name: path for path in (tmp_path / "files").rglob("*") if path.is_file()}
        paths[stored[1].sha256].write_text("changes")
        paths[stored[2].sha256].unlink()
        assert fixity.check(session, store) == fixity.Fixity(3, [stored[1].sha256], [stored[2].sha256])
