"""One call for whatever changes what others are told of titles, so that search and harvests follow at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from catalogue.services import harvest, indexing


def changed(session: Session, ids: Iterable[str]) -> None:
    """These editions were released, changed, closed, opened, recognised or taken back in this transaction."""
    wanted = list(dict.fromkeys(ids))
    indexing.refresh(session, wanted)
    harvest.refresh(session, wanted)


def leaving(session: Session, ids: Sequence[str]) -> None:
    """These editions are about to be taken out of the catalogue."""
    indexing.drop(session, ids)
    harvest.drop(session, ids)
