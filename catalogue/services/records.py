"""Editions as counting sees them: read in few queries, kept between requests, and as they were known on a past day.

What is known *now* is kept in memory and brought up to date by the record of changes: after a change only the
titles it names are read again. What was known *then* is read anew from what had been recorded by that moment.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from catalogue.models.builds import Recognition, Release
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Classification, DossierItem, DossierKind, Edition, EditionKind
from catalogue.rules.counting.deciding import facts_of
from catalogue.rules.counting.records import Facts, Rules, Title
from catalogue.rules.periods import start_of
from catalogue.services import facets as facets_of
from catalogue.services.facets import BODY, KIND, narrow
from pipeline.text import folded

ELECTRONIC = (DossierKind.REGISTRATION, DossierKind.DECISION, DossierKind.LICENCE, DossierKind.DEPOSIT)
AT_ONCE = 5000
"""More changed titles than this are read by reading all."""
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
Papers = Sequence[tuple[str, date, bool, str]]
"""Kind, day, whether for the e-book, how exactly the day is known."""
Releases = Sequence[tuple[datetime, datetime | None]]


@dataclass
class Held:
    """All titles as known at one entry of the record of changes."""

    head: tuple[int, str] = (0, "")
    titles: dict[str, Title] = field(default_factory=dict)
    facts: dict[Rules, dict[str, Facts]] = field(default_factory=dict)
    """What counting needs of each title, by the rules that were asked for."""
    derived: dict[Any, Any] = field(default_factory=dict)
    """What others worked out from these titles; gone with the next change."""


_HELD: WeakKeyDictionary[Any, Held] = WeakKeyDictionary()
_LOCK = threading.Lock()
_READING = threading.Lock()


def known_now(session: Session) -> Held:
    """Every edition as known now; after a change only what changed is read again."""
    pool = session.get_bind().engine.pool
    head = _head(session)
    with _LOCK:
        held = _HELD.get(pool)
    if held is not None and held.head == head and head[0]:
        return held
    with _READING:  # who comes while somebody reads all of it waits for that instead of doing it again
        return _read_up(session, pool, head)


def _read_up(session: Session, pool: Any, head: tuple[int, str]) -> Held:
    with _LOCK:
        held = _HELD.get(pool)
    if held is not None and held.head == head and head[0]:
        return held
    changed = _changed(session, held, head) if held else None
    if held is None or changed is None:
        made = Held(head, {title.id: title for title in read(session)})
    else:
        made = _brought_up(held, head, changed, read(session, only=changed))
    with _LOCK:
        _HELD[pool] = made
    return made


def facts(held: Held, rules: Rules) -> dict[str, Facts]:
    """What counting needs of each title, worked out once."""
    if rules not in held.facts:
        held.facts[rules] = facts_of(held.titles.values(), rules)
    return held.facts[rules]


def _brought_up(held: Held, head: tuple[int, str], changed: set[str], fresh: Sequence[Title]) -> Held:
    """The titles with some of them read again; everything else is taken over."""
    titles, worked_out = dict(held.titles), {rules: dict(found) for rules, found in held.facts.items()}
    before = [gone for key in changed if (gone := titles.pop(key, None))]
    titles.update((title.id, title) for title in fresh)
    kin = _kin(titles, [*before, *fresh])
    for rules, found in worked_out.items():
        for key in (*changed, *(one.id for one in kin)):
            found.pop(key, None)
        found.update(facts_of(kin, rules))
    return Held(head, titles, worked_out)


def _kin(titles: Mapping[str, Title], changed: Sequence[Title]) -> list[Title]:
    """The titles that can be doubles of some, as editions of one work or volumes of one set, and these themselves."""
    works, sets = {one.work for one in changed if one.work}, {one.set for one in changed if one.set}
    return [one for one in titles.values() if one.work in works or one.set in sets]


def known_then(session: Session, cut: datetime) -> list[Title]:
    """Every edition as it was known at a moment: nothing that was recorded later."""
    return read(session, cut=cut)


def _head(session: Session) -> tuple[int, str]:
    """The newest entry of the record of changes."""
    newest = select(ChangeEvent.number, ChangeEvent.hash).order_by(col(ChangeEvent.number).desc()).limit(1)
    found = session.exec(newest).first()
    return (found[0], found[1]) if found else (0, "")


def _changed(session: Session, held: Held, head: tuple[int, str]) -> set[str] | None:
    """The editions that entries after ``held`` speak of; None when everything has to be read."""
    if head[0] <= held.head[0]:
        return None  # a rolled-back change took the number, or nothing is recorded at all
    after = select(ChangeEvent.subject, ChangeEvent.payload, ChangeEvent.number, ChangeEvent.hash)
    rows = session.exec(after.where(col(ChangeEvent.number) >= held.head[0]).limit(AT_ONCE * 4)).all()
    if not any((number, digest) == held.head for _, _, number, digest in rows) or len(rows) == AT_ONCE * 4:
        return None
    changed = set()
    for subject, payload, _, _ in rows:
        kind, _, key = subject.partition("/")
        if kind == "batch":
            return None
        changed.add(key if kind == "edition" else str(payload.get("edition", "")))
    changed.discard("")
    return changed if len(changed) <= AT_ONCE else None


def read(session: Session, *, cut: datetime | None = None, only: Collection[str] | None = None) -> list[Title]:
    """Editions as counting sees them, in nine queries; with ``cut`` a few more, and nothing recorded later."""
    releases = _releases(session, cut, only)
    papers = _papers(session, cut, only)
    recognised = _recognised(session, cut, only)
    decided = _decided(session, cut, only)
    past = facets_of.records_then(session, cut) if cut else {}
    about = facets_of.of(session, cut, only, past)
    bodies, kinds = (facets_of.was_then(session, cut, change) if cut else {} for change in (BODY, KIND))
    wanted: Any = columns(  # type: ignore[call-overload]
        Edition.id, Edition.language, Edition.publisher_id, Edition.kind, Edition.is_sample, Edition.reporting_body_id,
        Edition.work_id, Edition.source_language,
    )  # fmt: skip
    wanted = narrow(wanted, Edition.id, only)
    if cut is not None:
        wanted = wanted.where(col(Edition.created_at) <= cut)
    made = _made(session, only, past)
    found = []
    for key, tongue, publisher, kind_now, sample, body, work, source in session.execute(wanted):
        kind = kinds.get(key, kind_now)
        language = past.get(key, {}).get("language") or tongue
        series, volume, partner = made.get(key, ("", "", ""))
        found.append(
            Title(
                id=key, language=language, publisher=publisher, kind=kind, sample=sample, work=work,
                body=bodies.get(key, body or ""), facets=about.get(key, ()), axes=tuple(decided[key]),
                recognised_at=recognised.get(key), second_language=source if kind == EditionKind.BILINGUAL else "",
                set=f"{publisher} {language} {folded(series) or work}" if volume else "", volume=_number(volume),
                partner=bool(partner), **_dated(releases[key], papers[key]),
            )
        )  # fmt: skip
    return found


def _dated(releases: Releases, papers: Papers) -> dict[str, Any]:
    """What a title's releases and papers say of it."""
    away, withdrawn_at = _absences(releases)
    kinds, electronic = {kind for kind, *_ in papers}, [paper for paper in papers if paper[2]]
    days = {
        "released_on": _first(papers, (DossierKind.RELEASE,)), "deposited_on": _first(papers, (DossierKind.DEPOSIT,)),
        "electronic_on": _first(electronic, ELECTRONIC),
    }  # fmt: skip
    return {
        **{name: last for name, (last, _) in days.items()},
        "inexact": tuple((name, first) for name, (last, first) in days.items() if first and first != last),
        "released_at": min((released for released, _ in releases), default=None),
        "withdrawn_at": withdrawn_at,
        "away": away,
        "licensed": DossierKind.LICENCE in kinds and DossierKind.REGISTRATION not in kinds,
    }


def _made(
    session: Session, only: Collection[str] | None, past: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, tuple[str, str, str]]:
    """Set, volume and partner of the editions whose record names a volume or a partner."""
    series, volume = (col(Edition.record)["book"][name].as_string() for name in ("series", "volume"))
    partner = col(Edition.record)["imprint"]["partner"].as_string()
    wanted: Any = columns(Edition.id, series, volume, partner)  # type: ignore[call-overload]
    wanted = wanted.where(or_(volume.is_not(None), partner.is_not(None)))
    found = {
        key: (series or "", volume or "", partner or "")
        for key, series, volume, partner in session.execute(narrow(wanted, Edition.id, only))
    }
    then = {key: tuple(str(book.get(name) or "") for name in ("series", "volume", "partner"))
            for key, book in past.items()}  # fmt: skip
    return {**found, **then}  # type: ignore[dict-item]


def _number(volume: str) -> str:
    """A volume by its number alone: “Tập 2”, “II” and “2” are the same."""
    plain = folded(volume)
    if digits := re.search(r"\d+", plain):
        return str(int(digits[0]))
    return ROMAN.get(plain.split()[-1] if plain.split() else "", plain)


def _releases(
    session: Session, cut: datetime | None, only: Collection[str] | None
) -> Mapping[str, list[tuple[datetime, datetime | None]]]:
    wanted = select(Release.edition_id, Release.released_at, col(Release.withdrawn_at))
    found = defaultdict(list)
    for edition_id, released, withdrawn in session.exec(narrow(wanted, Release.edition_id, only)):
        if cut is not None and released > cut:
            continue
        known = withdrawn if cut is None or withdrawn is None or withdrawn <= cut else None
        found[edition_id].append((released, known))
    return found


def _absences(releases: Releases) -> tuple[tuple[tuple[datetime, datetime], ...], datetime | None]:
    """When a title was taken back for a time, and since when for good."""
    ordered = sorted(releases, key=lambda release: release[0])
    gaps = []
    for (_, gone), (back, _) in itertools.pairwise(ordered):
        if gone is not None and gone < back:
            gaps.append((gone, back))
    return tuple(gaps), ordered[-1][1] if ordered else None


def _papers(
    session: Session, cut: datetime | None, only: Collection[str] | None
) -> Mapping[str, list[tuple[str, date, bool, str]]]:
    wanted: Any = columns(  # type: ignore[call-overload]
        DossierItem.edition_id, DossierItem.kind, DossierItem.on, DossierItem.electronic, DossierItem.precision
    )  # fmt: skip
    replaced = col(DossierItem.replaced_at)
    if cut is None:
        wanted = wanted.where(replaced.is_(None))
    else:
        wanted = wanted.where(col(DossierItem.recorded_at) <= cut, or_(replaced.is_(None), replaced > cut))
    found = defaultdict(list)
    for edition_id, *paper in session.execute(narrow(wanted, DossierItem.edition_id, only)):
        found[edition_id].append(tuple(paper))
    return found


def _recognised(session: Session, cut: datetime | None, only: Collection[str] | None) -> Mapping[str, datetime]:
    wanted = select(Recognition.edition_id, Recognition.recognised_at)
    if cut is not None:
        wanted = wanted.where(col(Recognition.recognised_at) <= cut)
    return dict(session.exec(narrow(wanted, Recognition.edition_id, only)).all())


def _decided(
    session: Session, cut: datetime | None, only: Collection[str] | None
) -> Mapping[str, list[tuple[str, str]]]:
    wanted = select(Classification.edition_id, Classification.axis, Classification.value)
    if cut is not None:
        wanted = wanted.where(col(Classification.recorded_at) <= cut)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for edition_id, axis, value in session.exec(
        narrow(wanted, Classification.edition_id, only).order_by(
            col(Classification.recorded_at), col(Classification.id)
        )
    ):
        found[edition_id][axis] = value  # the newest holds; "rule" gives the rule its word back
    said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for edition_id, axes in found.items():
        said[edition_id] = sorted((axis, value) for axis, value in axes.items() if value != "rule")
    return said


def _first(papers: Papers, kinds: tuple[DossierKind, ...]) -> tuple[date | None, date | None]:
    """The earliest day of such papers, by the last and by the first day of what is known only to a period."""
    found = [(on, exactness) for kind, on, _, exactness in papers if kind in kinds]
    last = min((on for on, _ in found), default=None)
    return last, min((start_of(on, exactness) for on, exactness in found), default=None)
