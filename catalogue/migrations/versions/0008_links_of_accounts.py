"""Links that are used once: invitations and new passwords."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accountlink",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f("ck_accountlink_purpose")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_accountlink_organisation_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_accountlink_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountlink")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_accountlink_token_hash")),
    )
    op.create_index(op.f("ix_accountlink_login"), "accountlink", ["login"])
