"""Reading online: contents, chapters, pictures, search inside the book, and how the page should look.

A chapter is made on the server out of the released EPUB and works without JavaScript; a small script only
remembers the place, on the device. Nothing about who reads what is kept.
"""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.exchange import citations
from catalogue.exchange.books import chapters, finding, pages
from catalogue.exchange.books.package import Package, Section
from catalogue.rules import words
from catalogue.services import access, holdings
from catalogue.web.access import Here, Reading
from catalogue.web.comfort import SIZES, SPACINGS, THEMES, Comfort
from catalogue.web.downloads import disposition
from catalogue.web.forms import clean
from catalogue.web.pages import render, speech_of
from catalogue.web.released import Released, opened, taken
from catalogue.web.routes.exports import address
from catalogue.web.security import FILE_POLICY
from catalogue.web.site import Site
from pipeline.text import slug

router = APIRouter(include_in_schema=False)
MOST_HITS = 200
"""Places that the search inside a book shows."""


def page(
    request: Request, template: str, found: Released, package: Package, headers: dict[str, str] | None = None,
    **context: Any,
) -> Response:  # fmt: skip
    """A page of the reader, with what all of them have. What is for reading here only stays on no device."""
    cache = {} if found.keepable else {"Cache-Control": "no-store"}
    query = f"?{request.url.query}" if request.url.query else ""
    return render(
        request, template, headers={**cache, **(headers or {})}, title=found.card, keepable=found.keepable,
        book_language=package.language, direction=package.direction,
        base=f"{found.card.path}/read", comfort=Comfort.remembered(request), here=speech_of(request).path + query,
        pager=request.app.state.site.assets.pager, choices=(("size", SIZES), ("spacing", SPACINGS), ("theme", THEMES)),
        **context,
    )  # fmt: skip


@router.get("/titles/{key}/read")
def contents(request: Request, session: Reading, site: Here, key: str) -> Response:
    """Where reading begins: the contents, and the way back to where one was."""
    found, package = opened(session, site, key)
    listed = {line.section for line in package.contents}
    links = chapters.Links(speech_of(request).href(f"{found.card.path}/read"))
    lines = []
    for line in package.contents:
        place = package.section(line.section)
        anchor = f"#b-{quote(line.place)}" if line.place else ""
        at = links.at(place[1], line.place) if place else ""
        lines.append((line.level, line.label, f"{links.base}/{line.section}{at}{anchor}"))
    first = next((s.name for s in package.sections if s.name in listed), package.sections[0].name)
    before = [(s.title, f"{links.base}/{s.name}") for s in package.sections if s.name not in listed]
    return page(request, "reading/contents.html", found, package, lines=lines, first=first, extra=before)


@router.get("/titles/{key}/read/search")
def search(request: Request, session: Reading, site: Here, key: str, q: str = "") -> Response:
    """Places in the book that have the words, with or without marks."""
    found, package = opened(session, site, key)
    typed = clean(q).replace('"', " ").strip()[: words.LONGEST_QUERY]
    wanted = words.query(f'"{typed}"')
    total, places = finding.search(site.books.searchable(found.epub), wanted) if wanted.groups else (0, [])
    hits = [(place.section, _said(place.text, wanted), place.number) for place in places[:MOST_HITS]]
    return page(request, "reading/search.html", found, package, query=typed, hits=hits, total=total)


def _said(text: str, wanted: words.Query) -> tuple[tuple[str, bool], ...]:
    found = words.snippet(text, wanted)
    return found.pieces if found else ((text[:160], False),)


@router.post("/titles/{key}/read/settings")
async def settings(request: Request, site: Here, key: str) -> Response:
    """Remember on this device how the pages should look, and go back to the page."""
    form = await request.form()
    back = str(form.get("back", ""))
    here = f"/titles/{key}/read"
    target = (
        back
        if re.fullmatch(re.escape(f"/titles/{key}") + r"(/read(/[\w.-]+)?|/paged)(\?[^#\s\\]*)?", back)
        and ".." not in back
        else here
    )
    response = RedirectResponse(speech_of(request).href(target), 303)
    Comfort.of(form).remember(response, secure=site.secure)
    return response


@router.get("/titles/{key}/read/media/{name}")
def media(session: Reading, site: Here, key: str, name: str) -> Response:
    """A picture of the book, sandboxed: whatever it holds, it cannot act in our name."""
    _, package = opened(session, site, key)
    picture = package.picture(name)
    if picture is None:
        raise NotFoundError(name)
    headers = {"Content-Security-Policy": FILE_POLICY, "Cache-Control": "private, max-age=86400"}
    return Response(picture[0], headers=headers, media_type=picture[1])


@router.get("/titles/{key}/read/page/{label}")
def numbered(request: Request, session: Reading, site: Here, key: str, label: str) -> Response:
    """To a page by its number, the same in the PDF and in the EPUB."""
    found, package = opened(session, site, key)
    base = speech_of(request).href(f"{found.card.path}/read")
    for section in package.sections:
        for mark in site.books.marks(found.epub).get(section.name, ()):
            if mark.label == label and mark.filled:
                return RedirectResponse(f"{base}/{section.name}?at={quote(mark.place, safe='')}", 303)
    raise NotFoundError(label)


@router.get("/titles/{key}/read/{name}/pdf")
def pages_of(session: Reading, site: Here, key: str, name: str) -> Response:
    """The pages of a chapter out of the PDF, with the numbers they have there."""
    found, package = taken(session, site, key)
    access.must_download(session, found.edition.id, "pdf")
    place = package.section(name)
    span = pages.span(pages.marks(package, place[1])) if place else None
    if place is None or span is None or not found.pdf:
        raise NotFoundError(name)
    content = pages.cut(site.books.copy(found.pdf, ".pdf"), *span, f"{found.card.title}: {place[1].title}")
    if content is None:
        raise NotFoundError(name)
    called = f"{slug(found.card.title, longest=60)}-{slug(pages.said(span))}.pdf"
    headers = {
        "Content-Disposition": disposition(called), "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": "public, no-cache",
    }  # fmt: skip
    return Response(content, headers=headers, media_type="application/pdf")


@router.get("/titles/{key}/read/{name}")
def chapter(
    request: Request, session: Reading, site: Here, key: str, name: str, at: str = "", q: str = "",
    hit: Annotated[int, Query(ge=1)] = 1, part: Annotated[int, Query(ge=1)] = 1,
) -> Response:  # fmt: skip
    """A chapter, or the part of a long one that was asked for."""
    found, package = opened(session, site, key)
    place = package.section(name)
    if place is None:
        raise NotFoundError(name)
    number, section = place
    speech = speech_of(request)
    base = speech.href(f"{found.card.path}/read")
    wanted = words.query(clean(q))
    made = chapters.chapter(package, section, base, wanted)
    if wanted.groups and not made.hits:  # a phrase that runs through italics or a link: mark its words
        made = chapters.chapter(package, section, base, words.query(clean(q).replace('"', " ")))
    if at:
        return RedirectResponse(f"{base}/{name}?part={made.part_of(at)}#b-{quote(at)}", 303)
    if wanted.groups and "part" not in request.query_params:
        part = made.part_of_hit(hit)
    if part > len(made.parts):
        raise NotFoundError(name)
    order = [(s.name, s.title) for s in package.sections]
    body = Markup(made.parts[part - 1])  # noqa: S704 - it passed the allow-list
    return page(
        request, "reading/chapter.html", found, package, section=section, body=body, language=made.language,
        heading=made.heading or part > 1, part=part, parts=len(made.parts),
        query=clean(q).replace('"', ""), hits=made.hits,
        before=_before(order, number, part, base), after=_after(order, number, part, len(made.parts), base),
        share=_share(package, number, part, len(made.parts)), **_cited(request, session, site, found, package, section),
    )  # fmt: skip


def _cited(
    request: Request, session: Session, site: Site, found: Released, package: Package, section: Section
) -> dict[str, Any]:
    """The pages of a chapter, how to cite them, and its own small PDF where readers may take the PDF away."""
    span = pages.span(pages.marks(package, section))
    if span is None:
        return {"pages_said": "", "citation": "", "cut": False}
    [holding] = holdings.of(session, [found.edition.id])
    where = f"{address(request, site, holding)}/read/page/{quote(span[0], safe='')}"
    standing = access.of(session, found.edition.id)
    return {
        "pages_said": pages.said(span), "citation": citations.line(holding, where, pages.said(span)),
        "cut": bool(found.pdf) and standing["pdf"].downloadable and standing["epub"].downloadable,
    }  # fmt: skip


def _before(order: list[tuple[str, str]], number: int, part: int, base: str) -> tuple[str, str] | None:
    """Address and name of what comes before."""
    if part > 1:
        name, title = order[number]
        return (f"{base}/{name}" + (f"?part={part - 1}" if part > 2 else ""), title)
    return (f"{base}/{order[number - 1][0]}", order[number - 1][1]) if number else None


def _after(order: list[tuple[str, str]], number: int, part: int, parts: int, base: str) -> tuple[str, str] | None:
    if part < parts:
        name, title = order[number]
        return f"{base}/{name}?part={part + 1}", title
    return (f"{base}/{order[number + 1][0]}", order[number + 1][1]) if number + 1 < len(order) else None


def _share(package: Package, number: int, part: int, parts: int) -> float:
    """How much of the book lies before the end of this page; the last page is the whole."""
    sizes = [section.size for section in package.sections]
    return (sum(sizes[:number]) + sizes[number] * part / parts) / max(1, sum(sizes))
