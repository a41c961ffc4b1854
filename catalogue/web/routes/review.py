"""Looking a built book over: its text block by block, remarks between the blocks, returns with reasons, answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import NotFoundError, Refusal
from catalogue.exchange.books import chapters
from catalogue.exchange.books.cleaning import identity
from catalogue.exchange.books.package import Package
from catalogue.models.titles import Edition
from catalogue.services import review, submissions, titles
from catalogue.services.permissions import Actor, may_edit, may_give_back, may_see, must
from catalogue.services.review import Said
from catalogue.web import uploads
from catalogue.web.access import Here, Publisher, Reading, SignedIn
from catalogue.web.forms import Form
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.routes.builds import open_build
from catalogue.web.routes.desk import again
from catalogue.web.routes.preview import opened
from catalogue.web.site import Site
from pipeline.i18n import N_

router = APIRouter(prefix="/publisher", include_in_schema=False)
NO_PLACE = N_("This place is not in the book any more. Load the page again.")


@router.get("/builds/{build_id}/review")
def begin(request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str) -> Response:
    """To the first chapter of the contents."""
    _, package = opened(session, site, actor, build_id)
    listed = next((line.section for line in package.contents), package.sections[0].name)
    return redirect(request, f"/publisher/builds/{build_id}/review/{listed}")


@router.get("/builds/{build_id}/review/{name}")
def read(
    request: Request, session: Reading, site: Here, actor: SignedIn, build_id: str, name: str,
    part: Annotated[int, Query(ge=1)] = 1, block: Annotated[int, Query(ge=0)] = 0, at: str = "",
) -> Response:  # fmt: skip
    """A chapter with what was said about it; ``block`` is the one that somebody wants to speak of."""
    edition, package = opened(session, site, actor, build_id)
    return _chapter(request, session, site, edition, package, build_id, name, Form(speech_of(request)), part, block, at)


def _chapter(
    request: Request, session: Session, site: Site, edition: Edition, package: Package, build_id: str, name: str,
    form: Form, part: int, block: int, at: str = "",
) -> Response:  # fmt: skip
    place = package.section(name)
    if place is None:
        raise NotFoundError(name)
    base = f"/publisher/builds/{build_id}/review"
    language, parts = chapters.blocks(package, place[1], base)
    if at:
        mark = f'id="{identity(at)}"'
        part = next((n for n, held in enumerate(parts, 1) if any(mark in one.html for one in held)), 1)
        return RedirectResponse(f"{speech_of(request).href(f'{base}/{name}')}?part={part}#{identity(at)}", 303)
    if part > len(parts):
        raise NotFoundError(name)
    said, elsewhere = _by_block(session, site, edition, build_id, name, parts)
    [card] = titles.cards(session, [edition.id])
    number = place[0]
    turn = _turn(package, base, number, part, len(parts))
    return render(
        request, "review.html", status=form.status, form=form, book=card, build_id=build_id, section=place[1],
        sections=[(one.name, one.title) for one in package.sections], language=language, direction=package.direction,
        blocks=[(one.number, Markup(one.html), one.text) for one in parts[part - 1]],  # noqa: S704 - allow-listed
        said=said, elsewhere=elsewhere, part=part, parts=len(parts), block=block, before=turn[0], after=turn[1],
        open_count=review.open_remarks(session, [edition.id])[edition.id],
        here=f"{base}/{name}" + (f"?part={part}" if part > 1 else ""),
    )  # fmt: skip


def _turn(package: Package, base: str, number: int, part: int, parts: int) -> tuple[Any, Any]:
    """Address and name of what comes before and after."""
    order = package.sections
    before = after = None
    if part > 1:
        before = (f"{base}/{order[number].name}?part={part - 1}", order[number].title)
    elif number:
        before = (f"{base}/{order[number - 1].name}", order[number - 1].title)
    if part < parts:
        after = (f"{base}/{order[number].name}?part={part + 1}", order[number].title)
    elif number + 1 < len(order):
        after = (f"{base}/{order[number + 1].name}", order[number + 1].title)
    return before, after


def _by_block(
    session: Session, site: Site, edition: Edition, build_id: str, name: str,
    parts: list[list[chapters.Block]],
) -> tuple[dict[int, list[Said]], list[Said]]:  # fmt: skip
    """The remarks of a chapter by block, those of earlier builds where their words stand now; and those of no place."""
    found: defaultdict[int, list[Said]] = defaultdict(list)
    lost = []
    epub = next((made.sha256 for made, _ in submissions.files_of(session, build_id) if made.role == "epub"), "")
    for one in review.remarks(session, edition.id):
        if one.remark.build_id == build_id:
            if one.remark.section == name:
                found[one.remark.block].append(one)
            continue
        number = next((b.number for held in parts for b in held if one.remark.quote and one.remark.quote in b.text), 0)
        if number:
            found[number].append(one)
        elif one.remark.settled_at is None and not _stands(site, epub, one.remark.quote):
            lost.append(one)
    return found, lost


def _stands(site: Site, epub: str, quote: str) -> bool:
    """Whether the words of a remark are anywhere in the book as it is now."""
    return any(quote in paragraph.text for section in site.books.texts(epub) for paragraph in section)


@router.post("/builds/{build_id}/review/{name}")
async def say(request: Request, site: Here, actor: SignedIn, build_id: str, name: str) -> Response:
    """Keep a remark at a block."""
    form, typed = Form(speech_of(request)), await uploads.typed(request)
    form.take(typed, "block", "part")
    form.take(typed, "remark", lines=True)
    return await run_in_threadpool(_say, request, site, actor, build_id, name, form)


def _say(request: Request, site: Site, actor: Actor, build_id: str, name: str, form: Form) -> Response:
    block, part = form.whole("block", least=1), form.whole("part", least=1)
    with session_scope(site.engine) as session:
        build, _ = open_build(session, actor, build_id)
        edition, package = opened(session, site, actor, build_id)
        place = package.section(name)
        if place is None:
            raise NotFoundError(name)
        _, parts = chapters.blocks(package, place[1], "")
        quote = next((one.text for held in parts for one in held if one.number == block), None)
        if quote is None:
            form.wrong("remark", NO_PLACE)
        try:
            if not form.errors:
                review.remark(session, build, edition, name, block, quote or "", form.values["remark"], actor=actor.id)
        except Refusal as refusal:
            form.refused(refusal)
        if form.errors:
            return _chapter(request, session, site, edition, package, build_id, name, form, part or 1, block)
    query = f"?part={part}" if part > 1 else ""
    return redirect(request, f"/publisher/builds/{build_id}/review/{name}{query}#block-{block}")


@router.post("/titles/{edition_id}/remarks/{remark_id}")
async def settle(request: Request, site: Here, actor: SignedIn, edition_id: str, remark_id: str) -> Response:
    """Mark a remark as done with and say what was done, or open it again."""
    form, typed = Form(speech_of(request)), await uploads.typed(request)
    form.take(typed, "answer", "back")
    await run_in_threadpool(_settle, site, actor, edition_id, remark_id, form.values["answer"])
    back = form.values["back"]
    ours = back.startswith("/publisher/builds/") and ".." not in back and "\\" not in back
    return redirect(request, back if ours else f"/publisher/titles/{edition_id}#remarks")


def _settle(site: Site, actor: Actor, edition_id: str, remark_id: str, answer: str) -> None:
    with session_scope(site.engine) as session:
        edition = titles.get(session, edition_id)
        must(may_see(actor, edition))
        review.settle(session, edition, remark_id, answer, actor=actor.id)


@router.post("/titles/{edition_id}/return")
async def give_back(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Give a title back to those who make it, with the reason."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "back", lines=True)
    return await run_in_threadpool(_give_back, request, site, actor, edition_id, form)


def _give_back(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    def work(session: Session, edition: Edition) -> None:
        must(may_see(actor, edition) and may_give_back(actor, edition))
        review.give_back(session, edition, form.values["back"], actor=actor.id)

    return _done(request, site, actor, edition_id, form, "given-back", work)


def _done(
    request: Request, site: Site, actor: Actor, edition_id: str, form: Form, done: str,
    work: Callable[[Session, Edition], None],
) -> Response:  # fmt: skip
    """Do something with a title and say so on its page; a refusal stands there beside what was typed."""
    try:
        with session_scope(site.engine) as session:
            work(session, titles.get(session, edition_id))
    except Refusal as refusal:
        form.refused(refusal)
        return again(request, site, actor, edition_id, form)
    return redirect(request, f"/publisher/titles/{edition_id}?done={done}#release")


@router.post("/titles/{edition_id}/answer")
async def answer(request: Request, site: Here, actor: Publisher, edition_id: str) -> Response:
    """Say that a title that was given back is corrected."""
    form = Form(speech_of(request))
    form.take(await uploads.typed(request), "answer", lines=True)
    return await run_in_threadpool(_answer, request, site, actor, edition_id, form)


def _answer(request: Request, site: Site, actor: Actor, edition_id: str, form: Form) -> Response:
    def work(session: Session, edition: Edition) -> None:
        must(may_edit(actor, edition))
        review.answer(session, edition, form.values["answer"], actor=actor.id)

    return _done(request, site, actor, edition_id, form, "answered", work)
