"""Pages and their style come compressed where the browser can take it; stored files never do."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest


def raw(web: Any, path: str, accepted: str) -> tuple[dict[str, str], bytes]:
    """Headers and the body as it came over the line."""

    async def ask() -> tuple[dict[str, str], bytes]:
        async with web.client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
            return dict(answer.headers), b"".join([piece async for piece in answer.aiter_raw()])

    return web._loop.run(ask())


def test_a_page_comes_in_two_thirds_of_its_bytes_at_most(web: Any) -> None:
    headers, body = raw(web, "/login", "gzip, br")
    plain_headers, plain = raw(web, "/login", "identity")
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) == len(body) < len(plain) * 2 / 3
    assert gzip.decompress(body) == plain
    assert "content-encoding" not in plain_headers
    assert "Accept-Encoding" in plain_headers["vary"]


def test_the_style_sheet_is_compressed_and_kept_for_ever(web: Any) -> None:
    [style] = re.findall(r'href="(/static/\w+/site\.css)"', web.get("/").text)
    headers, body = raw(web, style, "gzip")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert b"@layer" in gzip.decompress(body)


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "identity"])
def test_who_cannot_take_it_gets_plain_text(web: Any, accepted: str) -> None:
    headers, body = raw(web, "/login", accepted)
    assert "content-encoding" not in headers
    assert body.startswith(b"<!doctype html>")
