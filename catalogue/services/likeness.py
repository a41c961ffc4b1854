"""Titles that a new one may be: the same file, the same ISBN, the same name in the same language.

It is told before anything is taken in; who enters it decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from catalogue.models.builds import Manuscript
from catalogue.models.titles import Edition, TitleText
from catalogue.services import titles
from catalogue.services.permissions import Actor
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.text import folded

SAME_FILE = N_("This very file was sent as “{title}”.")
SAME_ISBN = N_("The ISBN {isbn} stands at “{title}”.")
SAME_NAME = N_("“{title}” is among your titles already, in the same language.")


class Likeness(NamedTuple):
    """Why a title looks like another: a sentence with its fields, and that title's id where one may see it."""

    message: str
    params: dict[str, str]
    edition_id: str = ""


def found(
    session: Session, actor: Actor, record: EditionRecord, hashes: Sequence[str] = (), but: str = ""
) -> list[Likeness]:
    """What a record, or the files that come with it, look like."""
    made = [*_files(session, actor, hashes), *_numbers(session, record, but), *_names(session, actor, record, but)]
    return list({(one.message, one.params["title"]): one for one in made}.values())


def _mine(actor: Actor) -> list[str] | None:
    return None if actor.administrator else sorted(actor.houses)


def _files(session: Session, actor: Actor, hashes: Sequence[str]) -> list[Likeness]:
    if not hashes:
        return []
    wanted = (
        select(TitleText.title, Edition.id)
        .join(Edition, col(Edition.id) == col(TitleText.edition_id))
        .join(Manuscript, col(Manuscript.edition_id) == col(Edition.id))
        .where(col(Manuscript.sha256).in_(hashes), TitleText.canonical)
        .order_by(TitleText.title)
    )
    if (houses := _mine(actor)) is not None:
        wanted = wanted.where(col(Edition.publisher_id).in_(houses))
    return [Likeness(SAME_FILE, {"title": title}, key) for title, key in session.exec(wanted.distinct())]


def _numbers(session: Session, record: EditionRecord, but: str) -> list[Likeness]:
    """Of any house: an ISBN is one title's, and its name is no secret."""
    return [
        Likeness(SAME_ISBN, {"isbn": isbn, "title": title}) for isbn, title in titles.same_isbn(session, record, but)
    ]


def _names(session: Session, actor: Actor, record: EditionRecord, but: str) -> list[Likeness]:
    book = record.book
    text = " ".join(folded(f"{book.title or ''} {book.subtitle}").split())
    if not text:
        return []
    wanted = (
        select(TitleText.title, Edition.id)
        .join(Edition, col(Edition.id) == col(TitleText.edition_id))
        .where(col(TitleText.folded).in_([text, f"{text} "]), TitleText.canonical, Edition.id != but)
    )
    if book.language:
        wanted = wanted.where(Edition.language == book.language)
    if (houses := _mine(actor)) is not None:
        wanted = wanted.where(col(Edition.publisher_id).in_(houses))
    return [Likeness(SAME_NAME, {"title": title}, key) for title, key in session.exec(wanted)]
