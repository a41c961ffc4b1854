"""Sending a stored file: whole, in part, or not at all when the reader has it (RFC 9110, 13 and 14).

One range per request is served; several, or a malformed header, get the whole file, as the RFC allows.
The name goes out twice (RFC 6266): in plain ASCII for old e-readers, and in UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from catalogue.web.security import FILE_POLICY

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
_HOSTILE = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Unsatisfiable(ValueError):
    """The range lies outside the file."""


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is offered: what it is called, what it is, and how to read a part of it."""

    name: str
    media_type: str
    digest: str
    size: int
    read: Callable[[int, int], Iterator[bytes]]
    """Bytes from a start, of a length."""
    cache: str = "private, no-cache"
    inline: bool = False


def part_asked(header: str | None, size: int) -> tuple[int, int] | None:
    """Start and length of the one range asked for; None for the whole file.

    Raises Unsatisfiable (416).
    """
    found = _RANGE.match((header or "").strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise Unsatisfiable
        return size - length, length
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None  # not a valid range at all, so it is ignored
    if start >= size:
        raise Unsatisfiable
    return start, end - start + 1


def disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition that no name can break out of."""
    clean = _HOSTILE.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, suffix = clean.strip(" .").rpartition(".")
    stem, suffix = (stem[:150], f".{suffix[:10]}") if dot else (suffix[:150], "")
    clean = (stem or "file") + suffix
    plain = (_ascii(stem) or "file") + (f".{_ascii(suffix)}" if suffix else "")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", bare).strip("-")


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file that was made for this request."""
    headers = {"Content-Disposition": disposition(name), "Content-Security-Policy": FILE_POLICY}
    return Response(content, headers=headers, media_type=media_type)


def send(request: Request, served: Served) -> Response:
    """The file, its part, 304 or 416; HEAD gets the headers alone."""
    etag = f'"{served.digest}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": served.cache,
        "Content-Disposition": disposition(served.name, inline=served.inline),
        "Content-Security-Policy": FILE_POLICY,
    }
    if _holds(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    asked = None
    if request.headers.get("if-range") in (None, etag):
        try:
            asked = part_asked(request.headers.get("range"), served.size)
        except Unsatisfiable:
            return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{served.size}"})
    start, length = asked or (0, served.size)
    headers["Content-Length"] = str(length)
    if asked:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{served.size}"
    status = 206 if asked else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=served.media_type)
    return StreamingResponse(served.read(start, length), status, headers, served.media_type)


def _holds(header: str | None, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return "*" in tags or etag in tags
