"""Templates and what every page has at hand: its language, its links, its reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2.runtime import Context
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from catalogue.db import reading
from catalogue.models.base import new_id
from catalogue.models.titles import Edition
from catalogue.services import tallied
from catalogue.web.i18n import LANGUAGES, Speech, is_public, negotiate
from catalogue.web.squeeze import squeezed
from pipeline.i18n import DEFAULT_LANGUAGE

TEMPLATES = Path(__file__).parent / "templates"


def environment() -> jinja2.Environment:
    """The Jinja environment: escaping always, undefined names are errors, sentences by gettext."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.globals["new_key"] = new_id
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


@jinja2.pass_context
def _gettext(context: Context, message: str) -> str:
    speech: Speech = context["speech"]
    return speech.catalogue.gettext(message)


@jinja2.pass_context
def _ngettext(context: Context, one: str, many: str, count: int) -> str:
    speech: Speech = context["speech"]
    return speech.catalogue.ngettext(one, many, count)


def speech_of(request: Request) -> Speech:
    """The language of this request, decided once."""
    known = getattr(request.state, "speech", None)
    if isinstance(known, Speech):
        return known
    actor = getattr(request.state, "actor", None)
    fallback = negotiate(
        getattr(actor, "ui_language", None),
        request.cookies.get("language"),
        request.headers.get("accept-language", ""),
    )
    path = request.scope["path"]
    bare = DEFAULT_LANGUAGE if is_public(path) else fallback
    speech = Speech(getattr(request.state, "prefix", None) or bare, path, fallback)
    request.state.speech = speech
    return speech


def render(
    request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **context: Any
) -> HTMLResponse:
    """A page."""
    speech = speech_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    site = request.app.state.site
    body = site.templates.get_template(template).render(
        speech=speech,
        page_path=speech.path,
        origin=site.origin(request),
        alternatives={tag: (name, speech.href(speech.path + query, tag)) for tag, name in LANGUAGES.items()},
        asset=site.assets.url,
        actor=getattr(request.state, "actor", None),
        sample_titles=lambda: sample_titles(site.engine),
        **context,
    )
    response = HTMLResponse(body, status, {"Content-Language": speech.language, **(headers or {})})
    prefix = getattr(request.state, "prefix", None)
    if prefix and prefix != request.cookies.get("language") and not is_public(speech.path):
        response.set_cookie("language", prefix, max_age=31_536_000, samesite="lax", httponly=True, secure=site.secure)
    return squeezed(request, response)


def sample_titles(engine: Engine) -> int:
    """How many titles are sample data, counted once until something changes."""
    with Session(reading(engine)) as session:
        wanted = select(func.count()).select_from(Edition).where(Edition.is_sample)
        return tallied.once(session, "sample", lambda: session.exec(wanted).one())


def redirect(request: Request, path: str, status: int = 303) -> RedirectResponse:
    """To another page, in the same language."""
    return RedirectResponse(speech_of(request).href(path), status)
