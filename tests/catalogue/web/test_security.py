"""What every answer carries, and which requests from elsewhere are refused."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from catalogue.web.security import LoginThrottle, same_origin

OWN = "https://books.test"


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": OWN}, False),
        ({"origin": OWN}, True),
        ({"origin": "https://evil.test"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://proxy.test", "host": "proxy.test"}, True),
        ({}, True),
    ],
)
def test_a_state_change_must_come_from_our_own_pages(headers: dict[str, str], allowed: bool) -> None:
    assert same_origin(Headers(headers), OWN) is allowed


def test_the_eleventh_wrong_password_within_five_minutes_waits() -> None:
    throttle = LoginThrottle()
    for _ in range(10):
        assert throttle.wait("An@nxb.test", "10.0.0.1") == 0
        throttle.wrong("an@nxb.test", "10.0.0.1")
    assert 0 < throttle.wait("AN@nxb.test", "10.0.0.1") <= 301
    assert throttle.wait("an@nxb.test", "10.0.0.2") == 0
    assert throttle.wait("binh@nxb.test", "10.0.0.1") == 0
    throttle.right("an@nxb.test", "10.0.0.1")
    assert throttle.wait("an@nxb.test", "10.0.0.1") == 0
