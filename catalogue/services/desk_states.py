"""Where each title of a house stands, since when, and whose turn it is: the list that nothing waits on unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlmodel import Session, col, func, select

from catalogue.models.builds import Build, BuildState, Manuscript, Purpose, Recognition, Release, ReleaseState
from catalogue.models.people import User
from catalogue.models.titles import DossierItem, DossierKind, Edition, TitleText
from catalogue.services import review
from catalogue.services.permissions import Actor
from pipeline.text import folded

State = Literal["returned", "correction", "verdict", "working", "release", "readers", "recognised", "paper", "entered"]
STATES: tuple[State, ...] = get_args(State)
OF_THE_HOUSE = frozenset({"returned", "correction", "verdict", "entered"})
"""States in which it is the turn of whoever sent the manuscript."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A title's state, since when, the build that it hangs on, and who sent its manuscript."""

    edition_id: str
    state: State
    since: datetime
    build_id: str = ""
    sender: str = ""


def of(session: Session, actor: Actor, words: str = "") -> list[Standing]:
    """All titles on somebody's desk, the newest first; ``words`` are looked for in titles, with or without marks."""
    wanted = select(Edition.id, Edition.created_at)
    if not actor.administrator:
        wanted = wanted.where(col(Edition.publisher_id).in_(actor.houses))
    if words.strip():
        for word in folded(words).split():
            having = select(TitleText.edition_id).where(col(TitleText.folded).contains(word, autoescape=True))
            wanted = wanted.where(col(Edition.id).in_(having))
    rows = session.exec(wanted.order_by(col(Edition.created_at).desc(), Edition.id)).all()
    return _standing(session, rows)


def counts(found: Iterable[Standing]) -> list[tuple[State, int]]:
    """How many titles are in each state, in the order of a title's way; states with none are left out."""
    held = Counter(one.state for one in found)
    return [(state, held[state]) for state in STATES if held[state]]


def _standing(session: Session, rows: Sequence[tuple[str, datetime]]) -> list[Standing]:
    few = [key for key, _ in rows] if len(rows) <= 5000 else None
    builds = {edition: rest for edition, *rest in session.exec(_among(_newest(), Manuscript.edition_id, few))}
    released = dict(
        session.exec(
            _among(
                select(Release.edition_id, Release.released_at).where(Release.state == ReleaseState.CURRENT),
                Release.edition_id, few,
            )
        ).all()
    )  # fmt: skip
    recognised = dict(
        session.exec(
            _among(select(Recognition.edition_id, Recognition.recognised_at), Recognition.edition_id, few)
        ).all()
    )  # fmt: skip
    papers = _among(select(DossierItem.edition_id, func.max(DossierItem.recorded_at)), DossierItem.edition_id, few)
    kinds = col(DossierItem.kind).in_([DossierKind.RELEASE, DossierKind.DEPOSIT])
    on_paper = dict(session.exec(papers.where(kinds).group_by(col(DossierItem.edition_id))).all())
    back = review.returned(session, few)
    found = []
    for key, created in rows:
        build = builds.get(key)
        given = (key, created, build, released.get(key), recognised.get(key), on_paper.get(key), back.get(key))
        found.append(_one(*given))
    return found


def _among(wanted: Any, column: Any, ids: Sequence[str] | None) -> Any:
    """Narrowed to these titles; a very long list is cheaper to read whole."""
    return wanted if ids is None else wanted.where(col(column).in_(ids))


def _newest() -> Any:
    """The newest build of each title, with the name of who sent its manuscript."""
    newest = (
        select(func.max(Build.created_at).label("at"), Manuscript.edition_id)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .group_by(col(Manuscript.edition_id))
        .subquery()
    )
    columns: Any = (
        Manuscript.edition_id, Build.id, Build.state, Build.purpose, Build.created_at, Build.ended_at, User.name,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Manuscript, col(Manuscript.id) == col(Build.manuscript_id))
        .join(newest, (newest.c.edition_id == col(Manuscript.edition_id)) & (newest.c.at == col(Build.created_at)))
        .outerjoin(User, col(User.id) == col(Manuscript.user_id))
    )


def _one(
    key: str, created: datetime, build: Any, released: datetime | None, recognised: datetime | None,
    on_paper: datetime | None, back: Any,
) -> Standing:  # fmt: skip
    build_id, state, purpose, begun, ended, sender = build or ("", "", "", created, None, "")
    made = state == BuildState.BUILT and purpose == Purpose.BOOK
    more = {"build_id": build_id, "sender": sender or ""}
    if back:
        return Standing(key, "returned", back.created_at, **more)
    if state in (BuildState.QUEUED, BuildState.RUNNING):
        return Standing(key, "working", begun, **more)
    if released and (made or not build):
        return Standing(key, "recognised" if recognised else "readers", recognised or released, **more)
    if state == BuildState.BUILT:
        return Standing(key, "release" if made else "verdict", ended or begun, **more)
    if state in (BuildState.REFUSED, BuildState.FAILED):
        return Standing(key, "correction", ended or begun, **more)
    if recognised:
        return Standing(key, "recognised", recognised, **more)
    return Standing(key, "paper" if on_paper else "entered", on_paper or ended or created, **more)
