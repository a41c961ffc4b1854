"""Who asks with an app password: Basic authentication (RFC 7617), and what reader apps are told without it."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlmodel import Session

from catalogue.db import reading, session_scope
from catalogue.services import app_passwords
from catalogue.services.permissions import Actor
from catalogue.web.site import Site

DOCUMENT = "application/opds-authentication+json"
CHALLENGE = 'Basic realm="Nghin Sach", charset="UTF-8"'


class AppStrangerError(Exception):
    """Name or app password are missing or wrong; ``wait`` seconds when there were too many wrong ones."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__(wait)
        self.wait = wait


def app_reader(request: Request) -> Actor:
    """Whoever asks with a name and an app password. Raises AppStrangerError."""
    site: Site = request.app.state.site
    login, password = _given(request.headers.get("authorization", ""))
    address = request.client.host if request.client else ""
    wait = site.throttle.wait(login, address) if password else 0
    if wait or not password:
        raise AppStrangerError(wait)
    with Session(reading(site.engine)) as session:
        found = app_passwords.holder(session, login, password)
        stale = found is not None and app_passwords.is_stale(found[1])
        key = found[1].id if found else ""
    if found is None:
        site.throttle.wrong(login, address)
        raise AppStrangerError
    if stale:
        with session_scope(site.engine) as session:
            app_passwords.used(session, key)
    return found[0]


AppReader = Annotated[Actor, Depends(app_reader)]


def _given(header: str) -> tuple[str, str]:
    """Name and password of a header; empty where it says none."""
    scheme, _, said = header.partition(" ")
    if scheme.casefold() != "basic":
        return "", ""
    try:
        login, _, password = base64.b64decode(said.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return login[:300], password[:300]


def document(origin: str, title: str, about: str, login: str, password: str, help_at: str) -> dict[str, Any]:
    """What apps show when they ask for name and password (Authentication for OPDS 1.0)."""
    return {
        "id": f"{origin}/opds/authentication",
        "title": title,
        "description": about,
        "authentication": [
            {"type": "http://opds-spec.org/auth/basic", "labels": {"login": login, "password": password}}
        ],
        "links": [{"rel": "help", "href": help_at, "type": "text/html"}],
    }
