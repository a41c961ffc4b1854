"""Deliveries: sheets that were sent in are kept with what a dry run found, until somebody brings them in or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.deliveries import Delivery
from catalogue.models.titles import Batch
from catalogue.services import submissions
from catalogue.storage import Stored
from pipeline.i18n import N_

SHEET = "application/octet-stream"
REPORT = "application/json"
TAKEN = N_("This delivery has been brought in already.")
LATEST = 100
"""Deliveries that a list shows."""


def add(
    session: Session, files: Sequence[tuple[str, Stored]], report: Stored, counts: Mapping[str, int], *,
    columns: Mapping[str, str] | None = None, actor: str = "",
) -> Delivery:  # fmt: skip
    """Keep files by their names, with the report of a dry run that lies in the store."""
    for _, stored in files:
        submissions.keep_file(session, stored, SHEET)
    submissions.keep_file(session, report, REPORT)
    made = Delivery(
        files=[{"name": name[:200], "sha256": stored.sha256} for name, stored in files], columns=dict(columns or {}),
        counts=dict(counts), report_sha256=report.sha256, user_id=actor or None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def look_again(
    session: Session, delivery: Delivery, report: Stored, counts: Mapping[str, int], columns: Mapping[str, str]
) -> None:
    """Put another dry run in the place of the last. Raises Refusal when the titles are in already."""
    must_wait(delivery)
    submissions.keep_file(session, report, REPORT)
    delivery.report_sha256, delivery.counts, delivery.columns = report.sha256, dict(counts), dict(columns)
    session.add(delivery)
    session.flush()


def must_wait(delivery: Delivery) -> None:
    """Raises Refusal when a delivery's titles are in already."""
    if delivery.batch_id:
        raise Refusal("del-001", TAKEN)


def get(session: Session, delivery_id: str, *, alone: bool = False) -> Delivery:
    """The delivery of an id; ``alone`` makes others who would change it wait. Raises NotFoundError."""
    found = session.get(Delivery, delivery_id, with_for_update=alone)
    if found is None:
        raise NotFoundError(delivery_id)
    return found


def latest(session: Session) -> list[tuple[Delivery, Batch | None]]:
    """The newest deliveries, each with the batch that it became."""
    wanted = (
        select(Delivery, Batch)
        .outerjoin(Batch, col(Batch.id) == col(Delivery.batch_id))
        .order_by(col(Delivery.created_at).desc(), Delivery.id)
        .limit(LATEST)
    )
    return [(delivery, batch) for delivery, batch in session.exec(wanted)]
