"""Versions of the rules side by side, with the figures and the titles that move, and the form for the next version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.rules.counting.records import Rules
from catalogue.services import programme, rulesets
from catalogue.services.naming import CHOICES, RULES, rule_value
from catalogue.services.permissions import must
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.changes import carried_out
from catalogue.web.forms import Form
from catalogue.web.i18n import Speech
from catalogue.web.narrowing import Moment
from catalogue.web.pages import render, speech_of
from catalogue.web.routes.reports import moved
from catalogue.web.site import Site

router = APIRouter(prefix="/editor/rules", include_in_schema=False)
TAGS = ("national", "minority")
WORDS = {"yes": True, "no": False}
"""What a form sends for a rule that is true or false."""


@router.get("")
def rules(
    request: Request, session: Reading, _: Editor, old: Annotated[int, Query(ge=1)] = 0,
    new: Annotated[int, Query(ge=1)] = 0, as_of: date | None = None,
) -> Response:  # fmt: skip
    """Two versions of the rules side by side, with the titles that move between them."""
    return _page(request, session, Form(speech_of(request)), old, new, as_of)


def _page(
    request: Request, session: Session, form: Form, old: int = 0, new: int = 0, as_of: date | None = None
) -> Response:
    speech, sets = speech_of(request), rulesets.versions(session)
    by_version = {one.version: programme.rules_of(one) for one in sets}
    numbers = list(by_version)
    old, new = old or numbers[max(0, len(numbers) - 2)], new or numbers[-1]
    if old not in by_version or new not in by_version:
        raise NotFoundError
    day = as_of or programme.today(by_version[numbers[-1]])
    before, after = (Moment(as_of=day, rules=version) for version in (old, new))
    form.values = {**_present(by_version[numbers[-1]]), "valid_from": day.isoformat(), **form.values}
    return render(
        request, "rules.html", status=form.status, form=form, sets=sets, old=old, new=new, day=day,
        said=_said(speech, by_version[old], by_version[new]), in_force=programme.plan(session).rules.version,
        moved=moved(speech, session, rulesets.compare(session, old, new, day)), before=before, after=after,
        choices=[(name, speech.say(RULES[name]), _options(speech, name)) for name in RULES if name in CHOICES],
        tags=[(name, speech.say(RULES[name])) for name in TAGS],
    )  # fmt: skip


def _said(speech: Speech, old: Rules, new: Rules) -> list[tuple[str, str, str]]:
    """Each rule in words by both versions."""
    return [
        (speech.say(text), rule_value(speech, name, getattr(old, name)), rule_value(speech, name, getattr(new, name)))
        for name, text in RULES.items()
    ]  # fmt: skip


def _options(speech: Speech, name: str) -> list[tuple[str, str]]:
    return [(_word(value), speech.say(text)) for value, text in CHOICES[name].items()]


def _word(value: Any) -> str:
    return next((word for word, meant in WORDS.items() if value is meant), str(value))


def _present(found: Rules) -> dict[str, str]:
    """What the form shows at first: the newest version."""
    said = {name: _word(getattr(found, name)) for name in CHOICES}
    return said | {name: " ".join(sorted(getattr(found, name))) for name in TAGS} | {"zone": found.zone}


@router.post("")
async def add(request: Request, site: Here, actor: Editor) -> Response:
    """Enter the next version; those before it stay as they are."""
    must(actor.administrator)
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "valid_from", *TAGS, *CHOICES)
    return await run_in_threadpool(_add, request, site, actor.id, form)


def _add(request: Request, site: Site, actor: str, form: Form) -> Response:
    form.require("valid_from", "national")
    day = form.day("valid_from")

    def work(session: Session) -> str:
        last = rulesets.versions(session)[-1]
        made = rulesets.add(session, {**last.rules, **_typed(form.values)}, day or date.min, actor=actor)
        return f"/editor/rules?old={last.version}&new={made.version}"

    return carried_out(request, site, form, work, lambda session: _page(request, session, form))


def _typed(values: Mapping[str, str]) -> dict[str, Any]:
    """The rules as a rule set keeps them."""
    words = {name: WORDS.get(values[name], values[name]) for name in CHOICES if values[name]}
    return words | {name: values[name].replace(",", " ").lower().split() for name in TAGS}
