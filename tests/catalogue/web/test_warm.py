"""When the site has started, the opening screen is worked out already."""

from __future__ import annotations

from datetime import date

from fastapi import FastAPI
from sqlalchemy import event
from sqlmodel import Session

from catalogue import db
from catalogue.services import demonstration, programme
from catalogue.web import warm


def test_the_first_look_reads_no_titles_again(app: FastAPI) -> None:
    engine = app.state.site.engine
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        demonstration.fill(session, programme.plan(session), date(2026, 11, 23))
    warm.begin(engine).join()
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with Session(engine) as session:
        seen = programme.view(session)
        assert seen.numbers["released"] > 100
        assert seen.breakdown() is seen.memo["breakdown"]
    assert not any("FROM edition" in statement or "FROM dossieritem" in statement for statement in asked)


def test_a_catalogue_without_a_programme_starts_all_the_same(app: FastAPI) -> None:
    warm.warm(app.state.site.engine)
