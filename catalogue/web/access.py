"""What a route may ask for: who is asking, and a session on the database for the length of one request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from catalogue.db import reading, session_scope
from catalogue.errors import NotFoundError
from catalogue.models.base import now
from catalogue.services import accounts
from catalogue.services.permissions import Actor
from catalogue.web.site import Site


class StrangerError(Exception):
    """The page is for people with an account, and nobody is signed in."""


def site(request: Request) -> Site:
    """The running website."""
    found: Site = request.app.state.site
    return found


def identify(request: Request) -> None:
    """Find out who is asking; runs before every route. Assets and health checks have no visitor."""
    request.state.actor = None
    token = request.cookies.get(site(request).session_cookie, "")
    if not token or request.scope["path"].startswith("/static/"):
        return
    with Session(reading(site(request).engine)) as session:
        found = accounts.current(session, token)
        if found is None:
            return
        request.state.actor = accounts.actor(session, found.user_id)
        request.state.session_id = found.id
        stale = found.seen_at + accounts.SEEN_EVERY < now()
    if stale:
        with session_scope(site(request).engine) as session:
            accounts.touch(session, request.state.session_id)


def database(request: Request) -> Iterator[Session]:
    """A session for reading; routes that change something open a transaction of their own."""
    with Session(reading(site(request).engine)) as session:
        yield session


def signed_in(request: Request) -> Actor:
    """Whoever is signed in. Raises StrangerError."""
    actor: Actor | None = request.state.actor
    if actor is None:
        raise StrangerError
    return actor


def publisher(actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
    """Somebody with a publisher's desk. Raises NotFoundError for others."""
    if not actor.is_publisher:
        raise NotFoundError
    return actor


def editor(actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
    """An officer of the programme. Raises NotFoundError for others."""
    if not actor.is_editor:
        raise NotFoundError
    return actor


Here = Annotated[Site, Depends(site)]
Reading = Annotated[Session, Depends(database)]
SignedIn = Annotated[Actor, Depends(signed_in)]
Publisher = Annotated[Actor, Depends(publisher)]
Editor = Annotated[Actor, Depends(editor)]
