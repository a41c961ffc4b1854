"""Text sent with gzip where the browser takes it: a page and its style come in a third of their bytes.

Only what is made here is squeezed: stored files go out in ranges and are compressed already, and event streams
must not wait. Pages carry no secrets that a guess could be reflected beside (no tokens in forms), so compressing
them tells an eavesdropper nothing.
"""

from __future__ import annotations

import gzip
from typing import TypeVar

from fastapi import Request, Response

WORTH_IT = 1400
"""Bytes that go in one packet anyway."""
_TEXT = ("text/", "image/svg+xml", "application/manifest+json")
_Answer = TypeVar("_Answer", bound=Response)


def squeezed(request: Request, response: _Answer) -> _Answer:
    """The same answer, compressed when its reader says that it can take it."""
    if not response.headers.get("content-type", "").startswith(_TEXT):
        return response
    response.headers.add_vary_header("Accept-Encoding")
    body = bytes(response.body)
    if len(body) < WORTH_IT or not _takes_gzip(request.headers.get("accept-encoding", "")):
        return response
    response.body = gzip.compress(body, compresslevel=6, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    return response


def _takes_gzip(accepted: str) -> bool:
    """Whether a header asks for gzip and does not refuse it with ``q=0`` (RFC 9110, 12.5.3)."""
    for part in accepted[:500].lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
