"""The programme's counts over HTTP: the same figures that the command line prints."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from catalogue import db
from catalogue.models.builds import Release
from catalogue.models.people import Organisation
from catalogue.models.titles import Edition, Work
from catalogue.services import programme


@pytest.fixture
def released(app: FastAPI) -> str:
    """The id of a released title in English."""
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
        house, work = Organisation(name="Nhà xuất bản Tư pháp"), Work(original_language="en")
        session.add_all([house, work])
        session.flush()
        edition = Edition(work_id=work.id, publisher_id=house.id, language="en")
        session.add(edition)
        session.flush()
        session.add(Release(edition_id=edition.id, released_at=datetime(2025, 3, 1, tzinfo=UTC)))
        return edition.id


def test_the_status_is_that_of_the_service(app: FastAPI, web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    answer = web.get("/api/v1/programme/status?as_of=2026-11-23")
    with db.session_scope(app.state.site.engine) as session:
        assert answer.json() == programme.report(session, as_of=datetime(2026, 11, 23, tzinfo=UTC).date())
    assert (answer.status_code, answer.json()["released"]) == (200, 1)


def test_the_rows_behind_a_count_are_exactly_those_titles(web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rows = {
        count: web.get(f"/api/v1/programme/titles?count={count}").json()["titles"]
        for count in ("released", "foreign", "ebook_or_foreign", "ebook")
    }
    assert rows == {"released": [released], "foreign": [released], "ebook_or_foreign": [released], "ebook": []}


def test_an_unknown_count_and_a_wrong_day_are_refused(web, released: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert web.get("/api/v1/programme/titles?count=all").status_code == 422
    assert web.get("/api/v1/programme/status?as_of=yesterday").status_code == 422


def test_without_a_programme_there_is_no_status(web) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert web.get("/api/v1/programme/status").status_code == 404
