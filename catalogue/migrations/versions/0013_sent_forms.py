"""A form that makes something works once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sentform",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_sentform_user_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sentform")),
    )
    op.create_index(op.f("ix_sentform_sent_at"), "sentform", ["sent_at"])
