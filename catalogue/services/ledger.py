"""The ledger: for each title whether and how it counts, by which act and day, on which files, and by whose word.

It says in full what the counting rules decided in short (``rules.counting``), for a page, a list and its exports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from catalogue.models.builds import Build, Recognition, Release, ReleaseFile
from catalogue.models.people import User
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Classification, DossierItem, DossierKind
from catalogue.rules.counting.counts import counts_at
from catalogue.rules.counting.deciding import local_day
from catalogue.rules.counting.records import Facts, Figure, Rules
from catalogue.services.batches import PIECE
from catalogue.services.programme import View, end_of
from catalogue.services.records import ELECTRONIC

RELEASED_HERE = "released"
OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Act:
    """What makes a title count or an e-book: a paper, a release here, or a person's decision (``kind``)."""

    kind: str
    on: date
    number: str = ""
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision over the rule; the newest of an axis is in force unless it gives the rule its word back."""

    edition_id: str
    axis: str
    value: str
    reason: str
    by: str
    at: datetime
    in_force: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A release here with its files (role, name, SHA-256) and what the checker said of them."""

    number: int
    state: str
    at: datetime
    files: tuple[tuple[str, str, str], ...] = ()
    checked_by: str = ""
    errors: int = 0
    """Errors that were accepted with a reason; a book with others is not built."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How a title counts at the end of a day, and why."""

    edition_id: str
    facts: Facts | None
    counts: tuple[Figure, ...]
    rules: int
    counted_by: Act | None = None
    ebook_by: Act | None = None
    overrides: tuple[Override, ...] = ()
    recognised_by: str = ""
    recognised_reason: str = ""
    versions: tuple[Version, ...] = ()
    papers: tuple[Act, ...] = field(default=())

    @property
    def counted(self) -> bool:
        """Whether it counts at all."""
        return "released" in self.counts

    @property
    def forced(self) -> Mapping[str, Override]:
        """Decisions in force by axis."""
        return {one.axis: one for one in self.overrides if one.in_force}


def of(session: Session, seen: View, ids: Sequence[str]) -> dict[str, Decision]:
    """The decisions on titles, in a handful of queries for every five hundred."""
    cut = end_of(seen.as_of, seen.plan.rules) if seen.known == "then" else None
    found: dict[str, Decision] = {}
    for at in range(0, len(ids), PIECE):
        piece = list(ids[at : at + PIECE])
        papers, versions = _papers(session, piece, cut), _versions(session, piece, cut)
        overrides, recognised = by_title(session, piece, cut), _recognised(session, piece, cut)
        for key in piece:
            found[key] = _decision(
                key, seen, papers.get(key, ()), versions.get(key, ()), overrides.get(key, ()),
                recognised.get(key, ("", "")),
            )  # fmt: skip
    return found


def _decision(
    key: str, seen: View, papers: Sequence[tuple[Act, bool]], versions: Sequence[Version],
    overrides: Sequence[Override], recognised: tuple[str, str],
) -> Decision:  # fmt: skip
    rules, facts = seen.plan.rules, seen.facts.get(key)
    counts = tuple(counts_at(facts, seen.as_of, rules)) if facts else ()
    forced = {one.axis: one for one in overrides if one.in_force}
    return Decision(
        key, facts, counts, rules.version,
        counted_by=_counting(facts, papers, versions, rules) if facts else None,
        ebook_by=_electronic(forced.get("form"), papers, rules) if "ebook" in counts else None,
        overrides=tuple(overrides), recognised_by=recognised[0], recognised_reason=recognised[1],
        versions=tuple(versions), papers=tuple(act for act, _ in papers),
    )  # fmt: skip


def _counting(
    facts: Facts, papers: Sequence[tuple[Act, bool]], versions: Sequence[Version], rules: Rules
) -> Act | None:
    """The act of the day from which the title counts: its release on paper or here, else its deposit."""
    day = facts.counted_on
    for kind in (DossierKind.RELEASE, DossierKind.DEPOSIT):
        act = next((act for act, _ in papers if act.kind == kind and act.on == day), None)
        if act:
            return act
        if kind == DossierKind.RELEASE:
            here = next((one for one in versions if local_day(one.at, rules) == day), None)
            if here:
                return Act(RELEASED_HERE, day, str(here.number))
    return None


def _electronic(forced: Override | None, papers: Sequence[tuple[Act, bool]], rules: Rules) -> Act | None:
    if forced:
        return Act(OVERRIDE, local_day(forced.at, rules), forced.reason)
    return next((act for act, electronic in papers if electronic and act.kind in ELECTRONIC), None)


def _papers(session: Session, ids: Sequence[str], cut: datetime | None) -> Mapping[str, list[tuple[Act, bool]]]:
    replaced = col(DossierItem.replaced_at)
    wanted = select(DossierItem).where(col(DossierItem.edition_id).in_(ids))
    if cut is None:
        wanted = wanted.where(replaced.is_(None))
    else:
        wanted = wanted.where(col(DossierItem.recorded_at) <= cut, or_(replaced.is_(None), replaced > cut))
    found = defaultdict(list)
    for item in session.exec(wanted.order_by(col(DossierItem.on), DossierItem.id)):
        found[item.edition_id].append((Act(item.kind, item.on, item.number, item.precision), item.electronic))
    return found


def _versions(session: Session, ids: Sequence[str], cut: datetime | None) -> Mapping[str, list[Version]]:
    wanted = (
        select(Release, Build)
        .outerjoin(Build, col(Build.id) == col(Release.build_id))
        .where(col(Release.edition_id).in_(ids))
        .order_by(col(Release.version))
    )
    rows = [(release, build) for release, build in session.exec(wanted) if cut is None or release.released_at <= cut]
    files = defaultdict(list)
    kept = select(ReleaseFile).where(col(ReleaseFile.release_id).in_([release.id for release, _ in rows]))
    for file in session.exec(kept.order_by(ReleaseFile.role)):
        files[file.release_id].append((file.role, file.name, file.sha256))
    found = defaultdict(list)
    for release, build in rows:
        tool = build.report.get("tools", {}).get("epubcheck", "") if build else ""
        errors = build.found("error") if build else 0
        found[release.edition_id].append(
            Version(release.version, release.state, release.released_at, tuple(files[release.id]),
                    f"EPUBCheck {tool}" if tool else "", errors)
        )  # fmt: skip
    return found


def _recognised(session: Session, ids: Sequence[str], cut: datetime | None) -> Mapping[str, tuple[str, str]]:
    wanted = (
        select(Recognition.edition_id, User.name, Recognition.reason, Recognition.recognised_at)
        .outerjoin(User, col(User.id) == col(Recognition.user_id))
        .where(col(Recognition.edition_id).in_(ids))
    )
    return {key: (name or "", why) for key, name, why, at in session.exec(wanted) if cut is None or at <= cut}


def by_title(
    session: Session, ids: Sequence[str] | None = None, cut: datetime | None = None
) -> Mapping[str, list[Override]]:
    """People's decisions over the rule, the oldest first; of all titles without ``ids``."""
    wanted = (
        select(Classification, User.name, User.email)
        .join(User, col(User.id) == col(Classification.user_id))
        .order_by(col(Classification.recorded_at), Classification.id)
    )
    if ids is not None:
        wanted = wanted.where(col(Classification.edition_id).in_(ids))
    rows = [row for row in session.exec(wanted) if cut is None or row[0].recorded_at <= cut]
    last = {(one.edition_id, one.axis): one.id for one, _, _ in rows}
    found = defaultdict(list)
    for one, name, email in rows:
        in_force = last[one.edition_id, one.axis] == one.id and one.value != "rule"
        found[one.edition_id].append(
            Override(one.edition_id, one.axis, one.value, one.reason, name or email, one.recorded_at, in_force)
        )
    return found


def events(session: Session, edition_id: str, most: int = 100) -> list[tuple[ChangeEvent, str]]:
    """The newest entries of the record of changes about a title, each with who made it."""
    releases = select(Release.id).where(Release.edition_id == edition_id)
    subjects = [f"edition/{edition_id}", *(f"release/{key}" for key in session.exec(releases))]
    wanted = (
        select(ChangeEvent, User.name)
        .outerjoin(User, col(User.id) == col(ChangeEvent.actor))
        .where(col(ChangeEvent.subject).in_(subjects))
        .order_by(col(ChangeEvent.number).desc())
        .limit(most)
    )
    return [(event, name or "") for event, name in session.exec(wanted)]
