"""A frozen report's files made from its evidence, and the proof that its figures still follow from it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from catalogue.exchange import report_papers, report_sheets, reports
from catalogue.exchange.addresses import Place
from catalogue.exchange.reports import Frozen, Office, Report
from catalogue.models.reports import FrozenReport
from catalogue.rules.moves import Move, moves
from catalogue.services import evidence, freezing, programme
from catalogue.services.evidence import Evidence
from catalogue.services.freezing import Made
from catalogue.storage import StorageError, Store, Stored
from catalogue.wording import Wording

LANGUAGES = ("vi", "en")
MEDIA_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What a frozen report was held against."""

    files: bool
    """Every file still is what its hash says."""
    ledger: bool
    """The record of changes says the same of it."""
    figures: bool
    """Its figures follow from its evidence."""
    replayed: bool
    """The records, as known at that moment, give the same evidence today."""

    @property
    def holds(self) -> bool:
        """Whether nobody touched it; the records themselves may have lost titles since (``replayed``)."""
        return self.files and self.ledger and self.figures


def said(found: Evidence, language: str, office: Office | None = None, place: Place | None = None) -> Report:
    """The report of some evidence in a language."""
    frozen = Frozen(found.period, found.known_at)
    return reports.compose(found.seen, found.houses, Wording(language), office, frozen, place)


def make(
    found: Evidence, store: Store, office: Office | None = None, place: Place | None = None
) -> tuple[str, Stored, list[Made]]:
    """Evidence and every form in every language put into the store; the hash of the figures comes first."""
    files, figures = [], ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        proof = folder / "evidence.json"
        proof.write_bytes(evidence.write(found))
        for language in LANGUAGES:
            report = said(found, language, office, place)
            figures = report.sha256
            for form, media_type in MEDIA_TYPES.items():
                file = f"de-an-{found.seen.plan.programme.code}-{found.period.key}-{language}.{form}"
                stored = store.put(write(report, form, folder / file))
                files.append(Made(form, language, file, stored, media_type))
        return figures, store.put(proof), files


def write(report: Report, form: str, path: Path) -> Path:
    """Write a report in one of its forms. Returns the path."""
    if form == "json":
        path.write_text(json.dumps(reports.as_json(report), ensure_ascii=False, indent=1), encoding="utf-8")
        return path
    if form == "xlsx":
        return report_sheets.write(report, path)
    return (report_papers.write_pdf if form == "pdf" else report_papers.write_docx)(report, path)


def recall(store: Store, report: FrozenReport) -> Evidence:
    """The evidence of a frozen report. Raises StorageError when it is gone or damaged."""
    with tempfile.TemporaryDirectory() as folder:
        return evidence.read(store.fetch(report.evidence_sha256, Path(folder) / "evidence.json").read_bytes())


def prove(session: Session, store: Store, report: FrozenReport) -> Proof:
    """Hold a frozen report against its files, the record of changes, its evidence and the records."""
    kept = [stored.sha256 for _, stored in freezing.files(session, report.id)]
    whole = all(store.verify(sha256) for sha256 in kept)
    ledger = freezing.holds(session, report)
    try:
        found = recall(store, report)
    except StorageError:
        return Proof(files=False, ledger=ledger, figures=False, replayed=False)
    frozen = Frozen(found.period, found.known_at)
    figures = reports.digest(found.seen, programme.status_of(found.seen), frozen) == report.figures_sha256
    again = evidence.gather(session, found.seen.plan, found.period, found.known_at, found.houses, found.schema)
    return Proof(whole, ledger, figures, evidence.write(again) == evidence.write(found))


def since(session: Session, found: Evidence) -> list[Move]:
    """Its figures beside those of the same day as known now, by the rules of today, with the titles that moved."""
    code = found.seen.plan.programme.code
    fresh = programme.view(session, code, found.period.last)
    return moves(found.seen.facts, fresh.facts, found.period.last, found.seen.plan.rules, fresh.plan.rules)
