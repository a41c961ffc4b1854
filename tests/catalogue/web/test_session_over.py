"""A session that ends while somebody types: what was typed comes back, and is kept once they have signed in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import html as markup
from support import PASSWORD, People


def test_what_was_typed_is_sent_again_after_signing_in_elsewhere(
    signed_in: Callable[[str], Any], staff: People
) -> None:
    member = signed_in("member")
    member.client.cookies.clear()
    typed = {"house": staff.house, "title": "Quyền “được” <học>", "language": "vi", "kind": "licence", "number": "7",
             "on": "2026-01-05", "description": "Dòng một\nDòng hai", "authors": "Lê Thị Hoa"}  # fmt: skip
    page = member.post("/en/publisher/register", files={name: (None, value) for name, value in typed.items()})
    assert page.status_code == 401
    assert page.headers["cache-control"] == "no-store"
    form = markup.fromstring(page.text).xpath("//form[.//input[@name='title']]")[0]
    kept = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert kept == typed
    member.post("/login", data={"login": "member@example.org", "password": PASSWORD})
    done = member.post(form.get("action"), files={name: (None, value) for name, value in kept.items()})
    assert done.status_code == 303
    assert "Quyền “được” &lt;học&gt;" in member.get(done.headers["location"]).text


def test_no_secret_and_nothing_large_comes_back(web: Any) -> None:
    page = web.post("/en/account/password", data={"current": "geheim-1", "fresh": "geheim-2"})
    assert (page.status_code, "geheim" in page.text) == (401, False)
    large = web.post("/en/publisher/register", data={"title": "x" * (1 << 20)})
    assert (large.status_code, "xxxx" in large.text) == (401, False)
    assert web.post("/en/publisher/register", content=b"\x00").status_code == 401
