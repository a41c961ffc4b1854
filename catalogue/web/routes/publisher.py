"""The publisher's desk: one's titles, a new manuscript, a finished book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from catalogue.db import reading, session_scope
from catalogue.exchange import lists
from catalogue.jobs import builds
from catalogue.models.builds import Purpose
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierKind, Edition
from catalogue.services import (
    accounts,
    desk_states,
    ledger,
    likeness,
    programme,
    registration,
    shares,
    titles,
    works,
)
from catalogue.services.permissions import Actor, may_edit, must
from catalogue.web import present, uploads
from catalogue.web.access import Here, Publisher, Reading
from catalogue.web.forms import LANGUAGES, MANUSCRIPT_SUFFIXES, TAG, Form, clean, edition_record
from catalogue.web.i18n import Speech
from catalogue.web.listing import Kind, sent_as
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_, NN_
from pipeline.intake.gate import MAX_BYTES
from pipeline.metadata import BookPart, EditionRecord, IsbnPart
from pipeline.text import slug

router = APIRouter(prefix="/publisher", include_in_schema=False)
ACCEPT = ",".join(MANUSCRIPT_SUFFIXES)
NEEDS_SOMETHING = N_("Add a finished file, or for a printed book a paper with its date.")
ONE_TITLE = N_("Several files become several books; leave the title empty, each manuscript says its own.")
STEPS: Mapping[str, Purpose] = {"look": Purpose.VERDICT, "build": Purpose.BOOK}
"""What the buttons ask for; a form without one is built at once, as it always was."""
NO_HOUSE = N_("Please choose a publishing house.")

STANDINGS: Mapping[desk_states.State, tuple[str, str, str]] = {
    "returned": (N_("given back to you"), "bad", N_("See what to correct")),
    "correction": (N_("needs correction"), "bad", N_("See what to correct")),
    "verdict": (N_("read, waits for your word"), "warn", N_("Read the verdict")),
    "working": (N_("being built"), "warn", N_("Watch the build")),
    "release": (N_("built, not released"), "warn", N_("Go on to the release")),
    "readers": (N_("with readers, not recognised yet"), "good", N_("Open")),
    "recognised": (N_("recognised"), "good", N_("Open")),
    "paper": (N_("released on paper"), "good", N_("Open")),
    "entered": (N_("entered, no manuscript yet"), "", N_("Upload the manuscript")),
}
"""How a state is called, its colour, and the next step."""
TURNS: Mapping[str, str] = {
    "working": N_("our machines"), "release": N_("the director"), "readers": N_("the programme's officer"),
    "paper": N_("the programme's officer"), "recognised": "",
}  # fmt: skip
"""Whose turn it is where it is not that of the house's people."""


@router.get("")
def desk(
    request: Request, session: Reading, actor: Publisher, page: Annotated[int, Query(ge=1)] = 1,
    state: desk_states.State | Literal[""] = "", q: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """One's titles by the newest, each with its state, whose turn it is and the next step."""
    speech, words = speech_of(request), clean(q)
    found = desk_states.of(session, actor, words)
    wanted = [one for one in found if one.state == state] if state else found
    pages = max(1, -(-len(wanted) // titles.PER_PAGE))
    shown = wanted[(page - 1) * titles.PER_PAGE : page * titles.PER_PAGE]

    def address(**changed: Any) -> str:
        said = {name: value for name, value in {"q": words, "state": state, **changed}.items() if value}
        return f"/publisher?{urlencode(said)}" if said else "/publisher"

    return render(
        request, "publisher.html", rows=_rows(speech, session, shown), page=page, query=words, state=state,
        total=len(found),
        states=[
            (one, speech.say(STANDINGS[one][0]), count, address(state=one)) for one, count in desk_states.counts(found)
        ],
        all_of=address(state=""), shares=[_share(speech, one) for one in shares.of(session, actor.houses)],
        pages=pages, page_address=lambda number: address(page=number if number > 1 else ""),
    )  # fmt: skip


@router.get("/titles.{kind}")
def take_away(
    request: Request, session: Reading, actor: Publisher, kind: Kind
) -> Response:  # fmt: skip
    """Everything that the catalogue holds of one's titles, as a list to keep."""
    speech, seen = speech_of(request), programme.view(session)
    ids = titles.in_order(session, [one.edition_id for one in desk_states.of(session, actor)])
    decisions = ledger.of(session, seen, ids)
    cards = [card for at in range(0, len(ids), 500) for card in titles.cards(session, ids[at : at + 500])]
    rows = [lists.row(speech, card, decisions[card.id]) for card in cards]
    heading = speech.say(N_("My titles"))
    listed = lists.Listed(heading, seen.as_of, "now", seen.plan.rules.version, rows)
    return sent_as(listed, speech, kind, f"{slug(heading)}-{seen.as_of.isoformat()}")


def _share(speech: Speech, one: shares.Share) -> str:
    """How far a house is with its share of the plan."""
    text = NN_(
        "{house}: {released} of {allotted} allotted title released; on plan.",
        "{house}: {released} of {allotted} allotted titles released; on plan.",
        "allotted",
    )
    if one.ahead:
        text = NN_(
            "{house}: {released} of {allotted} allotted title released; {count} ahead of the plan.",
            "{house}: {released} of {allotted} allotted titles released; {count} ahead of the plan.",
            "allotted",
        )
    if one.ahead < 0:
        text = NN_(
            "{house}: {released} of {allotted} allotted title released; {count} behind the plan.",
            "{house}: {released} of {allotted} allotted titles released; {count} behind the plan.",
            "allotted",
        )
    return speech.say(
        text, house=one.house, released=one.released, allotted=one.allotted, count=abs(one.ahead),
    )  # fmt: skip


def _rows(speech: Speech, session: Session, found: Sequence[desk_states.Standing]) -> list[dict[str, Any]]:
    cards = {card.id: card for card in titles.cards(session, [one.edition_id for one in found])}
    return [_row(speech, cards[one.edition_id], one) for one in found if one.edition_id in cards]


def _row(speech: Speech, card: titles.Card, one: desk_states.Standing) -> dict[str, Any]:
    state, tone, step = STANDINGS[one.state]
    place = {"returned": "#release", "release": "#release", "entered": "#round"}.get(one.state, "")
    address = f"/publisher/titles/{card.id}{place}"
    if one.state in ("correction", "verdict", "working"):
        address = f"/publisher/builds/{one.build_id}"
    turn = TURNS.get(one.state, "")
    return {
        "id": card.id, "title": card.title, "language": card.language, "publisher": card.publisher,
        "state": speech.say(state), "tone": tone, "since": one.since, "action": speech.say(step), "address": address,
        "turn": speech.say(turn) if turn else "" if one.state == "recognised" else one.sender or card.publisher,
    }  # fmt: skip


# ---------------------------------------------------------------- a new manuscript


@router.get("/upload")
def upload_form(
    request: Request, session: Reading, actor: Publisher, of: str = "", like: str = ""
) -> Response:  # fmt: skip
    """The form for a manuscript and its record.

    ``of`` names the title that it is a translation of, ``like`` one whose people and imprint it shares.
    """
    form = Form(speech_of(request), _blank() | _as_in(session, actor, like))
    original = _original(session, actor, of) if of else None
    if original:
        book = titles.record_of(original).book
        form.values |= {"of": of, "original_language": original.language, "original_title": book.title or ""}
    return upload_page(
        request, accounts.houses(session, actor), form, original=original, last=last_of(session, actor)
    )  # fmt: skip


REPEATED = (
    "language", "series", "ddc", "subjects", "director", "editor_in_chief", "editor", "designer", "technical_editor",
    "proofreader", "partner", "partner_address", "publisher_address",
)  # fmt: skip
"""What a house's next title often has in common with its last."""


def _as_in(session: Session, actor: Actor, key: str) -> dict[str, str]:
    """What a new title takes over from another of the house. Raises NotFoundError."""
    if not key:
        return {}
    edition = titles.get(session, key)
    must(may_edit(actor, edition))
    given = present.typed(titles.record_of(edition))
    return {name: given[name] for name in REPEATED if given[name]}


def last_of(session: Session, actor: Actor) -> titles.Card | None:
    """The title that somebody's house entered last."""
    ids, _ = titles.of_house(session, actor)
    return next(iter(titles.cards(session, ids[:1])), None) if not actor.administrator else None


@router.get("/twins")
def twins(
    request: Request, session: Reading, actor: Publisher, title: Annotated[str, Query(max_length=300)] = "",
    language: Annotated[str, Query(max_length=35)] = "", isbn: Annotated[str, Query(max_length=30)] = "",
) -> Response:  # fmt: skip
    """What a title looks like while it is typed, for the form's script; the form itself asks again."""
    form = Form(speech_of(request), {"isbn": clean(isbn)})
    number, name = form.isbn("isbn"), clean(title)
    record = EditionRecord(
        book=BookPart(title=name or None, language=language if TAG.match(language) else None),
        isbn=IsbnPart(epub=number),
    )  # fmt: skip
    return JSONResponse({"schema": 1, "like": _alike(form.speech, likeness.found(session, actor, record))})


def _alike(speech: Speech, found: Sequence[likeness.Likeness]) -> list[dict[str, str]]:
    return [
        {"said": speech.say(one.message, **one.params),
         "address": speech.href(f"/publisher/titles/{one.edition_id}") if one.edition_id else ""}
        for one in found
    ]  # fmt: skip


def _original(session: Session, actor: Actor, key: str) -> Edition:
    """The title that is translated. Raises NotFoundError."""
    edition = titles.get(session, key)
    must(works.may_join(session, actor, edition))
    return edition


def upload_page(
    request: Request, houses: Sequence[Organisation], form: Form, *, template: str = "upload.html", lost: bool = False,
    original: Edition | None = None, alike: Sequence[dict[str, str]] = (), last: titles.Card | None = None,
    row: Mapping[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The form for a manuscript, or by another ``template`` for a finished book; ``row`` of a sheet filled it."""
    speech = speech_of(request)
    of = (titles.record_of(original).book.title or "", original.language) if original else ()
    return render(
        request, template, status=409 if alike else form.status, form=form, accept=ACCEPT, alike=alike, last=last,
        limit=speech.limit(MAX_BYTES), most_bytes=MAX_BYTES, of=of,
        houses=[(house.id, house.name) for house in houses], file_lost=lost, row=row,
        papers=[(kind.value, speech.say(text)) for kind, text in present.PAPERS.items()],
        **record_choices(speech, form.values.get("language", ""), form.values.get("original_language", "")),
    )  # fmt: skip


def record_choices(speech: Speech, *others: str) -> dict[str, Any]:
    """What the record's fields offer; ``others`` are languages that they hold already."""
    held = dict.fromkeys([*LANGUAGES, *(tag for tag in others if TAG.match(tag))])
    return {
        "languages": [(tag, speech.language_name(tag)) for tag in held],
        "imprint": [(name, speech.say(text)) for name, text in present.IMPRINT.items()],
    }


def _blank() -> dict[str, str]:
    return {"language": ""}


@router.post("/upload", max_body_size=uploads.MAX_BODY)
async def upload(request: Request, site: Here, actor: Publisher) -> Response:
    """Take a manuscript in and start its build; what is wrong is said beside the field."""
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(uploads.once, _upload, request, site, actor, arrived)


def _upload(request: Request, site: Site, actor: Actor, arrived: uploads.Arrival) -> Response:
    form = Form(speech_of(request))
    form.take(arrived.typed, "step", "of", "sure")
    original = _translated(site, actor, form.values["of"])
    house, houses = chosen_house(site, actor, form, arrived.typed)
    sent = uploads.manuscripts(form, site, actor, arrived)
    needed = () if form.values["step"] in STEPS else ("title", "language")
    if original:
        needed = (*needed, "language")
    record = edition_record(form, arrived.typed, house.name if house else "", required=needed)
    if len(sent) > 1 and form.values["title"]:
        form.wrong("title", ONE_TITLE)
    if original and record and record.book.language == original.language:
        form.wrong("language", works.SAME_LANGUAGE)
    if form.errors or record is None or house is None:
        return upload_page(request, houses, form, lost=bool(arrived.files), original=original)
    if alike := _doubtful(site, actor, form, record, sent):
        return upload_page(request, houses, form, lost=bool(arrived.files), original=original, alike=alike)
    purpose = STEPS.get(form.values["step"], Purpose.BOOK)
    made = [
        builds.submit_new(
            site.engine, site.store, site.jobs, builds.Upload(one.path, one.name), record, house.id, actor=actor.id,
            purpose=purpose, original_id=original.id if original else "",
        )
        for one in sent
    ]  # fmt: skip
    uploads.used(site, actor, form)
    return redirect(request, f"/publisher/builds/{made[0][1]}" if len(made) == 1 else "/publisher")


def _doubtful(
    site: Site, actor: Actor, form: Form, record: EditionRecord, files: Sequence[uploads.Arrived]
) -> list[dict[str, str]]:  # fmt: skip
    """What the new title looks like, unless whoever sends it has said that it is another."""
    if form.values.get("sure") == "yes":
        return []
    with Session(reading(site.engine)) as session:
        return _alike(form.speech, likeness.found(session, actor, record, [one.sha256() for one in files]))


def _translated(site: Site, actor: Actor, key: str) -> Edition | None:
    if not key:
        return None
    with Session(reading(site.engine)) as session:
        edition = _original(session, actor, key)
        session.expunge_all()
    return edition


def chosen_house(
    site: Site, actor: Actor, form: Form, typed: Mapping[str, str]
) -> tuple[Organisation | None, Sequence[Organisation]]:
    """The house of a form among those that somebody may act for."""
    form.take(typed, "house")
    with Session(reading(site.engine)) as session:
        houses = accounts.houses(session, actor)
        session.expunge_all()
    found = next((house for house in houses if house.id == form.values["house"]), None)
    if found is None:
        form.wrong("house", NO_HOUSE)
    return found, houses


# ---------------------------------------------------------------- a finished book


@router.get("/register")
def register_form(request: Request, session: Reading, actor: Publisher, like: str = "") -> Response:
    """The form for a book that was made elsewhere."""
    form = Form(speech_of(request), _blank() | _as_in(session, actor, like))
    return upload_page(
        request, accounts.houses(session, actor), form, template="register.html", last=last_of(session, actor)
    )  # fmt: skip


@router.post("/register", max_body_size=uploads.MAX_BODY)
async def register(request: Request, site: Here, actor: Publisher) -> Response:
    """Enter a finished file, which is checked and not rebuilt, or a printed book with its paper."""
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(uploads.once, _register, request, site, actor, arrived)


def _register(request: Request, site: Site, actor: Actor, arrived: uploads.Arrival) -> Response:
    form = Form(speech_of(request))
    house, houses = chosen_house(site, actor, form, arrived.typed)
    record = edition_record(form, arrived.typed, house.name if house else "")
    form.take(arrived.typed, "sure")
    finished = uploads.finished(form, arrived.files)
    paper = Paper.read(form, arrived, "evidence", needed="finished" not in arrived.files)
    if not arrived.files.get("finished") and paper is None and not form.errors:
        form.wrong("finished", NEEDS_SOMETHING)
    if form.errors or record is None or house is None:
        return upload_page(request, houses, form, template="register.html", lost=bool(arrived.files))
    if alike := _doubtful(site, actor, form, record, [finished] if finished else []):
        lost = bool(arrived.files)
        return upload_page(request, houses, form, template="register.html", lost=lost, alike=alike)
    address = _enter(site, actor, record, house, finished, paper)
    return redirect(request, address)


def _enter(
    site: Site, actor: Actor, record: EditionRecord, house: Organisation, finished: uploads.Arrived | None,
    paper: Paper | None,
) -> str:  # fmt: skip
    if finished:
        edition_id, build_id = builds.submit_new(
            site.engine, site.store, site.jobs, builds.Upload(finished.path, finished.name), record, house.id,
            actor=actor.id,
        )  # fmt: skip
        address = f"/publisher/builds/{build_id}"
    else:
        with session_scope(site.engine) as session:
            edition_id = registration.register(session, record, house, actor=actor.id).id
        address = f"/publisher/titles/{edition_id}"
    if paper:
        paper.keep(site, edition_id, actor)
    return address


class Paper:
    """A paper of a dossier as a form gives it."""

    def __init__(self, form: Form, scan: tuple[uploads.Arrived, str] | None) -> None:
        self.kind = DossierKind(form.values["kind"])
        self.number = form.values["number"]
        self.on = form.day("on")
        self.electronic = form.values["electronic"] == "yes"
        self.scan = scan

    @classmethod
    def read(cls, form: Form, arrived: uploads.Arrival, scan: str, *, needed: bool) -> Paper | None:
        """The paper of a form; None when there is none, or when something is wrong and the form says what."""
        form.take(arrived.typed, "kind", "number", "on", "electronic")
        form.limit(120, "number")
        given = bool(form.values["on"] or form.values["number"] or scan in arrived.files)
        if not given and not needed:
            return None
        form.require("on")
        if form.values["kind"] not in set(DossierKind):
            form.wrong("kind", N_("Please choose a kind of paper."))
        found = uploads.scan(form, arrived.files, scan)
        form.day("on")
        return None if form.errors else cls(form, found)

    def keep(self, site: Site, edition_id: str, actor: Actor) -> None:
        """Enter it into the title's dossier, the scan into the store."""
        assert self.on is not None
        stored = site.store.put(self.scan[0].path) if self.scan else None
        with session_scope(site.engine) as session:
            registration.add_paper(
                session, titles.get(session, edition_id), self.kind, self.number, self.on, electronic=self.electronic,
                scan=stored, media_type=self.scan[1] if self.scan else "", actor=actor.id,
            )  # fmt: skip
