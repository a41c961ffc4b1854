"""The rounds of a manuscript: what changed from one to the next, and how to go back to one."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import reading
from catalogue.jobs import builds
from catalogue.models.builds import Manuscript
from catalogue.rules import comparison
from catalogue.services import submissions, titles
from catalogue.services.permissions import may_edit, may_see, must
from catalogue.web.access import Here, Publisher, Reading, SignedIn
from catalogue.web.pages import redirect, render, speech_of
from catalogue.web.site import Site

router = APIRouter(prefix="/publisher/titles", include_in_schema=False)
MOST_SHOWN = 300
"""Changed paragraphs on a page."""


@router.get("/{edition_id}/rounds/{older}/{newer}")
def compare(
    request: Request, session: Reading, site: Here, actor: SignedIn, edition_id: str, older: int, newer: int
) -> Response:
    """What changed between two rounds, in words and in structure."""
    edition = titles.get(session, edition_id)
    must(may_see(actor, edition))
    pair = [submissions.round_of(session, edition_id, number) for number in (older, newer)]
    texts = [_text(session, site, manuscript) for manuscript in pair]
    found = comparison.compare(texts[0], texts[1]) if texts[0] and texts[1] else None
    [card] = titles.cards(session, [edition.id])
    speech = speech_of(request)
    return render(
        request, "rounds.html", book=card, older=pair[0], newer=pair[1], found=found,
        changes=_by_chapter(found.changes[:MOST_SHOWN]) if found else [],
        more=speech.number(max(0, len(found.changes) - MOST_SHOWN)) if found else "0",
        everything=[m.round for m in submissions.rounds(session, edition_id)], may_edit=may_edit(actor, edition),
    )  # fmt: skip


def _text(session: Session, site: Site, manuscript: Manuscript) -> list[comparison.Chapter]:
    digest = submissions.text_of(session, manuscript)
    if not digest:
        return []
    kept: list[Any] = json.loads(b"".join(site.store.read(digest)))
    return [(str(title), [str(line) for line in lines]) for title, lines in kept]


def _by_chapter(changes: list[comparison.Change]) -> list[tuple[str, list[comparison.Pieces]]]:
    """Changes under the chapters they stand in, in order."""
    found: list[tuple[str, list[comparison.Pieces]]] = []
    for change in changes:
        if not found or found[-1][0] != change.chapter:
            found.append((change.chapter, []))
        found[-1][1].append(change.pieces)
    return found


@router.post("/{edition_id}/rounds/{number}/return")
def bring_back(request: Request, site: Here, actor: Publisher, edition_id: str, number: int) -> Response:
    """Make an earlier round the newest one; those between stay where they are."""
    with Session(reading(site.engine)) as session:
        must(may_edit(actor, titles.get(session, edition_id)))
    build_id = builds.bring_back(site.engine, site.store, site.jobs, edition_id, number, actor=actor.id)
    return redirect(request, f"/publisher/builds/{build_id}")
