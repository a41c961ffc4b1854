"""What titles are about, for whom, in which forms and for which reporting body: now, or as recorded by a moment.

Nothing of this decides whether a title counts; it decides where in a breakdown the title stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Edition, EditionFormat, Subject

Facets = tuple[tuple[str, str], ...]
SCHEMES = {"heading": "subject", "content": "content", "convention": "convention"}
"""Facets by the scheme of a subject."""
CLASSED = "edition.classed"
"""The change by which somebody says a title's contents, conventions or audience."""
BODY, KIND = "edition.reporting_body", "edition.kind"


def of(
    session: Session, cut: datetime | None, only: Collection[str] | None, past: Mapping[str, Mapping[str, Any]]
) -> dict[str, Facets]:
    """The facets of editions that have any, by id; three queries, with ``cut`` one more.

    ``past`` holds the records as they were then, of those that were changed later (``records_then``).
    """
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    subjects: Any = select(Subject.edition_id, Subject.scheme, Subject.code).where(col(Subject.scheme).in_(SCHEMES))
    for key, scheme, code in session.exec(narrow(subjects, Subject.edition_id, only)):
        found[key].append((SCHEMES[scheme], code))
    forms: Any = select(EditionFormat.edition_id, EditionFormat.form).distinct()
    for key, form in session.exec(narrow(forms, EditionFormat.edition_id, only)):
        found[key].append(("form", form))
    readers: Any = select(Edition.id, Edition.audience).where(Edition.audience != "")
    for key, audience in session.exec(narrow(readers, Edition.id, only)):
        found[key].append(("audience", audience))
    for key, facet, values in _then(session, cut, past) if cut else ():
        found[key] = [pair for pair in found[key] if pair[0] != facet] + [(facet, value) for value in values]
    known: dict[Facets, Facets] = {}  # few different ones, however many titles: each is kept once
    return {key: known.setdefault(same, same) for key, pairs in found.items() if (same := tuple(sorted(pairs)))}


def _then(
    session: Session, cut: datetime, past: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str, list[str]]]:
    """What facets were at a moment, where they were changed later: titles by id, the facet, its values then."""
    later = select(ChangeEvent.subject, ChangeEvent.payload).where(
        ChangeEvent.kind == CLASSED, ChangeEvent.recorded_at > cut
    )
    seen: set[tuple[str, str]] = set()
    for subject, payload in session.exec(later.order_by(col(ChangeEvent.number))):
        facet = payload["axis"]
        if (subject, facet) not in seen:
            seen.add((subject, facet))
            yield subject.partition("/")[2], facet, payload["from"]
    for key, book in past.items():
        yield key, "subject", [str(code)[:200] for code in dict.fromkeys(book.get("subjects") or ())]


def records_then(session: Session, cut: datetime) -> dict[str, Mapping[str, Any]]:
    """The book part of records at a moment, with ``partner``, of editions whose record was changed later, by id."""
    later = select(ChangeEvent.subject).where(ChangeEvent.kind == "edition.changed", ChangeEvent.recorded_at > cut)
    subjects = set(session.exec(later).all())
    if not subjects:
        return {}
    before = (
        select(ChangeEvent.subject, ChangeEvent.payload)
        .where(
            col(ChangeEvent.subject).in_(subjects),
            col(ChangeEvent.kind).in_(["edition.created", "edition.changed"]),
            ChangeEvent.recorded_at <= cut,
        )
        .order_by(col(ChangeEvent.number))
    )
    return {
        subject.partition("/")[2]: {**payload.get("book", {}), "partner": payload.get("imprint", {}).get("partner", "")}
        for subject, payload in session.exec(before)
    }


def was_then(session: Session, cut: datetime, change: str) -> dict[str, str]:
    """The reporting body (``BODY``) or the kind (``KIND``) at a moment of editions for which it was changed later."""
    later = select(ChangeEvent.subject, ChangeEvent.payload).where(
        ChangeEvent.kind == change, ChangeEvent.recorded_at > cut
    )
    found: dict[str, str] = {}
    for subject, payload in session.exec(later.order_by(col(ChangeEvent.number))):
        if "from" in payload:
            found.setdefault(subject.partition("/")[2], payload["from"])
    return found


def narrow(query: Any, column: Any, only: Collection[str] | None) -> Any:
    """The query of these editions only; of all for None."""
    return query if only is None else query.where(col(column).in_(only))
