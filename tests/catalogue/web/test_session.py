"""Signing in and out in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support import PASSWORD, People

from catalogue.web.security import LoginThrottle


def test_pages_of_the_desk_ask_strangers_to_sign_in_and_lead_back(web, staff: People) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    answer = web.get("/publisher/upload?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fpublisher%2Fupload%3Fx%3D1")
    entered = web.post(
        "/login", data={"login": "member@example.org", "password": PASSWORD, "next": "/publisher/upload"}
    )
    assert (entered.status_code, entered.headers["location"]) == (303, "/publisher/upload")
    assert web.get("/publisher/upload").status_code == 200


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"])
def test_nobody_is_led_to_another_website(web, staff: People, next_page: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    entered = web.post("/login", data={"login": "member@example.org", "password": PASSWORD, "next": next_page})
    assert entered.headers["location"] == "/publisher"


def test_a_wrong_password_is_said_in_the_readers_language_and_keeps_the_name(web, staff: People) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    answer = web.post("/login", data={"login": "member@example.org", "password": "sai"})
    assert answer.status_code == 422
    assert "Tên hoặc mật khẩu không đúng." in answer.text
    assert 'value="member@example.org"' in answer.text
    assert "Name or password is not right." in web.post("/en/login", data={"login": "x", "password": "y"}).text


def test_after_ten_wrong_passwords_one_has_to_wait(web, staff: People) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    data = {"login": "member@example.org", "password": "sai"}
    tries = LoginThrottle.rule.amount
    assert {web.post("/login", data=data).status_code for _ in range(tries)} == {422}
    answer = web.post("/login", data={**data, "password": PASSWORD})
    assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (429, True)


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(web, staff: People) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    cookie = web.post("/login", data={"login": "officer@example.org", "password": PASSWORD}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_signing_out_ends_the_session_on_the_server(signed_in: Callable, app) -> None:  # type: ignore[no-untyped-def,type-arg]  # noqa: ANN001
    visitor = signed_in("member")
    token = visitor.client.cookies["session"]
    assert visitor.get("/publisher").status_code == 200
    assert visitor.post("/logout").status_code == 303
    visitor.client.cookies.set("session", token)
    assert visitor.get("/publisher").status_code == 303


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(signed_in: Callable) -> None:  # type: ignore[type-arg]
    here, there = signed_in("member"), signed_in("member")
    wrong = here.post("/account/password", data={"current": "sai", "fresh": "một mật khẩu khác hẳn"})
    assert (wrong.status_code, "Mật khẩu hiện tại không đúng." in wrong.text) == (422, True)
    changed = here.post("/account/password", data={"current": PASSWORD, "fresh": "một mật khẩu khác hẳn"})
    assert changed.headers["location"] == "/account?done=password"
    assert "Đã đổi mật khẩu." in here.get("/account?done=password").text
    assert there.get("/account").status_code == 303


def test_everywhere_means_everywhere(signed_in: Callable) -> None:  # type: ignore[type-arg]
    here, there = signed_in("member"), signed_in("member")
    here.post("/account/logout-everywhere")
    assert (here.get("/account").status_code, there.get("/account").status_code) == (303, 303)


@pytest.mark.parametrize(
    ("name", "home", "closed"),
    [("member", "/publisher", "/editor"), ("officer", "/editor", "/publisher")],
)
def test_each_role_comes_to_its_own_desk_and_does_not_see_the_others(
    signed_in: Callable,
    visitors: Callable,
    staff: People,
    name: str,
    home: str,
    closed: str,  # type: ignore[type-arg]
) -> None:
    entered = visitors().post("/login", data={"login": f"{name}@example.org", "password": PASSWORD})
    assert entered.headers["location"] == home
    assert (signed_in(name).get(home).status_code, signed_in(name).get(closed).status_code) == (200, 404)


def test_a_sign_in_from_another_website_is_refused(web, staff: People) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    answer = web.post(
        "/login",
        data={"login": "member@example.org", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
