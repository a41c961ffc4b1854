"""What the whole site shares: settings, database engine, store, templates, assets, throttle."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import jinja2
from sqlalchemy import Engine
from starlette.requests import HTTPConnection
from starlette.responses import Response

from catalogue.jobs.engine import Jobs
from catalogue.jobs.specimens import Specimens
from catalogue.services import accounts
from catalogue.settings import Settings
from catalogue.storage import Store
from catalogue.web.assets import Assets
from catalogue.web.opened import OpenBooks
from catalogue.web.security import LoginThrottle, session_cookie_name


@dataclass(frozen=True)
class Site:
    """One running website; kept at ``app.state.site``."""

    settings: Settings
    engine: Engine
    store: Store
    jobs: Jobs
    templates: jinja2.Environment
    assets: Assets
    throttle: LoginThrottle = field(default_factory=LoginThrottle)

    @property
    def secure(self) -> bool:
        """Whether readers reach us over TLS."""
        return self.settings.public_url.startswith("https://")

    @cached_property
    def books(self) -> OpenBooks:
        """Released EPUBs, opened for reading online."""
        return OpenBooks(self.store, self.settings.work_folder / "reading")

    @cached_property
    def specimens(self) -> Specimens:
        """Pages of books in designs that are only tried."""
        return Specimens(self.store, self.settings.work_folder / "specimens", self.settings.sandbox)

    def origin(self, request: HTTPConnection) -> str:
        """Where the site stands, without a slash at its end: as set, else as the asker found it.

        What is not shown to the asker alone (a letter) must not use it where nothing is set: an asker can say
        any host.
        """
        return self.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")

    def keep_session(self, response: Response, token: str) -> None:
        """Let the browser keep who is signed in, as long as a session may last."""
        response.set_cookie(
            self.session_cookie, token, max_age=int(accounts.LONGEST.total_seconds()), httponly=True, samesite="lax",
            secure=self.secure, path="/",
        )  # fmt: skip

    @property
    def session_cookie(self) -> str:
        return session_cookie_name(secure=self.secure)
