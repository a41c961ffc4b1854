"""What is told to harvesters, since when; titles that were released before are told of as of their release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "harvestrecord",
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("datestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("publisher_id", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("programme_id", sa.String(length=12), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_harvestrecord")),
    )
    op.create_index("ix_harvestrecord_order", "harvestrecord", ["datestamp", "edition_id"])
    for column in ("publisher_id", "language", "programme_id"):
        op.create_index(op.f(f"ix_harvestrecord_{column}"), "harvestrecord", [column])
    op.execute(
        "INSERT INTO harvestrecord "  # noqa: S608 - nothing in it comes from outside
        "(edition_id, datestamp, deleted, sha256, publisher_id, language, programme_id, is_sample) "
        f"SELECT e.id, {_second('MAX(COALESCE(r.withdrawn_at, r.released_at))')}, "
        "MAX(CASE WHEN r.state = 'current' THEN 1 ELSE 0 END) = 0, '', e.publisher_id, e.language, "
        "COALESCE(MAX(g.programme_id), ''), e.is_sample "
        "FROM edition e JOIN release r ON r.edition_id = e.id LEFT JOIN recognition g ON g.edition_id = e.id "
        "GROUP BY e.id, e.publisher_id, e.language, e.is_sample"
    )


def _second(moment: str) -> str:
    """The whole second of a moment, as each database keeps it."""
    if op.get_bind().dialect.name == "sqlite":
        return f"SUBSTR({moment}, 1, 19) || '.000000'"
    return f"DATE_TRUNC('second', {moment})"
