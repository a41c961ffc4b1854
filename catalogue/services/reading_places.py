"""Somebody's places and bookmarks in books, kept with the account so that another device knows them.

Only the newest place is kept, for its owner alone, and nothing is counted by it. Each part carries the time of the
device that set it; the later one wins, so that two devices that were offline come to the same end whichever is first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, delete, select

from catalogue.models.base import now
from catalogue.models.people import User
from catalogue.models.reading import ReadingPlace
from catalogue.models.titles import Edition

MOST_MARKS = 500
"""Bookmarks of a book, those that were taken out included; the oldest go."""
_PAGE = re.compile(r"[A-Za-z0-9][\w.-]{0,120}(\?part=\d{1,4})?\Z")
_PLACE = re.compile(r"[A-Za-z0-9][\w.-]{0,120}(\?part=\d{1,4})?#\d{1,6}\Z")
_LATEST = 1 << 53


def kept(session: Session, user_id: str, edition_id: str) -> dict[str, Any]:
    """The place and the bookmarks of somebody in a book."""
    found = _of(session, user_id, edition_id)
    return {"place": found.place, "marks": found.marks} if found else {"place": {}, "marks": {}}


def keep(session: Session, user_id: str, edition: Edition, told: Mapping[str, Any]) -> dict[str, Any]:
    """Put what a device tells beside what is kept, and return both as one; what is no place is left out."""
    found = _of(session, user_id, edition.id) or ReadingPlace(user_id=user_id, edition_id=edition.id)
    place = _place(told.get("place"))
    if place and place["at"] >= found.place.get("at", 0):
        found.place = place
    given = told.get("marks")
    marks = dict(found.marks)
    for key, value in given.items() if isinstance(given, dict) else ():
        mark = _mark(value)
        if mark and isinstance(key, str) and _PLACE.match(key) and mark["at"] >= marks.get(key, {}).get("at", 0):
            marks[key] = mark
    newest = sorted(marks.items(), key=lambda item: item[1]["at"], reverse=True)[:MOST_MARKS]
    found.marks, found.changed_at = dict(sorted(newest)), now()
    session.add(found)
    return {"place": found.place, "marks": found.marks}


def _of(session: Session, user_id: str, edition_id: str) -> ReadingPlace | None:
    wanted = select(ReadingPlace).where(ReadingPlace.user_id == user_id, ReadingPlace.edition_id == edition_id)
    return session.exec(wanted).first()


def _at(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LATEST else 0


def _place(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or not _PAGE.match(str(told.get("page", ""))) or not _at(told.get("at")):
        return {}
    block = told.get("block")
    return {
        "page": told["page"], "block": block if isinstance(block, int) and 0 <= block < 1_000_000 else 0,
        "done": told.get("done") is True, "at": told["at"],
    }  # fmt: skip


def _mark(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or not _at(told.get("at")):
        return {}
    return {"text": str(told.get("text", ""))[:160], "gone": told.get("gone") is True, "at": told["at"]}


def books(session: Session, user_id: str) -> list[tuple[str, dict[str, Any]]]:
    """The books in which somebody has a place, the last read first: ids of editions with the place."""
    wanted = select(ReadingPlace).where(ReadingPlace.user_id == user_id).order_by(col(ReadingPlace.changed_at).desc())
    return [(found.edition_id, found.place) for found in session.exec(wanted)]


def wanted_by(session: Session, user_id: str) -> bool:
    """Whether somebody wants their places kept."""
    return session.exec(select(User.keeps_places).where(User.id == user_id)).one()


def choose(session: Session, user_id: str, *, wanted: bool) -> None:
    """Keep places from now on, or no longer; then those that are kept go as well."""
    session.get_one(User, user_id).keeps_places = wanted
    if not wanted:
        session.exec(delete(ReadingPlace).where(col(ReadingPlace.user_id) == user_id))


def forget(session: Session, user_id: str, edition_id: str) -> None:
    """Let go of the place and the bookmarks in one book."""
    session.exec(
        delete(ReadingPlace).where(
            col(ReadingPlace.user_id) == user_id, col(ReadingPlace.edition_id) == edition_id
        )
    )  # fmt: skip
