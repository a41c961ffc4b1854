"""Style and typefaces: permanent addresses, and what a page weighs."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fontTools.ttLib import TTFont
from PIL import Image

from catalogue.web.assets import FACES, STATIC, Assets


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


def test_the_site_can_be_put_on_a_device(web: Any) -> None:
    page = web.get("/en/").text
    [address] = re.findall(r'<link rel="manifest" href="([^"]+)">', page)
    answer = web.get(address)
    said = json.loads(answer.text)
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (said["name"], said["lang"], said["start_url"], said["display"]) == (
        "Nghìn Sách",
        "en",
        "/en/",
        "standalone",
    )
    for icon in said["icons"]:
        with Image.open(io.BytesIO(web.get(icon["src"]).content)) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    assert web.get(said["shortcuts"][0]["url"]).status_code == 200


def test_the_worker_stands_at_the_root_and_is_asked_for_anew(web: Any) -> None:
    answer = web.get("/worker.js")
    assert answer.headers["cache-control"] == "public, no-cache"
    assert re.match(r'const VERSION = "[0-9a-f]{12}";\n', answer.text)
    assert answer.text.count("const VERSION") == 1


def test_no_file_of_the_paged_reader_takes_the_place_of_one_of_ours(tmp_path: Path) -> None:
    """foliate-js has a progress.js too."""
    assets = Assets(tmp_path)
    for path in sorted(STATIC.glob("*.js")):
        digest, name = assets.url(path.name).split("/")[-2:]
        found = assets.get(digest, name)
        assert found is not None
        assert found.body == path.read_bytes()
