"""Which language a page speaks, and how it says numbers, dates and sizes.

The language of an address wins (``/en/titles/...``; public pages without a prefix are Vietnamese), then the
account, the cookie, the browser's wish, and Vietnamese. Links keep the language: ``Speech.href`` adds the
prefix only where the bare address would speak another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel import negotiate_locale
from starlette.types import ASGIApp, Receive, Scope, Send

from catalogue.wording import MINORITY_NAMES, ZONE, Wording
from pipeline.i18n import DEFAULT_LANGUAGE, interface_languages

__all__ = ["LANGUAGES", "MINORITY_NAMES", "ZONE", "LanguagePrefix", "Speech", "is_public", "negotiate"]

LANGUAGES: Mapping[str, str] = {language.tag: language.name for language in interface_languages()}
COMPLETE = [language.tag for language in interface_languages() if language.complete]
"""Those that are spoken to a browser that asks for them; the others are chosen by people."""
FROM_RIGHT = {language.tag for language in interface_languages() if language.direction == "rtl"}
COOKIE = "language"
PUBLIC = ("/titles", "/covers", "/about", "/browse", "/picks", "/help", "/offline", "/manifest.webmanifest", "/opds")
"""Addresses under which a page without a prefix is Vietnamese, whoever asks."""


def is_public(path: str) -> bool:
    """Whether an address (without prefix) belongs to the public, language-addressed pages."""
    return path == "/" or path.startswith(PUBLIC)


@dataclass(frozen=True, slots=True)
class Speech(Wording):
    """One request's language: sentences, formats and links."""

    path: str = "/"
    """The page's own address without a language prefix."""
    fallback: str = DEFAULT_LANGUAGE
    """What a private page without a prefix would speak to this visitor."""

    @property
    def direction(self) -> str:
        """From where its lines begin: ``ltr`` or ``rtl``."""
        return "rtl" if self.language in FROM_RIGHT else "ltr"

    def href(self, path: str, language: str = "") -> str:
        """An absolute path that speaks this language (or ``language``) to this visitor."""
        wanted = language or self.language
        bare, _, _ = path.partition("?")
        default = DEFAULT_LANGUAGE if is_public(bare) else self.fallback
        return path if wanted == default else f"/{wanted}{path}"


def negotiate(account: str | None, cookie: str | None, accept: str) -> str:
    """The language of a page whose address names none: account, cookie, browser, Vietnamese."""
    for wish in (account, cookie):
        if wish in LANGUAGES:
            return str(wish)
    wishes = sorted(
        ((_quality(part), part.partition(";")[0].strip()) for part in accept[:500].split(",")),
        key=lambda wish: -wish[0],
    )
    found = negotiate_locale([tag for quality, tag in wishes if quality > 0 and tag], COMPLETE, sep="-")
    return found or DEFAULT_LANGUAGE


def _quality(part: str) -> float:
    _, _, weight = part.partition(";q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0


class LanguagePrefix:
    """Takes ``/vi``, ``/en`` and the like off the path and keeps it as the address's own language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            first, _, rest = scope["path"].removeprefix("/").partition("/")
            if first in LANGUAGES and not rest.startswith("/"):
                scope = {
                    **scope,
                    "path": f"/{rest}",
                    "raw_path": scope["raw_path"][len(first) + 1 :] or b"/",
                    "state": {**scope.get("state", {}), "prefix": first},
                }
        await self.app(scope, receive, send)
