"""Frozen reports as records: which period may be frozen, what was frozen, and the signed scan beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from catalogue.db import one_at_a_time
from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.builds import StoredFile
from catalogue.models.programme import ChangeEvent
from catalogue.models.reports import FrozenFile, FrozenReport
from catalogue.rules.periods import period
from catalogue.services import audit, evidence, programme, submissions, terms, titles
from catalogue.services.evidence import Evidence
from catalogue.storage import Stored
from pipeline.i18n import N_

FROZEN = "report.frozen"
SCANNED = "report.scanned"
UNKNOWN = N_("“{period}” is no period. Write 2025-11, 2025-Q3 or 2025, 3y or 5y.")
NOT_OVER = N_("The period {period} ends on {day}; it can be frozen from the day after.")
BEFORE = N_("The period {period} begins before the programme.")
MEANWHILE = N_("Records changed while the report was being made. Nothing was frozen; please try again.")
SCANS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
NO_SCAN = N_("The scan is to be a PDF, a JPEG or a PNG.")


@dataclass(frozen=True, slots=True)
class Made:
    """A file that says the report in a form and a language."""

    form: str
    language: str
    name: str
    stored: Stored
    media_type: str


def gather(session: Session, code: str, key: str, known_at: datetime | None = None) -> Evidence:
    """What a report of a period would rest on. Raises Refusal for a period that cannot be frozen.

    Without ``known_at`` it is this moment, with no entry of the record of changes under way.
    """
    if known_at is None:
        one_at_a_time(session, audit.CHAIN)
        known_at = now()
    newest = programme.plan(session, code)
    try:
        span = period(key, newest.programme.start)
    except ValueError:
        raise Refusal("rep-002", UNKNOWN, field="period", period=key) from None
    if span.first < newest.programme.start:
        raise Refusal("rep-003", BEFORE, field="period", period=key)
    if span.last >= programme.today(newest.rules):
        raise Refusal("rep-004", NOT_OVER, field="period", period=key, day=span.last)
    plan = programme.plan(session, code, span.last)
    return evidence.gather(session, plan, span, known_at, titles.houses(session) | terms.names(session))


def enter(
    session: Session, found: Evidence, figures_sha256: str, proof: Stored, files: Sequence[Made], *, key: str,
    actor: str = "",
) -> FrozenReport:  # fmt: skip
    """Freeze: enter report and files under the id ``key``. Raises Refusal when the evidence is another by now."""
    span, plan = found.period, found.seen.plan
    again = gather(session, plan.programme.code, span.key, found.known_at)
    if evidence.write(again) != evidence.write(found):
        raise Refusal("rep-005", MEANWHILE)
    submissions.keep_file(session, proof, "application/json")
    report = FrozenReport(
        id=key, programme_id=plan.programme.id, period=span.key, kind=span.kind, first=span.first, last=span.last,
        rules=plan.rules.version, figures_sha256=figures_sha256, evidence_sha256=proof.sha256, user_id=actor or None,
        known_at=found.known_at,
    )  # fmt: skip
    session.add(report)
    session.flush()
    for file in files:
        submissions.keep_file(session, file.stored, file.media_type)
        session.add(
            FrozenFile(
                report_id=report.id, form=file.form, language=file.language, sha256=file.stored.sha256, name=file.name
            )
        )
    session.flush()
    audit.record(session, FROZEN, f"report/{report.id}", _said(session, report), actor=actor)
    return report


def _said(session: Session, report: FrozenReport) -> dict[str, object]:
    """What the record of changes holds of a frozen report."""
    return {
        "period": report.period, "rules": report.rules, "figures": report.figures_sha256,
        "evidence": report.evidence_sha256, "known_at": report.known_at.isoformat(),
        "files": sorted(file.sha256 for file, _ in files(session, report.id) if file.form != "scan"),
    }  # fmt: skip


def holds(session: Session, report: FrozenReport) -> bool:
    """Whether the report still is what the record of changes says that was frozen."""
    wanted = select(ChangeEvent).where(ChangeEvent.subject == f"report/{report.id}", ChangeEvent.kind == FROZEN)
    event = session.exec(wanted).first()
    return event is not None and event.hash == audit.digest(event) and event.payload == _said(session, report)


def scan_type(head: bytes) -> str:
    """The media type of a scan by its first bytes. Raises Refusal for another kind of file."""
    for mark, media_type in SCANS.items():
        if head.startswith(mark):
            return media_type
    raise Refusal("rep-006", NO_SCAN, field="scan")


def add_scan(
    session: Session, report: FrozenReport, stored: Stored, name: str, media_type: str, *, actor: str = ""
) -> FrozenFile:
    """Keep a scan of the signed paper beside the frozen report; earlier scans stay."""
    submissions.keep_file(session, stored, media_type)
    scan = FrozenFile(report_id=report.id, form="scan", sha256=stored.sha256, name=name[:200])
    session.add(scan)
    session.flush()
    payload = {"sha256": stored.sha256, "name": scan.name}
    audit.record(session, SCANNED, f"report/{report.id}", payload, actor=actor)
    return scan


def get(session: Session, report_id: str) -> FrozenReport:
    """The frozen report of an id. Raises NotFoundError."""
    found = session.get(FrozenReport, report_id)
    if found is None:
        raise NotFoundError(report_id)
    return found


def every(session: Session) -> list[FrozenReport]:
    """All frozen reports, the newest first."""
    return list(session.exec(select(FrozenReport).order_by(col(FrozenReport.known_at).desc())).all())


def files(session: Session, *report_ids: str) -> list[tuple[FrozenFile, StoredFile]]:
    """The files of frozen reports, in the order of their making."""
    wanted = (
        select(FrozenFile, StoredFile)
        .join(StoredFile, col(StoredFile.sha256) == col(FrozenFile.sha256))
        .where(col(FrozenFile.report_id).in_(report_ids))
        .order_by(col(FrozenFile.recorded_at), col(FrozenFile.form), col(FrozenFile.language))
    )
    return list(session.exec(wanted).all())
