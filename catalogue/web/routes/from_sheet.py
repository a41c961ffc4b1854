"""A title's form filled from a row of the house's own sheet: send the sheet, choose the row, see what was taken.

The sheet is read and let go; what a row said travels with the choice, and nothing is kept until the form is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import reading
from catalogue.errors import Refusal
from catalogue.exchange import columns, deliveries, sheets
from catalogue.services import accounts, cells, programme, suggested
from catalogue.services.naming import FIELD_NAMES
from catalogue.services.permissions import Actor
from catalogue.services.rows import Given, Incoming
from catalogue.web import uploads
from catalogue.web.access import Here, Publisher
from catalogue.web.forms import Form, clean
from catalogue.web.i18n import Speech
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.publisher import last_of, upload_page
from catalogue.web.site import Site
from pipeline.i18n import N_
from pipeline.text import folded

router = APIRouter(prefix="/publisher/sheet", include_in_schema=False)
MOST_ROWS = 100
"""Rows that are offered; more are narrowed down by words."""
MOST_TEXT = 4000
"""Characters of a cell."""
FORMS = {"upload": "upload.html", "register": "register.html"}
ANOTHER_HOUSE = N_("The sheet names the publisher “{house}”; the form is for the house that you choose here.")
NO_SUCH_ROW = N_("No row of the sheet has these words.")


@router.get("")
def ask(request: Request, _: Publisher, into: str = "upload") -> Response:
    """Where a sheet is sent."""
    return _page(request, Form(speech_of(request), {"into": into if into in FORMS else "upload"}))


def _page(request: Request, form: Form, **found: Any) -> Response:
    nothing: dict[str, Any] = {"rows": [], "unknown": [], "skipped": 0, "more": 0}
    return render(request, "sheet.html", status=form.status, form=form, **{**nothing, **found})


@router.post("", max_body_size=uploads.MAX_BODY)
async def look(request: Request, site: Here, actor: Publisher) -> Response:
    """Read a sheet and offer its rows; a sheet of one title fills the form at once."""
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(_look, request, site, actor, arrived)


def _look(request: Request, site: Site, actor: Actor, arrived: uploads.Arrival) -> Response:
    form = Form(speech_of(request))
    form.take(arrived.typed, "into", "words")
    form.values["into"] = form.values["into"] if form.values["into"] in FORMS else "upload"
    sent = arrived.files.get("sheet")
    if sent is None:
        form.wrong("sheet", uploads.NO_FILE)
        return _page(request, form)
    try:
        table = columns.recognise(sheets.read(sent.path, sent.name))
    except Refusal as refusal:
        form.wrong("sheet", refusal.said(form.speech.say))
        return _page(request, form)
    rows = [row for row in deliveries.incoming([deliveries.Read(sent.name, table)]) if _has(row, form.values["words"])]
    if not rows:
        form.wrong("words", NO_SUCH_ROW)
    elif len(rows) == 1:
        return _filled(request, site, actor, form.values["into"], rows[0])
    offered = [
        {"row": row, "sheet": row.sheet, "kept": _kept(row), "language": row.text("language"),
         "people": row.text("authors") or row.text("editors"), "title": row.text("title")}
        for row in rows[:MOST_ROWS]
    ]  # fmt: skip
    return _page(
        request, form, rows=offered, unknown=table.unknown, skipped=len(table.skipped),
        more=max(0, len(rows) - MOST_ROWS),
    )  # fmt: skip


def _has(row: Incoming, words: str) -> bool:
    """Whether a row has all these words, with or without marks, or an ISBN's digits."""
    text = folded(" ".join(cell.text for cell in row.cells.values()))
    return all(word in text or word.replace("-", "") in text.replace("-", "") for word in folded(words).split())


def _kept(row: Incoming) -> str:
    """A row for the button that chooses it."""
    said = {
        name: [cell.text[:MOST_TEXT], cell.font, cell.was, cell.formula, cell.cut]
        for name, cell in row.cells.items() if cell.text or cell.formula
    }  # fmt: skip
    return json.dumps({"number": row.number, "sheet": row.sheet, "cells": said}, ensure_ascii=False)


@router.get("/row")
def begin_again(request: Request, _: Publisher) -> Response:
    """Who comes back without a row, as by another language: to the sheet."""
    return redirect(request, "/publisher/sheet")


@router.post("/row")
async def choose(request: Request, site: Here, actor: Publisher) -> Response:
    """The form, filled from the chosen row."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "into", "row")
    return await run_in_threadpool(_filled, request, site, actor, form.values["into"], _given(form.values["row"]))


def _given(kept: str) -> Incoming:
    """The row that a button told. Raises HTTPException 400 for what no button of ours says."""
    try:
        told = json.loads(kept)
        given = {
            name: Given(clean(str(text)[:MOST_TEXT], lines=True), None, str(font), bool(formula), str(was), bool(cut))
            for name, (text, font, was, formula, cut) in told["cells"].items()
            if name in FIELD_NAMES
        }
        return Incoming(int(told["number"]), str(told["sheet"])[:100], given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise HTTPException(400) from error


def _filled(request: Request, site: Site, actor: Actor, into: str, row: Incoming) -> Response:
    speech = speech_of(request)
    with Session(reading(site.engine)) as session:
        found = suggested.read(row, _today(session))
        houses = accounts.houses(session, actor)
        form = Form(speech, {"language": "", **found.values})
        own = next((house for house in houses if cells.house(house.name) == cells.house(row.text("publisher"))), None)
        if own:
            form.values["house"] = own.id
        told = _told(speech, row, found)
        if row.text("publisher") and own is None:
            told["notes"].append(("", speech.say(ANOTHER_HOUSE, house=row.text("publisher")), ""))
        template = FORMS.get(into, FORMS["upload"])
        return upload_page(request, houses, form, template=template, last=last_of(session, actor), row=told)


def _today(session: Session) -> date:
    return programme.today(programme.plan(session).rules)


def _told(speech: Speech, row: Incoming, found: suggested.Suggestion) -> Mapping[str, Any]:
    """What was taken from the row, what could not be read, and what the form does not ask for."""
    return {
        "number": row.number, "sheet": row.sheet, "count": len(found.values),
        "notes": [
            (speech.say(FIELD_NAMES[note.about]) if note.about in FIELD_NAMES else "", note.said(speech.say), note.code)
            for note in found.notes
        ],
        "left": [(speech.say(FIELD_NAMES[name]), row.text(name)) for name in found.left],
        "taken": [
            (speech.say(FIELD_NAMES[name]), cell.text)
            for name, cell in row.cells.items() if cell.text and name not in found.left and name in FIELD_NAMES
        ],
    }  # fmt: skip
