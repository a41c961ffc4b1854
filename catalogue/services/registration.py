"""Titles without a manuscript: a printed book is shown by its papers and their scans.

Most of the 1,000 titles come in like this, or as a finished EPUB or PDF, which goes the way of a build but is
checked and not rebuilt (``catalogue.jobs``).
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind, Edition
from catalogue.services import audit, releases, submissions, titles
from catalogue.storage import Stored
from pipeline.metadata import EditionRecord


def register(session: Session, record: EditionRecord, house: Organisation, *, actor: str = "") -> Edition:
    """A title without a build; its papers are added next."""
    edition = titles.create(session, record, house, actor=actor)
    audit.record(session, "edition.registered", f"edition/{edition.id}", actor=actor)
    return edition


def add_paper(
    session: Session, edition: Edition, kind: DossierKind, number: str, on: date, *,
    electronic: bool = False, scan: Stored | None = None, media_type: str = "", actor: str = "",
) -> None:  # fmt: skip
    """A paper of a title's dossier, with its scan."""
    if scan:
        submissions.keep_file(session, scan, media_type)
    item = DossierItem(
        edition_id=edition.id, kind=kind, number=number[:120], on=on, electronic=electronic,
        scan_sha256=scan.sha256 if scan else "",
    )  # fmt: skip
    releases.add_paper(session, item, actor=actor)
