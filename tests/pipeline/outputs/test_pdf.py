"""The page engine gets our files and no others, and says why when it cannot go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.findings import ManuscriptRefused
from pipeline.outputs.pdf import run_child


def job(folder: Path, body: str, sheet: str = "") -> None:
    (folder / "book.xml").write_text(f'<html lang="vi"><head><title>t</title></head><body>{body}</body></html>')
    (folder / "print.css").write_text(sheet)
    (folder / "job.json").write_text(json.dumps({"assets": {}, "variant": "", "labels": [], "identifier": "0" * 32}))


def test_a_page_tells_what_begins_on_it(tmp_path: Path) -> None:
    job(tmp_path, '<p id="a">một</p><p id="b" style="break-before: page">hai</p>')
    seen: list[int] = []
    run_child(tmp_path, seen.append)
    assert json.loads((tmp_path / "pages.json").read_text()) == [["a"], ["b"]]
    assert seen[-1] == 2


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname"/>',
        '<img src="http://127.0.0.1:9/x.png"/>',
        '<img src="asset:images/other.png"/>',
        '<p style="background: url(file:///etc/hostname)">x</p>',
    ],
)
def test_nothing_but_the_books_own_files_is_read(tmp_path: Path, body: str) -> None:
    job(tmp_path, body)
    with pytest.raises(ManuscriptRefused) as refused:
        run_child(tmp_path)
    assert [finding.code for finding in refused.value.findings] == ["pd-002"]
    assert "not one of the book" in refused.value.findings[0].params["why"]
