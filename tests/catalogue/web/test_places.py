"""The account's place in a book: asked and told by its owner's devices, open to nobody else, gone at a wish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import epub, shelve
from fastapi import FastAPI
from support import People

PLACE = {"page": "one", "block": 1, "done": False, "at": 1000}


@pytest.fixture
def book(app: FastAPI, staff: People, tmp_path: Path) -> str:
    site = app.state.site
    return shelve(site.engine, site.store, staff.house, epub({"one": "<h1>Một</h1><p>Hai</p>"}), tmp_path)


def test_a_place_goes_with_the_account_and_is_its_owners_alone(
    web: Any, signed_in: Callable[[str], Any], book: str
) -> None:
    member, officer = signed_in("member"), signed_in("officer")
    assert member.post(f"{book}/read/place", json={"place": PLACE}).json()["place"] == PLACE
    again = member.get(f"{book}/read/place")
    assert (again.json(), again.headers["cache-control"]) == ({"place": PLACE, "marks": {}}, "no-store")
    assert officer.get(f"{book}/read/place").json() == {"place": {}, "marks": {}}
    assert web.post(f"{book}/read/place", json={"place": PLACE}).status_code == 401
    assert "data-account" in member.get(f"{book}/read/one").text
    assert "data-account" not in web.get(f"{book}/read/one").text
    assert f"{book}/read/one#at-1" in member.get("/vi/account").text


def test_places_are_let_go_one_by_one_and_all_of_them(signed_in: Callable[[str], Any], book: str) -> None:
    member = signed_in("member")
    key = book.split("/")[2].split("-", maxsplit=1)[0]
    member.post(f"{book}/read/place", json={"place": PLACE})
    assert member.post(f"/account/places/{key}/end").status_code == 303
    assert member.get(f"{book}/read/place").json() == {"place": {}, "marks": {}}
    member.post("/account/places", data={})
    assert member.get(f"{book}/read/place").status_code == 204
    assert member.post(f"{book}/read/place", json={"place": PLACE}).status_code == 204
    member.post("/account/places", data={"wants": "yes"})
    assert member.get(f"{book}/read/place").json() == {"place": {}, "marks": {}}


@pytest.mark.parametrize("sent", [b"{", b"[1]", b'"x"'])
def test_what_is_no_place_at_all_is_refused(signed_in: Callable[[str], Any], book: str, sent: bytes) -> None:
    assert signed_in("member").post(f"{book}/read/place", content=sent).status_code == 400
