"""Every error as a page that says what happened and what to do, or as JSON for programs.

A fault of ours shows an id only: what it was is in the log under the same id.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from catalogue.errors import NotFoundError, Refusal
from catalogue.exchange.books.package import UnreadableBookError
from catalogue.services.access import ClosedError
from catalogue.services.sent import SentAlready
from catalogue.web import opening
from catalogue.web.access import StrangerError
from catalogue.web.pages import render, speech_of
from catalogue.web.security import HEADERS, harden
from pipeline.i18n import N_
from pipeline.intake.gate import MAX_BYTES


class ProblemFacts(BaseModel):
    """What happened, in the words of the asker's language."""

    status: int
    message: str
    hint: str


class Problem(BaseModel):
    """How the JSON interface says that it cannot answer."""

    schema_: Literal[1] = Field(1, alias="schema")
    error: ProblemFacts


log = structlog.get_logger(__name__)

MOST_KEPT = 1 << 20
"""Bytes of a form that is given back to somebody whose session has ended."""
MOST_FILES = 12
_SECRET = re.compile(r"password|current|fresh|secret|code", re.IGNORECASE)
CLOSED = N_("This is not open to readers")
SENTENCES: Mapping[int, tuple[str, str]] = {
    400: (N_("This request cannot be read"), N_("Go back, check what was sent and try again.")),
    401: (N_("Please sign in"), N_("This page is for people with an account.")),
    403: (N_("This is not allowed"), N_("Your account may not do this, or the form was opened from another website.")),
    404: (N_("There is no such page"), N_("The address may be mistyped, or the page is not open to you.")),
    405: (N_("This address does not work like that"), N_("Go back and use the page's own links and buttons.")),
    409: (N_("This cannot be done as things stand"), N_("Go back and look at the title's present state.")),
    410: (N_("This was taken down"), N_("It was here once; its record remains, its files are no longer offered.")),
    412: (N_("This kind of upload is not understood"), N_("Load the page again and try once more.")),
    413: (N_("The file is too large"), N_("A manuscript may have up to {limit}. Pictures can often be made smaller.")),
    415: (N_("This kind of file cannot be taken in"), N_("Choose a manuscript, for example a Word document.")),
    416: (N_("There is no such part of the file"), N_("Start the download again from the beginning.")),
    422: (N_("Something in the form is not right"), N_("Go back, correct the marked fields and send it again.")),
    423: (N_("Somebody is writing here at this moment"), N_("Please try again in a moment.")),
    429: (N_("Too many tries"), N_("Please wait {seconds} seconds and try again.")),
    500: (N_("A fault on our side"), N_("It has been recorded. Please try again; if it stays, give us this number.")),
    503: (N_("Not available at the moment"), N_("Please try again in a minute.")),
}


def refuse(request: Request, status: int, *, headers: Mapping[str, str] | None = None, **params: Any) -> Response:
    """The page (or JSON) for one status code."""
    speech = speech_of(request)
    limit = speech.limit(MAX_BYTES)
    known = {"limit": limit, "seconds": (headers or {}).get("Retry-After", "60"), **params}
    title, advice = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    said = {"title": speech.say(title), "advice": speech.say(advice, **known)}
    if request.scope["path"].startswith("/api/"):
        body = {"schema": 1, "error": {"status": status, "message": said["title"], "hint": said["advice"]}}
        return JSONResponse(body, status, dict(headers or {}))
    return render(
        request, "error.html", status=status, headers=dict(headers or {}), code=status,
        incident=params.get("incident", ""), **said,
    )  # fmt: skip


async def on_http(request: Request, error: Exception) -> Response:
    """404, 405 and whatever a route raises."""
    assert isinstance(error, HTTPException)
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=dict(error.headers or {}))
    return refuse(request, error.status_code, headers=error.headers)


async def on_refusal(request: Request, error: Exception) -> Response:
    """A decision that a service would not take, where no form is there to say it."""
    assert isinstance(error, Refusal)
    speech = speech_of(request)
    title, advice = speech.say(SENTENCES[409][0]), error.said(speech.say)
    return render(request, "error.html", status=409, code=error.code, title=title, advice=advice, incident="")


async def on_sent_already(_request: Request, error: Exception) -> Response:
    """The same form again: to where it led the first time."""
    assert isinstance(error, SentAlready)
    return RedirectResponse(error.address, 303)


async def on_closed(request: Request, error: Exception) -> Response:
    """A format that its house keeps closed, or does not let be taken away; nobody may keep this answer for later."""
    assert isinstance(error, ClosedError)
    speech = speech_of(request)
    said = {"title": speech.say(CLOSED), "advice": opening.sentence(speech, error.access)}
    return render(
        request, "error.html", status=403, headers={"Cache-Control": "no-store"}, code=403, incident="", **said
    )  # fmt: skip


async def on_not_found(request: Request, _error: Exception) -> Response:
    """What is not there, or not open to this visitor."""
    return refuse(request, 404)


async def on_stranger(request: Request, _error: Exception) -> Response:
    """A page for people with an account: to the sign-in page, and back from there."""
    speech = speech_of(request)
    if request.method != "GET":
        return await _kept_form(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(speech.href(f"/login?next={quote(speech.path + query, safe='')}"), 303)


async def _kept_form(request: Request) -> Response:
    """What somebody typed while their session ended, ready to be sent again after signing in elsewhere.

    Secrets are left out, and so are files: those that were sent ahead are still here under their id.
    """
    typed: list[tuple[str, str]] = []
    kind = request.headers.get("content-type", "")
    length = request.headers.get("content-length", "")
    small = length.isdigit() and int(length) <= MOST_KEPT
    if small and kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        try:
            async with request.form(max_files=MOST_FILES, max_fields=200, max_part_size=MOST_KEPT) as form:
                typed = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        except HTTPException:  # no form after all
            typed = []
    kept = [(name, value) for name, value in typed if not _SECRET.search(name)]
    if not kept:
        return refuse(request, 401)
    return render(
        request, "session_over.html", status=401, headers={"Cache-Control": "no-store"}, kept=kept,
        several=kind.startswith("multipart"), action=request.url.path,
    )  # fmt: skip


async def on_invalid(request: Request, error: Exception) -> Response:
    """A query or path parameter that is not what the address says; forms validate themselves."""
    assert isinstance(error, RequestValidationError)
    in_path = any(part["loc"][:1] == ("path",) for part in error.errors())
    return refuse(request, 404 if in_path else 422)


async def on_unreadable(request: Request, error: Exception) -> Response:
    """A stored book that cannot be opened; which one and why is for us, in the log."""
    log.error("a stored book cannot be read", path=request.scope["path"], reason=str(error))
    return refuse(request, 503)


async def on_gone(request: Request, _error: Exception) -> Response:
    """The line broke while somebody was sending: no fault of ours, and nobody is there to read an answer.

    Nothing has come of what was sent. A file that travels in pieces goes on from where it stands.
    """
    log.info("the sender went away", path=request.scope["path"])
    return Response(status_code=400)


async def on_fault(request: Request, error: Exception) -> Response:
    """A fault of ours: the reader gets a number, the log gets the rest."""
    incident = secrets.token_hex(6)
    log.error("request failed", incident=incident, path=request.scope["path"], exc_info=error)
    response = refuse(request, 500, incident=incident)
    harden(response.headers, HEADERS)  # this handler stands outside the middleware
    return response


async def refuse_cross_origin(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to a state change from another website."""
    response = refuse(Request(scope, receive), 403)
    await response(scope, receive, send)


def install(app: FastAPI) -> None:
    """Hand every error of the application to the pages above."""
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(SentAlready, on_sent_already)
    app.add_exception_handler(ClosedError, on_closed)
    app.add_exception_handler(NotFoundError, on_not_found)
    app.add_exception_handler(UnreadableBookError, on_unreadable)
    app.add_exception_handler(StrangerError, on_stranger)
    app.add_exception_handler(ClientDisconnect, on_gone)
    app.add_exception_handler(Exception, on_fault)
