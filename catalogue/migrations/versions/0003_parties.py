"""Parties behind contributions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "party",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("identifiers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'corporate')", name=op.f("ck_party_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_name"), "party", ["name"])
    with op.batch_alter_table("contribution") as table:
        table.add_column(sa.Column("party_id", sa.String(), nullable=True))
        table.create_foreign_key(op.f("fk_contribution_party_id"), "party", ["party_id"], ["id"])
        table.create_index(op.f("ix_contribution_party_id"), ["party_id"])
