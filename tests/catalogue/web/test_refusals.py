"""Errors are pages in the reader's language, or JSON for programs; never a trace."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from catalogue.web.security import CONTENT_POLICY


def test_an_unknown_address_is_a_page_in_the_language_of_the_address(web: Any) -> None:
    vietnamese, english = web.get("/nothing"), web.get("/en/nothing")
    assert (vietnamese.status_code, english.status_code) == (404, 404)
    assert '<html lang="vi" dir="ltr">' in vietnamese.text
    assert "<h1>There is no such page</h1>" in english.text


def test_programs_get_json(web: Any) -> None:
    answer = web.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["schema"] == 1
    assert answer.json()["error"]["status"] == 404


def test_a_wrong_method_is_told_what_works(web: Any) -> None:
    answer = web.post("/healthz")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_a_fault_of_ours_shows_a_number_and_nothing_else(app: FastAPI, visitors: Any) -> None:
    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("a secret of the house")

    answer = visitors(faults=True).get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_POLICY


def test_a_state_change_from_another_website_is_refused(web: Any) -> None:
    answer = web.post("/healthz", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert answer.headers["x-content-type-options"] == "nosniff"
