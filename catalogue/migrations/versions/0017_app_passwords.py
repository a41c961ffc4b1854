"""Passwords for reader apps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "apppassword",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_apppassword_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apppassword")),
        sa.UniqueConstraint("password_hash", name=op.f("uq_apppassword_password_hash")),
    )
    op.create_index(op.f("ix_apppassword_user_id"), "apppassword", ["user_id"])
