"""What stands between strangers and the pages: headers, cross-origin protection, cookies, throttling.

Forms carry no tokens: a state change is refused unless the browser says that it comes from our own pages
(``Sec-Fetch-Site``, else ``Origin``); clients that are not browsers send neither and carry no cookie by
accident. ``SameSite=Lax`` cookies are the second layer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
FILE_POLICY = "sandbox; default-src 'none'"
"""For files that people uploaded or that we made of them: nothing in them may run in our name."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
TLS_HEADERS: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class SecurityHeaders:
    """Adds the headers to every response that does not set its own."""

    def __init__(self, app: ASGIApp, *, secure: bool, session_cookie: str) -> None:
        self.app = app
        self.headers = {**HEADERS, **(TLS_HEADERS if secure else {})}
        self.session_cookie = session_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        signed_in = f"{self.session_cookie}=" in Headers(scope=scope).get("cookie", "")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                harden(MutableHeaders(scope=message), self.headers, signed_in=signed_in)
            await send(message)

        await self.app(scope, receive, with_headers)


def harden(headers: MutableHeaders, wanted: Mapping[str, str] = HEADERS, *, signed_in: bool = True) -> None:
    """Fill in what the response itself does not say; what a signed-in person sees is not kept by caches."""
    for name, value in wanted.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store" if signed_in else "no-cache")
    if not headers["Cache-Control"].startswith("public"):
        headers.add_vary_header("Cookie")


class CrossOriginProtection:
    """Refuses unsafe requests that a page of another origin caused (OWASP: fetch metadata, then Origin)."""

    def __init__(self, app: ASGIApp, *, own_origin: str, refuse: ASGIApp) -> None:
        self.app = app
        self.own_origin = own_origin
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = scope["type"] != "http" or scope["method"] in SAFE_METHODS
        if allowed or same_origin(Headers(scope=scope), self.own_origin):
            await self.app(scope, receive, send)
        else:
            await self.refuse(scope, receive, send)


def same_origin(headers: Headers, own_origin: str) -> bool:
    """Whether an unsafe request comes from our own pages, or from no browser at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    host = headers.get("host")
    return origin == own_origin or (host is not None and urlsplit(origin).netloc == host)


def session_cookie_name(*, secure: bool) -> str:
    """The ``__Host-`` prefix binds the cookie to this host, and browsers accept it only over TLS."""
    return "__Host-session" if secure else "session"


class LoginThrottle:
    """Ten wrong passwords in five minutes per account and address, then a wait."""

    rule = RateLimitItemPerMinute(10, 5)

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, account: str, address: str) -> int:
        """Seconds to wait before the next try; 0 when one may try now."""
        key = (account.casefold()[:200], address)
        if self._windows.test(self.rule, *key):
            return 0
        stats = self._windows.get_window_stats(self.rule, *key)
        return max(1, int(stats.reset_time - time.time()) + 1)

    def wrong(self, account: str, address: str) -> None:
        """Count one wrong password."""
        self._windows.hit(self.rule, account.casefold()[:200], address)

    def right(self, account: str, address: str) -> None:
        """A right password ends the count."""
        self._windows.clear(self.rule, account.casefold()[:200], address)
