"""The website: one FastAPI application made from settings, and nothing kept outside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from catalogue.db import make_engine
from catalogue.jobs.engine import Jobs
from catalogue.settings import ROOT, Settings
from catalogue.storage import open_storage
from catalogue.web import refusals, warm
from catalogue.web.access import identify
from catalogue.web.assets import Assets
from catalogue.web.basic import AppStrangerError
from catalogue.web.i18n import LanguagePrefix
from catalogue.web.pages import environment
from catalogue.web.routes import ROUTERS
from catalogue.web.routes.opds import on_app_stranger
from catalogue.web.security import CrossOriginProtection, SecurityHeaders, session_cookie_name
from catalogue.web.site import Site

FORM_BYTES = 1 << 20
"""The largest body anywhere but on the upload forms."""


def create_app(settings: Settings) -> FastAPI:
    """The application; it opens its database engine and store, and closes them at shutdown."""
    engine = make_engine(settings.database_url)
    jobs = Jobs(settings.database_url)
    site = Site(settings, engine, open_storage(settings), jobs, environment(), Assets(_cache_folder(settings)))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = warm.begin(engine)
        yield
        warming.join()
        jobs.close()
        engine.dispose()

    app = FastAPI(
        title="Nghìn Sách",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(identify)],
        max_body_size=FORM_BYTES,
        responses={404: {"model": refusals.Problem}, 422: {"model": refusals.Problem}},
        middleware=[
            Middleware(SecurityHeaders, secure=site.secure, session_cookie=session_cookie_name(secure=site.secure)),
            Middleware(LanguagePrefix),
            Middleware(
                CrossOriginProtection,
                own_origin=_origin(settings.public_url),
                refuse=refusals.refuse_cross_origin,
            ),
        ],
    )
    app.state.site = site
    refusals.install(app)
    app.add_exception_handler(AppStrangerError, on_app_stranger)
    for router in ROUTERS:
        app.include_router(router)
    return app


def _cache_folder(settings: Settings) -> Path:
    """Beside the stored files when they are on this machine, else under ``var``."""
    kind, _, place = settings.storage_url.partition(":")
    return (Path(place).parent if kind == "file" and place else ROOT / "var") / "cache" / "fonts"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
