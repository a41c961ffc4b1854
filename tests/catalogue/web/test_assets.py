"""Style and typefaces: permanent addresses, and what a page weighs."""

from __future__ import annotations

import io
import re
from typing import Any

from fastapi import FastAPI
from fontTools.ttLib import TTFont

from catalogue.web.assets import FACES


def test_an_address_with_the_hash_is_kept_for_ever_and_another_hash_is_not_found(app: FastAPI, web: Any) -> None:
    address = app.state.site.assets.url("site.css")
    answer = web.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    name = address.rsplit("/", 1)[1]
    assert web.get(f"/static/000000000000/{name}").status_code == 404


def test_the_typefaces_that_the_style_sheet_names_hold_every_vietnamese_letter(app: FastAPI, web: Any) -> None:
    style = web.get(app.state.site.assets.url("site.css")).text
    addresses = re.findall(r"url\(\"([^\"]+woff2)\"\)", style)
    assert len(addresses) == len(FACES)
    total = 0
    for address in addresses:
        answer = web.get(address)
        assert answer.headers["content-type"] == "font/woff2"
        total += len(answer.content)
        letters = TTFont(io.BytesIO(answer.content)).getBestCmap()
        assert [c for c in "ăâđêôơưĂÂĐÊÔƠƯ₫ệộặữỷ“”–…" if ord(c) not in letters] == []
    assert total < 80_000
