"""Recommended books: by an editor of the programme, with the reason and the name, and only what readers can have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import epub, shelve
from fastapi import FastAPI
from support import People

from catalogue import db
from catalogue.services import releases, titles


@pytest.fixture
def key(app: FastAPI, staff: People, tmp_path: Path) -> str:
    site = app.state.site
    path = shelve(site.engine, site.store, staff.house, epub({"one": "<h1>Một</h1>"}), tmp_path, title="Quyền trẻ em")
    return path.split("/")[2].split("-")[0]


def test_a_recommended_book_stands_on_the_shelf_with_reason_and_name(
    web: Any, signed_in: Callable[[str], Any], key: str
) -> None:
    officer = signed_in("officer")
    why = {"why": "Viết cho trẻ em, người lớn cũng nên đọc.", "why_in": "vi"}
    assert "Recommended by the editors" not in web.get("/en/").text
    assert officer.post(f"/editor/titles/{key}/pick", data=why).status_code == 303
    for path in ("/en/", "/en/picks"):
        page = web.get(path).text
        assert '<blockquote lang="vi">Viết cho trẻ em, người lớn cũng nên đọc.</blockquote>' in page
        assert "Phạm An" in page
    assert "Recommended by the editors" not in web.get("/en/?order=newest").text
    officer.post(f"/editor/titles/{key}/pick", data={"why": "Lý do khác"})
    assert web.get("/en/picks").text.count("<blockquote") == 1
    officer.post(f"/editor/titles/{key}/pick", data={"end": "yes"})
    assert "Nothing is recommended at the moment." in web.get("/en/picks").text


def test_nothing_is_recommended_without_a_reason_by_a_publisher_or_when_it_was_taken_back(
    app: FastAPI, web: Any, signed_in: Callable[[str], Any], key: str
) -> None:
    officer = signed_in("officer")
    assert officer.post(f"/editor/titles/{key}/pick", data={"why": " "}).status_code == 422
    assert officer.post(f"/editor/titles/{key}/pick", data={"why": "x" * 401}).status_code == 422
    assert signed_in("director").post(f"/editor/titles/{key}/pick", data={"why": "Hay"}).status_code == 404
    officer.post(f"/editor/titles/{key}/pick", data={"why": "Hay"})
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(session, titles.get(session, key), "Sai")
    assert "Hay" not in web.get("/en/picks").text
    assert officer.post(f"/editor/titles/{key}/pick", data={"why": "Hay"}).status_code == 422
