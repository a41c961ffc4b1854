"""Titles in bulk on the website: send sheets in, see what each row would become, bring them in, take them out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.exchange import deliveries as papers
from catalogue.exchange import questions as asking
from catalogue.exchange import sheets, template
from catalogue.exchange.columns import HEADINGS
from catalogue.models.deliveries import Delivery
from catalogue.models.people import Organisation
from catalogue.models.titles import Batch
from catalogue.services import batches, deliveries, imports, programme, questions
from catalogue.services.naming import FIELD_NAMES
from catalogue.services.permissions import Actor
from catalogue.services.rows import Examination
from catalogue.storage import Stored
from catalogue.web import uploads
from catalogue.web.access import Editor, Here, Reading
from catalogue.web.downloads import attachment
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site
from pipeline.i18n import N_, NN_
from pipeline.text import slug

router = APIRouter(prefix="/editor/imports", include_in_schema=False)
PER_PAGE = 200
Shown = Literal["", "new", "duplicate", "error", "skipped", "noted"]
MOVED = N_("Since the sheets were looked at, something has changed in the catalogue. Look at the rows again.")
BROKEN = NN_(
    "{errors} row has errors. Correct it, or tick that the others come in without it.",
    "{errors} rows have errors. Correct them, or tick that the others come in without them.",
    "errors",
)
EMPTY = N_("There is no row that could come in.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("")
def overview(request: Request, session: Reading, _: Editor) -> Response:
    """What was sent in, and where to send more."""
    return _overview(request, session, Form(speech_of(request)))


def _overview(request: Request, session: Session, form: Form) -> Response:
    rows, lacking = deliveries.latest(session), questions.houses(session)
    return render(
        request, "imports.html", status=form.status, form=form, rows=rows, lacking=lacking, most_bytes=sheets.MAX_BYTES
    )


@router.get("/template.xlsx")
def empty(_: Editor) -> Response:
    """The workbook that houses fill in."""
    with tempfile.TemporaryDirectory() as folder:
        content = template.write(Path(folder) / "template.xlsx").read_bytes()
    return attachment(content, "danh-muc-dau-sach.xlsx", XLSX)


@router.get("/questions/{house_id}.xlsx")
def ask(session: Reading, _: Editor, house_id: str) -> Response:
    """What is to be asked of a house, as a workbook that can be sent in again."""
    house = session.get(Organisation, house_id)
    if house is None:
        raise NotFoundError(house_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.xlsx"
        content = asking.write(path, house.name, questions.asked(session, house_id)).read_bytes()
    return attachment(content, f"bo-sung-{slug(house.name)}.xlsx", XLSX)


@router.post("", max_body_size=uploads.MAX_BODY)
async def send(request: Request, site: Here, actor: Editor) -> Response:
    """Take sheets in and look at every row; nothing comes into the catalogue yet."""
    async with uploads.arrival(request) as arrived:
        return await run_in_threadpool(_send, request, site, actor, arrived)


def _send(request: Request, site: Site, actor: Actor, arrived: uploads.Arrival) -> Response:
    form, sent = Form(speech_of(request)), arrived.several.get("sheet", ())
    if not sent:
        form.wrong("sheet", uploads.NO_FILE)
    found = papers.read([(one.path, one.name) for one in sent])
    if len(found) == 1 and found[0].refusal:
        form.wrong("sheet", found[0].refusal.said(form.speech.say))
    if form.errors:
        with Session(site.engine) as session:
            return _overview(request, session, form)
    stored = [(one.name, site.store.put(one.path)) for one in sent]
    with session_scope(site.engine) as session:
        _, report, counts = _examined(site, session, found)
        made = deliveries.add(session, stored, report, counts, actor=actor.id)
        place = f"/editor/imports/{made.id}"
    return redirect(request, place)


def _examined(site: Site, session: Session, found: Sequence[papers.Read]) -> tuple[Examination, Stored, dict[str, int]]:
    """A dry run: what was found, with its report in the store."""
    plan = programme.plan(session)
    examined = imports.examine(
        session, papers.incoming(found), start=plan.programme.start, today=programme.today(plan.rules)
    )  # fmt: skip
    told = papers.report(found, examined)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        path.write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        return examined, site.store.put(path), told["counts"]


def _again(site: Site, delivery: Delivery, columns: dict[str, str]) -> list[papers.Read]:
    """The kept sheets, read once more."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            (site.store.fetch(file["sha256"], Path(folder) / str(number)), file["name"])
            for number, file in enumerate(delivery.files)
        ]
        return papers.read(paths, columns)


@router.get("/{delivery_id}")
def report(
    request: Request, session: Reading, site: Here, _: Editor, delivery_id: str, show: Shown = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> Response:  # fmt: skip
    """What every row would become, or became."""
    found = deliveries.get(session, delivery_id)
    return _report(request, session, site, found, Form(speech_of(request)), show, page)


def _report(
    request: Request, session: Session, site: Site, found: Delivery, form: Form, show: Shown = "", page: int = 1
) -> Response:
    speech, told = form.speech, _told(site, found)
    rows = [row for row in told["rows"] if _is_shown(row, show)]
    names = [(name, speech.say(FIELD_NAMES[name])) for name in HEADINGS]
    kinds = [
        (key, speech.say(word), sum(_is_shown(row, key) for row in told["rows"])) for key, word in
        [("", N_("all")), *papers.VERDICTS.items(), ("noted", N_("with remarks"))]
    ]  # fmt: skip
    return render(
        request, "import.html", status=form.status, form=form, delivery=found, batch=_batch(session, found),
        told=told, kinds=kinds, show=show, names=names, name_of=dict(names),
        rows=[papers.said_row(row, speech.say) for row in rows[(page - 1) * PER_PAGE : page * PER_PAGE]],
        verdicts={key: speech.say(word) for key, word in papers.VERDICTS.items()},
        page=page, pages=max(1, -(-len(rows) // PER_PAGE)),
        page_address=lambda number: f"/editor/imports/{found.id}?{urlencode({'show': show, 'page': number})}",
    )  # fmt: skip


def _batch(session: Session, found: Delivery) -> Batch | None:
    return session.get(Batch, found.batch_id) if found.batch_id else None


def _is_shown(row: dict[str, Any], show: str) -> bool:
    if show == "noted":
        return bool(row["notes"]) and row["verdict"] != "skipped"
    return not show or row["verdict"] == show


def _told(site: Site, found: Delivery) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(b"".join(site.store.read(found.report_sha256)))
    return told


@router.get("/{delivery_id}/report.csv")
def table(request: Request, session: Reading, site: Here, _: Editor, delivery_id: str) -> Response:
    """The report of every row, to work through in an office program."""
    told = papers.said(_told(site, deliveries.get(session, delivery_id)), speech_of(request).say)
    return attachment(papers.as_csv(told).encode("utf-8-sig"), f"import-{delivery_id}.csv", "text/csv")


@router.post("/{delivery_id}/columns")
async def columns(request: Request, site: Here, _: Editor, delivery_id: str) -> Response:
    """Say what columns are that say nothing to us, and look at every row again."""
    return await run_in_threadpool(_columns, request, site, delivery_id, await uploads.typed(request))


def _columns(request: Request, site: Site, delivery_id: str, typed: dict[str, str]) -> Response:
    with session_scope(site.engine) as session:
        found = deliveries.get(session, delivery_id, alone=True)
        deliveries.must_wait(found)
        unknown = _told(site, found)["unknown_columns"]
        given = {heading: typed.get(f"column-{place}", "") for place, heading in enumerate(unknown)}
        chosen = found.columns | {heading: name for heading, name in given.items() if name in HEADINGS}
        _, kept, counts = _examined(site, session, _again(site, found, chosen))
        deliveries.look_again(session, found, kept, counts, chosen)
    return redirect(request, f"/editor/imports/{delivery_id}")


@router.post("/{delivery_id}")
async def bring_in(request: Request, site: Here, actor: Editor, delivery_id: str) -> Response:
    """Bring the rows in that may come in, all of them or none."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "skip_broken")
    return await run_in_threadpool(_bring_in, request, site, actor, delivery_id, form)


def _bring_in(request: Request, site: Site, actor: Actor, delivery_id: str, form: Form) -> Response:
    with session_scope(site.engine) as session:
        found = deliveries.get(session, delivery_id, alone=True)
        deliveries.must_wait(found)
        read = _again(site, found, found.columns)
        examined, kept, counts = _examined(site, session, read)
        errors = counts["errors"]
        if kept.sha256 != found.report_sha256:
            deliveries.look_again(session, found, kept, counts, found.columns)
            form.wrong("skip_broken", MOVED)
        elif errors and not form.values["skip_broken"]:
            form.wrong("skip_broken", BROKEN, errors=form.speech.number(errors))
        elif not examined.wanted:
            form.wrong("skip_broken", EMPTY)
        else:
            plan = programme.plan(session)
            name = ", ".join(file["name"] for file in found.files)
            sha256 = found.files[0]["sha256"] if len(found.files) == 1 else found.report_sha256
            found.batch_id = imports.carry_out(
                session, examined, name=name, sha256=sha256, actor=actor.id, programme_id=plan.programme.id
            ).id  # fmt: skip
            session.add(found)
        if form.errors:
            session.flush()
            return _report(request, session, site, found, form)
    return redirect(request, f"/editor/imports/{delivery_id}")


@router.post("/{delivery_id}/undo")
def undo(request: Request, site: Here, actor: Editor, delivery_id: str) -> Response:
    """Take the titles of a delivery out again."""
    form = Form(speech_of(request))
    with session_scope(site.engine) as session:
        found = deliveries.get(session, delivery_id, alone=True)
        if found.batch_id is None:
            raise NotFoundError(delivery_id)
        try:
            batches.undo(session, batches.get(session, found.batch_id), actor=actor.id)
        except Refusal as refusal:
            form.wrong("undo", refusal.said(form.speech.say))
            return _report(request, session, site, found, form)
    return redirect(request, f"/editor/imports/{delivery_id}")
