"""What a route may ask for: a session on the database for the length of one request."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from sqlmodel import Session

from catalogue.web.site import Site


def database(request: Request) -> Iterator[Session]:
    """A session for reading; routes that change something open their own transaction through ``jobs``."""
    site: Site = request.app.state.site
    with Session(site.engine) as session:
        yield session
