"""What the whole site shares: settings, database engine, store, templates, assets, throttle."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import jinja2
from sqlalchemy import Engine

from catalogue.jobs.engine import Jobs
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

    @property
    def session_cookie(self) -> str:
        return session_cookie_name(secure=self.secure)
