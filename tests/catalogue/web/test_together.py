"""Two people at one form."""

from __future__ import annotations

import json

import pytest

from catalogue.web import together
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech

OPENED = {"title": "Một", "subtitle": "", "description": "a\nb"}


def brought(
    mine: dict[str, str], now: dict[str, str], was: str = json.dumps(OPENED)
) -> tuple[dict[str, str], set[str]]:
    form = Form(Speech("en"))
    made = together.brought(form, {**OPENED, **mine, "was": was}, {**OPENED, **now})
    return {name: made[name] for name in OPENED}, set(form.errors)


@pytest.mark.parametrize(
    ("mine", "now", "made", "asked"),
    [
        ({}, {"subtitle": "Hai"}, {"subtitle": "Hai"}, set()),
        ({"title": "Của tôi"}, {"subtitle": "Hai"}, {"title": "Của tôi", "subtitle": "Hai"}, set()),
        ({"title": "Của tôi"}, {"title": "Của họ"}, {"title": "Của tôi"}, {"title"}),
        ({"title": "Như nhau"}, {"title": "Như nhau"}, {"title": "Như nhau"}, set()),
        ({"title": "Của tôi"}, {"title": ""}, {"title": "Của tôi"}, {"title"}),
        ({"description": "a\r\nb"}, {"description": "c"}, {"description": "c"}, set()),
    ],
)
def test_what_each_changed_is_kept_and_only_a_clash_is_asked_about(
    mine: dict[str, str], now: dict[str, str], made: dict[str, str], asked: set[str]
) -> None:
    assert brought(mine, now) == ({**OPENED, **made}, asked)


@pytest.mark.parametrize("was", ["", "{", "[1]", "null"])
def test_a_form_that_does_not_say_what_stood_in_it_is_taken_as_it_is(was: str) -> None:
    assert brought({"title": "Của tôi"}, {"title": "Của họ"}, was) == ({**OPENED, "title": "Của tôi"}, set())
